package policies

import "skysim/sim"

// Suiter is a policy that does not make sense in every world. Decorators pass the
// question on to what they wrap.
type Suiter interface {
	// Suits reports what the policy goes by and the world does not have. A policy
	// that it returns an error of would run there, and quietly be another one.
	Suits(w *sim.World) error
}

// Suits reports why a construction makes no sense in a world, or nil. The error is a
// *grammar.Error if the construction is wrong in any world.
func Suits(name string, w *sim.World) error {
	p, err := Parse(name, Env{label: true})
	if err != nil {
		return err
	}
	if s, asks := p.(Suiter); asks {
		return s.Suits(w)
	}
	return nil
}
