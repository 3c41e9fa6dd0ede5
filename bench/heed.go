package bench

import "skysim/sim"

// heed is the Observer that finds out how much of what was paid for jobs under rules was
// paid where the rules allow it, whether they are in force or not. A task pays for the share
// of its machine that it occupies, as in wasted.
type heed struct {
	law     *sim.World // with the rules
	jobs    *register
	gangs   map[attemptKey][]sim.OfferID // of attempts of several tasks
	prices  *wasted
	all     float64 // nano-dollars for jobs that a rule bars from somewhere
	allowed float64
}

// heeding returns the observer of a cell, and has the run's jobs remembered for it; nil
// where the cloud has no rules or the workload no labels.
func (p *Plan) heeding(c Cell, config *sim.Config) (*heed, error) {
	law, load := p.clouds[c.cloud].law, p.workloads[c.workload]
	if law == nil || load.classes == nil && load.tenants == nil {
		return nil, nil
	}
	jobs, err := load.register(config.Jobs, uint64(c.Seed), law)
	if err != nil {
		return nil, err
	}
	config.Jobs = jobs
	h := &heed{law: law, jobs: jobs, gangs: map[attemptKey][]sim.OfferID{}, prices: newWasted(config.World)}
	config.Observers = append(config.Observers, h)
	return h, nil
}

// Observe takes in one round.
func (h *heed) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		switch e := &events[i]; e.Kind {
		case sim.TaskPlaced:
			k := attemptKey{e.Job, e.Attempt}
			h.gangs[k] = append(h.gangs[k], e.Offer)
		case sim.AttemptEnded:
			h.ends(e)
		case sim.JobEnded:
			delete(h.jobs.jobs, e.Job)
		}
	}
}

// ends adds what an attempt paid.
func (h *heed) ends(e *sim.Event) {
	key := attemptKey{e.Job, e.Attempt}
	on := h.gangs[key]
	delete(h.gangs, key)
	k := h.jobs.jobs[e.Job]
	if k == nil || e.Run <= 0 {
		return
	}
	class, tenant := h.jobs.ruled(k)
	if class == 0 && tenant == 0 {
		return
	}
	if len(on) == 0 {
		on = []sim.OfferID{e.Offer}
	}
	for _, o := range on {
		paid := float64(h.prices.share(o, e) * h.prices.price(o, e.Time-sim.Time(e.Run), e.Time))
		h.all += paid
		if verdict(h.law, &k.job, class, tenant, o) == sim.Accepted {
			h.allowed += paid
		}
	}
}

// fill writes the share; a nil heed writes nothing.
func (h *heed) fill(r *Row) {
	if h == nil || h.all == 0 {
		return
	}
	share := h.allowed / h.all
	r.CostLawful = &share
}
