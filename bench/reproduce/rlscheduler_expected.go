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
// none.
func findLogs(lab *Lab) (logs []*swfLog, notes []string, err error) {
	dir := lab.Path(rlData)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, err
	}
	for _, entry := range entries {
		name, isLog := strings.CutSuffix(strings.TrimSuffix(entry.Name(), ".gz"), ".swf")
		if !isLog || entry.IsDir() {
			continue
		}
		l := &swfLog{name: name, file: entry.Name()}
		table := filepath.Join(dir, name+slowdownSuffix)
		text, err := os.ReadFile(table)
		switch {
		case errors.Is(err, fs.ErrNotExist) && name == lublin:
			table, text = "rlscheduler_lublin_256.csv", []byte(lublinExpected)
		case errors.Is(err, fs.ErrNotExist):
			notes = append(notes, fmt.Sprintf("%s is left out: there is no %s beside it", entry.Name(), name+slowdownSuffix))
			continue
		case err != nil:
			return nil, nil, err
		}
		if l.rows, err = readSlowdowns(table, strings.NewReader(string(text))); err != nil {
			return nil, nil, err
		}
		logs = append(logs, l)
	}
	if len(logs) == 0 {
		return nil, nil, fmt.Errorf("%s has no log (.swf, .swf.gz) with a table of known values (LOG%s)", dir, slowdownSuffix)
	}
	return logs, notes, nil
}

// readSlowdowns reads a table of known values.
func readSlowdowns(file string, from io.Reader) (all []slowdownRow, err error) {
	r := csv.NewReader(from)
	r.Comment, r.FieldsPerRecord = '#', strings.Count(slowdownHeader, ",")+1
	seen := map[string]string{}
	for first := true; ; first = false {
		record, err := r.Read()
		switch {
		case errors.Is(err, io.EOF) && len(all) == 0:
			return nil, fmt.Errorf("%s: no rows, want a header and at least one", file)
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		line, _ := r.FieldPos(0)
		at := fmt.Sprintf("%s:%d", file, line)
		if first {
			if got := strings.Join(record, ","); got != slowdownHeader {
				return nil, fmt.Errorf("%s: header is %q, want %s", at, got, slowdownHeader)
			}
			continue
		}
		row := slowdownRow{at: at}
		if len(all) > 0 {
			above := &all[len(all)-1]
			row.processors, row.count, row.starts = above.processors, above.count, above.starts
		}
		if err := row.read(record); err != nil {
			return nil, fmt.Errorf("%s: %w", at, err)
		}
		if before, twice := seen[row.label()]; twice {
			return nil, fmt.Errorf("%s: %s is in %s already", at, row.label(), before)
		}
		seen[row.label()] = at
		all = append(all, row)
	}
}

// read fills in the fields of a record. The first three are those of the row above where
// they are empty.
func (r *slowdownRow) read(record []string) error {
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
