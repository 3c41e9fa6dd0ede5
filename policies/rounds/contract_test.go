package rounds

import (
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
	"skysim/sim/simtest"
)

// TestContract puts every share and place through the contract suite, with rounds short and
// long beside the checkpoints of its jobs, which are 10 minutes apart.
func TestContract(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
	}{
		{"fifo", Options{Every: 6 * time.Minute, Share: FIFO, Place: Fastest}},
		{"fifo, long rounds", Options{Every: 40 * time.Minute, Share: FIFO, Place: Fastest}},
		{"fifo, held", Options{Every: 15 * time.Minute, Share: FIFO, Place: Fastest, Hold: time.Hour}},
		{"fifo, common", Options{Every: 12 * time.Minute, Share: FIFO, Place: Common}},
		{"fifo, random", Options{Every: 12 * time.Minute, Share: FIFO, Place: Random, Seed: 3}},
		{"maxmin", Options{Every: 12 * time.Minute, Share: MaxMin, Place: Common}},
		{"maxmin, held", Options{Every: 15 * time.Minute, Share: MaxMin, Place: Fastest, Hold: time.Hour}},
		{"maxmin, unaware", Options{Every: 12 * time.Minute, Share: MaxMin, Place: Random, Unaware: true, Seed: 3}},
	} {
		t.Run(c.name, func(t *testing.T) {
			simtest.Policy(t, func() sim.Policy { return made(t, c.o) })
		})
	}
}

// made returns a policy with the usual rest.
func made(t testing.TB, o Options) *Policy {
	t.Helper()
	with := greedy.Default()
	with.Idle = 0
	rest, err := greedy.New(with, 7)
	if err != nil {
		t.Fatal(err)
	}
	o.Rest = rest
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
