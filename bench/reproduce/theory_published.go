package reproduce

import (
	_ "embed" // theory_published.csv
	"fmt"
	"strconv"
	"strings"
)

// theoryTable is what was printed. A question is asked of a queue by its parameters, not
// by what the experiment calls it: where the file has other parameters than the printed
// ones, ours stands beside the formula, and where it has the printed ones, beside what
// was printed, whatever the formula says.
//
//go:embed theory_published.csv
var theoryTable string

// theoryKey is a question and the parameters that it depends on.
type theoryKey struct{ question, parameters string }

// publishedTheory reads the table.
func publishedTheory() (map[theoryKey]float64, error) {
	all := map[theoryKey]float64{}
	errs := eachRow("theory_published.csv", "question,parameters,published", strings.NewReader(theoryTable), func(_ string, r []string) error {
		value, err := strconv.ParseFloat(r[2], 64)
		key := theoryKey{r[0], r[1]}
		if _, twice := all[key]; err != nil || value <= 0 || twice {
			return fmt.Errorf("%q is published for %v, want a number above 0, once", r[2], key)
		}
		all[key] = value
		return nil
	})
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return all, nil
}
