package bench

import (
	"strings"
	"testing"

	"skysim/sim"
)

// Everything that can happen, be done, end or be refused has words.
func TestEverythingHasWords(t *testing.T) {
	s := &story{world: &sim.World{
		Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}}, Types: []sim.MachineType{{Name: "m"}},
		Offers: []sim.Offer{{Purchase: sim.Spot, Price: sim.Constant(0)}}, Cuts: []sim.Cut{{}},
	}}
	for k := sim.JobSubmitted; k <= sim.CordonLifted; k++ {
		switch k {
		case sim.PriceChanged, sim.SupplyChanged: // counted, not told
			continue
		}
		text := s.sentence(&sim.Event{Kind: k, Outcome: sim.Finished, Why: sim.WorkDone, Action: sim.ActRent, Refusal: sim.NoSupply})
		if text == "" || strings.Contains(text, "event of kind") {
			t.Errorf("kind %d is told as %q", k, text)
		}
	}
	for what, words := range map[string][]string{"why": whys[sim.WorkDone:], "action": actions[sim.ActRent:], "outcome": outcomes[sim.Finished:]} {
		for i, w := range words {
			if w == "" {
				t.Errorf("%s %d has no words", what, i+1)
			}
		}
	}
	if len(whys) <= int(sim.Migrated) || len(outcomes) <= int(sim.Forbidden) || len(actions) <= int(sim.ActCordon) {
		t.Errorf("%d words for why, %d for outcomes, %d for actions", len(whys), len(outcomes), len(actions))
	}
}
