package nomad

import (
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"

	"skysim/traces"
	"skysim/traces/internal/sheet"
)

// The task types that Run.Task can be.
const (
	MultiRegion  = "multi_region"        // a strategy that may use all Zones
	SingleRegion = "single_region"       // one that has Zone alone
	Baseline     = "trace_mode_baseline" // no run of its own: the best, or the mean, of single zones
)

// Run is one row: a job, where it could run, and what a strategy paid.
type Run struct {
	Line     int      // in the file, from 1
	Scenario string   // as the file calls the set of zones
	Zones    []string // names of recordings
	Strategy string
	Task     string // MultiRegion, SingleRegion or Baseline
	Zone     string // of SingleRegion
	// Hours, as they are written. Start is since the first sample of the recordings.
	Work, Deadline, Overhead, Start float64
	Ratio                           float64 // Deadline ÷ Work, rounded
	Checkpoint                      float64 // GB that a move between regions carries
	Folder                          string  // the last element of the path of the recordings
	Whole                           bool    // it ran on the whole recording, not on a window that was cut out
	Cost                            float64 // dollars
	Migrations                      int     // between zones; −1 where nobody counted
}

// The columns.
const (
	colScenario = iota
	colZones
	colStrategy
	colTask
	colZone
	colWork
	colCheckpoint
	colOverhead
	colRatio
	colDeadline
	colStart
	colFolder
	colCost
	colWhole
	colMigrations
)

// form is the header. Other columns repeat what these say, or name files of the
// artifact.
var form = sheet.Form{Spare: true, Lenient: true, Columns: []sheet.Column{
	colScenario: {Name: "scenario_name"}, colZones: {Name: "regions_in_scenario"}, colStrategy: {Name: "strategy"},
	colTask: {Name: "task_type"}, colZone: {Name: "region"}, colWork: {Name: "task_duration"},
	colCheckpoint: {Name: "checkpoint_size"}, colOverhead: {Name: "restart_overhead"}, colRatio: {Name: "deadline_ratio"},
	colDeadline: {Name: "deadline_hours"}, colStart: {Name: "env_start_hours"}, colFolder: {Name: "data_paths"}, colCost: {Name: "cost"},
	colWhole: {Name: "use_full_trace", Optional: true}, colMigrations: {Name: "migrations", Optional: true},
}}

// mostHours bounds times: more than a century.
const mostHours = 1e6

// Read returns the runs of the file at path, plain or packed, and an error for each row that
// makes no sense. The last error is one that ended the reading; the runs before it are good.
func Read(file string) (runs []Run, bad []*traces.SyntaxError, err error) {
	text, err := traces.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, text.Close()) }()
	return From(text, file)
}

// From is Read for a text from anywhere. Errors name it as name.
func From(from io.Reader, name string) (runs []Run, bad []*traces.SyntaxError, err error) {
	f := form
	f.Refused = func(e *traces.SyntaxError) { bad = append(bad, e) }
	s, err := sheet.Read(from, name, f)
	if err != nil {
		return nil, nil, err
	}
	for s.Next() {
		if r := read(s); s.Good() {
			runs = append(runs, r)
		}
	}
	if err = s.Err(); len(runs) == 0 && len(bad) > 0 && err != nil {
		err = nil // the rows have said it
	}
	return runs, bad, err
}

// read reads the current row.
func read(s *sheet.Reader) Run {
	r := Run{
		Line: s.Line(), Scenario: strings.Clone(s.Text(colScenario)), Zones: list(s, colZones),
		Strategy: s.Word(colStrategy, "the name of a strategy"), Task: s.Word(colTask, MultiRegion+", "+SingleRegion+" or "+Baseline),
		Zone: strings.Clone(s.Text(colZone)),
		Work: number(s, colWork, 1e-6, mostHours), Deadline: number(s, colDeadline, 1e-6, mostHours),
		Overhead: number(s, colOverhead, 0, mostHours), Start: number(s, colStart, 0, mostHours), Ratio: number(s, colRatio, 1e-6, mostHours),
		Checkpoint: number(s, colCheckpoint, 0, mostHours), Cost: number(s, colCost, 0, 1e9), Whole: true, Migrations: -1,
	}
	switch {
	case r.Task != MultiRegion && r.Task != SingleRegion && r.Task != Baseline && r.Task != "":
		s.Fault(colTask, MultiRegion+", "+SingleRegion+" or "+Baseline)
	case r.Task == SingleRegion && r.Zone == "":
		s.Fault(colZone, "the zone of a "+SingleRegion+" run")
	}
	if paths := list(s, colFolder); len(paths) == 1 {
		r.Folder = path.Base(paths[0])
	} else if len(paths) > 1 {
		s.Fault(colFolder, "one path")
	}
	switch text := s.Text(colWhole); text {
	case "True", "":
	case "False":
		r.Whole = false
	default:
		s.Fault(colWhole, "True or False")
	}
	if s.Text(colMigrations) != "" {
		r.Migrations = int(s.Int(colMigrations, -1, 1<<30))
	}
	return r
}

// number returns a float64 from least to most.
func number(s *sheet.Reader, column int, least, most float64) float64 {
	x, err := strconv.ParseFloat(s.Text(column), 64)
	if err != nil || math.IsNaN(x) || x < least || x > most {
		s.Fault(column, fmt.Sprintf("a number from %g to %g", least, most))
	}
	return x
}

// list returns the words of a list as Python writes it, as in ['a', 'b'].
func list(s *sheet.Reader, column int) (words []string) {
	const want = "a list of names, as in ['a', 'b']"
	text, open := strings.CutPrefix(s.Text(column), "[")
	text, closed := strings.CutSuffix(text, "]")
	if !open || !closed {
		s.Fault(column, want)
		return nil
	}
	for word := range strings.SplitSeq(text, ",") {
		word = strings.TrimSpace(word)
		n := len(word)
		if n < 3 || word[0] != word[n-1] || word[0] != '\'' && word[0] != '"' {
			s.Fault(column, want)
			return nil
		}
		words = append(words, strings.Clone(word[1:n-1]))
	}
	return words
}
