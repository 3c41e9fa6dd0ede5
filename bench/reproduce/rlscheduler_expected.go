package reproduce

import (
	_ "embed" // rlscheduler_lublin_256.csv
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"skysim/policies"
)

// lublinExpected is what is known of the log that comes with the artifact.
//
//go:embed rlscheduler_lublin_256.csv
var lublinExpected string

const (
	lublin = "lublin_256"
	// slowdownSuffix makes a log's name that of its table, which stands beside it.
	slowdownSuffix = ".expected.csv"
	slowdownHeader = "processors,count,starts,policy,backfill,published,tolerance,note"
)

// swfLog is a log with what is known of it.
type swfLog struct {
	name, file string
	rows       []slowdownRow
	// ownTable is whether the table is the project's own: then the learned order is run too.
	ownTable bool
}

// slowdownRow is one known mean over windows.
type slowdownRow struct {
	at         string // file:line
	processors int64
	count      int64   // jobs in a window
	starts     []int64 // positions of the first jobs of the windows, from 0
	policy     string  // a heuristic or a construction
	heuristic  *heuristic
	backfill   bool
	published  float64 // NaN if nothing was
	tolerance  float64 // NaN for context
	note       string
}

// findLogs looks for logs that have a table, in order of names, and says which have
// none, and which the project's own table is of without being there. Tables and rows that
// cannot be used are numbers.
func findLogs(lab *Lab) (logs []*swfLog, bad []Number, notes []string, err error) {
	dir := lab.Path(rlData)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, nil, err
	}
	seen := map[string]string{}
	for _, entry := range entries {
		name, isLog := strings.CutSuffix(strings.TrimSuffix(entry.Name(), ".gz"), ".swf")
		if !isLog || entry.IsDir() {
			continue
		}
		if before := seen[name]; before != "" {
			notes = append(notes, fmt.Sprintf("%s is not compared: %s is", entry.Name(), before))
			continue
		}
		seen[name] = entry.Name()
		l := &swfLog{name: name, file: entry.Name()}
		table := filepath.Join(dir, name+slowdownSuffix)
		text, err := os.ReadFile(table)
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == lublin:
			table, text, l.ownTable = "rlscheduler_lublin_256.csv", []byte(lublinExpected), true
		case errors.Is(err, fs.ErrNotExist):
			notes = append(notes, fmt.Sprintf("%s is not compared: there is no %s beside it", entry.Name(), name+slowdownSuffix))
			continue
		case err != nil:
			bad = append(bad, unusable(lab.short(table), err))
			continue
		}
		rows, errs := readSlowdowns(table, strings.NewReader(string(text)))
		for _, err := range errs {
			bad = append(bad, unusable(lab.shorten(err.at), err))
		}
		if l.rows = rows; len(rows) > 0 {
			logs = append(logs, l)
		}
	}
	return logs, bad, append(notes, absentLogs(entries, seen)...), nil
}

// absentLogs notes the tables whose log is not there.
func absentLogs(entries []fs.DirEntry, seen map[string]string) (notes []string) {
	names := []string{lublin}
	for _, e := range entries {
		if name, table := strings.CutSuffix(e.Name(), slowdownSuffix); table && name != lublin {
			names = append(names, name)
		}
	}
	for _, name := range names {
		if seen[name] == "" {
			notes = append(notes, name+".swf is not compared: it is not in the folder")
		}
	}
	return notes
}

// readSlowdowns reads a table of known values, and what is wrong with it: with a row, or
// with all of it.
func readSlowdowns(file string, from io.Reader) (all []slowdownRow, errs []*tableError) {
	r := csv.NewReader(from)
	r.Comment, r.FieldsPerRecord = '#', strings.Count(slowdownHeader, ",")+1
	seen := map[string]string{}
	above := slowdownRow{}
	refuse := func(at string, err error) { errs = append(errs, &tableError{at, err}) }
	for first := true; ; first = false {
		record, err := r.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			if len(all) == 0 && len(errs) == 0 {
				refuse(file, errors.New("no rows, want a header and at least one"))
			}
			return all, errs
		case errors.As(err, &broken) && !first:
			refuse(fmt.Sprintf("%s:%d", file, broken.Line), broken.Err)
			above = slowdownRow{}
			continue
		case err != nil:
			refuse(file, err)
			return all, errs
		}
		line, _ := r.FieldPos(0)
		at := fmt.Sprintf("%s:%d", file, line)
		if first {
			if got := strings.TrimPrefix(strings.Join(record, ","), "\ufeff"); got != slowdownHeader {
				refuse(file, fmt.Errorf("line %d: header is %q, want %s", line, got, slowdownHeader))
				return nil, errs
			}
			continue
		}
		row := above
		row.at = at
		if err := row.readWindows(record); err != nil {
			refuse(at, err)
			above = slowdownRow{} // rows below must not take the windows of another one
			continue
		}
		above = slowdownRow{processors: row.processors, count: row.count, starts: row.starts}
		if err := row.read(record); err != nil {
			refuse(at, err)
			continue
		}
		if before, twice := seen[row.label()]; twice {
			refuse(at, fmt.Errorf("%s is in %s already", row.label(), before))
			continue
		}
		seen[row.label()] = at
		all = append(all, row)
	}
}

// readWindows fills in the first three fields of a record, which are those of the row
// above where they are empty.
func (r *slowdownRow) readWindows(record []string) error {
	for i := range record {
		record[i] = strings.TrimSpace(record[i])
	}
	var err error
	if r.processors, err = positive("processors", record[0], r.processors, 1<<40); err != nil {
		return err
	}
	if r.count, err = positive("count", record[1], r.count, 1<<40); err != nil {
		return err
	}
	if record[2] != "" {
		r.starts = nil
		for _, word := range strings.Fields(record[2]) {
			n, err := strconv.ParseInt(word, 10, 64)
			if err != nil || n < 0 {
				return fmt.Errorf("starts has %q, want positions of jobs from 0 on, with spaces between them", word)
			}
			r.starts = append(r.starts, n)
		}
	}
	if len(r.starts) == 0 {
		return errors.New("starts is empty, want positions of jobs from 0 on, with spaces between them")
	}
	return nil
}

// read fills in the other fields of a record.
func (r *slowdownRow) read(record []string) (err error) {
	if err := r.readPolicy(record[3], record[4]); err != nil {
		return err
	}
	if r.published, err = known("published", record[5], true); err != nil {
		return err
	}
	if r.tolerance, err = known("tolerance", record[6], false); err != nil {
		return err
	}
	if math.IsNaN(r.published) && !math.IsNaN(r.tolerance) {
		return fmt.Errorf("tolerance is %v, but nothing was published", r.tolerance)
	}
	r.note = record[7]
	return nil
}

// readPolicy reads a heuristic's name, with whether it backfills, or a construction, which
// says that itself.
func (r *slowdownRow) readPolicy(policy, backfill string) error {
	switch backfill {
	case "yes", "no":
		r.backfill = backfill == "yes"
	default:
		return fmt.Errorf("backfill is %q, want yes or no", backfill)
	}
	all := heuristics()
	if r.heuristic = all[strings.ToLower(policy)]; r.heuristic != nil {
		r.policy = strings.ToLower(policy)
		return nil
	}
	canonical, err := policies.Canonical(policy)
	if err != nil {
		var names []string
		for name := range all {
			names = append(names, name)
		}
		slices.Sort(names)
		return fmt.Errorf("policy is %q, want one of %s, or a construction: %w", policy, strings.Join(names, ", "), err)
	}
	if r.backfill {
		return fmt.Errorf("backfill is yes, but %s says itself who may pass: want no", canonical)
	}
	r.policy = canonical
	return nil
}

// positive reads a number above 0; an empty word is the number above it in the table.
func positive(key, word string, above, most int64) (int64, error) {
	if word == "" && above > 0 {
		return above, nil
	}
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil || n < 1 || n > most {
		return 0, fmt.Errorf("%s is %q, want a whole number from 1 to %d", key, word, most)
	}
	return n, nil
}

// known reads a number, NaN for none.
func known(key, word string, aboveZero bool) (float64, error) {
	if word == "" {
		return math.NaN(), nil
	}
	x, err := strconv.ParseFloat(word, 64)
	if err != nil || !(x >= 0) || math.IsInf(x, 0) || aboveZero && x == 0 {
		return 0, fmt.Errorf("%s is %q, want a number, or nothing", key, word)
	}
	return x, nil
}
