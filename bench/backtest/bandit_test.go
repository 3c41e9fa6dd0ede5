package backtest

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"skysim/bench"
	"skysim/bench/experiments"
	"skysim/bench/stats"
	"skysim/sim"
)

// spent adds up a run's bill by when it was charged: curve[d] is all until the end of day d.
type spent struct {
	curve []float64 // dollars
	now   sim.Time
}

func (s *spent) Observe(v *sim.View, _ []sim.Event) { s.now = v.Now() }

func (s *spent) Charge(l sim.Line) {
	day := int(s.now / sim.Time(24*time.Hour))
	for d := day; d < len(s.curve); d++ {
		s.curve[d] += l.Amount.Dollars()
	}
}

// bills runs the shipped experiment on one of its workloads for some seeds, and returns for each policy and
// seed what had been spent by the end of each day.
func bills(t *testing.T, workload string, seeds, days string) map[string]map[int64][]float64 {
	t.Helper()
	_, text, err := experiments.Read("bandit")
	if err != nil {
		t.Fatal(err)
	}
	file := strings.Replace(string(text), "count = 20", "count = "+seeds, 1)
	file = strings.ReplaceAll(file, "days = 30", "days = "+days)
	e, err := bench.Parse("bandit.toml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	p, err := bench.Prepare(e, "")
	if err != nil {
		t.Fatal(err)
	}
	kept := p.Cells[:0]
	for _, c := range p.Cells {
		if c.Workload == workload {
			kept = append(kept, c)
		}
	}
	p.Cells = kept
	all := map[string]map[int64][]float64{}
	_, err = p.Collect(context.Background(), bench.CollectOptions{Watch: func(c bench.Cell, _ *sim.World) []sim.Observer {
		if all[c.Policy] == nil {
			all[c.Policy] = map[int64][]float64{}
		}
		s := &spent{curve: make([]float64, 64)}
		all[c.Policy][c.Seed] = s.curve
		return []sim.Observer{s}
	}})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

const (
	linucb = "bandit(algorithm=linucb,arms=spots)"
	thomps = "bandit(algorithm=thompson,arms=spots)"
	allow  = "greedy(order=fcfs,place=cheapest)"
	avoid  = "greedy(order=fcfs,place=cheapest,spot=avoid)"
	prefer = "greedy(order=fcfs,place=cheapest,spot=prefer)"
)

// Where days are alike, what a bandit spends above the best fixed arm grows sublinearly: with the number of days to a power
// below 1, by the mean over seeds with an interval from resampling them, and the second half of the run adds less
// than the first.
func TestRegretInSimulationIsSublinear(t *testing.T) {
	if testing.Short() {
		t.Skip("96 runs of a month")
	}
	const days = 32
	bill := bills(t, "stationary", "12", "32")
	for _, policy := range []string{linucb, thomps} {
		var later []float64
		mean := make([]float64, days)
		seeds := len(bill[policy])
		regret := map[int64][]float64{}
		for seed := int64(1); seed <= int64(seeds); seed++ {
			r := make([]float64, days)
			for d := range r {
				r[d] = bill[policy][seed][d] - bill[prefer][seed][d]
				mean[d] += r[d] / float64(seeds)
			}
			regret[seed] = r
			later = append(later, (r[days-1]-r[days/2-1])-r[days/2-1])
		}
		half := stats.MeanInterval(later, 0.95)
		low, high := slopes(regret, days)
		t.Logf("%s: dollars above spot=prefer after 2, 4, 8, 16, 32 days: %.2f %.2f %.2f %.2f %.2f; power of time %.2f [%.2f, %.2f]; second half less first %.2f [%.2f, %.2f]",
			policy, mean[1], mean[3], mean[7], mean[15], mean[31], power(mean), low, high, half.Center, half.Low, half.High)
		if high >= 1 {
			t.Errorf("%s: regret grows with a power of %.2f [%.2f, %.2f] of time, want below 1", policy, power(mean), low, high)
		}
		if half.High >= 0 {
			t.Errorf("%s: the second half adds %.2f [%.2f, %.2f] dollars more than the first, want less", policy, half.Center, half.Low, half.High)
		}
	}
}

// power fits log(regret) against log(days) at 2, 4, 8, 16 and 32 days.
func power(regret []float64) float64 {
	var n, sx, sy, sxx, sxy float64
	for d := 2; d <= len(regret); d *= 2 {
		x, y := math.Log(float64(d)), math.Log(math.Max(regret[d-1], 1e-3))
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// slopes returns the middle 95 % of the power over resamples of the seeds.
func slopes(regret map[int64][]float64, days int) (low, high float64) {
	s := sim.NewStream(1, "resample")
	var all []float64
	for range 1000 {
		mean := make([]float64, days)
		for range len(regret) {
			r := regret[1+s.Int64N(int64(len(regret)))]
			for d := range mean {
				mean[d] += r[d] / float64(len(regret))
			}
		}
		all = append(all, power(mean))
	}
	return percentile(all, 0.025), percentile(all, 0.975)
}

// Where days differ, the bandit is below the best fixed arm of each seed in hindsight, not only of all seeds.
func TestBeatsTheBestFixedArmOfEachSeed(t *testing.T) {
	if testing.Short() {
		t.Skip("60 runs of a month")
	}
	bill := bills(t, "changing", "10", "30")
	for _, policy := range []string{linucb, thomps} {
		var change []float64
		for seed, b := range bill[policy] {
			best := math.Inf(1)
			for _, fixed := range []string{allow, avoid, prefer} {
				best = math.Min(best, bill[fixed][seed][63])
			}
			change = append(change, 100*(b[63]/best-1))
		}
		i := stats.MeanInterval(change, 0.95)
		t.Logf("%s: %.1f %% [%.1f, %.1f] against the best arm of each seed", policy, i.Center, i.Low, i.High)
		if i.High >= 0 {
			t.Errorf("%s costs %.1f %% [%.1f, %.1f] more than the best arm of each seed, want less than nothing", policy, i.Center, i.Low, i.High)
		}
	}
}
