package wrap

import (
	"strings"
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
)

func TestDelaysGrowUpToTheMost(t *testing.T) {
	for _, c := range []struct {
		name string
		opts RetryOptions
		want string // of the first failures in a row
	}{
		{"doubled", DefaultRetry(), "1m0s 2m0s 4m0s 8m0s 16m0s 32m0s 1h0m0s 1h0m0s"},
		{"always the same", RetryOptions{Base: time.Minute, Factor: 1, Most: time.Hour}, "1m0s 1m0s 1m0s 1m0s 1m0s 1m0s 1m0s 1m0s"},
		{"by halves", RetryOptions{Base: 2 * time.Second, Factor: 1.5, Most: 10 * time.Second}, "2s 3s 4.5s 6.75s 10s 10s 10s 10s"},
		{"no room to grow", RetryOptions{Base: time.Hour, Factor: 1e6, Most: time.Hour}, "1h0m0s 1h0m0s 1h0m0s 1h0m0s 1h0m0s 1h0m0s 1h0m0s 1h0m0s"},
	} {
		r, err := NewRetry(inner(t, func(*greedy.Options) {}), c.opts, 1)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for n := range int64(8) {
			got = append(got, r.delay(3, n+1).String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
		if d := r.delay(3, 1<<60); d != c.opts.Most && c.opts.Factor > 1 {
			t.Errorf("%s: %v after very many failures, want %v", c.name, d, c.opts.Most)
		}
	}
}

// Jitter takes a share off, which depends on the seed, the job and the failure, and on nothing else.
func TestJitterIsDrawnByName(t *testing.T) {
	o := DefaultRetry()
	o.Jitter = 0.5
	mk := func(seed uint64) *Retry {
		r, err := NewRetry(inner(t, func(*greedy.Options) {}), o, seed)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	var sum sim.Duration
	for n := range int64(1000) {
		d := mk(1).delay(n, 1)
		if sum += d; d < 30*time.Second || d > time.Minute || d != mk(1).delay(n, 1) {
			t.Fatalf("job %d waits for %v and then for %v, want the same from 30s to 1m", n, d, mk(1).delay(n, 1))
		}
		if d == mk(2).delay(n, 1) || d == mk(1).delay(n+1, 1) {
			t.Fatalf("job %d waits as long under another seed, or as another job: %v", n, d)
		}
	}
	if mean := sum / 1000; mean < 44*time.Second || mean > 46*time.Second {
		t.Errorf("jobs wait for %v on average, want about 45s", mean)
	}
}

func TestDecoratorsRefuse(t *testing.T) {
	g := inner(t, func(*greedy.Options) {})
	minute := time.Minute
	for want, mk := range map[string]func() (sim.Policy, error){
		"base is 0s, want more than 0": func() (sim.Policy, error) { return NewRetry(g, RetryOptions{Factor: 2, Most: minute}, 1) },
		"factor is 0.5, want 1":        func() (sim.Policy, error) { return NewRetry(g, RetryOptions{Base: 1, Factor: 0.5, Most: minute}, 1) },
		"most is 1ns and base is 1m0s": func() (sim.Policy, error) { return NewRetry(g, RetryOptions{Base: minute, Factor: 2, Most: 1}, 1) },
		"jitter is 2, want 0 to 1": func() (sim.Policy, error) {
			return NewRetry(g, RetryOptions{Base: 1, Factor: 2, Most: 1, Jitter: 2}, 1)
		},
		"copies is 0, want 1 or more":     func() (sim.Policy, error) { return NewReplicate(g, ReplicateOptions{}) },
		"spread is not set, jobs is all":  func() (sim.Policy, error) { return NewReplicate(g, ReplicateOptions{Copies: 1, Jobs: AllJobs}) },
		"after is -1, want 0":             func() (sim.Policy, error) { return NewHedge(g, HedgeOptions{After: -1}) },
		"quantile is 2, want 0 to 1":      func() (sim.Policy, error) { return NewHedge(g, HedgeOptions{Quantile: 2}) },
		"spread is not set, spot is only": func() (sim.Policy, error) { return NewHedge(g, HedgeOptions{Spot: SpotOnly}) },
		"rule is 0, want 1 to 3":          func() (sim.Policy, error) { return NewCheckpoint(g, CheckpointOptions{}) },
		"every is 0s, want more":          func() (sim.Policy, error) { return NewCheckpoint(g, CheckpointOptions{Rule: FixedRule}) },
		"mtbf is -1ns, want 0 or more":    func() (sim.Policy, error) { return NewCheckpoint(g, CheckpointOptions{Rule: DalysRule, MTBF: -1}) },
		"spares is 0, want 1 or more":     func() (sim.Policy, error) { return NewFailover(g, FailoverOptions{}) },
		"idle is -1ns, want 0 or more":    func() (sim.Policy, error) { return NewFailover(g, FailoverOptions{Spares: 1, Idle: -1}) },
		"every is -1ns, want more than 0": func() (sim.Policy, error) { return NewRebalance(g, RebalanceOptions{Every: -1}) },
		"gain is 1.5, want 0 to 1":        func() (sim.Policy, error) { return NewRebalance(g, RebalanceOptions{Every: 1, Gain: 1.5}) },
		"spot is not set, want it set":    func() (sim.Policy, error) { return NewRebalance(g, RebalanceOptions{Every: 1}) },
	} {
		if _, err := mk(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want one with %q", err, want)
		}
	}
}

// A state of another policy, or one that is cut short, is refused and does not panic.
func TestDecoratorsRefuseStatesOfOthers(t *testing.T) {
	g := inner(t, func(*greedy.Options) {})
	retry, _ := NewRetry(g, DefaultRetry(), 1)
	replicate, _ := NewReplicate(g, ReplicateOptions{2, ByZone, AllJobs, AnyPriority, SpotAllow})
	hedge, _ := NewHedge(g, DefaultHedge())
	checkpoint, _ := NewCheckpoint(g, CheckpointOptions{Rule: YoungsRule})
	failover, _ := NewFailover(g, DefaultFailover())
	rebalance, _ := NewRebalance(g, DefaultRebalance())
	all := []sim.Saver{retry, replicate, hedge, checkpoint, failover, rebalance}
	for i, s := range all {
		state := s.Save()
		if err := s.Load(state); err != nil {
			t.Errorf("%v: its own state: %v", s, err)
		}
		for n := range len(state) {
			if err := s.Load(state[:n]); err == nil {
				t.Errorf("%v: %d of %d bytes of a state are accepted", s, n, len(state))
			}
		}
		long := append([]byte{0, 0, 0, 0, 0, 0, 1, 0}, make([]byte, 4096)...)
		if err := s.Load(long); err == nil {
			t.Errorf("%v: a state of zeroes is accepted", s)
		}
		if other := all[(i+1)%len(all)].Save(); s.Load(other) == nil && len(other) != len(state) {
			t.Errorf("%v: the state of another policy is accepted", s)
		}
	}
}
