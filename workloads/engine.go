package workloads

import (
	"math"

	"skysim/sim"
	"skysim/workloads/mersenne"
)

// The machines that the engine worlds are made for: W1Servers machines of one
// vCPU for engine-w1, and for engine-w2 as many hosts as its parameter says.
const (
	W1Servers = 64
	W2Cores   = 64  // vCPUs of one host
	W2Mem     = 256 // GiB of one host
)

// engineW1Workload repeats, row for row, what ../shared/engine/gen.py w1
// writes: M/M/64 at a load of 0.9. Seed 1 is gen.py's own default, so under
// seed 1 first come, first served on 64 machines of one vCPU has a mean wait of
// 0.048501385633 s; seed k is gen.py --seed k.
//
//	λ = 57.6/s · ··· ·· ▶ │queue│ ▶ ┌ 1 ┐ … ┌ 64 ┐ µ = 1/s
func engineW1Workload() Workload {
	return Workload{
		Name:    "engine-w1",
		Summary: "the M/M/64 queue of the engine benchmark, exactly as its generator writes it",
		Params: []Param{
			{"n", "1000000", Count, "number of jobs", 1, maxCount},
			{"servers", "64", Count, "servers of one vCPU that the load refers to", 1, 1e6},
			{"rho", "0.9", "", "load: arrival rate ÷ (servers × service rate)", 0.001, 1000},
		},
		open: func(_ *sim.World, s Settings, seed uint64) (sim.Source, error) {
			return &engineW1{
				twister: mersenne.Python(seed),
				lambda:  float64(s.Number("servers") * s.Number("rho")),
				left:    s.Count("n"),
			}, nil
		},
	}
}

type engineW1 struct {
	twister *mersenne.Source
	lambda  float64 // jobs per second
	now     float64 // seconds, summed as gen.py does
	left    int64
}

func (e *engineW1) Next(j *sim.Job) bool {
	if e.left == 0 {
		return false
	}
	e.left--
	e.now += exponential(e.twister) / e.lambda
	j.Submit = sim.Time(seconds(e.now))
	j.Demand.CPU = 1000
	j.Work = work(exponential(e.twister))
	return true
}

func (e *engineW1) Err() error { return nil }

// exponential is gen.py's -math.log(1.0 - r.random()).
func exponential(m *mersenne.Source) float64 { return -sim.Log(1 - m.Float64()) }

// engineW2Workload repeats what gen.py w2 writes: tasks of 1 to 64 cores with
// durations of a heavy tail for hosts of 64 cores and 256 GiB. Seed 1 is
// gen.py's own default, which is its --seed 2; seed k is --seed k+1.
//
//	cores  1 ████████  2 █████  4 ████  8 ██  16 █  32 ▌  64 ▏
//	hours  .03 ██████████ .1 ██ .3 ▌ 1 ▏ 3 ▏
func engineW2Workload() Workload {
	return Workload{
		Name:    "engine-w2",
		Summary: "the cluster tasks of the engine benchmark, exactly as its generator writes them",
		Params: []Param{
			{"n", "200000", Count, "number of tasks", 1, maxCount},
			{"hosts", "1000", Count, "hosts of 64 vCPUs and 256 GiB that the load refers to", 1, 1e6},
			{"load", "0.9", "", "share of the hosts' cores that the tasks ask for", 0.001, 1000},
		},
		open: func(_ *sim.World, s Settings, seed uint64) (sim.Source, error) {
			return newEngineW2(s, seed), nil
		},
	}
}

// Durations follow a bounded Pareto law; it and the weights are gen.py's.
const (
	w2Alpha = 1.3
	w2Low   = 120.0
	w2High  = 12000.0
)

var (
	w2CoreCount  = []float64{1, 2, 4, 8, 16, 32, 64}
	w2CoreWeight = []float64{.35, .25, .18, .12, .06, .03, .01}
	w2Ratio      = []float64{1, 2, 4, 8, 16} // GiB per core
	w2RatioShare = []float64{.20, .30, .30, .15, .05}
)

type engineW2 struct {
	engineW1
	most float64 // probability that the law without its upper bound is below it
}

func newEngineW2(s Settings, seed uint64) *engineW2 {
	duration := BoundedPareto{Alpha: w2Alpha, Lo: w2Low, Hi: w2High}
	cores := mustChoice(w2CoreCount, w2CoreWeight)
	return &engineW2{
		engineW1: engineW1{
			twister: mersenne.Python(seed + 1),
			lambda:  s.Number("load") * s.Number("hosts") * W2Cores / (duration.Mean() * cores.Mean()),
			left:    s.Count("n"),
		},
		most: 1 - sim.Pow(w2Low/w2High, w2Alpha),
	}
}

func (e *engineW2) Next(j *sim.Job) bool {
	if e.left == 0 {
		return false
	}
	e.left--
	e.now += exponential(e.twister) / e.lambda
	j.Submit = sim.Time(seconds(e.now))
	u := e.twister.Float64()
	j.Work = work(w2Low / sim.Pow(1-float64(u*e.most), 1/w2Alpha))
	cores := pick(e.twister, w2CoreCount, w2CoreWeight)
	mem := math.Min(W2Mem, float64(cores*pick(e.twister, w2Ratio, w2RatioShare)))
	j.Demand = sim.Demand{CPU: int64(cores) * 1000, Mem: int64(mem) * 1024}
	return true
}

// pick is gen.py's: it takes the weights away from u one by one, which rounds
// otherwise than a comparison with their sums.
func pick(m *mersenne.Source, values, weights []float64) float64 {
	u := m.Float64()
	for i, w := range weights {
		if u < w {
			return values[i]
		}
		u -= w
	}
	return values[len(values)-1]
}
