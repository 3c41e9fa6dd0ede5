package fair

import "fmt"

// Problem is what is to be shared.
type Problem struct {
	// Throughput is what each job achieves per second on each kind, 0 where it
	// cannot run. Any unit will do, and another one for each job.
	Throughput [][]float64
	Machines   []float64 // of each kind, not negative
	Scale      []float64 // machines that each job takes at a time, above 0; nil means 1
	Weight     []float64 // how much each level counts, above 0; nil means 1: a job of weight 2 gets half
	// Equal is what each job would achieve with an equal share, above 0; nil means
	// EqualShare.
	Equal []float64
}

// EqualShare returns what each job achieves if its time is divided among the
// kinds as the machines are: Σ throughput·machines ÷ Σ machines.
func EqualShare(throughput [][]float64, machines []float64) []float64 {
	total := 0.0
	for _, m := range machines {
		total += m
	}
	equal := make([]float64, len(throughput))
	for i, row := range throughput {
		for j, t := range row {
			equal[i] += float64(t * (machines[j] / total))
		}
	}
	return equal
}

// NowhereError says that a job achieves nothing on any kind that has machines, so
// that the worst level is 0 whatever is done.
type NowhereError struct{ Job int }

// Error names the job.
func (e *NowhereError) Error() string {
	return fmt.Sprintf("fair: job %d has no throughput on any kind that has machines", e.Job)
}

// Validate returns an error that names the first number that is not valid. Numbers
// lie between 1e-30 and 1e30, or are 0 where that is allowed.
func (p *Problem) Validate() error {
	n := len(p.Throughput)
	for j, m := range p.Machines {
		if !inRange(m) && m != 0 {
			return fmt.Errorf("fair: machines of kind %d are %v, want 0 or 1e-30 to 1e30", j, m)
		}
	}
	for _, list := range []struct {
		name string
		of   []float64
	}{{"scale", p.Scale}, {"weight", p.Weight}, {"equal share", p.Equal}} {
		if list.of != nil && len(list.of) != n {
			return fmt.Errorf("fair: %d numbers of %s for %d jobs, want one each or none", len(list.of), list.name, n)
		}
		for i, v := range list.of {
			if !inRange(v) {
				return fmt.Errorf("fair: %s of job %d is %v, want 1e-30 to 1e30", list.name, i, v)
			}
		}
	}
	for i, row := range p.Throughput {
		if err := p.job(i, row); err != nil {
			return err
		}
	}
	return nil
}

// job checks a job's throughputs.
func (p *Problem) job(i int, row []float64) error {
	if len(row) != len(p.Machines) {
		return fmt.Errorf("fair: job %d has %d throughputs for %d kinds", i, len(row), len(p.Machines))
	}
	somewhere := false
	for j, t := range row {
		if !inRange(t) && t != 0 {
			return fmt.Errorf("fair: throughput of job %d on kind %d is %v, want 0 or 1e-30 to 1e30", i, j, t)
		}
		somewhere = somewhere || t > 0 && p.Machines[j] > 0
	}
	if !somewhere {
		return &NowhereError{i}
	}
	return nil
}

func inRange(x float64) bool { return x >= 1e-30 && x <= 1e30 }

// scale returns how many machines a job takes.
func (p *Problem) scale(i int) float64 {
	if p.Scale == nil {
		return 1
	}
	return p.Scale[i]
}

// gains returns what a unit of each share adds to the job's level, row by row; 0
// where there are no machines.
func (p *Problem) gains() []float64 {
	equal := p.Equal
	if equal == nil {
		equal = EqualShare(p.Throughput, p.Machines)
	}
	k := len(p.Machines)
	a := make([]float64, len(p.Throughput)*k)
	for i, row := range p.Throughput {
		f := p.scale(i) / equal[i]
		if p.Weight != nil {
			f *= p.Weight[i]
		}
		for j, t := range row {
			if p.Machines[j] > 0 {
				a[i*k+j] = t * f
			}
		}
	}
	return a
}

// takes returns the part of each kind's machines that a unit of each share takes,
// row by row.
func (p *Problem) takes() []float64 {
	k := len(p.Machines)
	c := make([]float64, len(p.Throughput)*k)
	for i := range p.Throughput {
		for j, m := range p.Machines {
			if m > 0 {
				c[i*k+j] = p.scale(i) / m
			}
		}
	}
	return c
}
