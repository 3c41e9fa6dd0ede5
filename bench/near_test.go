package bench

import "testing"

func TestNearest(t *testing.T) {
	known := []string{"baseline", "seeds", "workload", "policy"}
	for _, c := range []struct{ word, want string }{
		{"baselne", "baseline"},
		{"Seeds", "seeds"},
		{"sedes", "seeds"}, // a swap is one edit
		{"polices", "policy"},
		{"wrkload", "workload"},
		{"colour", ""},
		{"", ""},
	} {
		if got := nearest(c.word, known); got != c.want {
			t.Errorf("nearest(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}
