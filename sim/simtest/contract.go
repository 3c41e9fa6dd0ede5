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
//     be had and gangs that would stand across a partition: so it acts on nothing that it was not
//     shown, not twice, not beyond capacity and not against the law;
//   - it survives a market without offers, without supply, with boots that fail,
//     with spot machines that are lost, machines that break and are slow, zones that go down and
//     regions that are parted;
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
	for _, c := range clauses() {
		c.run(t, mk)
	}
}

// Impatient is the contract for policies that turn away jobs which wait for too
// long: all of it, but for finishing everything after a day without supply.
func Impatient(t *testing.T, mk func() sim.Policy) {
	t.Helper()
	for _, c := range clauses() {
		if c.name != afterDrought && c.name != afterStorms {
			c.run(t, mk)
		}
	}
}

func (c clause) run(t *testing.T, mk func() sim.Policy) {
	t.Helper()
	t.Run(c.name, func(t *testing.T) {
		if err := c.check(mk); err != nil {
			t.Error(err)
		}
	})
}

// clause is a part of the contract.
type clause struct {
	name  string
	check func(mk func() sim.Policy) error
}

// afterDrought is the clause that waiting for a day breaks nothing.
const afterDrought = "no supply for a day"

// afterStorms is the clause that all of them pass.
const afterStorms = "storms pass"

// clauses lists the parts of the contract.
func clauses() []clause {
	return []clause{
		{"asks for nothing impossible", eachScene(func(s scene, mk func() sim.Policy) error {
			_, err := play(s, mk())
			return err
		})},
		{"the same run again", eachScene(func(s scene, mk func() sim.Policy) error {
			return equal(s, s, mk)
		})},
		{"beside another run", apart},
		{"kept as bytes and resumed", eachScene(resumed)},
		{"listed in another order", eachScene(func(s scene, mk func() sim.Policy) error {
			return equal(s, s.reordered(), mk)
		})},
		{"regions renamed", eachScene(func(s scene, mk func() sim.Policy) error {
			return equal(s, s.renamed(), mk)
		})},
		{"prices tripled", eachScene(tripled)},
		{"no offers", func(mk func() sim.Policy) error {
			s := contractScene(1, tight)
			s.world.Offers = nil
			_, err := play(s, mk())
			return err
		}},
		{afterDrought, drought},
		{"room for everything", func(mk func() sim.Policy) error {
			return finishes(contractScene(1, roomy), mk)
		}},
		{"boots fail", func(mk func() sim.Policy) error {
			s := contractScene(2, roomy)
			s.boots = lottery{}
			return finishes(s, mk)
		}},
		{afterStorms, func(mk func() sim.Policy) error {
			return finishes(contractScene(3, roomy).stormy(3), mk)
		}},
	}
}

// scenes is how many random worlds a policy is put through; in the last one all weather is on, and law.
const scenes = 4

func contractScenes(seed uint64) scene {
	s := contractScene(seed, tight)
	if seed == scenes {
		return s.stormy(seed)
	}
	return s
}

// eachScene makes a check of one scene a check of all.
func eachScene(check func(s scene, mk func() sim.Policy) error) func(mk func() sim.Policy) error {
	return func(mk func() sim.Policy) error {
		for seed := uint64(1); seed <= scenes; seed++ {
			if err := check(contractScenes(seed), mk); err != nil {
				return fmt.Errorf("scene %d: %w", seed, err)
			}
		}
		return nil
	}
}

// equal runs two scenes that must come to the same.
func equal(s, other scene, mk func() sim.Policy) error {
	want, err := play(s, mk())
	if err != nil {
		return err
	}
	got, err := play(other, mk())
	if err != nil {
		return err
	}
	return differ(got.unplaced(), want.unplaced())
}

// tripled compares all but the amounts with those at other prices.
func tripled(s scene, mk func() sim.Policy) error {
	want, err := play(s, mk())
	if err != nil {
		return err
	}
	got, err := play(s.scaled(3), mk())
	if err != nil {
		return err
	}
	return differ(got.unpriced(), want.unpriced())
}

// apart runs two scenes by turns and each alone.
func apart(mk func() sim.Policy) error {
	var runs [2]*sim.Sim
	var logs [2]record
	for i := range runs {
		var err error
		if runs[i], err = sim.New(contractScene(uint64(i+1), tight).config(mk(), &logs[i])); err != nil {
			return err
		}
	}
	for at := sim.Time(0); !runs[0].Done() || !runs[1].Done(); at = at.Add(20 * time.Minute) {
		for i := range runs {
			if err := runs[i].RunUntil(at); err != nil {
				return err
			}
		}
	}
	for i := range runs {
		want, err := play(contractScene(uint64(i+1), tight), mk())
		if err != nil {
			return err
		}
		if err := differ(logs[i], want); err != nil {
			return fmt.Errorf("scene %d beside another: %w", i+1, err)
		}
	}
	return nil
}

// resumed compares running through with stopping and resuming.
func resumed(s scene, mk func() sim.Policy) error {
	want, err := play(s, mk())
	if err != nil {
		return err
	}
	for part := range sim.Time(5) {
		at := want.end() / 6 * (part + 1)
		got, err := forked(s, mk, at)
		if err != nil {
			return err
		}
		if err := differ(got, want); err != nil {
			return fmt.Errorf("resumed at %v: %w", at, err)
		}
	}
	return nil
}

// drought lets supply appear only after a day.
func drought(mk func() sim.Policy) error {
	s := contractScene(1, roomy)
	for o := range s.world.Offers {
		s.world.Offers[o].Supply = sim.Path{At: []sim.Time{0, sim.Time(24 * time.Hour)}, Value: []int64{0, sim.Unlimited}}
	}
	return finishes(s, mk)
}

// finishes wants every job finished.
func finishes(s scene, mk func() sim.Policy) error {
	var log record
	run, err := sim.New(s.config(mk(), &log))
	if err != nil {
		return err
	}
	if err := run.Run(); err != nil {
		return err
	}
	if got := run.Totals(); got.Finished() != int64(len(s.jobs)) {
		return fmt.Errorf("%d of %d jobs finished and %d are unfinished at %v, want all finished",
			got.Finished(), len(s.jobs), got.Unfinished(), run.Now())
	}
	return log.check()
}

// lottery lets one boot in three fail and the others take their time.
type lottery struct{}

func (lottery) Boot(o sim.OfferID, ordinal int64) (sim.Duration, bool) {
	draw := sim.NewStream(1, "contract/boot", uint64(o), uint64(ordinal))
	return time.Duration(1+draw.Int64N(300)) * time.Second, draw.Int64N(3) > 0
}
