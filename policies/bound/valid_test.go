package bound_test

import (
	"flag"
	"fmt"
	"testing"

	"skysim/policies"
	"skysim/policies/bound"
	"skysim/sim"
)

var (
	worlds = flag.Int("worlds", 400, "how many random worlds TestNoRunIsBelow tries")
	first  = flag.Int("first", 0, "the first of them: go test ./policies/bound -run Below -first N -worlds 1")
)

// others are policies beside the player that a world is run under.
var others = []string{
	"greedy(order=fcfs,place=cheapest)", "greedy(order=sjf,place=bestfit,spot=prefer,idle=0s)", "greedy(order=fcfs,place=cheapest,spot=avoid,wait=1h)",
	"greedy(order=fcfs,place=packing,backfill=easy)",
}

type badBoots struct{ seed uint64 }

func (b badBoots) Boot(o sim.OfferID, ordinal int64) (sim.Duration, bool) {
	s := sim.NewStream(b.seed, "boot", uint64(o), uint64(ordinal))
	return sim.Duration(s.Int64N(3) * s.Int64N(90e9)), s.Int64N(4) > 0
}

// played is a run that is over.
type played struct {
	sim.Totals
	taken sim.Duration
	gross sim.Money // what it would have cost if nothing had been waived
	over  sim.Time
	name  string
}

// tally counts what was compared, so that a test that compares nothing fails.
type tally struct {
	worlds, runs, compared, positive, halves int
	waived, rescued, spotless                int     // runs that were waived something; that are not below the bound because of that; without spot machines
	sum                                      float64 // of bound ÷ best cost
}

// TestNoRunIsBelow draws worlds with every rule of the bill, lets policies
// that look for each way around them loose, and compares what every run that finished all it
// could has paid with the bound, to the nano-dollar.
func TestNoRunIsBelow(t *testing.T) {
	var c tally
	for seed := *first; seed < *first+*worlds; seed++ {
		c.world(t, uint64(seed))
		if t.Failed() {
			t.Fatalf("world %d; again: go test ./policies/bound -run Below -first %d -worlds 1", seed, seed)
		}
	}
	t.Logf("%+v", c)
	if *worlds > 100 && (c.compared < c.worlds || c.positive < c.worlds/4 || c.halves < c.worlds/20 || c.waived < c.worlds/20 || c.spotless < c.worlds/20) {
		t.Errorf("too few comparisons to mean something: %+v", c)
	}
}

func (c *tally) world(t *testing.T, seed uint64) {
	d := draw{sim.NewStream(seed, "world")}
	in := bound.Instance{World: d.world()}
	in.Jobs = d.jobs(in.World, pickOf(&d, int64(1), 2, 4, 12))
	var boots sim.Boots
	if d.is(30) {
		boots = badBoots{seed}
	}
	if d.is(30) {
		in.Until = sim.Time(d.minutes(1200)) + 1
	}
	o := bound.Options{Deadlines: d.is(20), Steps: int(d.up(30)), NoSpot: d.is(10)}
	var runs []played
	play := func(p sim.Policy, name string) {
		if r, ok := play(t, &in, p, boots); ok {
			r.name = name
			runs = append(runs, r)
		}
	}
	for k := range 6 {
		play(newPlayer(seed*100+uint64(k), in.World), fmt.Sprintf("player %d", k))
	}
	p, err := policies.Parse(others[d.Int64N(int64(len(others)))], policies.Env{Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	play(p, p.String())
	if d.is(30) && len(runs) > 0 {
		o.By = runs[d.Int64N(int64(len(runs)))].LastEnd
	}
	if d.is(30) && len(runs) > 0 {
		if o.Free = runs[d.Int64N(int64(len(runs)))].taken; o.Free == 0 {
			o.Free = -1
		}
	}
	b, err := bound.Lower(in, o)
	if err != nil {
		t.Fatalf("world %d: %v", seed, err)
	}
	c.compare(t, &b, runs)
	c.gross(t, &in, o, runs)
}

// play runs an instance under a policy. It returns false if the run broke off.
func play(t *testing.T, in *bound.Instance, p sim.Policy, boots sim.Boots) (played, bool) {
	return playIn(t, sim.Config{Boots: boots}, in, p)
}

// playIn is play in a weather.
func playIn(t *testing.T, c sim.Config, in *bound.Instance, p sim.Policy) (played, bool) {
	taken, waived := new(bound.Taken), &waived{world: in.World}
	c.World, c.Jobs, c.Policy, c.Until, c.Observers = in.World, sim.Jobs(in.Jobs...), p, in.Until, []sim.Observer{taken, waived}
	r, err := sim.New(c)
	if err != nil {
		t.Fatal(err)
	}
	err = r.Run()
	return played{r.Totals(), taken.Time, r.Totals().Cost + waived.sum, r.Now(), p.String()}, err == nil
}

func (c *tally) compare(t *testing.T, b *bound.Bound, runs []played) {
	c.worlds++
	best := sim.Money(-1)
	for i := range runs {
		r := &runs[i]
		c.runs++
		if r.Finished() > b.Required {
			t.Errorf("%s finished %d jobs, the bound says that no more than %d can be", r.name, r.Finished(), b.Required)
		}
		if ok, _ := b.Comparable(&r.Totals, r.taken); !ok {
			continue
		}
		c.compared++
		if r.Cost < b.Cost || r.Cost < b.On(r.LinesCount) {
			t.Errorf("%s pays %v in %d lines, below the bound of %v (unrounded %v, on its lines %v): %s",
				r.name, r.Cost, r.LinesCount, b.Cost, b.Unrounded, b.On(r.LinesCount), b.Proof)
		}
		if got := r.TurnaroundSum.Minus(b.Completion); got.Hi < 0 {
			t.Errorf("%s has times in system of %v ns, below the bound of %v by %s", r.name, r.TurnaroundSum, b.Completion, b.CompletionMethod)
		}
		if r.over < b.End {
			t.Errorf("%s is over at %v, before %v", r.name, r.over, b.End)
		}
		if best < 0 || r.Cost < best {
			best = r.Cost
		}
	}
	if best > 0 && b.Cost > 0 {
		c.positive++
		ratio := float64(b.Cost) / float64(best)
		c.sum += ratio
		if ratio > 0.5 {
			c.halves++
		}
	}
}
