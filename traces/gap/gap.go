package gap

import (
	"fmt"
	"io"
	"strconv"

	"skysim/traces"
	"skysim/traces/internal/words"
)

// Instance is a generalised assignment problem: each of the jobs goes to one
// agent, where it costs and uses something.
type Instance struct {
	Number   int // in its file, from 1
	Line     int // at which it begins
	Cost     [][]int64
	Use      [][]int64
	Capacity []int64
}

// Agents and Jobs are the sizes of an instance.
func (i *Instance) Agents() int { return len(i.Capacity) }

// Jobs returns the number of jobs.
func (i *Instance) Jobs() int { return len(i.Cost[0]) }

const (
	mostPairs  = 1 << 24
	mostNumber = 1 << 30
)

// Read returns all instances of a file.
func Read(path string) (all []Instance, err error) {
	err = Each(path, func(i *Instance) error {
		all = append(all, *i)
		return nil
	})
	return all, err
}

// Each calls see for every instance of a file in its order, and stops at the
// first error, which it returns. The instance is see's to keep.
func Each(path string, see func(*Instance) error) error {
	text, err := traces.Open(path)
	if err != nil {
		return err
	}
	defer text.Close() // it was only read
	return From(text, path, see)
}

// From is Each on a text that is open already; errors call it file.
func From(r io.Reader, file string, see func(*Instance) error) error {
	l := &lister{words.New(file, r)}
	first := l.Line()
	if len(first) == 0 {
		if err := l.Err(); err != nil {
			return err
		}
		return fmt.Errorf("%s: the file is empty, want an instance of generalised assignment", file)
	}
	n := int64(1)
	if len(first) == 1 { // how many there are; an instance begins with two numbers
		var err error
		if n, err = l.number("number of instances", 1, 1<<20); err != nil {
			return err
		}
	}
	for number := range int(n) {
		i, err := l.instance()
		if err != nil {
			return err
		}
		i.Number = number + 1
		if err := see(i); err != nil {
			return err
		}
	}
	if w := l.Next(); w.Text != "" {
		return l.Fault(w, "text behind the last capacity", "the end of the file")
	}
	return l.Err()
}

// lister reads lists of numbers.
type lister struct{ *words.Scanner }

// number reads a whole number in a range.
func (l *lister) number(field string, least, most int64) (int64, error) {
	w := l.Next()
	n, err := strconv.ParseInt(w.Text, 10, 64)
	if err != nil || n < least || n > most {
		return 0, l.Fault(w, field, fmt.Sprintf("a whole number from %d to %d", least, most))
	}
	return n, nil
}

// instance reads one.
func (l *lister) instance() (*Instance, error) {
	i := &Instance{}
	if row := l.Line(); len(row) > 0 {
		i.Line = row[0].Line
	}
	m, err := l.number("number of agents", 1, mostPairs)
	if err != nil {
		return nil, err
	}
	n, err := l.number("number of jobs", 1, mostPairs/m)
	if err != nil {
		return nil, err
	}
	if i.Cost, err = l.table("cost", m, n, -mostNumber); err != nil {
		return nil, err
	}
	if i.Use, err = l.table("use", m, n, 0); err != nil {
		return nil, err
	}
	i.Capacity, err = l.row("capacity", m, 0)
	return i, err
}

// table reads m rows of n numbers.
func (l *lister) table(field string, m, n, least int64) (all [][]int64, err error) {
	for range m {
		row, err := l.row(field, n, least)
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, nil
}

// row reads n numbers, on as many lines as they like.
func (l *lister) row(field string, n, least int64) (row []int64, err error) {
	for range n {
		x, err := l.number(field, least, mostNumber)
		if err != nil {
			return nil, err
		}
		row = append(row, x)
	}
	return row, nil
}
