package reproduce

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// gavelFile is what a file of mean completion times says.
type gavelFile struct {
	name   string // below the data directory
	second bool   // it is not the first that there is
	rows   []gavelRow
	bad    []Number
	ratios int // numbers of groups that measure something else
}

// gavelRow is one published number.
type gavelRow struct {
	section, policy string
	rate, hours     float64
	line            int
}

// findGavel reads every file of the layout in the data directory: those that end in .txt.
func findGavel(lab *Lab) (files []gavelFile, bad []Number, err error) {
	paths, err := filepath.Glob(lab.Path(gavelData, "*.txt"))
	if err != nil {
		return nil, nil, err
	}
	const usual = "gavel_avg_jct_by_rate.txt"
	slices.SortStableFunc(paths, func(a, b string) int { // the published one first
		return strings.Compare(strings.TrimPrefix(filepath.Base(a), usual), strings.TrimPrefix(filepath.Base(b), usual))
	})
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			bad = append(bad, unusable(lab.short(path), err))
			continue
		}
		f := readGavel(lab.short(path), text)
		f.second = len(files) > 0
		files, bad = append(files, f), append(bad, f.bad...)
	}
	if len(paths) == 0 {
		bad = append(bad, unusable(gavelData, fmt.Errorf("%s: there is no file of published times, want *.txt as in %s", lab.Path(gavelData), usual)))
	}
	return files, bad, nil
}

// sections returns the sections of a file, in order.
func (f *gavelFile) sections() (names []string) {
	for _, r := range f.rows {
		if !slices.Contains(names, r.section) {
			names = append(names, r.section)
		}
	}
	return names
}

// gavelReader reads a file field by field: fields are separated by semicolons. "## name"
// begins a section, a list of names in brackets a group, "Input job rate: x" a
// row, and "name: x" is a number in it.
type gavelReader struct {
	gavelFile
	line    int
	section string
	names   []string   // of the group
	group   []gavelRow // numbers of the group
	rate    float64    // NaN before the first, or after one that cannot be read
	grouped bool
}

// readGavel reads the text of a file. What cannot be used is in the file's bad.
func readGavel(name string, text []byte) gavelFile {
	r := &gavelReader{gavelFile: gavelFile{name: name}, rate: math.NaN()}
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		r.line++
		line := strings.TrimSpace(lines.Text())
		if section, ok := strings.CutPrefix(line, "##"); ok {
			r.close()
			r.section, r.names, r.grouped = strings.TrimSpace(section), nil, false
			continue
		}
		r.rate = math.NaN()
		for _, field := range strings.Split(line, ";") {
			if field = strings.TrimSpace(field); field != "" {
				r.field(field)
			}
		}
	}
	r.close()
	if err := lines.Err(); err != nil {
		r.refuse("line %d: %v", r.line+1, err)
	}
	if len(r.rows) == 0 && len(r.bad) == 0 {
		r.refuse("no numbers, want rows such as: Input job rate: 0.40 ; fifo_perf: 15.31 ;")
	}
	return r.gavelFile
}

// refuse notes what cannot be used.
func (r *gavelReader) refuse(format string, args ...any) {
	at := fmt.Sprintf("%s:%d", r.name, max(r.line, 1))
	r.bad = append(r.bad, unusable(at, fmt.Errorf("%s: %s", at, fmt.Sprintf(format, args...))))
}

// field reads one field.
func (r *gavelReader) field(field string) {
	if strings.HasPrefix(field, "[") {
		r.close()
		r.names, r.grouped, r.rate = nil, true, math.NaN()
		list, whole := strings.CutSuffix(field[1:], "]")
		for _, name := range strings.Split(list, ",") {
			name = strings.TrimSpace(name)
			if bare := strings.Trim(name, `'"`); bare != "" && len(name) == len(bare)+2 {
				r.names = append(r.names, bare)
			} else {
				whole = false
			}
		}
		if !whole {
			r.refuse("%s is no list of names, want one such as ['fifo', 'fifo_perf']", field)
		}
		return
	}
	key, value, ok := strings.Cut(field, ":")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	x, err := strconv.ParseFloat(value, 64)
	bad := err != nil || !(x > 0) || math.IsInf(x, 0)
	switch {
	case !ok:
		r.refuse("%q is no field, want NAME: NUMBER", field)
	case key == "Input job rate":
		if r.rate = x; bad || x > 1000 || x < 0.001 {
			r.rate = math.NaN()
			r.refuse("job rate is %q, want a number from 0.001 to 1,000 per hour", value)
		}
	case r.section == "":
		r.refuse("%s stands in no section, want a line such as ## %s before it", field, gavelSection)
	case bad:
		r.refuse("%s is %q, want hours above 0", key, value)
	case r.grouped && !slices.Contains(r.names, key):
		r.refuse("%s is not in the list of its group, which is %s", key, strings.Join(r.names, ", "))
	case math.IsNaN(r.rate):
		r.refuse("%s has no job rate that can be used", field)
	default:
		r.group = append(r.group, gavelRow{r.section, key, r.rate, x, r.line})
	}
}

// close takes the numbers of a group over. A group of which no number that was given
// before is the same measures something else. Of a number that is given twice in one
// group, or is another than before among some that are the same, the second is refused.
func (r *gavelReader) close() {
	find := func(row gavelRow) int {
		return slices.IndexFunc(r.rows, func(o gavelRow) bool {
			return o.section == row.section && o.policy == row.policy && o.rate == row.rate
		})
	}
	again, same := 0, 0
	for _, row := range r.group {
		if i := find(row); i >= 0 {
			again++
			if r.rows[i].hours == row.hours {
				same++
			}
		}
	}
	if again > 1 && same == 0 {
		r.ratios += len(r.group)
		r.group = nil
	}
	for _, row := range r.group {
		switch i := find(row); {
		case i < 0:
			r.rows = append(r.rows, row)
		case r.rows[i].hours != row.hours:
			at := fmt.Sprintf("%s:%d", r.name, row.line)
			r.bad = append(r.bad, unusable(at, fmt.Errorf("%s: %s at %v is %v, and %v in line %d", at, row.policy, row.rate, row.hours, r.rows[i].hours, r.rows[i].line)))
		}
	}
	r.group = nil
}
