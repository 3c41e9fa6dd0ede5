package nearest

import "testing"

func TestName(t *testing.T) {
	known := []string{"arrival_s", "duration_s", "cores", "mem_gib", "gpus", "cost_per_gpu_hour"}
	for _, c := range []struct{ name, want string }{
		{name: "duration", want: "duration_s"},
		{name: "Arival_S", want: "arrival_s"},
		{name: "gpu", want: "gpus"},
		{name: "core", want: "cores"},
		{name: "mem_gb", want: "mem_gib"},
		{name: "cost", want: "cost_per_gpu_hour"},
		{name: "arrival_seconds", want: "arrival_s"},
		{name: "colour", want: ""},
		{name: "", want: ""},
		{name: "x", want: ""},
	} {
		if got := Name(c.name, known); got != c.want {
			t.Errorf("Name(%q) = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestEditsIsADistance(t *testing.T) {
	names := []string{"", "a", "ab", "ba", "kitten", "sitting"}
	if got := edits("kitten", "sitting"); got != 3 {
		t.Errorf("edits(kitten, sitting) = %d, want 3", got)
	}
	for _, a := range names {
		for _, b := range names {
			if edits(a, b) != edits(b, a) || (edits(a, b) == 0) != (a == b) {
				t.Errorf("edits(%q, %q) = %d, %d the other way", a, b, edits(a, b), edits(b, a))
			}
		}
	}
}
