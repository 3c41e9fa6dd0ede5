package bound_test

import (
	"fmt"
	"testing"
	"time"

	"skysim/policies/bound"
	"skysim/sim"
)

// waived adds up what providers did not bill because they took spot machines away early.
type waived struct {
	world *sim.World
	sum   sim.Money
}

func (*waived) Observe(*sim.View, []sim.Event) {}

func (w *waived) Charge(l sim.Line) {
	if l.Kind != sim.MachineLine {
		return
	}
	o := &w.world.Offers[l.Offer]
	b := *w.world.Providers[w.world.Biller(&l)].BillingAt(l.From)
	b.FreeReclaim = 0
	c, _ := b.Charge(sim.MachineUse{From: l.From, Life: l.Life, Price: &o.Price, Spot: o.Purchase == sim.Spot, Reclaimed: true})
	w.sum += c.Amount - l.Amount
}

// gross holds every run, whatever it got for nothing, to the bound of the world in which it
// gets nothing, with what was waived added to its bill; and one that neither paid for spot machines nor
// would have, to the bound without them.
func (c *tally) gross(t *testing.T, in *bound.Instance, o bound.Options, runs []played) {
	o.NoSpot, o.Free = false, -1
	all, err := bound.Lower(*in, o)
	if err != nil {
		t.Fatal(err)
	}
	o.NoSpot, o.Free = true, 0
	none, err := bound.Lower(*in, o)
	if err != nil {
		t.Fatal(err)
	}
	seen := bound.SpotIsBilled(in.World) && none.Hopeless == 0
	for i := range runs {
		r := &runs[i]
		if ok, _ := all.Comparable(&r.Totals, 0); !ok {
			continue
		}
		if r.gross > r.Cost {
			c.waived++
		}
		if r.Cost < all.On(r.LinesCount) {
			c.rescued++
		}
		if r.gross < all.On(r.LinesCount) {
			t.Errorf("%s would pay %v in %d lines (%v is waived), below %v: %s", r.name, r.gross, r.LinesCount, r.gross-r.Cost, all.On(r.LinesCount), all.Proof)
		}
		if !seen || r.CostOf[sim.Spot] != 0 || r.gross > r.Cost {
			continue
		}
		c.spotless++
		if r.Cost < none.On(r.LinesCount) {
			t.Errorf("%s pays %v in %d lines, without spot machines below %v: %s", r.name, r.Cost, r.LinesCount, none.On(r.LinesCount), none.Proof)
		}
	}
}

// TestNoGrossIsBelow has markets that give much for nothing, and in which the bound is
// close: one type, of which each job takes all, at one price.
func TestNoGrossIsBelow(t *testing.T) {
	var c tally
	for seed := range uint64(150) {
		d := draw{sim.NewStream(seed, "thieves")}
		in := bound.Instance{World: plain([]sim.MachineType{small()}, sim.Offer{Purchase: sim.Spot, Price: sim.Constant(d.price())})}
		d.market(in.World)
		in.World.Providers[0].Notice, in.World.Providers[0].Billing.Increment = pickOf(&d, 0, 10*time.Minute), pickOf(&d, 0, time.Second)
		for range 1 + d.up(2) {
			in.Jobs = append(in.Jobs, restarting(sim.Job{Work: int64(d.minutes(120)), Demand: sim.Demand{CPU: 4000}}, sim.Restart{Keep: pickOf(&d, sim.KeepAll, sim.KeepNothing)}))
		}
		var runs []played
		for k := range uint64(5) {
			p := newPlayer(seed*100+k, in.World)
			p.thief, p.keeps, p.ahead = k > 0, false, time.Hour-1
			if r, ok := play(t, &in, p, nil); ok {
				runs = append(runs, r)
			}
		}
		if c.gross(t, &in, bound.Options{Steps: 20}, runs); t.Failed() {
			t.Fatalf("world %d", seed)
		}
	}
	t.Logf("%+v", c)
	if c.rescued < 20 {
		t.Errorf("without what was waived only %d runs would be below: too few to mean something", c.rescued)
	}
}

// TestSameRunWithoutTheRule plays the same run where nothing is waived: it costs what was waived more.
func TestSameRunWithoutTheRule(t *testing.T) {
	waived := 0
	for seed := range uint64(600) {
		d := draw{sim.NewStream(seed, "again")}
		in := bound.Instance{World: d.world()}
		if d.is(50) {
			d.market(in.World)
		}
		in.Jobs = d.jobs(in.World, 4)
		p, q := newPlayer(seed, in.World), newPlayer(seed, in.World) // neither looks at the rule
		p.thief, q.thief = true, true
		was, ok := play(t, &in, p, badBoots{seed})
		there := bound.Instance{World: strict(in.World), Jobs: in.Jobs}
		if is, _ := play(t, &there, q, badBoots{seed}); ok && (is.Cost != was.gross || is.Use != was.Use || is.LinesCount != was.LinesCount) {
			t.Fatalf("world %d: pays %v and is waived %v, but %v where nothing is waived", seed, was.Cost, was.gross-was.Cost, is.Cost)
		}
		if was.gross > was.Cost {
			waived++
		}
	}
	if waived < 50 {
		t.Errorf("%d runs were waived something", waived)
	}
}

// strict returns a world as it is without the rule that spot machines are free if they are taken away early.
func strict(w *sim.World) *sim.World {
	c := *w
	c.Providers = append([]sim.Provider(nil), w.Providers...)
	for i := range c.Providers {
		p := &c.Providers[i]
		p.Billing.FreeReclaim = 0
		p.Changes = append([]sim.DatedBilling(nil), p.Changes...)
		for k := range p.Changes {
			p.Changes[k].FreeReclaim = 0
		}
	}
	return &c
}

// TestNothingFreeIsTheSame compares the bound on runs that get nothing for nothing with the
// bound of the world where nobody does: they are the same in all that they say.
func TestNothingFreeIsTheSame(t *testing.T) {
	differ := 0
	for seed := range uint64(200) {
		d := draw{sim.NewStream(seed, "strict")}
		in := bound.Instance{World: d.world()}
		in.Jobs = d.jobs(in.World, 6)
		o := bound.Options{Steps: 15, Deadlines: d.is(30), By: sim.Time(d.minutes(600)) * sim.Time(d.up(1))}
		without := lower(t, bound.Instance{World: strict(in.World), Jobs: in.Jobs}, o)
		free := lower(t, in, o)
		o.Free = -1
		none := lower(t, in, o)
		if none.said() != without.said() {
			t.Errorf("world %d: with Free −1\n%s\nwithout the rule\n%s", seed, none.said(), without.said())
		}
		if free.said() != none.said() {
			differ++
		}
	}
	if differ < 20 {
		t.Errorf("the rule matters in %d worlds of 200", differ)
	}
}

type found struct{ bound.Bound }

func lower(t *testing.T, in bound.Instance, o bound.Options) found {
	t.Helper()
	b, err := bound.Lower(in, o)
	if err != nil {
		t.Fatal(err)
	}
	return found{b}
}

// said is all that a bound says; not the options that it was found with.
func (b found) said() string {
	return fmt.Sprint(b.Cost, b.Owned, b.Committed, b.Machines, b.Traffic, b.Unrounded, b.Completion, b.CompletionMethod,
		b.Required, b.Excluded, b.Hopeless, b.End, b.Method, b.Proof, b.Steps, b.Complete)
}

// TestSpotIsBilled has the least that a spot machine may live and cost: more than half a nano-dollar, or it
// may be used and nobody sees it.
func TestSpotIsBilled(t *testing.T) {
	spot := func(price ...int64) *sim.World {
		return plain([]sim.MachineType{small()}, onDemand(0, 1),
			sim.Offer{Purchase: sim.Spot, Price: sim.Path{At: []sim.Time{0, h}[:len(price)], Value: price}, Supply: sim.Constant(1)})
	}
	naked, newer := spot(dollar), spot(1_800_001)
	naked.Providers[0].Billing.Increment = 0
	newer.Providers[0].Changes = []sim.DatedBilling{{From: h, Billing: sim.Billing{Increment: time.Millisecond}}}
	for i, c := range []struct {
		w    *sim.World
		want bool
	}{
		{spot(1_800_001), true}, {spot(1_800_000), false}, {spot(dollar, 0), false}, {naked, false}, {newer, false},
		{plain([]sim.MachineType{small()}, onDemand(0, 1)), true},
	} {
		if got := bound.SpotIsBilled(c.w); got != c.want {
			t.Errorf("world %d: %t, want %t", i, got, c.want)
		}
	}
}
