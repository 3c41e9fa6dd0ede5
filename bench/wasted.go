package bench

import (
	"slices"

	"skysim/sim"
)

// wasted is the Observer that adds up what was paid for time in which tasks occupied
// machines and did nothing that was kept: overheads and transfers, pauses for
// checkpoints, work that was lost, replicas that were not needed. What machines cost while
// nobody is on them is not waste in this sense: utilisation tells of it.
//
// A task pays the share of its machine that it occupies, of whichever resource it takes
// the largest share of, at the offer's price at each moment of its attempt. Of what an
// attempt pays, the part is wasted that its time without result is of all its time.
type wasted struct {
	world *sim.World
	gangs map[attemptKey][]sim.OfferID // of attempts of several tasks
	speed map[attemptKey]int64         // of attempts that are not at 1,000,000 ppm
	sum   float64                      // nano-dollars
}

// attemptKey names an attempt within a run.
type attemptKey struct {
	job     int64
	attempt int32
}

func newWasted(w *sim.World) *wasted {
	return &wasted{world: w, gangs: map[attemptKey][]sim.OfferID{}, speed: map[attemptKey]int64{}}
}

// Observe takes in one round.
func (t *wasted) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		switch e := &events[i]; e.Kind {
		case sim.TaskPlaced:
			k := attemptKey{e.Job, e.Attempt}
			t.gangs[k] = append(t.gangs[k], e.Offer)
		case sim.AttemptStarted:
			if e.Value != fullSpeed {
				t.speed[attemptKey{e.Job, e.Attempt}] = e.Value
			}
		case sim.AttemptEnded:
			t.ends(e)
		}
	}
}

func (t *wasted) ends(e *sim.Event) {
	k := attemptKey{e.Job, e.Attempt}
	speed, slow := t.speed[k]
	if !slow {
		speed = fullSpeed
	}
	on := t.gangs[k]
	delete(t.speed, k)
	delete(t.gangs, k)
	// Value is work at 1,000,000 ppm, of which a fraction of a nanosecond may be carried.
	idle := float64(e.Run) - float64(float64(e.Value)*fullSpeed)/float64(speed)
	if idle < 1 || e.Run <= 0 {
		return
	}
	part := idle / float64(e.Run)
	if len(on) == 0 {
		on = []sim.OfferID{e.Offer}
	}
	for i, o := range on {
		if same := slices.Index(on, o); same < i {
			continue // counted with the first of them
		}
		tasks := 0
		for _, other := range on {
			if other == o {
				tasks++
			}
		}
		paid := float64(float64(tasks)*t.share(o, e)) * t.price(o, e.Time-sim.Time(e.Run), e.Time)
		t.sum += float64(paid * part)
	}
}

// share is the largest share that one task of the event's gang takes of any resource of
// the offer's machines.
func (t *wasted) share(o sim.OfferID, e *sim.Event) float64 {
	m := &t.world.Types[t.world.Offers[o].Type]
	most := 0.0
	for _, r := range [...][2]int64{{e.CPU, m.CPU}, {e.Mem, m.Mem}, {e.GPU, 1000 * int64(m.GPUs)}} {
		if r[1] > 0 {
			most = max(most, float64(r[0])/float64(r[1]))
		}
	}
	return most / float64(max(1, e.Tasks))
}

// price is what a machine of the offer costs from one instant to another, in nano-dollars.
func (t *wasted) price(o sim.OfferID, from, to sim.Time) float64 {
	p := &t.world.Offers[o].Price
	sum := 0.0
	first, _ := slices.BinarySearch(p.At, from)
	for i := max(0, first-1); i < len(p.At) && p.At[i] < to; i++ {
		v, begin, end := p.Value[i], max(from, p.At[i]), to
		if i+1 < len(p.At) {
			end = min(end, p.At[i+1])
		}
		if begin < end {
			sum += float64(float64(v) * float64(end-begin))
		}
	}
	return sum / (3.6e12 * 1000) // pico-dollars per hour × ns
}

func (t *wasted) fill(r *Row) { r.CostWasted = int64(t.sum + 0.5) }
