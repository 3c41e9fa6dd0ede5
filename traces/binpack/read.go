package binpack

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"

	"skysim/traces/internal/decimal"
	"skysim/traces/internal/words"
)

// From is Each on a text that is open already.
func From(r io.Reader, o Options, see func(*Instance) error) error {
	if err := o.validate(); err != nil {
		return err
	}
	b := bufio.NewReader(r)
	blank, line := 0, 1
	for {
		c, err := b.ReadByte()
		switch {
		case err != nil && !errors.Is(err, io.EOF):
			return fmt.Errorf("%s:%d: %w", o.File, line, err)
		case err != nil:
			return fmt.Errorf("%s: the file is empty, want instances of bin packing", o.File)
		case c == '\n':
			line++
			continue
		case c <= ' ':
			blank++
			continue
		}
		b.UnreadByte() // cannot fail: a byte was read
		keep := &keeper{options: o, see: see, seen: map[string]int{}}
		if c == '{' {
			return readJSON(b, line, keep)
		}
		l := &lister{keeper: keep, words: words.New(o.File, b), before: line - 1}
		return l.read()
	}
}

// keeper checks instances and hands them on.
type keeper struct {
	options Options
	see     func(*Instance) error
	seen    map[string]int // line of each name
}

// size reads a size or a capacity, times mostScale.
func size(text string) (int64, bool) {
	n, exact, err := decimal.Parse(text, mostScale)
	return n, err == nil && exact && n > 0 && n <= mostCapacity*mostScale
}

const wantSize = "a number above 0 with at most 6 decimals"

// keep brings an instance whose numbers are times mostScale to its scale.
func (k *keeper) keep(i *Instance) error {
	name := i.Set + "/" + i.Name
	if line, twice := k.seen[name]; twice {
		return fmt.Errorf("%s:%d: instance %q stands in line %d already", k.options.File, i.Line, i.Name, line)
	}
	k.seen[name] = i.Line
	i.Scale = k.options.Scale
	if i.Scale == 0 {
		i.Scale = 1
		for i.Scale < mostScale && !i.whole(mostScale/i.Scale) {
			i.Scale *= 10
		}
	}
	by := mostScale / i.Scale
	if !i.whole(by) {
		return fmt.Errorf("%s:%d: instance %q has sizes with more decimals than scale %d makes whole", k.options.File, i.Line, i.Name, i.Scale)
	}
	i.Capacity /= by
	for n := range i.Items {
		i.Items[n] /= by
	}
	if i.Capacity > mostCapacity {
		return fmt.Errorf("%s:%d: instance %q has a capacity of %d at scale %d, want at most %d", k.options.File, i.Line, i.Name, i.Capacity, i.Scale, mostCapacity)
	}
	return k.see(i)
}

// whole reports whether all numbers are multiples of by.
func (i *Instance) whole(by int64) bool {
	rest := i.Capacity % by
	for _, size := range i.Items {
		rest |= size % by
	}
	return rest == 0
}

// lister reads the two kinds of file that are lists of words.
type lister struct {
	*keeper
	words  *words.Scanner
	before int // blank lines in front of the first word
}

// read tells them apart: where OR-Library has the name of the first instance, a
// single instance has a number, its capacity.
func (l *lister) read() error {
	first := l.words.Next()
	n, err := l.count(first, "number", mostItems)
	if err != nil {
		return err
	}
	if len(l.words.Line()) == 0 {
		return l.words.Fault(l.words.Next(), "capacity or name", "a second line")
	}
	if second := l.words.Line()[0]; second.Line > first.Line && !isNumber(second.Text) {
		if n > mostInstances {
			return l.fault(first, "number of instances", fmt.Sprintf("at most %d", mostInstances))
		}
		return l.library(n)
	}
	i := &Instance{Line: first.Line + l.before}
	if i.Capacity, err = l.size("capacity"); err != nil {
		return err
	}
	if err := l.items(i, n); err != nil {
		return err
	}
	if err := l.keep(i); err != nil {
		return err
	}
	return l.end()
}

// isNumber reports whether a word is meant to be one.
func isNumber(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}

// library reads n instances, each with a line for its name and one with its
// capacity, the number of items and of bins of the best solution known.
func (l *lister) library(n int64) error {
	for range n {
		name := l.words.Next()
		if name.Text == "" {
			return l.fault(name, "name of an instance", fmt.Sprintf("%d instances", n))
		}
		if more := l.words.Line(); len(more) > 0 && more[0].Line == name.Line {
			return l.fault(more[0], "line of a name", "a name without spaces")
		}
		i := &Instance{Name: name.Text, Line: name.Line + l.before}
		var err error
		if i.Capacity, err = l.size("capacity"); err != nil {
			return err
		}
		items, err := l.count(l.words.Next(), "number of items", mostItems)
		if err != nil {
			return err
		}
		if i.Best, err = l.count(l.words.Next(), "best known number of bins", items); err != nil {
			return err
		}
		if err := l.items(i, items); err != nil {
			return err
		}
		if err := l.keep(i); err != nil {
			return err
		}
	}
	return l.end()
}

// items reads n sizes.
func (l *lister) items(i *Instance, n int64) error {
	for range n {
		w := l.words.Next()
		s, ok := size(w.Text)
		if !ok {
			return l.fault(w, "size", wantSize)
		}
		if s > i.Capacity {
			return l.fault(w, "size", "at most the capacity of a bin")
		}
		i.Items = append(i.Items, s)
	}
	return nil
}

// size reads a capacity.
func (l *lister) size(field string) (int64, error) {
	w := l.words.Next()
	s, ok := size(w.Text)
	if !ok {
		return 0, l.fault(w, field, wantSize)
	}
	return s, nil
}

// count reads a whole number from 1.
func (l *lister) count(w words.Word, field string, most int64) (int64, error) {
	n, err := strconv.ParseInt(w.Text, 10, 64)
	if err != nil || n < 1 || n > most {
		return 0, l.fault(w, field, fmt.Sprintf("a whole number from 1 to %d", most))
	}
	return n, nil
}

// end wants the file to end.
func (l *lister) end() error {
	if w := l.words.Next(); w.Text != "" {
		return l.fault(w, "text behind the last item", "the end of the file")
	}
	return l.words.Err()
}

// fault is words.Fault with lines counted from the beginning of the file.
func (l *lister) fault(w words.Word, field, want string) error {
	w.Line += l.before
	return l.words.Fault(w, field, want)
}
