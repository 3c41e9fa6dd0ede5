package workloads

import (
	"strings"
	"testing"
)

// FuzzRead gives one setting of the diurnal workload any name and any text:
// either it is refused in one line that names it, or what comes out is in range.
func FuzzRead(f *testing.F) {
	for _, seed := range [][2]string{
		{"days", "7"}, {"days", "NaN"}, {"days", "-0"}, {"days", "0x1p3"}, {"users", "1e3"}, {"users", "40"},
		{"checkpoint", "1h30m"}, {"checkpoint", "-1s"}, {"gpu_fraction", "1e-400"}, {"dyas", "7"}, {"", ""}, {"π", "日"},
	} {
		f.Add(seed[0], seed[1])
	}
	params := diurnalWorkload().Params
	f.Fuzz(func(t *testing.T, name, text string) {
		s, err := Read("workload diurnal", params, []Arg{{name, text}})
		if err != nil {
			if m := err.Error(); !strings.HasPrefix(m, "workload diurnal: ") || strings.Contains(m, "\n") && !strings.Contains(name, "\n") {
				t.Errorf("Read(%q, %q): error %q", name, text, m)
			}
			return
		}
		for _, p := range params {
			if v := s.Number(p.Name); !(v >= p.Min && v <= p.Max) {
				t.Errorf("Read(%q, %q): %s is %v, want %v to %v", name, text, p.Name, v, p.Min, p.Max)
			}
		}
	})
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"mmc", "mmc", 0}, {"mg1", "mgi", 1}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
