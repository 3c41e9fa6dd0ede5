package bench

import (
	"errors"

	"skysim/policies"
)

// checkSuits asks every policy whether it makes sense on every cloud: one that goes
// by what a cloud does not say would be another policy under its name there.
func (p *Plan) checkSuits() error {
	e := p.Experiment
	var errs []error
	for i, use := range p.policies {
		for c := range p.clouds {
			if err := policies.Suits(use, p.clouds[c].base); err != nil {
				errs = append(errs, e.Policies[i].errorf("use", "%s does not suit cloud %s: %v", e.Policies[i].Name, e.Clouds[c].Name, err))
				break // one cloud tells it
			}
		}
	}
	return errors.Join(errs...)
}
