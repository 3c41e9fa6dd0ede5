package jsontext

import "encoding/json"

// Number reads a number and returns its text, as it stands in the file, for
// whoever must not round it.
func (d *Decoder) Number(field string) (string, error) {
	t, err := d.next()
	if err != nil {
		return "", err
	}
	if _, ok := t.(json.Number); !ok {
		return "", d.Fault(field, "a number")
	}
	return d.value, nil
}
