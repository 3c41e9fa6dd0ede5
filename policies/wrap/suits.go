package wrap

import "skysim/sim"

// Suits reports what the wrapped policy misses in a world, or nil.
func (c *Commit) Suits(w *sim.World) error { return suits(c.inner, w) }

// Suits reports what the wrapped policy misses in a world, or nil.
func (t *Trial) Suits(w *sim.World) error { return suits(t.inner, w) }

// suits asks a policy that may have something to say.
func suits(p sim.Policy, w *sim.World) error {
	if s, asks := p.(interface{ Suits(*sim.World) error }); asks {
		return s.Suits(w)
	}
	return nil
}
