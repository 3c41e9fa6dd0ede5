package rounds

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"skysim/policies/lp/fair"
	"skysim/sim"
)

// plain is a second, dumber simulator: it goes from round to round, knows nothing of events,
// and works out when jobs end from exact products. Machines hold one job each.
type plain struct {
	o      Options
	speed  [][]int64 // by profile and kind
	count  []int     // machines of each kind
	common []int
	jobs   []*plainJob
	shared sim.Time
	first  bool // shares have never been decided
}

type plainJob struct {
	sim.Job
	kind       int // FIFO
	share, had []float64
	left       int64 // work, in ns at full speed times a million
	at, last   [2]int
	running    bool
	started    bool
	begin      sim.Time // of the attempt, after its overhead
	end        sim.Time // -1 until it has
}

// run returns when every job ends.
func (m *plain) run() []sim.Time {
	m.first = true
	changed := false
	ended := map[*plainJob]bool{}
	for t := sim.Time(0); len(ended) < len(m.jobs); t += sim.Time(m.o.Every) {
		var alive []*plainJob
		for _, j := range m.jobs {
			if j.running {
				speed := m.speed[j.Profile][j.at[0]]
				if end := j.begin + sim.Time((j.left+speed-1)/speed); end <= t {
					j.end, j.running, changed = end, false, true
					ended[j] = true
				} else if j.share != nil {
					j.had[j.at[0]]++
				}
			}
			if !ended[j] && j.Submit <= t {
				if j.share == nil {
					changed = true
					j.kind, j.share, j.had = -1, make([]float64, len(m.count)), m.halves()
				}
				alive = append(alive, j)
			}
		}
		if changed && (m.first || t.Sub(m.shared) >= m.o.Hold) {
			changed, m.first, m.shared = false, false, t
			m.divide(alive)
		}
		m.move(alive, m.choose(alive), t)
	}
	var ends []sim.Time
	for _, j := range m.jobs {
		ends = append(ends, j.end)
	}
	return ends
}

func (m *plain) halves() []float64 {
	h := make([]float64, len(m.count))
	for k := range h {
		h[k] = 0.5
	}
	return h
}

// divide decides kinds or shares.
func (m *plain) divide(alive []*plainJob) {
	if m.o.Share == MaxMin {
		m.solve(alive)
		return
	}
	left := slices.Clone(m.count)
	for _, j := range alive {
		if m.o.Place == Fastest {
			j.kind = -1
		} else if j.kind >= 0 {
			left[j.kind]--
		}
	}
	for _, j := range alive {
		if j.kind >= 0 {
			continue
		}
		for _, k := range m.wish(j) {
			if left[k] > 0 && m.speed[j.Profile][k] > 0 {
				j.kind = k
				left[k]--
				break
			}
		}
		if j.kind < 0 {
			return
		}
	}
}

// wish is the order in which kinds are tried for a job.
func (m *plain) wish(j *plainJob) []int {
	order := slices.Clone(m.common)
	if m.o.Place == Fastest {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(m.speed[j.Profile][b], m.speed[j.Profile][a]) })
	}
	return order
}

// solve takes the shares from package fair, which has its own second solver.
func (m *plain) solve(alive []*plainJob) {
	p := &fair.Problem{}
	for _, n := range m.count {
		p.Machines = append(p.Machines, float64(n))
	}
	var profiles []int32
	for _, j := range alive {
		if !slices.Contains(profiles, j.Profile) {
			profiles = append(profiles, j.Profile)
			row := make([]float64, len(m.count))
			for k, s := range m.speed[j.Profile] {
				if row[k] = float64(s); m.o.Unaware {
					row[k] = float64(min(s, 1))
				}
			}
			n := 0.0
			for _, o := range alive {
				if o.Profile == j.Profile {
					n++
				}
			}
			p.Throughput, p.Scale, p.Weight = append(p.Throughput, row), append(p.Scale, n), append(p.Weight, 1/n)
		}
	}
	s, err := fair.Solve(p, fair.Budget{Gap: 1e-7})
	if err != nil {
		panic(err)
	}
	for _, j := range alive {
		j.share, j.had = slices.Clone(s.X[slices.Index(profiles, j.Profile)]), m.halves()
	}
}

// choose returns the kind of each job in this round, -1 for none.
func (m *plain) choose(alive []*plainJob) map[*plainJob]int {
	chosen := map[*plainJob]int{}
	for _, j := range alive {
		chosen[j] = j.kind
	}
	if m.o.Share == FIFO {
		return chosen
	}
	for _, k := range m.common {
		var order []*plainJob
		for _, j := range alive {
			if chosen[j] < 0 && m.speed[j.Profile][k] > 0 {
				order = append(order, j)
			}
		}
		slices.SortStableFunc(order, func(a, b *plainJob) int {
			return cmp.Or(cmp.Compare(b.share[k]/b.had[k], a.share[k]/a.had[k]), cmp.Compare(b.share[k], a.share[k]))
		})
		for _, j := range order[:min(len(order), m.count[k])] {
			chosen[j] = k
		}
	}
	return chosen
}

// move stops and starts.
func (m *plain) move(alive []*plainJob, chosen map[*plainJob]int, t sim.Time) {
	taken := map[[2]int]bool{}
	for _, j := range alive {
		if j.running && chosen[j] == j.at[0] {
			taken[j.at] = true
		} else if j.running {
			j.left -= int64(max(0, t-j.begin)) * m.speed[j.Profile][j.at[0]]
			j.running = false
		}
	}
	for _, j := range alive {
		if j.running || chosen[j] < 0 {
			continue
		}
		j.at = [2]int{chosen[j], 0}
		for taken[j.at] {
			j.at[1]++
		}
		taken[j.at] = true
		j.begin = t
		if j.started && j.at != j.last {
			j.begin += sim.Time(j.Restart.Overhead)
		}
		j.started, j.running, j.last = true, true, j.at
	}
}

// instance draws kinds, speeds and jobs.
func instance(seed uint64, o Options) (*sim.World, *plain) {
	r := sim.NewStream(seed, "plain")
	w := &sim.World{
		Epoch: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), GPUKinds: []string{"x"}, Providers: []sim.Provider{{Name: "own"}},
		Regions: []sim.Region{{Name: "own"}}, Zones: []sim.Zone{{Name: "own"}},
	}
	m := &plain{o: o}
	kinds, profiles := 1+int(r.Int64N(3)), 1+int(r.Int64N(4))
	for k := range kinds {
		m.count = append(m.count, 1+int(r.Int64N(4)))
		w.Types = append(w.Types, sim.MachineType{Name: fmt.Sprint(k), CPU: 1000, Mem: 1024, GPUs: 1, Speed: 1e6})
		w.Offers = append(w.Offers, sim.Offer{Type: sim.TypeID(k), Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(int64(m.count[k]))})
		m.common = append(m.common, k)
	}
	wins := make([]int, kinds)
	for range profiles {
		row := make([]int64, kinds)
		for k := range row {
			row[k] = 250_000 * r.Int64N(8)
		}
		row[r.Int64N(int64(kinds))] = 777_777
		m.speed, w.Profiles = append(m.speed, row), append(w.Profiles, row)
		for k := range row {
			if row[k] == slices.Max(row) {
				wins[k]++
			}
		}
	}
	slices.SortStableFunc(m.common, func(a, b int) int { return wins[b] - wins[a] })
	w.SortOffers()
	at, overhead := sim.Time(0), time.Duration(r.Int64N(3))*20*time.Second
	for range 1 + r.Int64N(40) {
		at += sim.Time(time.Duration(r.Int64N(900)) * time.Second)
		j := &plainJob{end: -1, Job: sim.Job{
			Submit: at, Work: 1 + r.Int64N(int64(90*time.Minute)), Profile: int32(r.Int64N(int64(profiles))), Tasks: 1,
			Demand: sim.Demand{CPU: 1000, Mem: 1024, GPUs: 1, Share: 1000}, Restart: sim.Restart{Keep: sim.KeepAll, Overhead: overhead, Owes: sim.OweMove},
		}}
		j.left = j.Work * 1e6
		m.jobs = append(m.jobs, j)
	}
	return w, m
}

// ends notes when jobs end.
type ends []sim.Time

// Observe implements sim.Observer.
func (e ends) Observe(_ *sim.View, events []sim.Event) {
	for _, at := range events {
		if at.Kind == sim.JobEnded && at.Outcome == sim.Finished {
			e[at.Job] = at.Time
		}
	}
}

// TestAgainstPlain runs small random instances twice. To run one again, put its seed in the loop.
func TestAgainstPlain(t *testing.T) {
	for _, c := range []struct {
		name string
		o    Options
	}{
		{"fifo", Options{Every: 6 * time.Minute, Share: FIFO, Place: Fastest}},
		{"fifo, held", Options{Every: 6 * time.Minute, Share: FIFO, Place: Fastest, Hold: 32 * time.Minute}},
		{"fifo, common", Options{Every: 7 * time.Minute, Share: FIFO, Place: Common}},
		{"fifo, held for five rounds", Options{Every: 6 * time.Minute, Share: FIFO, Place: Common, Hold: 30 * time.Minute}},
		{"maxmin", Options{Every: 6 * time.Minute, Share: MaxMin, Place: Common}},
		{"maxmin, held", Options{Every: 6 * time.Minute, Share: MaxMin, Place: Fastest, Hold: 32 * time.Minute}},
		{"maxmin, unaware", Options{Every: 5 * time.Minute, Share: MaxMin, Place: Common, Unaware: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for seed := range uint64(150) {
				w, m := instance(seed, c.o)
				var jobs []sim.Job
				for _, j := range m.jobs {
					jobs = append(jobs, j.Job)
				}
				got := make(ends, len(jobs))
				run, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: made(t, c.o), Observers: []sim.Observer{got}, Thorough: true})
				if err == nil {
					err = run.Run()
				}
				if err != nil {
					t.Fatal(err)
				}
				if want := m.run(); !slices.Equal(got, want) {
					t.Fatalf("seed %d: jobs end at\n%v, want\n%v", seed, got, want)
				}
				if total := run.Totals(); total.Refused > 0 {
					t.Errorf("seed %d: %d actions were refused", seed, total.Refused)
				}
			}
		})
	}
}
