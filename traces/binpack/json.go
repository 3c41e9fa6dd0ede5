package binpack

import (
	"fmt"
	"io"

	"skysim/traces/internal/jsontext"
)

// readJSON reads {"set": {"name": {"capacity": …, "num_items": …, "items": […]}}}.
func readJSON(r io.Reader, line int, k *keeper) error {
	d := jsontext.New(r, k.options.File, line)
	n := 0
	err := d.Object("sets", func(set string) error {
		return d.Object("set", func(name string) error {
			n++
			i := &Instance{Set: set, Name: name, Line: d.Line()}
			if err := readInstance(d, k, i); err != nil {
				return err
			}
			return k.keep(i)
		})
	})
	switch {
	case err != nil:
		return err
	case n == 0:
		return fmt.Errorf("%s: the file has no instances, want {\"set\": {\"name\": {…}}}", k.options.File)
	}
	return d.End()
}

// readInstance reads one instance; its keys come in any order, each once.
func readInstance(d *jsontext.Decoder, k *keeper, i *Instance) error {
	items, given := int64(0), map[string]bool{}
	err := d.Object("instance", func(key string) (err error) {
		if given[key] {
			return d.Fault("key", "each key once")
		}
		switch given[key] = true; key {
		case "capacity":
			i.Capacity, err = number(d, key)
		case "num_items":
			items, err = d.Int(key, 1, mostItems)
		case "items":
			err = d.Array(key, func() error {
				s, err := number(d, "size")
				i.Items = append(i.Items, s)
				return err
			})
		default:
			err = d.Fault("key", `capacity, num_items or items`)
		}
		return err
	})
	if err != nil {
		return err
	}
	at := fmt.Sprintf("%s:%d: instance %q", k.options.File, i.Line, i.Name)
	switch {
	case i.Capacity == 0:
		return fmt.Errorf("%s has no capacity", at)
	case len(i.Items) == 0 || (given["num_items"] && int(items) != len(i.Items)):
		return fmt.Errorf("%s has %d items, want num_items, %d", at, len(i.Items), max(1, items))
	}
	for n, s := range i.Items {
		if s > i.Capacity {
			return fmt.Errorf("%s: item %d, counted from 1, is larger than a bin", at, n+1)
		}
	}
	return nil
}

// number reads a size, times mostScale.
func number(d *jsontext.Decoder, field string) (int64, error) {
	text, err := d.Number(field)
	if err != nil {
		return 0, err
	}
	s, ok := size(text)
	if !ok {
		return 0, d.Fault(field, wantSize)
	}
	return s, nil
}
