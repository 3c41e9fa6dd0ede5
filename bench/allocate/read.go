package allocate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"skysim/bench"
	"skysim/policies/allocate"
)

// maxSize is the largest file, in bytes.
const maxSize = 16 << 20

// File is a problem as it was read.
type File struct {
	Name    string // the example's, or the file's path
	Why     string // what the file says it is for; may be empty
	Problem *allocate.Problem

	doc *document
}

// Open returns the problem that ref means: a file if it ends in .toml or is a path with a
// slash, and otherwise one of the examples. The error for an unknown example is a *bench.UnknownError.
func Open(ref string) (*File, error) {
	if strings.HasSuffix(ref, ".toml") || strings.ContainsAny(ref, `/\`) {
		info, err := os.Stat(ref)
		switch {
		case err != nil:
			return nil, err
		case info.IsDir():
			return nil, &fs.PathError{Op: "open", Path: ref, Err: errors.New("is a directory, want a file")}
		case info.Size() > maxSize:
			return nil, &bench.FileError{File: ref, Msg: fmt.Sprintf("%d bytes, want at most %d", info.Size(), maxSize)}
		}
		data, err := os.ReadFile(ref)
		if err != nil {
			return nil, err
		}
		return Read(ref, data)
	}
	if !slices.Contains(Examples(), ref) {
		return nil, &bench.UnknownError{What: "example", Name: ref, Known: Examples()}
	}
	data, err := examples.ReadFile("examples/" + ref + ".toml")
	if err != nil {
		return nil, err
	}
	f, err := Read("examples/"+ref+".toml", data)
	if err == nil {
		f.Name = ref
	}
	return f, err
}

// Read reads a problem; file is its name in errors. What is wrong comes as one or more
// *bench.FileError with the place, the value and what was wanted.
func Read(file string, data []byte) (*File, error) {
	if len(data) > maxSize {
		return nil, &bench.FileError{File: file, Msg: fmt.Sprintf("%d bytes, want at most %d", len(data), maxSize)}
	}
	doc, err := decode(file, data)
	if err != nil {
		return nil, err
	}
	root := &section{doc, "", doc.root}
	root.only("objective", "why", "lambda", "resource", "demand")
	f := &File{Name: file, Why: root.text("why", false), doc: doc, Problem: &allocate.Problem{
		Objective: readObjective(root), Lambda: root.number("lambda"),
	}}
	p := f.Problem
	for _, s := range root.tables("resource") {
		p.Resources = append(p.Resources, readResource(s))
	}
	for _, s := range root.tables("demand") {
		p.Demands = append(p.Demands, readDemand(s, p.Objective))
	}
	if len(doc.errs) == 0 {
		var field *allocate.FieldError
		if err := p.Validate(); errors.As(err, &field) {
			doc.blame(field)
		} else if err != nil {
			return nil, err
		}
	}
	return f, doc.err()
}

func readObjective(s *section) allocate.Objective {
	words := []string{allocate.Cost.String(), allocate.Utilisation.String()}
	text := s.text("objective", true)
	if i := slices.Index(words, text); i >= 0 {
		return []allocate.Objective{allocate.Cost, allocate.Utilisation}[i]
	}
	if text != "" {
		s.fail("objective", "%s", (&bench.UnknownError{What: "objective", Name: text, Known: words}).Error())
	}
	return 0
}

func readResource(s *section) allocate.Resource {
	s.only("name", "capacity", "unit_cost", "utilisation", "penalty")
	return allocate.Resource{
		Name: s.text("name", true), Capacity: s.number("capacity"), UnitCost: s.number("unit_cost"),
		Utilisation: s.number("utilisation"), Penalty: s.number("penalty"),
	}
}

// readDemand reads one demand. Whether it is divisible is as the objective's
// example has it, if the file does not say: under cost yes, under utilisation no.
func readDemand(s *section, o allocate.Objective) allocate.Demand {
	s.only("name", "amount", "divisible", "priority")
	return allocate.Demand{
		Name: s.text("name", true), Amount: s.number("amount"),
		Divisible: s.flag("divisible", o == allocate.Cost), Priority: s.whole("priority"),
	}
}
