package weights

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const small = `{
 "kind": "order", "version": 1, "about": "a test",
 "parameters": [{"name": "a", "value": 1.5, "unit": "s", "doc": "d"}],
 "provenance": {"command": "c", "seed": 1, "inputs": [], "trained_on": "", "objective": "", "generations": 1, "evaluations": 1, "engine": "3"},
 "held_out": []
}
`

// TestReadUndoesBytes holds what is written against what is read.
func TestReadUndoesBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := File{Kind: "k" + rapid.String().Draw(t, "kind"), Version: rapid.IntRange(1, 9).Draw(t, "version"), About: "a <b> & c", HeldOut: []Report{}}
		for i := range rapid.IntRange(1, 4).Draw(t, "parameters") {
			f.Parameters = append(f.Parameters, Parameter{fmt.Sprint("p", i), rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64).Draw(t, "value"), "s", "what"})
		}
		f.Provenance = Provenance{Command: "skysim train", Seed: rapid.Int64().Draw(t, "seed"), Inputs: []Input{{"a/b", "00"}}}
		f.HeldOut = append(f.HeldOut, Report{"windows", "slowdown", []Result{{"p", 1}}, "a note"})
		data, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read("f.json", data)
		if err != nil || !reflect.DeepEqual(got.File, f) {
			t.Fatalf("%s\nis read as %+v, %v, want %+v", data, got, err, f)
		}
	})
	if _, err := (&File{Parameters: []Parameter{{Name: "a", Value: math.NaN()}}}).Bytes(); err == nil || !strings.Contains(err.Error(), "parameters.a is NaN") {
		t.Errorf("a NaN is written: %v", err)
	}
}

func TestReadSaysWhereAndWhat(t *testing.T) {
	for _, tt := range []struct{ old, new, want string }{
		{"}\n", "", "weights f.json: line 6: the file ends within an object"},
		{`"kind": "order", `, "", "weights f.json: kind is missing from the object in line 1, want text in quotes"},
		{`"kind": "order"`, `"kind": ""`, "kind is empty, want whose numbers these are"},
		{`"version": 1`, `"version": 0`, "version is 0, want 1 or more"},
		{`"version": 1`, `"version": "1"`, `version (line 2) is "1", want a whole number`},
		{`"version": 1`, `"version": 1.5`, "version (line 2) is 1.5, want a whole number"},
		{`"version": 1`, `"version": 1e99`, "version (line 2) is 1e99, want a whole number"},
		{`"about"`, `"abuot"`, `abuot (line 2) is an unknown field (did you mean "about"?); there are kind, version`},
		{`"about"`, `"ABOUT"`, `(did you mean "about"?)`},
		{`"a test"`, `["a test"]`, "about (line 2) is a list, want text in quotes"},
		{`"a test"`, `null`, "about (line 2) is null, want text in quotes"},
		{`"value": 1.5, `, ``, "parameters[0].value is missing from the object in line 3, want a number"},
		{`"value": 1.5`, `"value": null`, "parameters[0].value (line 3) is null, want a number"},
		{`"value": 1.5`, `"value": "1.5"`, `parameters[0].value (line 3) is "1.5", want a number`},
		{`1.5`, `NaN`, "line 3: invalid character 'N'"},
		{`1.5`, `1e999`, "parameters[0].value (line 3) is 1e999, want a number up to 1.79e308"},
		{`"unit"`, `"units"`, `parameters[0].units (line 3) is an unknown field (did you mean "unit"?)`},
		{`{"name": "a", "value": 1.5, "unit": "s", "doc": "d"}`, ``, "parameters are none, want one or more"},
		{`{"name": "a", "value": 1.5, "unit": "s", "doc": "d"}`, `7`, "parameters[0] (line 3) is 7, want an object with name, value, unit, doc"},
		{`"name": "a"`, `"name": ""`, "parameters[0].name is empty"},
		{`"unit": "s"`, `"unit": "s", "unit": "s"`, "parameters[0].unit (line 3) is there twice"},
		{`"provenance": {`, `"provenance": 3, "held_out": {`, "provenance (line 4) is 3, want an object with command, seed"},
		{` "provenance": {"command": "c", "seed": 1, "inputs": [], "trained_on": "", "objective": "", "generations": 1, "evaluations": 1, "engine": "3"},`, "", "provenance is missing from the object in line 1, want an object with command, seed"},
		{`"command": "c", `, "", "provenance.command is missing from the object in line 4"},
		{`"seed": 1`, `"seed": 1e3`, "provenance.seed (line 4) is 1e3, want a whole number"},
		{`[{"name": "a"`, `[{"name":"a","value":1},{"name": "a"`, "parameters.a is there twice"},
		{"}\n", "} {}", "more behind the end of the object"},
		{small, "", "the file ends within an object"},
		{small, strings.Repeat(" ", Longest+1), "want at most"},
	} {
		i := strings.LastIndex(small, tt.old)
		text := small[:i] + tt.new + small[i+len(tt.old):]
		_, err := Read("f.json", []byte(text))
		var e *Error
		if err != nil && regexp.MustCompile(` json:|Go |\bint\b|float64|weights\.[A-Z]|struct`).MatchString(err.Error()) {
			t.Errorf("%v speaks of Go", err)
		}
		if !errors.As(err, &e) || e.File != "f.json" || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("with %.40q for %.40q: %v, want an *Error with %s", tt.new, tt.old, err, tt.want)
		}
	}
}

// TestEmbeddedFilesAreInOrder reads what comes with skysim; each is as Bytes writes it, so
// that it is what a training wrote and not what somebody did to it by hand.
func TestEmbeddedFilesAreInOrder(t *testing.T) {
	for _, name := range Names() {
		data, err := Embedded(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Read(name, data)
		if err != nil {
			t.Error(err)
			continue
		}
		again, err := f.Bytes()
		if err != nil || !bytes.Equal(again, data) {
			t.Errorf("%s is not as it would be written: %v\n%s", name, err, again)
		}
		if p := f.Provenance; !strings.HasPrefix(p.Command, "skysim train ") || p.Generations < 1 || p.TrainedOn == "" || len(f.HeldOut) == 0 {
			t.Errorf("%s does not say how it was made: %+v", name, p)
		}
	}
	if _, err := Embedded("rlscheduller-1"); err == nil || !strings.Contains(err.Error(), `did you mean "rlscheduler-1"?`) {
		t.Errorf("an unknown name: %v", err)
	}
	if IsFile("rlscheduler-1") || !IsFile("mine.json") {
		t.Error("files are not told from names")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(`{"kind":"order","version":1,"parameters":[{"name":"a","value":1e308}],"provenance":{"command":"c"},"held_out":null}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read("f.json", data)
		var e *Error
		if err != nil {
			if !errors.As(err, &e) {
				t.Errorf("Read: %v, want an *Error", err)
			}
			return
		}
		again, err := file.Bytes()
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		back, err := Read("f.json", again)
		if err != nil || !reflect.DeepEqual(back.Parameters, file.Parameters) || back.Kind != file.Kind {
			t.Errorf("%s\nis written as\n%s\nwhich reads as %+v, %v", data, again, back, err)
		}
	})
}
