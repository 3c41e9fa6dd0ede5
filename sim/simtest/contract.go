package simtest

import (
	"fmt"
	"testing"
	"time"

	"skysim/sim"
)

// Policy is the contract that every policy has to keep. It asks whether a
// policy is well-behaved, not whether it is clever:
//
//   - the same seed gives the same run, and what other runs do changes nothing;
//   - it asks for nothing that is refused, except for machines that are not to
//     be had: so it acts on nothing that it was not shown, not twice, and not
//     beyond capacity;
//   - it survives a market without offers, without supply, with boots that fail
//     and with spot machines that are lost;
//   - where there is room for everything, it finishes everything;
//   - a run that is stopped, kept as bytes and resumed goes on as it would have;
//   - the order in which a world lists things, the names of its regions and the
//     unit of its money do not matter.
//
// mk makes the policy anew, always with the same settings and seed. The worlds
// are random and small, with gangs, shared GPUs, deadlines, dependencies,
// checkpoints, owned, on-demand and spot machines; a failure names the scene,
// which is the same in every run.
func Policy(t *testing.T, mk func() sim.Policy) {
	t.Helper()
	for seed := uint64(1); seed <= scenes; seed++ {
		s := contractScene(seed, tight)
		t.Run(fmt.Sprintf("scene %d", seed), func(t *testing.T) { checkScene(t, mk, s) })
	}
	t.Run("runs do not share state", func(t *testing.T) { checkApart(t, mk) })
	t.Run("no offers", func(t *testing.T) {
		s := contractScene(1, tight)
		s.world.Offers = nil
		play(t, s, mk())
	})
	t.Run("no supply for a day", func(t *testing.T) { checkDrought(t, mk) })
	t.Run("room for everything", func(t *testing.T) {
		checkFinishes(t, mk, contractScene(1, roomy))
	})
	t.Run("boots fail", func(t *testing.T) {
		s := contractScene(2, roomy)
		s.boots = lottery{}
		checkFinishes(t, mk, s)
	})
}

// scenes is how many random worlds a policy is put through.
const scenes = 3

// checkScene runs one scene in all ways that must come to the same.
func checkScene(t *testing.T, mk func() sim.Policy, s scene) {
	want := play(t, s, mk())
	same(t, "the same run again", play(t, s, mk()), want)
	same(t, "with things listed in another order", play(t, s.reordered(), mk()), want)
	same(t, "with regions renamed in the same order", play(t, s.renamed(), mk()), want)
	same(t, "with all prices tripled", unscaled(play(t, s.scaled(3), mk()), 3), unscaled(want, 1))
	for _, part := range []int{1, 2, 3} {
		at := want.end() * sim.Time(part) / 4
		same(t, fmt.Sprintf("resumed at %v", at), forked(t, s, mk, at), want)
	}
}

// checkApart runs two scenes by turns and each alone.
func checkApart(t *testing.T, mk func() sim.Policy) {
	var runs [2]*sim.Sim
	var logs [2]record
	for i := range runs {
		runs[i] = open(t, contractScene(uint64(i+1), tight), mk(), &logs[i])
	}
	for at := sim.Time(0); !runs[0].Done() || !runs[1].Done(); at = at.Add(20 * time.Minute) {
		for i := range runs {
			if err := runs[i].RunUntil(at); err != nil {
				t.Fatalf("%v", err)
			}
		}
	}
	for i := range runs {
		same(t, "beside another run", logs[i], play(t, contractScene(uint64(i+1), tight), mk()))
	}
}

// checkDrought lets supply appear only after a day.
func checkDrought(t *testing.T, mk func() sim.Policy) {
	s := contractScene(1, roomy)
	for o := range s.world.Offers {
		offer := &s.world.Offers[o]
		offer.Supply = sim.Path{At: []sim.Time{0, sim.Time(24 * time.Hour)}, Value: []int64{0, sim.Unlimited}}
	}
	checkFinishes(t, mk, s)
}

// checkFinishes wants every job finished.
func checkFinishes(t *testing.T, mk func() sim.Policy, s scene) {
	var log record
	run := open(t, s, mk(), &log)
	if err := run.Run(); err != nil {
		t.Fatalf("%v", err)
	}
	log.check(t)
	if got := run.Totals(); got.Finished() != int64(len(s.jobs)) {
		t.Errorf("%d of %d jobs finished, %d are not ended, by %v; want all finished",
			got.Finished(), len(s.jobs), got.Unfinished(), run.Now())
	}
}

// lottery lets one boot in three fail and the others take their time.
type lottery struct{}

func (lottery) Boot(o sim.OfferID, ordinal int64) (sim.Duration, bool) {
	draw := sim.NewStream(1, "contract/boot", uint64(o), uint64(ordinal))
	return time.Duration(1+draw.Int64N(300)) * time.Second, draw.Int64N(3) > 0
}
