package bench

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"skysim/policies"
	"skysim/sim"
)

// Plan is an experiment that has met the world: policies, workloads and
// offers exist, traces are loaded, and every cell has its name and hash.
type Plan struct {
	// Experiment is the one that was prepared, with a workload for each file that
	// a path with a star matches.
	Experiment *Experiment
	// Cells are the product of the axes. The first axis varies slowest:
	// workload, cloud, policy, seed. Rows come in this order.
	Cells []Cell

	clouds    []*cloud
	workloads []*workload
	policies  []string // canonical constructions
	learned   []string // and what trained weights add to each in a cell's hash
	weights   map[string][]byte
}

// Prepare checks an experiment against what there is and makes its plan; data
// is the directory that traces are in. What is wrong comes as one or more
// *FileError.
func Prepare(e *Experiment, data string) (*Plan, error) {
	e, err := e.expand(data)
	if err != nil {
		return nil, err
	}
	p := &Plan{Experiment: e}
	var errs []error
	for i := range e.Policies {
		use, err := policies.Canonical(e.Policies[i].Use)
		if err != nil {
			errs = append(errs, e.Policies[i].errorf("use", "%v", err))
		}
		for j, other := range p.policies {
			if err == nil && other == use {
				errs = append(errs, e.Policies[i].errorf("use", "%s is the same policy as %s", e.Policies[i].Name, e.Policies[j].Name))
			}
		}
		p.policies = append(p.policies, use)
	}
	for i := range e.Clouds {
		c, err := openCloud(&e.Clouds[i], e.Epoch, data)
		if err != nil && !slices.ContainsFunc(errs, func(x error) bool { return x != nil && x.Error() == err.Error() }) {
			errs = append(errs, err) // one table may be several clouds
		}
		p.clouds = append(p.clouds, c)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for i := range e.Policies {
		sums, err := p.gather(&e.Policies[i], p.policies[i], data)
		errs = append(errs, err)
		p.learned = append(p.learned, sums)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	if err := p.checkSuits(); err != nil {
		return nil, err
	}
	for i := range e.Workloads {
		w, err := openWorkload(&e.Workloads[i], data)
		if err == nil && w.change.stay && e.Until == 0 {
			err = e.Workloads[i].errorf("stay", "stay = true wants an until at the top of the file: no job ever ends")
		}
		errs = append(errs, err)
		p.workloads = append(p.workloads, w)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	p.layOut()
	return p, p.checkArrivals()
}

// layOut makes the cells.
func (p *Plan) layOut() {
	e := p.Experiment
	for w := range e.Workloads {
		for c := range e.Clouds {
			if e.Zipped && w != c {
				continue
			}
			for q := range e.Policies {
				for s := range e.Seeds.Count {
					cell := Cell{
						Workload: e.Workloads[w].Name, Cloud: e.Clouds[c].Name, Policy: e.Policies[q].Name,
						Seed: e.Seeds.First + s, workload: w, cloud: c, policy: q,
					}
					cell.Name = cellName(&cell)
					cell.Hash = hashOf("engine", EngineVersion, "workload", p.workloads[w].hash, "cloud", p.clouds[c].hash,
						"policy", p.policies[q]+p.learned[q], "seed", strconv.FormatInt(cell.Seed, 10),
						"until", e.Until.String(), "warmup", e.Warmup.String())
					p.Cells = append(p.Cells, cell)
				}
			}
		}
	}
}

// checkArrivals takes the first job of every workload, on every cloud and for
// every seed, so that an empty trace or a horizon before the first arrival is
// an error now and not a table of nothing later.
func (p *Plan) checkArrivals() error {
	e := p.Experiment
	var errs []error
	for i, w := range p.workloads {
		for c := range p.clouds {
			if e.Zipped && i != c {
				continue
			}
			var placed *FileError
			if err := p.firstArrival(w, c); errors.As(err, &placed) {
				errs = append(errs, err)
				break
			} else if err != nil {
				errs = append(errs, e.Workloads[i].errorf("use", "workload %s: %v", e.Workloads[i].Name, err))
				break
			}
		}
	}
	return errors.Join(errs...)
}

func (p *Plan) firstArrival(w *workload, cloud int) error {
	seeds := p.Experiment.Seeds
	for s := range seeds.Count {
		src, err := w.source(p.clouds[cloud].base, uint64(seeds.First+s))
		if err != nil {
			return err
		}
		var j sim.Job
		if !src.Next(&j) {
			if err := src.Err(); err != nil {
				return err
			}
			return fmt.Errorf("it has no jobs")
		}
		if until := p.Experiment.Until; until > 0 && j.Submit >= sim.Time(until) {
			return fmt.Errorf("its first job comes at %v, when the run is over: until = %v", j.Submit, until)
		}
		if w.constant() {
			break // the same for every seed
		}
	}
	return nil
}

// Notes says what a user should know about the inputs, such as rows that a
// lenient reading left out.
func (p *Plan) Notes() []string {
	var notes []string
	for _, w := range p.workloads {
		if w.trace != nil {
			notes = append(notes, w.trace.notes...)
		}
	}
	return notes
}
