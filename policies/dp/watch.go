package dp

import (
	"fmt"

	"skysim/sim"
)

// Watch takes down which of the markets that jobs could use are up.
func (p *Planner) Watch(v *sim.View) { p.markets.Watch(v) }

// Save returns what has been seen.
func (p *Planner) Save() []byte { return p.markets.Save() }

// Load restores what Save returned.
func (p *Planner) Load(b []byte) error {
	if err := p.markets.Load(b); err != nil {
		return fmt.Errorf("dp: %w", err)
	}
	return nil
}
