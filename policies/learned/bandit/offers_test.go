package bandit

import (
	"testing"
	"time"

	"skysim/sim"
	"skysim/sim/simtest"
)

func offers(t testing.TB, a Algorithm, memory sim.Duration) *Offers {
	t.Helper()
	o := Default()
	o.Algorithm, o.Memory = a, memory
	b, err := NewOffers(o, 7)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestContractOverOffers(t *testing.T) {
	for _, a := range []Algorithm{LinUCB, Thompson, UCB} {
		for _, memory := range []sim.Duration{Never, 5 * time.Hour} {
			t.Run(a.String()+"/"+memory.String(), func(t *testing.T) {
				simtest.Policy(t, func() sim.Policy { return offers(t, a, memory) })
			})
		}
	}
}
