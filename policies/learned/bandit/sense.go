package bandit

import (
	"math"

	"skysim/sim"
)

// sense is what the context is made of: averages over the last jobs and attempts, the
// newest of which counts for one sixteenth.
type sense struct {
	length float64 // of the claimed run time: 0 is a minute, 1 a day, by logarithm
	gpus   float64 // share of jobs with GPUs
	keeps  float64 // share of jobs that keep work when they are stopped
	lost   float64 // share of attempts that ended with their machine
	// through is 1 + the instant at which the last job that was counted joined the queue. A
	// policy that goes on from a snapshot is shown the queue once more: loaded tells it
	// what was counted before.
	through, loaded sim.Time
}

// newest is the weight of the newest.
const newest = 1.0 / 16

func mix(old *float64, x float64) { *old += float64(newest * (x - *old)) }

// when is 1 if a condition holds, else 0.
func when(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}

// see counts a job that joins the queue for the first time.
func (s *sense) see(j *sim.JobInfo) {
	if j.Attempts > 0 || j.Queued < s.loaded {
		return
	}
	s.through = j.Queued + 1
	if j.Estimate > 0 {
		const minute, day = 60e9, 86400e9
		mix(&s.length, min(max(sim.Log(float64(j.Estimate)/minute)/sim.Log(day/minute), 0), 2))
	}
	mix(&s.gpus, when(j.Demand.GPUs > 0))
	mix(&s.keeps, when(j.Restart.Keep != sim.KeepNothing))
}

// ended counts an attempt.
func (s *sense) ended(e *sim.Event) { mix(&s.lost, when(e.Why == sim.LostMachine)) }

// size is how many features a context has.
func (c Context) size() int { return [...]int{ContextNone: 1, ContextJobs: 5, ContextAll: 10}[c] }

// context returns the features of the present, the first of which is 1.
func (s *sense) context(b *Over, v *sim.View) []float64 {
	x := []float64{1}
	if b.opts.Context >= ContextJobs {
		queue := float64(v.Queued())
		x = append(x, queue/(queue+10), s.length, s.gpus, s.keeps)
	}
	if b.opts.Context >= ContextAll {
		turn := float64(2 * math.Pi * dayShare(v))
		x = append(x, b.meter.fullness(), spotLevel(v), s.lost, sim.Sin(turn), sim.Cos(turn))
	}
	return x
}

// dayShare returns how much of the day is over, UTC.
func dayShare(v *sim.View) float64 {
	const day = 86400
	at := (v.World().Epoch.Unix()%day + int64(v.Now()/1e9)) % day
	return float64((at+day)%day) / day
}

// fullness returns how much of the rented machines is held, on average.
func (m *meter) fullness() float64 {
	if len(m.machines) == 0 {
		return 0
	}
	held := 0.0
	for i := range m.machines {
		held += min(float64(m.machines[i].held)/whole, 1)
	}
	return held / float64(len(m.machines))
}

// spotLevel returns the mean over spot offers of their price ÷ that of the same type in the
// same zone on demand, 1 for those that are not to be had now. Without any it is 1.
func spotLevel(v *sim.View) float64 {
	offers := v.World().Offers
	sum, n := 0.0, 0
	for i := range offers {
		o := &offers[i]
		if o.Purchase != sim.Spot {
			continue
		}
		level := 1.0
		// Offers are sorted: that of the same type and zone stands right before.
		if i > 0 && offers[i-1].Type == o.Type && offers[i-1].Zone == o.Zone && offers[i-1].Purchase == sim.OnDemand {
			if full := v.Price(sim.OfferID(i - 1)); full > 0 && v.Available(sim.OfferID(i)) > 0 {
				level = min(float64(v.Price(sim.OfferID(i)))/float64(full), 2)
			}
		}
		sum, n = sum+level, n+1
	}
	if n == 0 {
		return 1
	}
	return sum / float64(n)
}
