package spot

import "skysim/sim"

// Kind is a way to spend the time until the next tick.
type Kind uint8

// The kinds.
const (
	Wait Kind = iota // on no machine
	Spot
	OnDemand
)

// String returns the word for it.
func (k Kind) String() string {
	if k > OnDemand {
		return "not set"
	}
	return [...]string{"wait", "spot", "on-demand"}[k]
}

// Progress is how one job stands at a tick. It is what Uniform Progress goes by.
type Progress struct {
	Tick     sim.Duration // between two decisions
	Overhead sim.Duration // at every entry into a machine
	Work     sim.Duration // of the job, all of it
	Deadline sim.Duration // since the job came
	Now      sim.Duration // since the job came
	Done     sim.Duration // of Work
	Pending  sim.Duration // of the overhead on the machine it is on
	On       Kind         // where it was up to now; Wait if its spot machine is gone
	SpotUp   bool         // spot machines can be had, or kept
	// Slow is how much less than on a machine on demand is done in a tick on the spot machine it is on. Overhead is
	// at least that much longer than an entry: who stays for a tick can still leave afterwards.
	Slow sim.Duration
}

// UniformKind is the rule Uniform Progress of [cantbelate]. It wants spot machines where there are some, and falls back
// to on-demand machines as soon as less is done than if the work were spread evenly over the
// time to the deadline. It leaves those again when spot machines are back and the progress would still be even after two
// overheads. Safe keeps the deadline.
func UniformKind(p Progress) Kind { return UniformBy(p, p.Ahead) }

// Ahead compares what is done with what an even progress will have done at an instant: 1 if more is, 0 if it is
// the same, -1 if less is.
func (p *Progress) Ahead(then sim.Duration) int {
	return sign(sim.Product(int64(p.Done), int64(p.Deadline)).Minus(sim.Product(int64(then), int64(p.Work))))
}

// UniformBy is UniformKind with another way to compute Ahead. Some artifacts work it out in
// floating point, and where an even progress is met exactly their decisions hang on the last bit.
func UniformBy(p Progress, ahead func(then sim.Duration) int) Kind {
	want := Wait
	if p.SpotUp {
		want = Spot
	}
	switch {
	case p.On == OnDemand:
		if want != Spot || ahead(p.Now+2*p.Overhead) <= 0 {
			want = OnDemand
		}
	case want == Wait && ahead(p.Now) < 0:
		want = OnDemand
	}
	return p.Safe(want)
}

// Safe returns what is wanted, or what the two safety nets of [cantbelate] put in its place: who has just time for the
// rest and two overheads is not without a machine that stays, and who has just time for one does not leave the
// machine that it is on, unless that is a slow one.
func (p *Progress) Safe(want Kind) Kind {
	left := p.Work - p.Done
	if (p.On == Wait || p.On == OnDemand) && p.tight(left+2*p.Overhead) {
		want = OnDemand
	}
	if p.tight(left + p.Overhead) {
		if p.On == Spot && p.Pending == 0 && p.SpotUp && p.Slow == 0 {
			return Spot
		}
		return OnDemand
	}
	return want
}

// tight reports whether a time, in whole ticks, fills the whole ticks that are left.
func (p *Progress) tight(d sim.Duration) bool {
	return (d+p.Tick-1)/p.Tick >= (p.Deadline-p.Now)/p.Tick
}

// Uniform is the Chooser of UniformKind.
type Uniform struct{}

// Choose goes by the rule. A job that is late anyway takes what it can have.
func (Uniform) Choose(s *Situation) Kind {
	if s.Late() {
		return s.Soonest()
	}
	return UniformKind(s.Progress)
}
