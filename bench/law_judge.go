package bench

import (
	"fmt"
	"slices"
	"strings"

	"skysim/sim"
)

// register is a Source that remembers what each job is until it is forgotten, for
// observers: an event does not say it.
type register struct {
	sim.Source
	of   *workload
	seed uint64
	n    int64
	jobs map[int64]*subject
	// class and tenant are indexes in the law's world plus one, by label.
	class, tenant []int32
}

// subject is what is remembered of a job. Its labels are indexes, -1 for none.
type subject struct {
	job           sim.Job
	class, tenant int
}

// register wraps the jobs of a run under a seed; law is the world with the rules, nil
// without any.
func (w *workload) register(jobs sim.Source, seed uint64, law *sim.World) (*register, error) {
	r := &register{Source: jobs, of: w, seed: seed, jobs: map[int64]*subject{}}
	if law == nil {
		law = &sim.World{}
	}
	var err error
	if r.class, err = w.classes.at(law); err != nil {
		return nil, err
	}
	r.tenant, err = w.tenants.at(law)
	return r, err
}

// Next hands on the next job.
func (r *register) Next(j *sim.Job) bool {
	if !r.Source.Next(j) {
		return false
	}
	k := &subject{job: *j, class: r.of.classes.of(r.seed, r.n, j), tenant: r.of.tenants.of(r.seed, r.n, j)}
	k.job.After = nil
	r.jobs[r.n] = k
	r.n++
	return true
}

// ruled returns a remembered job's class and tenant in the law's world, 0 for none.
func (r *register) ruled(k *subject) (class, tenant int32) {
	if k.class >= 0 {
		class = r.class[k.class]
	}
	if k.tenant >= 0 {
		tenant = r.tenant[k.tenant]
	}
	return class, tenant
}

// verdict says what the rules of a world think of a job on an offer: Accepted, or which of
// them bars it. It is View.Lawful without a run, for rules that are not in force; a test
// holds the two against each other.
func verdict(law *sim.World, j *sim.Job, class, tenant int32, o sim.OfferID) sim.Refusal {
	offer := &law.Offers[o]
	region := &law.Regions[law.Zones[offer.Zone].Region]
	if class > 0 {
		c := &law.Classes[class-1]
		data := j.Data.Reads > 0 || j.Data.Writes > 0 || j.Restart.Size > 0
		switch {
		case len(c.Run) > 0 && !slices.Contains(c.Run, region.Jurisdiction):
			return sim.OutsideResidence
		case data && len(c.Rest) > 0 && !slices.Contains(c.Rest, region.Jurisdiction):
			return sim.DataOutsideResidence
		case len(c.Providers) > 0 && !slices.Contains(c.Providers, region.Provider):
			return sim.ProviderBarred
		case len(c.Types) > 0 && !slices.Contains(c.Types, offer.Type):
			return sim.NotCertified
		}
	}
	if tenant > 0 {
		if t := &law.Tenants[tenant-1]; len(t.Providers) > 0 && !slices.Contains(t.Providers, region.Provider) {
			return sim.ProviderBarred
		}
	}
	return sim.Accepted
}

// inWords says what the rules of a world are, one line each.
func inWords(w *sim.World) (lines []string) {
	for i := range w.Classes {
		c := &w.Classes[i]
		parts := []string{}
		if len(c.Run) > 0 {
			parts = append(parts, "runs only in "+strings.Join(c.Run, " "))
		}
		if len(c.Rest) > 0 {
			parts = append(parts, "has its data only in "+strings.Join(c.Rest, " "))
		}
		parts = append(parts, onlyOn(w, c.Providers)...)
		if len(c.Types) > 0 {
			var names []string
			for _, t := range c.Types {
				names = append(names, w.Types[t].Name)
			}
			parts = append(parts, "uses only "+strings.Join(names, " "))
		}
		if c.Overhead > 0 {
			parts = append(parts, fmt.Sprintf("takes %s %% longer for encryption", fraction(c.Overhead, 10_000)))
		}
		lines = append(lines, "class "+c.Name+" "+said(parts))
	}
	for i := range w.Tenants {
		t := &w.Tenants[i]
		parts := onlyOn(w, t.Providers)
		if t.CPU > 0 {
			parts = append(parts, "holds at most "+thousandths(t.CPU)+" vCPU at once")
		}
		if t.GPU > 0 {
			parts = append(parts, "holds at most "+thousandths(t.GPU)+" GPU at once")
		}
		lines = append(lines, "tenant "+t.Name+" "+said(parts))
	}
	return lines
}

// onlyOn says whose machines may be used, where that is not everybody's.
func onlyOn(w *sim.World, providers []sim.ProviderID) []string {
	if len(providers) == 0 {
		return nil
	}
	var names []string
	for _, p := range providers {
		names = append(names, w.Providers[p].Name)
	}
	return []string{"rents only from " + strings.Join(names, " ")}
}

// said joins what a rule says.
func said(parts []string) string {
	if len(parts) == 0 {
		return "is free"
	}
	return strings.Join(parts, ", ")
}
