package columns

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
	"unicode/utf8"
)

// column is one column of a row type.
type column struct {
	name     string
	kind     reflect.Kind // String, Int64, Float64 or Bool
	nullable bool
	index    []int // of the field, as reflect wants it
}

// kindNames are the words for column types in errors.
var kindNames = map[reflect.Kind]string{
	reflect.String: "string", reflect.Int64: "int64", reflect.Float64: "float64", reflect.Bool: "bool",
}

// String returns the type of the column in words.
func (c *column) String() string {
	if c.nullable {
		return "nullable " + kindNames[c.kind]
	}
	return kindNames[c.kind]
}

var goodName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// shapeOf returns the columns of a row type, or what is wrong with it.
func shapeOf(t reflect.Type) ([]column, error) {
	if t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("columns: rows are of type %v, want a struct", t)
	}
	shape, err := appendColumns(nil, t, nil)
	if err != nil {
		return nil, err
	}
	if len(shape) == 0 {
		return nil, fmt.Errorf("columns: %v has no exported fields, want at least one column", t)
	}
	seen := map[string]bool{}
	for _, c := range shape {
		if seen[c.name] {
			return nil, fmt.Errorf("columns: %v has two columns named %q", t, c.name)
		}
		seen[c.name] = true
	}
	return shape, nil
}

// appendColumns adds the columns of t, which is at index within the row.
func appendColumns(shape []column, t reflect.Type, index []int) ([]column, error) {
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(append([]int(nil), index...), i)
		name, options, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		var err error
		switch {
		case name == "-" && options == "":
			continue
		case f.Anonymous && f.Type.Kind() == reflect.Struct && name == "":
			shape, err = appendColumns(shape, f.Type, at)
		case f.Anonymous:
			err = fmt.Errorf("want an embedded struct without a tag")
		case !f.IsExported():
			continue
		default:
			var c column
			c, err = columnOf(f, name, options)
			c.index = at
			shape = append(shape, c)
		}
		if err != nil {
			return nil, fmt.Errorf("columns: field %s of %v: %w", f.Name, t, err)
		}
	}
	return shape, nil
}

// columnOf returns the column of one field.
func columnOf(f reflect.StructField, name, options string) (column, error) {
	if !goodName.MatchString(name) {
		return column{}, fmt.Errorf("column name is %q, want a tag such as `parquet:\"wait_mean_seconds\"`", name)
	}
	c := column{name: name, kind: f.Type.Kind()}
	if c.kind == reflect.Pointer {
		c.nullable, c.kind = true, f.Type.Elem().Kind()
	}
	if kindNames[c.kind] == "" {
		return c, fmt.Errorf("type is %v, want string, int64, float64, bool, or a pointer to one of them", f.Type)
	}
	if options != "" && (options != "dict" || c.kind != reflect.String) {
		return c, fmt.Errorf("tag option is %q, want none, or dict for a string", options)
	}
	return c, nil
}

// unwritable returns the columns whose values must be looked at before they
// are written.
func unwritable(shape []column) (some []column) {
	for _, c := range shape {
		if c.kind == reflect.String || c.kind == reflect.Float64 {
			some = append(some, c)
		}
	}
	return some
}

// check reports a value that must not be written.
func (c *column) check(row reflect.Value) error {
	v := row.FieldByIndex(c.index)
	if c.nullable {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	if c.kind == reflect.Float64 && math.IsNaN(v.Float()) {
		return fmt.Errorf("column %s is NaN, want a number: make the column nullable and write nil where there is none", c.name)
	}
	if c.kind == reflect.String && !utf8.ValidString(v.String()) {
		return fmt.Errorf("column %s is %q, want UTF-8", c.name, v.String())
	}
	return nil
}
