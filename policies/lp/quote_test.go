package lp

import (
	"testing"

	"skysim/sim"
)

// glance runs one job's world and shows a function the View at its first decision, with an instant to look at.
type glance struct {
	at   sim.Time
	look func(v *sim.View)
	p    sim.Policy
	done bool
}

func (g *glance) Decide(v *sim.View, p *sim.Plan) {
	if g.p != nil {
		g.p.Decide(v, p)
	}
	if v.Now() < g.at {
		p.WakeAt(g.at)
	} else if !g.done {
		g.done = true
		g.look(v)
	}
}

func (g *glance) String() string { return "glance" }

// priced returns what places of an offer of eight GPUs for $8.00 an hour, which boots for half an hour,
// cost jobs of an hour, in cents and by the kind of row.
func priced(t *testing.T, jobs int, change func(*Options)) map[rowKind]float64 {
	t.Helper()
	w := bazaar(stall{name: "m", how: sim.OnDemand, cents: 800, supply: 2, gpus: 8, speeds: []int64{100}})
	w.Offers[0].Boot = 1800e9
	l, got := made(t, change), map[rowKind]float64{}
	play(t, w, &glance{look: func(v *sim.View) {
		l.market.open(w, l.opts.Spot)
		l.tolls.open(1)
		l.tolls.price[0] = 80 * float64(sim.DollarRate) / 100 // ten cents an hour for a GPU
		l.value = float64(sim.DollarRate)
		l.gather(v)
		c := &l.classes[0]
		for len(c.jobs) < jobs {
			c.jobs = append(c.jobs, c.jobs[0])
		}
		l.open(v)
		for _, r := range []row{{what: rowNew}, {what: rowNow}, {what: rowLater, wait: 7200e9}} {
			q := quote{}
			l.price(v, c, &c.reach.options[0], &r, &q)
			got[r.what] = q.cost / float64(sim.DollarRate) * 100
		}
	}}, task(0, 60, 0))
	return got
}

// TestPrice holds what places cost against sums done by hand: a share of a machine that is there, and
// of whole machines where they are rented, which are paid for while they boot; the toll for the share and
// the hour; and 10 cents for each hour until the job is finished.
func TestPrice(t *testing.T) {
	for _, c := range []struct {
		jobs           int
		new, now, late float64
	}{
		{1, 800*1.5 + 10 + 15, 100 + 10 + 10, 100 + 10 + 30},
		{8, 100*1.5 + 10 + 15, 100 + 10 + 10, 100 + 10 + 30},
		{9, 1600*1.5/9 + 10 + 15, 100 + 10 + 10, 100 + 10 + 30},
	} {
		got := priced(t, c.jobs, func(*Options) {})
		near(t, "a new machine", got[rowNew], c.new, 1e-9)
		near(t, "room now", got[rowNow], c.now, 1e-9)
		near(t, "room in two hours", got[rowLater], c.late, 1e-9)
	}
}

// TestPressure has one of two machines held: half of the offer is used.
func TestPressure(t *testing.T) {
	w := bazaar(stall{name: "m", how: sim.OnDemand, cents: 800, supply: 2, gpus: 8, speeds: []int64{100}})
	play(t, w, &glance{look: func(v *sim.View) {
		for _, c := range []struct {
			penalty float64
			held    int64
			want    float64
		}{{0, 2, 1}, {3, 0, 1}, {3, 2, 1 + 3*0.5}, {3, 6, 1 + 3*0.75}} {
			l := made(t, func(o *Options) { o.Penalty = c.penalty })
			l.rows.held = []int64{c.held}
			near(t, "pressure", l.pressure(v, 0), c.want, 1e-12)
		}
	}}, task(0, 60, 0))
}

// TestLeft asks at several times how long a job is likely to go on whose user says an hour and that runs for
// four, on a machine that boots for ten minutes.
func TestLeft(t *testing.T) {
	w := bazaar(stall{name: "m", how: sim.OnDemand, cents: 100, supply: 1, gpus: 1, speeds: []int64{100}})
	w.Offers[0].Boot = 600e9
	const minute = sim.Duration(60e9)
	for _, c := range []struct {
		at     sim.Duration // minutes
		factor float64
		want   sim.Duration
	}{
		{10, 0, 60}, {40, 0, 30}, {69, 0, 1},
		{70, 0, 30}, // it has gone on for an hour: half as long again
		{130, 0, 60},
		{10, 0.5, 30}, {40, 0.5, 15}, {40, 2, 90}, // users claim twice what is so, or half
		{5, 0, 65}, // it boots
	} {
		job := task(0, 240, 0)
		job.Estimate = 60 * minute
		l := made(t, func(*Options) {})
		l.claims.factor = c.factor
		g := &glance{at: sim.Time(c.at * minute), p: fcfs(t)}
		g.look = func(v *sim.View) {
			var running sim.AttemptID
			for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
				for _, j := range v.Tasks(m, nil) {
					info := v.Job(j)
					running = info.Running
				}
			}
			if got := l.left(v, running); got != c.want*minute {
				t.Errorf("after %d minutes, factor %v: %v left, want %d minutes", c.at, c.factor, got, c.want)
			}
		}
		play(t, w, g, job)
		if !g.done {
			t.Errorf("nobody looked after %d minutes", c.at)
		}
	}
}
