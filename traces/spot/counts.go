package spot

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces"
)

// lineReader reads recordings of one event in each line.
type lineReader struct {
	supply *Supply
	line   int
	text   string
}

// read calls take for every line that is not blank.
func (r *lineReader) read(from io.Reader, take func(cells []string) error) error {
	text, err := traces.NewText(r.supply.Name, from)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(text)
	for lines.Scan() {
		r.line++
		r.text = lines.Text()
		if strings.TrimSpace(r.text) == "" {
			continue
		}
		if err := r.supply.room(r.line); err != nil {
			return err
		}
		if err := take(strings.Split(r.text, ",")); err != nil {
			return err
		}
	}
	if err := endOfLines(lines, r.supply.Name, r.line+1, bufio.MaxScanTokenSize); err != nil {
		return err
	}
	if len(r.supply.Points) == 0 {
		return fmt.Errorf("%s: there are no points", r.supply.Name)
	}
	return nil
}

// endOfLines returns what ended the lines too early, in the line of that number.
func endOfLines(lines *bufio.Scanner, name string, line, most int) error {
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("%s:%d: the line is longer than %d KiB", name, line, most>>10)
	case err != nil:
		return fmt.Errorf("%s:%d: %w", name, line, err)
	}
	return nil
}

// fault says that a cell of the current line is not what was wanted; -1 is the
// whole line.
func (r *lineReader) fault(cells []string, at int, field, want string) error {
	e := &traces.SyntaxError{File: r.supply.Name, Line: r.line, Field: field, Value: r.text, Want: want}
	if at >= 0 {
		before := len(strings.Join(cells[:at], ","))
		if at > 0 {
			before++
		}
		e.Value = strings.TrimSpace(cells[at])
		e.Column = before + 1 + len(cells[at]) - len(strings.TrimLeft(cells[at], " \t"))
	}
	return e
}

// OpenCounts reads the file at path, plain or packed, with a time and a number
// of machines in each line: "2023-02-15 22:08:16,1", under the header
// date,availability or none, or "2021-12-10, 13:07:45, 80". UTC is assumed.
func OpenCounts(path string, o Options) (*Supply, error) { return open(path, o, ReadCounts) }

// ReadCounts is OpenCounts for a text from anywhere. Errors name it as name.
func ReadCounts(from io.Reader, name string, o Options) (*Supply, error) {
	s := &Supply{Name: name}
	r := &lineReader{supply: s}
	var lines []int // of the points
	err := r.read(from, func(cells []string) error {
		if r.line == 1 && strings.TrimSpace(r.text) == "date,availability" {
			return nil
		}
		at, count, err := r.count(cells)
		if err != nil {
			return err
		}
		if n := len(lines); n > 0 && sim.Time(at) < s.Points[n-1].At {
			if !o.Sort {
				return r.fault(cells, 0, "time", fmt.Sprintf("at least that of line %d: ask for the points to be sorted", lines[n-1]))
			}
			s.Unsorted.add(r.line)
		}
		s.Points, lines = append(s.Points, Point{At: sim.Time(at), Count: count}), append(lines, r.line)
		return nil
	})
	if err != nil {
		return nil, err
	}
	s.settle(lines)
	return s, nil
}

// settle sorts points that know their lines, and has them begin at 0.
func (s *Supply) settle(lines []int) {
	order := make([]int, len(lines))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.Points[a].At, s.Points[b].At) })
	points := make([]Point, len(order))
	first := s.Points[order[0]].At
	said := map[int32]bool{} // at one instant
	for i, from := range order {
		p := s.Points[from]
		points[i] = Point{At: p.At - first, Count: p.Count}
		if i == 0 || points[i-1].At != points[i].At {
			clear(said)
		}
		switch {
		case said[p.Count]:
			s.Duplicates.add(lines[from])
		case len(said) > 0:
			s.Conflicts.add(lines[from])
		}
		said[p.Count] = true
	}
	s.Points, s.Start = points, time.Unix(0, int64(first)).UTC()
}

// count reads one line: ns since 1970, and the number of machines.
func (r *lineReader) count(cells []string) (at int64, count int32, err error) {
	n := len(cells) - 1
	if n != 1 && n != 2 {
		return 0, 0, r.fault(cells, -1, "line", "a date and time and a number of machines")
	}
	text := strings.TrimSpace(cells[0])
	if n == 2 {
		text += " " + strings.TrimSpace(cells[1])
	}
	instant, err := time.Parse(time.DateTime, text)
	if err != nil || len(text) != len(time.DateTime) || instant.Year() < 1970 || instant.Year() > 2100 {
		return 0, 0, r.wrongTime(cells, err, "a date and time like 2021-12-10 13:07:45, 1970 to 2100")
	}
	machines, err := strconv.ParseInt(strings.TrimSpace(cells[n]), 10, 64)
	if err != nil || machines < 0 || machines > maxCount {
		return 0, 0, r.fault(cells, n, "count", fmt.Sprintf("a whole number from 0 to %d", maxCount))
	}
	return instant.UnixNano(), int32(machines), nil
}

// wrongTime says which of the cells of a time is wrong: the date, or the time beside it.
func (r *lineReader) wrongTime(cells []string, err error, want string) error {
	at := 0
	if len(cells) == 3 {
		if _, bad := time.Parse(time.DateOnly, strings.TrimSpace(cells[0])); bad == nil && err != nil {
			at, want = 1, "a time like 13:07:45"
		}
	}
	return r.fault(cells, at, "time", want)
}

// OpenMembers reads the file at path, plain or packed, of machines that come
// and go: "60000,add,node3" is a time in milliseconds, what happened, and to
// which machine. Only a machine that is there can go, and only one that is not
// can come. Points then has one point for each line.
func OpenMembers(path string, o Options) (*Supply, error) { return open(path, o, ReadMembers) }

// ReadMembers is OpenMembers for a text from anywhere. Errors name it as name.
func ReadMembers(from io.Reader, name string, _ Options) (*Supply, error) {
	r := &lineReader{supply: &Supply{Name: name}}
	there := map[string]bool{}
	err := r.read(from, func(cells []string) error { return r.member(cells, there) })
	if err != nil {
		return nil, err
	}
	return r.supply, nil
}

// longName is the longest name of a machine, in bytes.
const longName = 256

// member takes one line.
func (r *lineReader) member(cells []string, there map[string]bool) error {
	s := r.supply
	if len(cells) != 3 {
		return r.fault(cells, -1, "line", "a time in ms, add or remove, and a name")
	}
	const ms = 1_000_000
	at, err := strconv.ParseInt(strings.TrimSpace(cells[0]), 10, 64)
	if err != nil || at < 0 || at > last/ms {
		return r.fault(cells, 0, "time", "a whole number of ms")
	}
	if n := len(s.Points); n > 0 && sim.Time(at*ms) < s.Points[n-1].At {
		return r.fault(cells, 0, "time", fmt.Sprintf("at least the %d ms above", s.Points[n-1].At/ms))
	}
	node := strings.TrimSpace(cells[2])
	switch strings.TrimSpace(cells[1]) {
	case "add":
		if node == "" || len(node) > longName || there[node] {
			return r.fault(cells, 2, "add", "the name of a machine that is not there")
		}
		there[strings.Clone(node)] = true
		s.Adds++
	case "remove":
		if !there[node] {
			return r.fault(cells, 2, "remove", "the name of a machine that is there")
		}
		delete(there, node)
		s.Removes++
	default:
		return r.fault(cells, 1, "event", "add or remove")
	}
	s.Points = append(s.Points, Point{At: sim.Time(at * ms), Count: int32(len(there))})
	return nil
}
