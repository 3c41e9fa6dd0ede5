package sim_test

import (
	"slices"

	"skysim/sim"
)

// barred reports whether something else than room keeps a job from a machine: the law, a
// quota, or a partition between it and what the job reads.
func (c *chaos) barred(v *sim.View, j *sim.JobInfo, m *sim.MachineInfo) bool {
	w := v.World()
	why := c.plainLaw(v, j, m.Offer)
	if got := v.Lawful(j.ID, m.Offer); got != why || (v.OfferRoom(j.ID, m.Offer) > 0) && why != sim.Accepted {
		c.t.Fatalf("at %v: job %+v on offer %d is lawful: %v, with room for %d, want %v", v.Now(), *j, m.Offer, got, v.OfferRoom(j.ID, m.Offer), why)
	}
	if why != sim.Accepted || c.cutOff(v, j, m.Offer) {
		return true
	}
	if j.Tenant == 0 {
		return false
	}
	cpu, gpu := j.Demand.CPU*int64(j.Tasks), int64(j.Demand.GPUs)*int64(j.Demand.Share)*int64(j.Tasks)
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		for _, of := range v.Tasks(id, nil) {
			if o := v.Job(of); o.Tenant == j.Tenant {
				cpu, gpu = cpu+o.Demand.CPU, gpu+int64(o.Demand.GPUs)*int64(o.Demand.Share)
			}
		}
	}
	t := &w.Tenants[j.Tenant-1]
	return t.CPU > 0 && cpu > t.CPU || t.GPU > 0 && gpu > t.GPU
}

// cutOff reports whether what a job reads or has saved cannot travel to an offer now.
func (c *chaos) cutOff(v *sim.View, j *sim.JobInfo, o sim.OfferID) bool {
	w := v.World()
	there := w.Zones[w.Offers[o].Zone].Region
	if j.Saved >= 0 && !v.Reachable(j.Saved, there) {
		return true
	}
	if int(j.Number) >= len(c.jobs) || c.jobs[j.Number].Data.Reads == 0 {
		return false
	}
	return !v.Reachable(c.jobs[j.Number].Data.Home, there)
}

// plainLaw reads the rules of a job.
func (c *chaos) plainLaw(v *sim.View, j *sim.JobInfo, o sim.OfferID) sim.Refusal {
	w := v.World()
	r := &w.Regions[w.Zones[w.Offers[o].Zone].Region]
	if j.Class > 0 {
		rules := &w.Classes[j.Class-1]
		data := j.Restart.Size > 0
		if int(j.Number) < len(c.jobs) {
			data = data || c.jobs[j.Number].Data.Reads > 0 || c.jobs[j.Number].Data.Writes > 0
		}
		if len(rules.Run) > 0 && !slices.Contains(rules.Run, r.Jurisdiction) {
			return sim.OutsideResidence
		}
		if data && len(rules.Rest) > 0 && !slices.Contains(rules.Rest, r.Jurisdiction) {
			return sim.DataOutsideResidence
		}
		if len(rules.Providers) > 0 && !slices.Contains(rules.Providers, r.Provider) {
			return sim.ProviderBarred
		}
		if len(rules.Types) > 0 && !slices.Contains(rules.Types, w.Offers[o].Type) {
			return sim.NotCertified
		}
	}
	if j.Tenant > 0 {
		if t := &w.Tenants[j.Tenant-1]; len(t.Providers) > 0 && !slices.Contains(t.Providers, r.Provider) {
			return sim.ProviderBarred
		}
	}
	return sim.Accepted
}
