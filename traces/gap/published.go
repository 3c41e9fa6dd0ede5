package gap

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"skysim/traces"
)

// Published is what is known about an instance.
type Published struct {
	Line     int
	Path     string // of the instance, below the table's folder
	Dataset  string
	Jobs     int
	Agents   int
	Bounded  bool // whether Bound is known
	Bound    int64
	Known    bool // whether Optimum is
	Optimum  int64
	Found    bool  // whether Best is known
	Best     int64 // the best value that somebody found
	Maximise bool  // column Sense; without it everything is a minimisation
}

// header is what the table begins with; a column Sense may follow.
const header = "Path,Format,Dataset,Item number,Agent number,Best known bound,Optimum,Best known solution value"

// ReadPublished reads a table of what is known.
func ReadPublished(path string) ([]Published, error) {
	text, err := traces.Open(path)
	if err != nil {
		return nil, err
	}
	defer text.Close() // it was only read
	return PublishedFrom(text, path)
}

// PublishedFrom is ReadPublished on a text that is open already. Rows that cannot be
// used are in the error, joined; beside it stand all others.
func PublishedFrom(r io.Reader, file string) (all []Published, err error) {
	lines, line, senses := bufio.NewScanner(r), 0, false
	seen := map[string]int{}
	var bad []error
	for lines.Scan() {
		text := strings.TrimSuffix(lines.Text(), "\r")
		line++
		if line == 1 {
			text = strings.TrimPrefix(text, "\ufeff")
			if senses = text == header+",Sense"; !senses && text != header {
				return nil, &traces.SyntaxError{File: file, Line: 1, Field: "header", Value: text, Want: header + ", and perhaps Sense"}
			}
			continue
		}
		if text == "" {
			continue
		}
		row := &published{file: file, line: line, fields: strings.Split(text, ",")}
		p, wrong := row.read(senses)
		key := p.Path + fmt.Sprint(p.Maximise)
		if before, twice := seen[key]; twice && wrong == nil {
			wrong = row.fault(0, "Path", fmt.Sprintf("each instance once; it stands in line %d", before))
		}
		if wrong != nil {
			bad = append(bad, wrong)
			continue
		}
		seen[key] = line
		all = append(all, p)
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return nil, fmt.Errorf("%s:%d: the line is longer than 64 KiB", file, line+1)
	} else if err != nil {
		return nil, fmt.Errorf("%s:%d: %w", file, line+1, err)
	}
	if len(all) == 0 && len(bad) == 0 {
		return nil, fmt.Errorf("%s: the table is empty, want the header %s and a row for each instance", file, header)
	}
	return all, errors.Join(bad...)
}

// published is a row of the table.
type published struct {
	file   string
	line   int
	fields []string
}

func (r *published) fault(column int, field, want string) error {
	at := 1
	for _, f := range r.fields[:column] {
		at += len(f) + 1
	}
	return &traces.SyntaxError{File: r.file, Line: r.line, Column: at, Field: field, Value: r.fields[column], Want: want}
}

// read reads the row.
func (r *published) read(senses bool) (p Published, err error) {
	names := strings.Split(header, ",")
	if senses {
		names = append(names, "Sense")
	}
	if len(r.fields) != len(names) {
		return p, &traces.SyntaxError{
			File: r.file, Line: r.line, Field: "number of columns", Value: strconv.Itoa(len(r.fields)), Want: strconv.Itoa(len(names)),
		}
	}
	p.Line, p.Path, p.Dataset = r.line, r.fields[0], r.fields[2]
	if p.Path == "" {
		return p, r.fault(0, names[0], "the path of an instance")
	}
	if r.fields[1] != "orlibrary" {
		return p, r.fault(1, names[1], "orlibrary, the one format that is known")
	}
	number := func(column int, least int64) (n int64) {
		if err == nil {
			if n, err = strconv.ParseInt(r.fields[column], 10, 64); err != nil || n < least || n > 1<<50 {
				err = r.fault(column, names[column], fmt.Sprintf("a whole number from %d", least))
			}
		}
		return n
	}
	p.Jobs, p.Agents = int(number(3, 1)), int(number(4, 1))
	maybe := func(column int) (n int64, known bool) {
		if strings.TrimSpace(r.fields[column]) == "" {
			return 0, false
		}
		return number(column, -1<<50), true
	}
	p.Bound, p.Bounded = maybe(5)
	p.Optimum, p.Known = maybe(6)
	p.Best, p.Found = maybe(7)
	if err != nil {
		return p, err
	}
	if p.Known && !p.Bounded { // an optimum is both
		p.Bound, p.Bounded = p.Optimum, true
	}
	if p.Known && !p.Found {
		p.Best, p.Found = p.Optimum, true
	}
	if senses {
		switch word := r.fields[8]; word {
		case "min", "":
		case "max":
			p.Maximise = true
		default:
			return p, r.fault(8, "Sense", "min or max")
		}
	}
	if low, high := p.order(); (low > high && p.Bounded && p.Found) || (p.Known && p.Optimum != p.Best) {
		return p, r.fault(7, names[7], "a value that the bound allows, and the optimum where it is known")
	}
	return p, nil
}

// order returns bound and best value, of which the first must not be larger.
func (p *Published) order() (low, high int64) {
	if p.Maximise {
		return p.Best, p.Bound
	}
	return p.Bound, p.Best
}
