package reproduce

import (
	"cmp"
	_ "embed" // skynomad_published.csv
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"skysim/traces/nomad"
)

// nomadPaper is what the abstract of the paper's figure prints: mean costs by deadline ratio, which are those of
// the table deadline_sensitivity.
//
//go:embed skynomad_published.csv
var nomadPaper string

// nomadPaperTable is the table whose means they are.
const nomadPaperTable = "deadline_sensitivity"

// nomadPrinted is a row of nomadPaper.
type nomadPrinted struct {
	ratio          float64
	strategy, name string
	mean           float64 // dollars
}

// readNomadPaper reads what was printed.
func readNomadPaper() (all []nomadPrinted, err error) {
	errs := eachRow("skynomad_published.csv", "deadline_ratio,strategy,name,mean_cost_usd", strings.NewReader(nomadPaper), func(_ string, r []string) error {
		ratio, err := strconv.ParseFloat(r[0], 64)
		mean, wrong := strconv.ParseFloat(r[3], 64)
		if err != nil || wrong != nil || !(ratio > 0 && mean > 0) {
			return fmt.Errorf("%q, want a ratio and a mean above 0", r)
		}
		all = append(all, nomadPrinted{ratio, r[1], r[2], mean})
		return nil
	})
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return all, nil
}

// nomadMean is the mean over the rows of a strategy at one ratio. Rows of which no plan is in time have no optimum.
type nomadMean struct {
	ratio    float64
	strategy string
	single   bool
	rows     int
	paid     float64 // published
	uniform  float64 // our Uniform Progress
	best     float64 // the optimum, NaN if a row has none
	own      []float64
}

// means are those of a table, by ratio and then in order of the strategies' first rows.
func (t *nomadTable) means() []nomadMean {
	var all []nomadMean
	for i := range t.cases {
		c := &t.cases[i]
		if c.result.err != nil {
			continue
		}
		single := c.Task == nomad.SingleRegion
		k := slices.IndexFunc(all, func(m nomadMean) bool { return m.ratio == c.Ratio && m.strategy == c.Strategy && m.single == single })
		if k < 0 {
			k = len(all)
			all = append(all, nomadMean{ratio: c.Ratio, strategy: c.Strategy, single: single, own: make([]float64, len(nomadOwn))})
		}
		all[k].add(c)
	}
	for i := range all {
		all[i].divide()
	}
	slices.SortStableFunc(all, func(a, b nomadMean) int { return cmp.Compare(a.ratio, b.ratio) })
	return all
}

// add adds a row.
func (m *nomadMean) add(c *nomadCase) {
	r := c.result
	m.rows++
	m.paid += c.Cost
	m.uniform += r.uniform.artifact(r.rule)
	if r.late || r.noBest != nil {
		m.best = math.NaN()
	}
	m.best += r.best
	for i, b := range r.own {
		m.own[i] += b.artifact(r.rule)
	}
}

// divide makes means of sums.
func (m *nomadMean) divide() {
	n := float64(m.rows)
	m.paid, m.uniform, m.best = m.paid/n, m.uniform/n, m.best/n
	for i := range m.own {
		m.own[i] /= n
	}
}

// numbers are the means beside ours.
func (t *nomadTable) meanNumbers() (all []Number) {
	for _, m := range t.means() {
		n := Number{
			Case: fmt.Sprintf("%s at %s, %s, mean of %d", t.name, ratioText(m.ratio), m.strategy, m.rows), Published: m.paid,
			Tolerance: nomadTolerance * m.paid, Unit: "$",
		}
		switch {
		case m.single:
			n.Ours = m.uniform
		case math.IsNaN(m.best):
			continue
		default:
			n.Case += ", against the optimum"
			n.Ours, n.Relation, n.Detail = m.best, AtMost, m.strategy != nomadOptimum
		}
		all = append(all, n)
	}
	return all
}

// paper are the printed means beside ours, for context. A table of which rows were left out has none.
func (t *nomadTable) paper() ([]Number, error) {
	printed, err := readNomadPaper()
	if err != nil || t.cut || !strings.HasPrefix(t.name, nomadPaperTable+".") {
		return nil, err
	}
	var all []Number
	means := t.means()
	for _, p := range printed {
		k := slices.IndexFunc(means, func(m nomadMean) bool { return m.ratio == p.ratio && m.strategy == p.strategy })
		if k < 0 {
			continue
		}
		m := &means[k]
		ours, what := m.ours()
		n := Number{
			Case: fmt.Sprintf("as printed at %s, %s", ratioText(p.ratio), p.name), Published: p.mean, Ours: ours, Relation: Context, Unit: "$", Note: what,
		}
		if math.Abs(m.paid-p.mean) > 0.005 {
			n.Note += fmt.Sprintf("; the mean of the table's rows is %.2f", m.paid)
		}
		all = append(all, n)
	}
	return all, nil
}

// ours is what we have beside a strategy's mean, NaN if there is nothing, and says what it is.
func (m *nomadMean) ours() (mean float64, what string) {
	switch m.strategy {
	case nomadUniform:
		return m.uniform, "ours is the artifact's rule in our engine"
	case nomadOptimum:
		return m.best, "ours is the optimum"
	case nomadEager:
		return m.uniform, nomadSpread
	}
	for i, own := range nomadOwn {
		if own.like == m.strategy {
			return m.own[i], "ours is " + own.use + " in a world of all zones, a policy of our own"
		}
	}
	return math.NaN(), "nothing of ours is like it"
}
