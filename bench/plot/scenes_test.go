package plot

import (
	"math"
	"math/rand/v2"
	"slices"
)

// five, nine and long are lists of policies.
var (
	five = []string{
		"greedy(order=fcfs,place=cheapest)", "greedy(order=sjf,place=cheapest)", "greedy(order=fcfs,place=fastest)",
		"greedy(order=edf,place=bestfit)", "greedy(order=fcfs,place=random)",
	}
	nine = append(slices.Clone(five), "lp(window=1h)", "dp(step=5m)", "learned(mlp-64-64)", "failover(greedy(cheapest),spares=2)")
	long = []string{
		"greedy(order=sjf,place=cheapest,backfill=easy)",
		"checkpoint(failover(greedy(order=priority,place=cheapest,backfill=easy,idle=10m),spares=2),every=30m)",
		"hysteresis(lp(window=1h,penalty=0.5,solver=simplex),threshold=0.1)",
		"averyveryverylongnamewithoutanycommaorparenthesisatwhichitcouldpossiblybebroken",
		"a",
	}
)

// worlds are titles of panels.
var worlds = []string{
	"diurnal on three-clouds", "bursts on three-clouds", "philly on three-clouds",
	"diurnal on own cluster with overflow to the cheapest region", "bursts on own cluster with overflow", "philly on own cluster",
}

// estimate makes an estimate with ten seeds around a mean.
func estimate(rng *rand.Rand, mean, spread float64) Estimate {
	e := Estimate{Mean: mean, Low: mean - spread, High: mean + spread}
	for range 10 {
		e.Seeds = append(e.Seeds, mean+1.4*spread*(2*rng.Float64()-1))
	}
	return e
}

// costScene has one panel per title, policy i costing about 1000·factor^i.
func costScene(policies, titles []string, factor, spread float64) CostData {
	rng := rand.New(rand.NewPCG(1, 1))
	d := CostData{Head: Head{"three-clouds: cost by policy", "mean and 95 % interval over 10 seeds; light dots are the seeds", policies}, Panels: nil}
	for w, t := range titles {
		p := CostPanel{Title: t}
		mean := 1000.0 * float64(w+1)
		for range policies {
			p.Costs = append(p.Costs, estimate(rng, mean, spread*mean))
			mean *= factor
		}
		d.Panels = append(d.Panels, p)
	}
	return d
}

// waitScene has curves with a share of zero and a log-uniform tail.
func waitScene(policies, titles []string, zero, longest float64) WaitData {
	d := WaitData{Head: Head{"three-clouds: waits", "all seeds together", policies}}
	for w, t := range titles {
		p := WaitPanel{Title: t}
		for i := range policies {
			z := zero * (1 - 0.1*float64(i))
			curve := []CumulativePoint{{0, z}}
			for k := 1; k <= 400 && longest > 0; k++ {
				x := math.Pow(longest/math.Pow(1.6, float64(i+w)), float64(k)/400) * 0.5
				curve = append(curve, CumulativePoint{x, z + (1-z)*math.Pow(float64(k)/400, 1.5)})
			}
			p.Curves = append(p.Curves, curve)
		}
		d.Panels = append(d.Panels, p)
	}
	return d
}

// timeScene has a day-and-night course of some days.
func timeScene(policies, titles []string, days float64) TimeData {
	rng := rand.New(rand.NewPCG(2, 2))
	d := TimeData{Head: Head{"three-clouds: over time", "seed 1", policies}}
	for _, t := range titles {
		p := TimePanel{Title: t}
		for i := range policies {
			var s TimeSeries
			for k := range 150 {
				at := days * 86400 * float64(k) / 149
				wave := 0.5 + 0.3*math.Sin(at/86400*2*math.Pi+0.3*float64(i)) + 0.04*rng.Float64()
				s.Utilisation = append(s.Utilisation, TimePoint{at, wave})
				s.Spending = append(s.Spending, TimePoint{at, (40 + 5*float64(i)) * wave})
			}
			p.Series = append(p.Series, s)
		}
		d.Panels = append(d.Panels, p)
	}
	return d
}

// scatterScene trades cost for wait.
func scatterScene(policies, titles []string, factor float64) CostWaitData {
	rng := rand.New(rand.NewPCG(3, 3))
	d := CostWaitData{Head: Head{"three-clouds: cost against wait", "mean and 95 % interval over 10 seeds; light dots are the seeds; lower left is better", policies}}
	for _, t := range titles {
		p := CostWaitPanel{Title: t}
		cost, wait := 1500.0, 240.0
		for range policies {
			p.Points = append(p.Points, CostWaitPoint{estimate(rng, cost, 0.03*cost), estimate(rng, wait, 0.08*wait)})
			cost, wait = cost*0.93, wait*factor
		}
		d.Panels = append(d.Panels, p)
	}
	return d
}

// scenes are all situations the figures must survive, by name.
func scenes() map[string]func() (*Figure, error) {
	m := map[string]func() (*Figure, error){}
	addCosts(m)
	addWaits(m)
	addTimes(m)
	addScatters(m)
	addPublished(m)
	addAllocations(m)
	return m
}

func addCosts(m map[string]func() (*Figure, error)) {
	m["cost_one"] = func() (*Figure, error) { return CostByPolicy(costScene(five[:1], []string{""}, 1, 0.05)) }
	m["cost_five"] = func() (*Figure, error) { return CostByPolicy(costScene(five, []string{""}, 0.93, 0.02)) }
	m["cost_nine_six_panels"] = func() (*Figure, error) { return CostByPolicy(costScene(nine, worlds, 0.93, 0.05)) }
	m["cost_long_names"] = func() (*Figure, error) { return CostByPolicy(costScene(long, worlds[2:4], 0.8, 0.05)) }
	m["cost_huge_range"] = func() (*Figure, error) { return CostByPolicy(costScene(nine, worlds[:1], 11, 0.1)) }
	m["cost_tiny"] = func() (*Figure, error) {
		d := costScene(five, []string{"cents"}, 0.9, 0.05)
		for i := range d.Panels[0].Costs {
			d.Panels[0].Costs[i] = Estimate{Mean: 0.0003 * float64(i+1), Low: 0.00025 * float64(i+1), High: 0.00035 * float64(i+1)}
		}
		return CostByPolicy(d)
	}
	m["cost_no_variance"] = func() (*Figure, error) {
		d := costScene(five, worlds[:2], 1, 0)
		d.Panels[1].Costs = []Estimate{{Mean: 0}, {Mean: 0}, {Mean: math.NaN()}, {Mean: 0, Low: math.Inf(-1), High: math.Inf(1)}, {Mean: 0}}
		return CostByPolicy(d)
	}
}

func addWaits(m map[string]func() (*Figure, error)) {
	m["waits_one"] = func() (*Figure, error) { return WaitCDF(waitScene(five[:1], []string{""}, 0.4, 40000)) }
	m["waits_five"] = func() (*Figure, error) { return WaitCDF(waitScene(five, []string{""}, 0.5, 400000)) }
	m["waits_nine_two_panels"] = func() (*Figure, error) { return WaitCDF(waitScene(nine, worlds[:2], 0.6, 1e7)) }
	m["waits_all_zero"] = func() (*Figure, error) {
		d := waitScene(five, []string{""}, 1, 0)
		for i := range d.Panels[0].Curves {
			d.Panels[0].Curves[i] = []CumulativePoint{{0, 1}}
		}
		return WaitCDF(d)
	}
	m["waits_same_and_unfinished"] = func() (*Figure, error) {
		d := waitScene(long, worlds[:1], 0.2, 30)
		c := d.Panels[0].Curves
		c[1], c[4] = c[0], c[0]
		c[3] = nil
		for i := range c[2] {
			c[2][i].Fraction *= 0.8
		}
		return WaitCDF(d)
	}
}

func addTimes(m map[string]func() (*Figure, error)) {
	m["time_one"] = func() (*Figure, error) { return OverTime(timeScene(five[:1], []string{""}, 0.1)) }
	m["time_five"] = func() (*Figure, error) { return OverTime(timeScene(five, []string{""}, 5)) }
	m["time_nine_six_panels"] = func() (*Figure, error) { return OverTime(timeScene(nine, worlds, 75)) }
	m["time_same_and_nothing"] = func() (*Figure, error) {
		d := timeScene(five, worlds[:2], 1)
		s := d.Panels[0].Series
		s[1], s[2] = s[0], s[0]
		s[3] = TimeSeries{}
		d.Panels[1].Series = make([]TimeSeries, len(five))
		d.Panels[1].Series[0].Utilisation = []TimePoint{{0, 0}, {100, 0}}
		return OverTime(d)
	}
	m["time_huge"] = func() (*Figure, error) {
		d := timeScene(long, []string{""}, 400)
		d.Spending, d.Cumulative = "cumulative spending ($)", true
		for i := range d.Panels[0].Series {
			total := 0.0
			for k := range d.Panels[0].Series[i].Spending {
				total += 1e6 * float64(i+1) / 5
				d.Panels[0].Series[i].Spending[k].Value = total
			}
		}
		return OverTime(d)
	}
}

func addScatters(m map[string]func() (*Figure, error)) {
	m["scatter_one"] = func() (*Figure, error) { return CostWait(scatterScene(five[:1], []string{""}, 1)) }
	m["scatter_five"] = func() (*Figure, error) { return CostWait(scatterScene(five, []string{""}, 1.6)) }
	m["scatter_nine_six_panels"] = func() (*Figure, error) { return CostWait(scatterScene(nine, worlds, 1.3)) }
	m["scatter_huge_and_zero"] = func() (*Figure, error) {
		d := scatterScene(long, worlds[:1], 30)
		zero := Estimate{Seeds: make([]float64, 10)}
		d.Panels[0].Points[4].Wait = zero
		d.Panels[0].Points[3].Wait.Low = -5
		return CostWait(d)
	}
	m["scatter_same"] = func() (*Figure, error) {
		d := scatterScene(five, worlds[:2], 1)
		for i := range d.Panels[0].Points {
			d.Panels[0].Points[i] = CostWaitPoint{Cost: Estimate{Mean: 12, Low: 12, High: 12}, Wait: Estimate{}}
		}
		for i := range d.Panels[1].Points {
			if i < 3 {
				d.Panels[1].Points[i] = d.Panels[1].Points[0]
			}
		}
		return CostWait(d)
	}
}

// names lists the scenes in order.
func names(m map[string]func() (*Figure, error)) []string {
	var n []string
	for name := range m {
		n = append(n, name)
	}
	slices.Sort(n)
	return n
}
