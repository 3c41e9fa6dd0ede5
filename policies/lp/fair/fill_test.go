package fair

import (
	"math"
	"slices"
	"strings"
	"testing"

	"skysim/policies/lp/general"
	"skysim/sim"
)

// dumbFill fills by linear programmes: the level, and then for each job whether it
// alone could be higher.
func dumbFill(t *testing.T, p *Problem) []float64 {
	t.Helper()
	n := len(p.Throughput)
	levels, done := make([]float64, n), make([]bool, n)
	best := func(f func(i int) (share, least float64)) float64 {
		q := programme(p)
		for i := range n {
			row := &q.Rows[2*i]
			share, least := f(i)
			row.Terms[0].Value, row.RHS = -share, least
		}
		a, err := general.Own{}.Solve(q, general.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		return -a.Objective
	}
	held := func(i int) float64 { return levels[i] * (1 - 1e-9) }
	for slices.Contains(done, false) {
		level := best(func(i int) (float64, float64) {
			if done[i] {
				return 0, held(i)
			}
			return 1, 0
		})
		for i := range n {
			if !done[i] {
				levels[i] = level
			}
		}
		stop := -1
		for one := range n {
			if done[one] {
				continue
			}
			alone := best(func(i int) (float64, float64) {
				if i == one {
					return 1, 0
				}
				return 0, held(i)
			})
			if alone <= level*(1+1e-6) {
				stop = one
				done[one] = true
			}
		}
		if stop < 0 {
			t.Fatal("nobody is stopped")
		}
	}
	return levels
}

// TestFill compares with the dumber method, and the least level with Solve's.
func TestFill(t *testing.T) {
	cases := 400
	if testing.Short() {
		cases = 40
	}
	for seed := range cases {
		r := sim.NewStream(uint64(seed), "fill")
		p := draw(&r, 1+int(r.Int64N(6)), 1+int(r.Int64N(3)))
		got, err := Fill(p, Budget{})
		if err != nil || !got.Complete {
			t.Fatalf("seed %d: %v, %+v", seed, err, got)
		}
		if err := p.limits(got.X); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		s, err := Solve(p, Budget{})
		if err != nil {
			t.Fatal(err)
		}
		if least := slices.Min(got.Levels); math.Abs(least-s.Level) > 1e-6*s.Level {
			t.Errorf("seed %d: the least level is %v, want %v", seed, least, s.Level)
		}
		want := dumbFill(t, p)
		for i := range want {
			if math.Abs(got.Levels[i]-want[i]) > 1e-5*want[i] {
				t.Errorf("seed %d: levels %v, want %v", seed, got.Levels, want)
				break
			}
		}
	}
}

// TestCheckNotices changes shares, and Check must say so.
func TestCheckNotices(t *testing.T) {
	r := sim.NewStream(7, "notices")
	p := draw(&r, 9, 3)
	p.Machines = []float64{2, 1, 1}
	for _, c := range []struct {
		what   string
		change func(s *Shares)
		want   string
	}{
		{"nothing", func(*Shares) {}, ""},
		{"more of everything", func(s *Shares) {
			for _, row := range s.X {
				for j := range row {
					row[j] *= 1.01
				}
			}
		}, "shared out"},
		{"more than all of a job's time", func(s *Shares) { s.X[0] = []float64{1, 1, 0} }, "sum to 2"},
		{"a negative share", func(s *Shares) { s.X[0][0] = -1 }, "want 0 or more"},
		{"another level", func(s *Shares) { s.Level *= 1.1 }, "said to be"},
		{"a lower bound", func(s *Shares) { s.Upper *= 0.9 }, "said to be"},
		{"cheaper kinds", func(s *Shares) { s.KindPrice[0] /= 2; s.Upper = p.upper(s.JobPrice, s.KindPrice) }, "below"},
		{"a negative price", func(s *Shares) { s.JobPrice[0] = -1 }, "price 0 is -1"},
		{"no prices", func(s *Shares) { s.JobPrice = nil }, "prices for 9 jobs"},
	} {
		s, err := Solve(p, Budget{})
		if err != nil {
			t.Fatal(err)
		}
		c.change(s)
		if err := Check(p, s, 1e-9); c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: Check says %v, want %q", c.what, err, c.want)
		}
	}
}

// TestInvalid looks at what is refused.
func TestInvalid(t *testing.T) {
	one := [][]float64{{1, 0}}
	for _, c := range []struct {
		p    Problem
		want string
	}{
		{Problem{Throughput: one, Machines: []float64{1, -1}}, "machines of kind 1 are -1"},
		{Problem{Throughput: one, Machines: []float64{0, 3}}, "job 0 has no throughput on any kind"},
		{Problem{Throughput: one, Machines: []float64{1}}, "2 throughputs for 1 kinds"},
		{Problem{Throughput: [][]float64{{math.NaN(), 1}}, Machines: []float64{1, 1}}, "throughput of job 0 on kind 0 is NaN"},
		{Problem{Throughput: one, Machines: []float64{1, 1}, Scale: []float64{0}}, "scale of job 0 is 0"},
		{Problem{Throughput: one, Machines: []float64{1, 1}, Weight: []float64{1, 1}}, "2 numbers of weight for 1 jobs"},
		{Problem{Throughput: one, Machines: []float64{1, 1}, Equal: []float64{math.Inf(1)}}, "equal share of job 0"},
	} {
		if _, err := Solve(&c.p, Budget{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Solve says %v, want %q", err, c.want)
		}
		if _, err := Fill(&c.p, Budget{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Fill says %v, want %q", err, c.want)
		}
	}
	if s, err := Solve(&Problem{Machines: []float64{1}}, Budget{}); err != nil || !s.Optimal {
		t.Errorf("no jobs: %v, %v", s, err)
	}
}

// TestStopped stops early: Level and Upper hold all the same.
func TestStopped(t *testing.T) {
	r := sim.NewStream(3, "stopped")
	p := draw(&r, 40, 4)
	best, err := Solve(p, Budget{})
	if err != nil {
		t.Fatal(err)
	}
	for steps := 1; steps < best.Iterations; steps++ {
		s, err := Solve(p, Budget{Iterations: steps})
		if err == nil {
			err = Check(p, s, 1e-9)
		}
		if err != nil || s.Level > best.Upper || s.Upper < best.Level {
			t.Errorf("after %d steps: %v, %v to %v", steps, err, s.Level, s.Upper)
		}
	}
}
