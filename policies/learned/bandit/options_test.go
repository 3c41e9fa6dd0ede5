package bandit

import (
	"strings"
	"testing"

	"skysim/sim"
)

// TestEpochsHaveALeastLength keeps epochs long enough for runs to end.
func TestEpochsHaveALeastLength(t *testing.T) {
	for _, every := range []sim.Duration{0, 1, LeastEvery - 1, LeastEvery} {
		o := Default()
		o.Every = every
		_, err := NewOffers(o, 1)
		if every == LeastEvery && err != nil {
			t.Errorf("every %v: %v", every, err)
		}
		if every < LeastEvery && (err == nil || !strings.Contains(err.Error(), "want 1s or more")) {
			t.Errorf("every %v: %v, want that the least is named", every, err)
		}
	}
}
