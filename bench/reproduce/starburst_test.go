package reproduce

import (
	"context"
	"math"
	"strings"
	"testing"
)

func starburstOutcome(t *testing.T, data string) *Outcome {
	t.Helper()
	r := starburst()
	o, err := r.Do(context.Background(), &Lab{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range o.Numbers {
		if !n.OK {
			t.Errorf("%s: %.9f, want %.9f ± %g", n.Case, n.Ours, n.Published, n.Tolerance)
		}
	}
	return o
}

func TestStarburstGivesBackThePaper(t *testing.T) {
	gated := 0
	o := starburstOutcome(t, "")
	for _, n := range o.Numbers {
		if n.Relation == Equal {
			gated++
		}
	}
	if gated != 10 {
		t.Errorf("%d numbers are gated, want 8 costs and 2 with all trials billed", gated)
	}
	if len(o.Figures) != 1 {
		t.Errorf("%d figures, want 1", len(o.Figures))
	}
}

// TestStarburstOnOtherClusters has other seeds, rates and sizes. What is expected was
// computed by a transcription of the authors' loop into a few lines of Python, which
// gives back the paper's numbers too.
func TestStarburstOnOtherClusters(t *testing.T) {
	o := starburstOutcome(t, "testdata")
	for _, name := range []string{"seed1: Star-Wait f=0.1, mean wait", "seed99: Constant-Wait 2 h", "Star-Wait f=0.25"} {
		found := false
		for _, n := range o.Numbers {
			found = found || n.Case == name
		}
		if !found {
			t.Errorf("there is no case %q", name)
		}
	}
}

func TestStarburstReadsWhatIsThere(t *testing.T) {
	var names []string
	for _, n := range starburstOutcome(t, dataWith(t, "starburst")).Numbers {
		names = append(names, n.Case)
	}
	if all := strings.Join(names, "\n"); !strings.Contains(all, "mean wait") {
		t.Errorf("no mean wait among the cases:\n%s", all)
	}
}

func TestStarburstRefusesDamagedFiles(t *testing.T) {
	const head = `{"seed":13,"jobs":500,"rate":16,"nodes":4,"gpus":8,"price_per_gpu_h":2.5,` + "\n"
	for text, want := range map[string]string{
		`{`:                               "x.json:1: unexpected end",
		`{"seed":13}`:                     "x.json:1: jobs is missing or out of range",
		head + `"rows":{"no-wait":1}}`:    `x.json:2: row "no-wait": want no_wait, constant_H`,
		head + `"rows":{"star_x":1}}`:     `row "star_x": "x" is not a number`,
		head + `"rows":{"no_wait":null}}`: `x.json:2: row "no_wait" is null, want a number`,
		head + `"rows":{}}`:               `x.json:2: rows has none that can be used`,
		strings.Replace(head, `"gpus":8`, `"gpus":4`, 1) + `"rows":{}}`: "gpus is missing or out of range",
	} {
		if _, err := readStarburst("x.json", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("readStarburst(%s): %v, want an error with %q", text, err, want)
		}
	}
}

// Files and rows that cannot be used leave the others alone, and the paper's.
func TestStarburstGoesOn(t *testing.T) {
	const head = `{"seed":7,"jobs":50,"rate":16,"nodes":4,"gpus":8,"price_per_gpu_h":2.5,` + "\n"
	data := write(t, map[string]string{
		"starburst/broken.json":   "{",
		"starburst/expected.json": head + `"rows":{"no_wait":null,` + "\n" + `"constant_1":"x","constant_2":5},"avg_wait_h":{"star":1}}`,
	})
	r := starburst()
	o, err := r.Do(context.Background(), &Lab{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, o, "broken.json:1: unexpected end", `expected.json:2: row "no_wait" is null`, `expected.json:3: row "constant_1" is "x"`,
		`expected.json:3: avg_wait_h has "star", but there is no such row`)
	if o.Compared() != 11 {
		t.Errorf("%d numbers are compared, want the paper's 10 and one of the file", o.Compared())
	}
}

// The values are what glibc's log prints, in full.
func TestRoundedLog(t *testing.T) {
	for x, want := range map[float64]float64{
		1: 0, 2: 0.6931471805599453, 0.5: -0.6931471805599453, 0.1: -2.3025850929940455,
		0.22229758942617975: -1.5037383018576462, 1e-300: -690.7755278982137, 0.9999999999: -1.000000082790371e-10,
	} {
		if got := roundedLog(x); got != want {
			t.Errorf("roundedLog(%v) = %v, want %v", x, got, want)
		}
	}
	for x := 0x1p-53; x < 1; x *= 1.37 {
		if got, near := roundedLog(x), math.Log(x); math.Abs(got-near) > 2e-16*math.Abs(near) {
			t.Errorf("roundedLog(%v) = %v, want about %v", x, got, near)
		}
	}
}
