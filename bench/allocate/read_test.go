package allocate

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"skysim/bench"
	"skysim/policies/allocate"
)

// small is a sound file; the tests put something wrong in its place.
const small = `objective = "cost"
[[resource]]
name = "aws"
capacity = 10
unit_cost = 0.1
[[demand]]
name = "web"
amount = 4
`

func TestReadSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"an empty file", small, "", `x.toml:1:1: objective is missing`},
		{"no TOML", small, "objective = \n", `x.toml:1:`},
		{"unknown key", "capacity", "capcity", `x.toml:4:1: unknown key "capcity"; did you mean "capacity"?`},
		{"unknown key at the top", "objective", "why = 'x'\nprice = 3\nobjective", `x.toml:2:1: unknown key "price"; there are objective, why, lambda, resource, demand`},
		{"unknown objective", "cost", "utilization", `x.toml:1:1: unknown objective "utilization"; did you mean "utilisation"?`},
		{"objective of another type", `"cost"`, "1", `x.toml:1:1: objective = 1, want a string that is not empty`},
		{"capacity missing", "capacity = 10\n", "", `x.toml:2:3: "aws" has no capacity`},
		{"NaN", "= 10", "= nan", `x.toml:4:1: capacity = nan is not finite, want a number`},
		{"infinite", "= 10", "= inf", `x.toml:4:1: capacity = inf is not finite, want a number`},
		{"negative", "= 10", "= -10", `x.toml:4:1: capacity = -10 is negative, want 0 or more`},
		{"negative cost", "= 0.1", "= -0.1", `x.toml:5:1: unit_cost = -0.1 is negative, want 0 or more`},
		{"huge", "= 10", "= 1e300", `x.toml:4:1: capacity = 1e300, want at most 1e+15: use a larger unit`},
		{"huge integer", "= 10", "= 99999999999999999999999", `x.toml:4:`},
		{"beyond floats", "= 10", "= 1e400", `x.toml:4:`},
		{"too many decimals", "= 0.1", "= 1e-300", `x.toml:5:1: unit_cost = 1e-300, want at most 30 decimals`},
		{"unit_cost missing", "unit_cost = 0.1\n", "", `"aws" has no unit_cost, which objective = "cost" needs`},
		{"a string", "= 10", `= "10"`, `x.toml:4:1: capacity = "10", want a number`},
		{"divisible of another type", "amount = 4", "amount = 4\ndivisible = 1", `x.toml:9:1: divisible = 1, want true or false`},
		{"priority of another type", "amount = 4", "amount = 4\npriority = 1.5", `x.toml:9:1: priority = 1.5, want an integer`},
		{"no resources", small[19:75], "", `no [[resource]]: want at least one`},
		{"resource as a value", small, "objective = \"cost\"\nresource = 3\n", `x.toml:2:1: resource = 3, want tables, each under [[resource]]`},
		{"one table", "[[demand]]", "[demand]", `x.toml:6:2: demand = …, want tables, each under [[demand]]`},
		{"two of one name", "amount = 4", "amount = 4\n[[demand]]\nname = \"web\"\namount = 1", `x.toml:10:1: "web" is the name of demand 1 already: give it a name of its own`},
		{"lambda under cost", "objective", "lambda = 1\nobjective", `x.toml:1:1: lambda = 1: want 0 or more, with objective = "utilisation"`},
		{"utilisation as a percentage", "unit_cost = 0.1", "unit_cost = 0.1\nutilisation = 80", `x.toml:6:1: utilisation = 80, want a share from 0 to 1`},
		{"key twice", "capacity = 10", "capacity = 10\ncapacity = 11", `x.toml:5:1: `},
	} {
		text := strings.Replace(small, c.old, c.new, 1)
		f, err := Read("x.toml", []byte(text))
		var file *bench.FileError
		switch {
		case err == nil:
			t.Errorf("%s: read %+v, want an error", c.name, f.Problem)
		case !errors.As(err, &file):
			t.Errorf("%s: %v is a %T, want a *bench.FileError", c.name, err, err)
		case !strings.Contains(err.Error(), c.want):
			t.Errorf("%s: %v\nwant %s", c.name, err, c.want)
		}
	}
}

// Numbers are what is written, not the floats nearest to it.
func TestReadIsExact(t *testing.T) {
	for raw, want := range map[string]string{
		"0.1": "1/10", "1_000.5": "2001/2", "1e3": "1000", "2.5E-3": "1/400", "+7": "7", "0x10": "16", "0.30000000000000000001": "30000000000000000001/100000000000000000000", "1e+2": "100", "0.0": "0",
	} {
		f, err := Read("x.toml", []byte(strings.Replace(small, "= 10", "= "+raw, 1)))
		if err != nil {
			t.Errorf("%s: %v", raw, err)
			continue
		}
		wanted, _ := new(big.Rat).SetString(want)
		if got := f.Problem.Resources[0].Capacity; got.Cmp(wanted) != 0 {
			t.Errorf("%s is read as %s, want %s", raw, got, want)
		}
	}
}

// Inline tables say the same as headers.
func TestReadInline(t *testing.T) {
	f, err := Read("x.toml", []byte("objective = \"utilisation\"\nresource = [ # all\n {name = \"a\", capacity = 1.25}, {name = \"b\", capacity = 3}]\ndemand = [{name = \"x\", amount = 2}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if p := f.Problem; p.Resources[0].Capacity.RatString() != "5/4" || len(p.Resources) != 2 || p.Demands[0].Divisible {
		t.Errorf("read %+v", p)
	}
	_, err = Read("x.toml", []byte("objective = \"utilisation\"\nresource = [{name = \"a\", capacity = -1}]\ndemand = [{name = \"x\", amount = 2}]\n"))
	if err == nil || !strings.HasPrefix(err.Error(), "x.toml:2:26: capacity = -1") {
		t.Errorf("%v, want the place of the capacity", err)
	}
}

func TestPolicyThatDoesNotSuitNamesTheLine(t *testing.T) {
	f, err := Read("x.toml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	for policy, want := range map[string]string{
		"lp-penalty":    `x.toml:2:3: policy lp-penalty: resource "aws" has no penalty, which it needs of each`,
		"dp(lambda=.5)": `x.toml:1:1: policy dp(lambda=0.5): lambda weighs idle capacity`,
	} {
		if _, err := Solve(f, policy, allocate.Options{}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v\nwant %s", policy, err, want)
		}
	}
}

// FuzzRead reads anything: it must neither panic nor accept what cannot be solved. Every
// problem is solved under a small budget.
func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	for _, name := range Examples() {
		data, err := examples.ReadFile("examples/" + name + ".toml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("objective=\"cost\"\nresource=[{name=\"a\",capacity=1e15,unit_cost=1e-30}]\ndemand=[{name=\"b\",amount=3e-9,divisible=false}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Read("x.toml", data)
		if err != nil {
			return
		}
		r, err := Compare(file, allocate.Options{Budget: 10_000})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range r.All {
			if a.Outcome() == "failed" {
				t.Fatal(a.Err)
			}
		}
		var b strings.Builder
		if err := r.WriteJSON(&b); err != nil {
			t.Fatal(err)
		}
		if err := r.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Figure(); err != nil {
			t.Fatal(err)
		}
	})
}
