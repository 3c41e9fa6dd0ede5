package rounds

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
)

func TestOptionsThatAreWrong(t *testing.T) {
	good := made(t, Default()).opts
	preempting := greedy.Default()
	preempting.Order, preempting.Preempt = greedy.Priority, greedy.PreemptLater
	stops, err := greedy.New(preempting, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want   string
		change func(o *Options)
	}{
		{"", func(*Options) {}},
		{"every is 0s", func(o *Options) { o.Every = 0 }},
		{"share is 3, want 1 to 2", func(o *Options) { o.Share = 3 }},
		{"place is 0, want 1 to 3", func(o *Options) { o.Place = 0 }},
		{"hold is -1ns", func(o *Options) { o.Hold = -1 }},
		{"nothing places the rest", func(o *Options) { o.Rest = nil }},
		{"want preempt=none", func(o *Options) { o.Rest = stops }},
	} {
		o := good
		c.change(&o)
		if _, err := New(o); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("New says %v, want %q", err, c.want)
		}
	}
}

// TestLoadOfAnything cuts and changes a state; that is an error or a state, and never a panic.
func TestLoadOfAnything(t *testing.T) {
	p := made(t, Default())
	p.jobs = []job{{id: 3, kind: 1, share: []float64{0.5, 0.25}, had: []float64{0.5, 7}}, {id: 4, kind: -1, share: []float64{0, 1}, had: []float64{1, 1}}}
	state := p.Save()
	again := made(t, Default())
	if err := again.Load(state); err != nil || string(again.Save()) != string(state) {
		t.Fatalf("a state is another one after it was loaded, %v", err)
	}
	head := len(state) - len(p.opts.Rest.Save())
	for n := range head {
		if err := made(t, Default()).Load(state[:n]); err == nil {
			t.Errorf("a state of %d bytes, cut to %d, is taken", head, n)
		}
	}
	for i := range head {
		bent := []byte(string(state))
		bent[i] ^= 0x80
		_ = made(t, Default()).Load(bent)
	}
}

func TestSuits(t *testing.T) {
	w, _ := instance(1, Default())
	if err := made(t, Default()).Suits(w); err != nil {
		t.Errorf("owned machines do not suit: %v", err)
	}
	w.Offers = nil
	if err := made(t, Default()).Suits(w); err == nil {
		t.Errorf("a world without owned machines suits")
	}
}

// TestStrangers has a job that keeps nothing, which the rest starts at once, and one that a gang's
// kind is too small for.
func TestStrangers(t *testing.T) {
	w, m := instance(3, Default())
	base := m.jobs[0].Job
	base.Submit, base.Work, base.Tasks = sim.Time(time.Minute), int64(time.Hour), 1
	for k := range m.count {
		m.speed[base.Profile][k] = 1e6
	}
	alone, large := base, base
	alone.Restart = sim.Restart{}
	large.Tasks = 99
	got := make(ends, 3)
	run, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(base, alone, large), Policy: made(t, Default()), Observers: []sim.Observer{got}, Until: sim.Time(24 * time.Hour)})
	if err == nil {
		err = run.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	if got[0] != sim.Time(66*time.Minute) || got[1] != sim.Time(61*time.Minute) || got[2] != 0 {
		t.Errorf("jobs end at %v, want one that waits for the round at 66 min, one that does not at 61, and one that never does", got)
	}
}

// A cluster of two kinds, and two jobs of which each runs fastest on another.
func Example() {
	w := &sim.World{
		GPUKinds: []string{"a", "b"}, Providers: []sim.Provider{{Name: "own"}}, Regions: []sim.Region{{Name: "own"}}, Zones: []sim.Zone{{Name: "own"}},
		Profiles: [][]int64{{1e6, 250_000}, {1e6, 2e6}},
	}
	for i, name := range w.GPUKinds {
		w.Types = append(w.Types, sim.MachineType{Name: name, CPU: 1000, GPUs: 1, GPUKind: int32(i), Speed: 1e6})
		w.Offers = append(w.Offers, sim.Offer{Type: sim.TypeID(i), Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(1)})
	}
	rest, err := greedy.New(greedy.Default(), 1)
	if err != nil {
		panic(err)
	}
	o := Default()
	o.Rest = rest
	p, err := New(o)
	if err != nil {
		panic(err)
	}
	job := sim.Job{Demand: sim.Demand{CPU: 1000, GPUs: 1, Share: 1000}, Work: int64(time.Hour), Restart: sim.Restart{Keep: sim.KeepAll}}
	other := job
	other.Profile = 1
	took := make(ends, 2)
	run, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(job, other), Policy: p, Observers: []sim.Observer{took}})
	if err == nil {
		err = run.Run()
	}
	fmt.Println(sim.Duration(took[0]), sim.Duration(took[1]), err)
	// Output: 1h0m0s 30m0s <nil>
}
