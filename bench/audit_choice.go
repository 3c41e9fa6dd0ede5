package bench

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	"skysim/bench/audit"
	"skysim/sim"
)

// fits is an offer that could hold a job's task: as many on one machine, at that speed.
type fits struct {
	offer sim.OfferID
	room  int64
	speed int64
}

// shape is what decides which offers can hold a job's task.
type shape struct {
	demand  sim.Demand
	profile int32
}

// chooser lists what there was to choose for a job, at the end of a round.
type chooser struct {
	world *sim.World // of the run: rules in force only
	most  int        // alternatives to tell of
	fits  map[shape][]fits
}

// offering is what there was to choose.
type offering struct {
	best    []audit.Alternative // cheapest first, at most as many as wanted and the chosen one
	left    int
	rank    int // of the chosen one, 0 without
	of      int
	barred  []audit.Barred
	cheaper int // barred offers that could be had for less
}

// option is one offer at the instant of a decision.
type option struct {
	*fits
	price                       sim.Rate
	effective, available, there int64
	verdict                     sim.Refusal
}

// candidates returns the offers whose empty machines could hold a task.
func (c *chooser) candidates(v *sim.View, j *sim.Job) []fits {
	key := shape{j.Demand, j.Profile}
	if list, known := c.fits[key]; known {
		return list
	}
	var list []fits
	for o := range c.world.Offers {
		t := c.world.Offers[o].Type
		speed, room := v.Speed(j.Profile, t), roomOn(&c.world.Types[t], &j.Demand)
		if speed > 0 && room > 0 {
			list = append(list, fits{sim.OfferID(o), room, speed})
		}
	}
	if c.fits == nil {
		c.fits = map[shape][]fits{}
	}
	c.fits[key] = list
	return list
}

// roomOn returns how many tasks an empty machine holds.
func roomOn(t *sim.MachineType, d *sim.Demand) int64 {
	n := int64(math.MaxInt32)
	if d.CPU > 0 {
		n = min(n, t.CPU/d.CPU)
	}
	if d.Mem > 0 {
		n = min(n, t.Mem/d.Mem)
	}
	if d.GPUs > 0 {
		kind := d.Kinds == 0 || t.GPUKind >= 0 && d.Kinds>>uint(t.GPUKind)&1 == 1
		if !kind || d.GPUs > t.GPUs {
			return 0
		}
		n = min(n, int64(t.GPUs)*int64(1000/d.Share)/int64(d.GPUs))
	}
	return n
}

// effective is what the machines of an offer cost, in pico-dollars, for an hour of the
// gang's work at the measured speed.
func effective(price sim.Rate, tasks int32, f *fits) int64 {
	machines := (int64(max(tasks, 1)) + f.room - 1) / f.room
	hi, cost := bits.Mul64(uint64(price), uint64(machines))
	if hi > 0 {
		return math.MaxInt64
	}
	hi, lo := bits.Mul64(cost, fullSpeed)
	if hi >= uint64(f.speed) {
		return math.MaxInt64
	}
	q, _ := bits.Div64(hi, lo, uint64(f.speed))
	return int64(min(q, math.MaxInt64))
}

// options lists the offers that could hold a job's task, the one with the lowest effective
// price first. extra is how many machines of an offer have been rented since the decision.
func (c *chooser) options(v *sim.View, j *sim.Job, extra map[sim.OfferID]int64) []option {
	there := c.there(v, &j.Demand)
	list := c.candidates(v, j)
	all := make([]option, len(list))
	for i := range list {
		f := &list[i]
		price := v.Price(f.offer)
		all[i] = option{
			fits: f, price: price, effective: effective(price, j.Tasks, f), available: v.Available(f.offer) + extra[f.offer],
			there: there[f.offer], verdict: verdict(c.world, j, j.Class, j.Tenant, f.offer),
		}
	}
	slices.SortStableFunc(all, func(a, b option) int { return cmp.Compare(a.effective, b.effective) })
	return all
}

// choose says what there was to choose for a job; chosen is the offer taken, or -1.
func (c *chooser) choose(v *sim.View, j *sim.Job, extra map[sim.OfferID]int64, chosen sim.OfferID) offering {
	all := c.options(v, j, extra)
	at := int64(math.MaxInt64)
	if i := slices.IndexFunc(all, func(o option) bool { return o.offer == chosen }); i >= 0 {
		at = all[i].effective
	}
	var out offering
	if at < math.MaxInt64 {
		out.rank = 1
	}
	barred := map[sim.Refusal]int{}
	for i := range all {
		o := &all[i]
		switch usable := o.available > 0 || o.there > 0 || o.offer == chosen; {
		case usable && o.verdict == sim.Accepted:
			out.of++
			if o.effective < at && out.rank > 0 {
				out.rank++
			}
		case usable && o.effective < at:
			out.cheaper++
			barred[o.verdict]++
		}
		if len(out.best) < c.most || o.offer == chosen {
			out.best = append(out.best, c.tell(o, o.offer == chosen))
		} else {
			out.left++
		}
	}
	for why := range sim.BadInterval + 1 {
		if n := barred[why]; n > 0 {
			out.barred = append(out.barred, audit.Barred{Rule: why.String(), Count: n})
		}
	}
	return out
}

// tell makes a record of an option.
func (c *chooser) tell(o *option, chosen bool) audit.Alternative {
	a := audit.Alternative{
		Offer: c.world.OfferName(o.offer), Price: int64(o.price), Effective: o.effective,
		Available: o.available, There: o.there, Verdict: "lawful", Chosen: chosen,
	}
	if o.verdict != sim.Accepted {
		a.Verdict = o.verdict.String()
	}
	return a
}

// there counts the machines of each offer that have room for a task, by the sums of what
// is free.
func (c *chooser) there(v *sim.View, d *sim.Demand) map[sim.OfferID]int64 {
	out := map[sim.OfferID]int64{}
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		m := v.Machine(id)
		if m.FreeCPU >= d.CPU && m.FreeMem >= d.Mem && m.FreeGPU >= int64(d.GPUs)*int64(d.Share) {
			out[m.Offer]++
		}
	}
	return out
}

// why says what a choice means, in words.
func (c *offering) why(chosen bool) *audit.Why {
	w := &audit.Why{Of: c.of, Barred: c.barred}
	var bars []string
	for _, b := range c.barred {
		bars = append(bars, fmt.Sprintf("%s (%d)", b.Rule, b.Count))
	}
	offers := fmt.Sprintf("%d lawful %s that could be had", c.of, plural(c.of, "offer"))
	switch {
	case chosen && c.rank > 0:
		w.Rank = c.rank
		w.Text = fmt.Sprintf("number %d of %s, by effective price", c.rank, offers)
		if c.cheaper > 0 {
			w.Text += fmt.Sprintf("; %d cheaper %s barred: %s", c.cheaper, are(c.cheaper), strings.Join(bars, ", "))
		}
	default:
		w.Text = "there were " + offers
		if c.cheaper > 0 {
			w.Text += fmt.Sprintf(", and %d more %s barred: %s", c.cheaper, are(c.cheaper), strings.Join(bars, ", "))
		}
	}
	return w
}

func are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
