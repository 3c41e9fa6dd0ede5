package workloads

import (
	"math"
	"testing"

	"skysim/sim"
)

// inOrder starts the head of the queue wherever it fits: FCFS on all there is.
type inOrder struct{}

func (inOrder) String() string { return "in-order" }

func (inOrder) Needs() sim.Needs { return sim.Needs{FirstFit: true} }

func (inOrder) Decide(v *sim.View, p *sim.Plan) {
	for j := v.First(); j != 0; j = v.First() {
		m := v.FirstFit(j)
		if m == 0 {
			return
		}
		p.Start(j, sim.Place{Machine: m})
	}
}

// servers is a world of n owned machines of one vCPU.
func servers(n int64) *sim.World {
	return &sim.World{
		Providers: []sim.Provider{{Name: "own"}},
		Regions:   []sim.Region{{Name: "here"}},
		Zones:     []sim.Zone{{Name: "here"}},
		Types:     []sim.MachineType{{Name: "server", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1e6}},
		Offers:    []sim.Offer{{Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(n)}},
	}
}

// The exact mean waits of DESIGN.md's theory, over ten seeds: the tolerance is
// four standard errors of the mean over seeds, and never more than a tenth.
func TestQueuesWaitAsTheorySays(t *testing.T) {
	cases := []struct {
		name    string
		args    []Arg
		servers int64
		want    float64 // s
	}{
		{"mmc", []Arg{{"lambda", "9"}, {"mu", "1"}}, 10, 0.668732},
		{"mg1", []Arg{{"cv2", "0"}}, 1, 2},
		{"mg1", []Arg{{"cv2", "0.3"}}, 1, 2.6},
		{"mg1", []Arg{{"cv2", "1"}}, 1, 4},
		{"mg1", []Arg{{"cv2", "4"}}, 1, 10},
	}
	const seeds, jobs = 10, 60_000
	for _, c := range cases {
		sum, sq := 0.0, 0.0
		for seed := range uint64(seeds) {
			source, err := New(nil, c.name, append(c.args, Arg{"jobs", "60000"}), seed)
			if err != nil {
				t.Fatal(err)
			}
			run, err := sim.New(sim.Config{World: servers(c.servers), Jobs: source, Policy: inOrder{}})
			if err != nil {
				t.Fatal(err)
			}
			if err := run.Run(); err != nil {
				t.Fatal(err)
			}
			wait := run.Totals().WaitSum.Float() / 1e9 / jobs
			sum, sq = sum+wait, sq+wait*wait
		}
		mean := sum / seeds
		se := math.Sqrt((sq/seeds - mean*mean) / (seeds - 1))
		if math.Abs(mean-c.want) > min(4*se, c.want/10) {
			t.Errorf("%s %v: mean wait %.4f s, want %.4f ± %.4f", c.name, c.args, mean, c.want, 4*se)
		}
	}
}

// The answers that ten independent programs agree on (../shared/engine/README.md).
func TestEngineWorldsHaveTheirAnswers(t *testing.T) {
	host := servers(1000)
	host.Types[0].CPU, host.Types[0].Mem = W2Cores*1000, W2Mem<<10
	cases := []struct {
		name     string
		args     []Arg
		world    *sim.World
		jobs     float64
		meanWait float64 // s
	}{
		{"engine-w1", nil, servers(W1Servers), 1_000_000, 0.048501385633},
		{"engine-w2", []Arg{{"load", "0.95"}}, host, 200_000, 15.3105186698},
	}
	for _, c := range cases {
		source, err := New(nil, c.name, c.args, 1)
		if err != nil {
			t.Fatal(err)
		}
		run, err := sim.New(sim.Config{World: c.world, Jobs: source, Policy: inOrder{}})
		if err != nil {
			t.Fatal(err)
		}
		if err := run.Run(); err != nil {
			t.Fatal(err)
		}
		if got := run.Totals().WaitSum.Float() / 1e9 / c.jobs; math.Abs(got/c.meanWait-1) > 1e-6 {
			t.Errorf("%s: mean wait %.12f s, want %.12f", c.name, got, c.meanWait)
		}
	}
}
