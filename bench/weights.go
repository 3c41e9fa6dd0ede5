package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"skysim/policies"
	"skysim/policies/learned/weights"
)

// gather reads the trained weights that a policy is made of, which the runs then share,
// and returns what they add to the hash of a cell: nothing where there are none.
func (p *Plan) gather(policy *Policy, use, data string) (string, error) {
	var names []string
	_, err := policies.Parse(use, policies.Env{Weights: func(name string) ([]byte, error) {
		contents, known := p.weights[name]
		if !known {
			var err error
			if contents, err = p.Experiment.openWeights(name, data); err != nil {
				return nil, err
			}
			if p.weights == nil {
				p.weights = map[string][]byte{}
			}
			p.weights[name] = contents
		}
		names = append(names, name)
		return contents, nil
	}})
	if err != nil {
		return "", policy.errorf("use", "%v", err)
	}
	slices.Sort(names)
	sums := ""
	for _, name := range slices.Compact(names) {
		sums += fmt.Sprintf(" %s=%s", name, hashOf(string(p.weights[name])))
	}
	return sums, nil
}

// openWeights returns weights that come with skysim or, by a name that ends in .json,
// those of a file that stands beside the experiment or else below the data directory.
func (e *Experiment) openWeights(name, data string) ([]byte, error) {
	if !weights.IsFile(name) {
		return weights.Embedded(name)
	}
	contents, err := os.ReadFile(filepath.Join(filepath.Dir(e.File), name))
	if err == nil || data == "" {
		return contents, err
	}
	contents, below := os.ReadFile(filepath.Join(data, name))
	if below != nil {
		return nil, fmt.Errorf("%w, nor below --data: %w", err, below)
	}
	return contents, nil
}

// readWeights is the policies.Env.Weights of a run.
func (p *Plan) readWeights(name string) ([]byte, error) {
	contents, known := p.weights[name]
	if !known {
		return nil, fmt.Errorf("%s was not read when the plan was made", name)
	}
	return contents, nil
}
