package bench

import (
	"strings"
	"testing"
)

// smallPlan prepares the small experiment with one text replaced by another.
func smallPlan(t *testing.T, old, now string) *Plan {
	t.Helper()
	p, err := tryPlan(old, now)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func tryPlan(old, now string) (*Plan, error) {
	e, err := Parse("small.toml", []byte(strings.Replace(small, old, now, 1)))
	if err != nil {
		return nil, err
	}
	return Prepare(e, "")
}

func TestPlanOrder(t *testing.T) {
	p := smallPlan(t, "", "")
	want := []string{
		"workload=mmc/cloud=machines/policy=first/seed=3",
		"workload=mmc/cloud=machines/policy=first/seed=4",
		"workload=mmc/cloud=machines/policy=second/seed=3",
		"workload=mmc/cloud=machines/policy=second/seed=4",
	}
	if len(p.Cells) != len(want) {
		t.Fatalf("%d cells, want %d", len(p.Cells), len(want))
	}
	for i, c := range p.Cells {
		if c.Name != want[i] {
			t.Errorf("cell %d is %s, want %s", i, c.Name, want[i])
		}
	}
}

// The hash follows what determines the result, and nothing else.
func TestHash(t *testing.T) {
	hash := smallPlan(t, "", "").Cells[0].Hash
	for _, c := range []struct {
		old, now string
		same     bool
	}{
		{`name = "small"`, `name = "other"`, true},
		{`why = "tests"`, `why = "reasons"`, true},
		{`name = "second"`, `name = "2nd"`, true},
		{`use = "greedy(order=fcfs,place=firstfit)"`, `use = "greedy(place=firstfit)"`, true},
		{`count = 2 }`, `count = 9 }`, true},
		{`first = 3`, `first = 4`, false},
		{`lambda = 1.5`, `lambda = 1.25`, false},
		{`price_per_hour = 0.25`, `price_per_hour = 0.26`, false},
		{`cores = 1`, `cores = 2`, false},
		{`place=firstfit`, `place=cheapest`, false},
		{`why = "tests"`, "why = \"tests\"\nuntil = \"1h\"", false},
		{`why = "tests"`, "why = \"tests\"\nwarmup = \"1s\"", false},
		{`why = "tests"`, "why = \"tests\"\nweather = { boot_jitter = 0.1 }", false},
	} {
		if got := smallPlan(t, c.old, c.now).Cells[0].Hash; (got == hash) != c.same {
			t.Errorf("%s instead of %s: same hash is %v, want %v", c.now, c.old, got == hash, c.same)
		}
	}
}

func TestFind(t *testing.T) {
	p := smallPlan(t, "", "")
	c := p.Cells[2]
	for _, ref := range []string{c.Name, c.Hash, c.Short(), strings.ToUpper(c.Short())} {
		if found := p.Find(ref); len(found) != 1 || found[0].Name != c.Name {
			t.Errorf("Find(%q) = %v, want %s", ref, found, c.Name)
		}
	}
	if found := p.Find(c.Hash[:3]); found != nil {
		t.Errorf("Find(%q) = %v, want nothing for three digits", c.Hash[:3], found)
	}
}

func TestPrepareErrors(t *testing.T) {
	for _, c := range []struct{ name, old, now, want string }{
		{"unknown policy", `greedy(order=fcfs,place=firstfit)`, `gredy(order=fcfs)`, `small.toml:18:1: policy "gredy(order=fcfs)": column 1: no policy "gredy" (did you mean "greedy"?)`},
		{"the same policy twice", `place=bestfit`, `place=firstfit`, `small.toml:21:1: second is the same policy as first`},
		{"unknown workload", `use = "mmc"`, `use = "mcm"`, `small.toml:13:1: unknown workload "mcm"; did you mean "mmc"?`},
		{"unknown parameter", `lambda = 1.5`, `lamda = 1.5`, `small.toml:14:1: workload mmc: unknown parameter "lamda"`},
		{"parameter out of range", `lambda = 1.5`, `lambda = -1`, `small.toml:14:1: workload mmc: lambda = "-1"`},
		{"text for a number", `lambda = 1.5`, `lambda = "1.5"`, `small.toml:14:1: lambda = "1.5" is a string, want a number`},
		{"text for a count", `jobs = 200`, `jobs = "200"`, `small.toml:15:1: jobs = "200" is a string, want an integer`},
		{"a switch for a number", `lambda = 1.5`, `lambda = true`, `small.toml:14:1: lambda = true is a boolean, want a number`},
		{"a number for a duration", `why = "tests"`, "why = \"tests\"\nweather = { spot_up = 20 }", `small.toml:3:13: spot_up = 20 is an integer, want a duration`},
		{"horizon before the first arrival", `why = "tests"`, "why = \"tests\"\nuntil = \"1ns\"", `when the run is over: until = 1ns`},
		{"unknown provider", `use = "machines"`, "use = \"catalog\"\nproviders = [\"asw\"]", `small.toml:7:1: catalogue of 2024-04-23: unknown provider "asw"`},
		{"unknown machine type", `use = "machines"`, "use = \"catalog\"\ntypes = [\"p3.3xlarge\"]", `unknown machine type "p3.3xlarge"`},
		{"a day before the catalogue", `use = "machines"`, "use = \"catalog\"\ndate = 2001-01-01", `small.toml:7:1: catalogue: no prices on or before 2001-01-01, there is`},
		{"weather that does not exist", `why = "tests"`, "why = \"tests\"\nweather = { bot_jitter = 0.1 }", `small.toml:3:13: weather: unknown parameter "bot_jitter"`},
		{"trace without data", `use = "mmc"`, "use = \"trace\"\nformat = \"philly\"\npath = \"p.csv\"", `say with --data which directory`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := tryPlan(c.old, c.now); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Prepare: error %v\nwant %s", err, c.want)
			}
		})
	}
}
