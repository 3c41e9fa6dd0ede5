package spot

import (
	"strings"
	"testing"
	"time"

	"skysim/policies/greedy"
	"skysim/sim"
)

// TestUniformKind goes through the rule case by case: ticks of 10 minutes, overheads of 12, and four hours
// of work in six.
func TestUniformKind(t *testing.T) {
	const minute = time.Minute
	for _, c := range []struct {
		name string
		now  sim.Duration
		done sim.Duration
		on   Kind
		up   bool
		want Kind
	}{
		{"at first there is a spot machine", 0, 0, Wait, true, Spot},
		{"at first there is none, and nothing is late yet", 0, 0, Wait, false, Wait},
		{"after a tick without progress", 10 * minute, 0, Wait, false, OnDemand},
		{"a spot machine comes while one is behind", 60 * minute, 30 * minute, OnDemand, true, OnDemand},
		{"one comes while one is just even after two overheads", 60 * minute, 56 * minute, OnDemand, true, OnDemand},
		{"one comes while one is ahead of that", 60 * minute, 57 * minute, OnDemand, true, Spot},
		{"none comes while one is ahead", 60 * minute, 60 * minute, OnDemand, false, OnDemand},
		{"lost, and ahead of an even progress", 60 * minute, 50 * minute, Wait, false, Wait},
		{"lost, and behind", 60 * minute, 30 * minute, Wait, false, OnDemand},
		{"time for two overheads, without a machine", 300 * minute, 200 * minute, Wait, true, OnDemand},
		{"time for two overheads, on a spot machine", 300 * minute, 200 * minute, Spot, true, Spot},
		{"time for one overhead, on a spot machine", 300 * minute, 190 * minute, Spot, true, Spot},
		{"time for one overhead, and the machine is gone", 300 * minute, 190 * minute, Wait, false, OnDemand},
	} {
		p := Progress{
			Tick: 10 * minute, Overhead: 12 * minute, Work: 240 * minute, Deadline: 360 * minute,
			Now: c.now, Done: c.done, On: c.on, SpotUp: c.up,
		}
		if got := UniformKind(p); got != c.want {
			t.Errorf("%s: UniformKind = %v, want %v", c.name, got, c.want)
		}
		p.Pending = 1
		if p.tight(p.Work-p.Done+p.Overhead) && UniformKind(p) != OnDemand {
			t.Errorf("%s: with an overhead pending and no time to spare UniformKind = %v", c.name, UniformKind(p))
		}
	}
}

// TestSituationOfCheckpoints counts overheads, pauses and what is kept.
func TestSituationOfCheckpoints(t *testing.T) {
	r := sim.Restart{Keep: sim.KeepCheckpoint, Every: 30 * time.Minute, Cost: time.Minute, Overhead: 5 * time.Minute, Owes: sim.OweRestart}
	if got := paused(&r, 2*time.Hour); got != 123*time.Minute {
		t.Errorf("two hours of work take %v with three checkpoints, want 2h3m", got)
	}
	if got := worked(&r, 63*time.Minute); got != 61*time.Minute {
		t.Errorf("63 minutes do %v of work, want 61m", got)
	}
	if got := entry(&r, 2*time.Minute); got != 38*time.Minute {
		t.Errorf("an entry costs %v, want 38m", got)
	}
	j := sim.JobInfo{Restart: r}
	for i, want := range []sim.Duration{0, 5 * time.Minute, 5 * time.Minute} {
		if j.Attempts = int32(i); overheadOf(&j) != want {
			t.Errorf("after %d attempts the next owes %v, want %v", i, overheadOf(&j), want)
		}
	}
	if j.Attempts, j.Running = 1, 1; overheadOf(&j) != 0 {
		t.Errorf("the first start owes %v, want nothing", overheadOf(&j))
	}
}

// TestLatestStart of a job of an hour, with twelve minutes to enter and two hours from its arrival.
func TestLatestStart(t *testing.T) {
	s := Situation{Left: 2 * time.Hour, Job: sim.JobInfo{Submit: sim.Time(time.Hour)}}
	s.Work, s.Overhead = time.Hour, 12*time.Minute
	if got := s.LatestStart(); s.Slack() != 48*time.Minute || got != sim.Time(108*time.Minute) || s.Late() {
		t.Errorf("slack is %v and the latest start %v, late %v", s.Slack(), got, s.Late())
	}
	s.Left = 70 * time.Minute
	if !s.Late() {
		t.Error("with 70 minutes left it is not late")
	}
	if s.On = Spot; s.Late() {
		t.Error("on a machine it is late with 70 minutes left")
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	with := greedy.Default()
	with.Preempt = greedy.PreemptLater
	for _, c := range []struct {
		name string
		o    Options
		want string
	}{
		{"no tick", Options{Rest: rest(t, greedy.Default())}, "every is 0s, want more than 0"},
		{"no rest", Options{Every: 1}, "nothing places the rest"},
		{"a rest that preempts", Options{Name: "uniform", Every: 1, Rest: rest(t, with)}, "would stop jobs that uniform minds"},
	} {
		if _, err := New(c.o, Uniform{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want ... %s ...", c.name, err, c.want)
		}
	}
}

// TestLoadRefusesWhatWasNotSaved by this policy.
func TestLoadRefusesWhatWasNotSaved(t *testing.T) {
	mk := func() *Policy {
		return made(t, Options{Name: "uniform", Every: time.Minute, Rest: rest(t, greedy.Default())}, Uniform{})
	}
	p := mk()
	p.jobs = []sim.JobID{3, 4}
	good := p.Save()
	if err := mk().Load(good); err != nil {
		t.Fatal(err)
	}
	for n := range good {
		if err := mk().Load(good[:n]); err == nil && n < 64 {
			t.Errorf("Load of %d of %d bytes", n, len(good))
		}
	}
	bad := append([]byte(nil), good...)
	for i := 16; i < 32; i++ {
		bad[i] = 0xff
	}
	if err := mk().Load(bad); err == nil {
		t.Error("Load of a state with more jobs than bytes")
	}
}
