package simtest

import (
	"fmt"
	"slices"

	"skysim/sim"
)

// stands follows the places of all tries, from the log alone, and checks that each may be there.
func (a *Audit) stands(e *sim.Event) {
	try := tryOf{e.Job, e.Attempt}
	switch e.Kind {
	case sim.TaskPlaced:
		a.settles(e, try)
	case sim.AttemptBound, sim.AttemptStarted:
		if e.Tasks == 1 && a.storms.on[try] == nil {
			a.settles(e, try)
		}
	case sim.AttemptEnded:
		for range a.storms.on[try] {
			a.take(e.Job, -1)
		}
		delete(a.storms.on, try)
		if i := slices.Index(a.storms.tries, try); i >= 0 {
			a.storms.tries = slices.Delete(a.storms.tries, i, i+1)
		}
	}
}

// settles checks one task at the instant at which it gets its place.
func (a *Audit) settles(e *sim.Event, try tryOf) {
	m, in := a.machines[e.Machine], &a.jobs[e.Job]
	if m == nil || m.gone || m.noticed || m.wear.down || a.storms.dark[a.world.Offers[m.offer].Zone] {
		a.wrongf("job %d, try %d gets a place on machine %d, which takes nobody", e.Job, e.Attempt, e.Machine)
		return
	}
	if why := a.unlawful(in, m.offer); why != "" {
		a.wrongf("job %d, try %d gets a place on machine %d: %s", e.Job, e.Attempt, e.Machine, why)
	}
	here := a.regionOf(e.Machine)
	if in.Data.Reads > 0 && !a.joined(here, in.Data.Home) {
		a.wrongf("job %d, try %d begins in region %d and reads from region %d, which is parted from it", e.Job, e.Attempt, here, in.Data.Home)
	}
	if rest := a.tries[e.Job].rest; rest != nil && !a.joined(here, rest.region) {
		a.wrongf("job %d, try %d begins in region %d, and what it has saved rests in region %d, which is parted from it", e.Job, e.Attempt, here, rest.region)
	}
	if a.storms.on[try] == nil {
		a.storms.tries = append(a.storms.tries, try)
	}
	a.storms.on[try] = append(a.storms.on[try], e.Machine)
	a.take(e.Job, 1)
}

// take counts one task towards the quota of its job's tenant.
func (a *Audit) take(job, sign int64) {
	in := &a.jobs[job]
	if in.Tenant == 0 {
		return
	}
	t, took := &a.world.Tenants[in.Tenant-1], &a.storms.took[in.Tenant-1]
	took[0] += sign * in.Demand.CPU
	took[1] += sign * int64(in.Demand.GPUs) * int64(in.Demand.Share)
	for i, quota := range [2]int64{t.CPU, t.GPU} {
		if quota > 0 && took[i] > quota {
			a.wrongf("tenant %s holds %d of a quota of %d", t.Name, took[i], quota)
		}
	}
}

// unlawful says which rule of a job an offer breaks, "" if none.
func (a *Audit) unlawful(in *sim.Job, o sim.OfferID) string {
	w, offer := a.world, &a.world.Offers[o]
	region := &w.Regions[w.Zones[offer.Zone].Region]
	where, who := listed([]string{region.Jurisdiction}), listed([]sim.ProviderID{region.Provider})
	if in.Tenant > 0 && !who(w.Tenants[in.Tenant-1].Providers) {
		return "its tenant may not use " + w.Providers[region.Provider].Name
	}
	if in.Class == 0 {
		return ""
	}
	c := &w.Classes[in.Class-1]
	has := in.Data.Reads > 0 || in.Data.Writes > 0 || in.Restart.Size > 0
	switch {
	case !where(c.Run), has && !where(c.Rest):
		return fmt.Sprintf("it or its data may not be in %q", region.Jurisdiction)
	case !who(c.Providers):
		return "its class may not use " + w.Providers[region.Provider].Name
	case !listed([]sim.TypeID{offer.Type})(c.Types):
		return "its class may not use " + w.Types[offer.Type].Name
	}
	return ""
}

// listed returns a test of whether a list is empty or has the one entry.
func listed[T comparable](entry []T) func(list []T) bool {
	return func(list []T) bool {
		found := len(list) == 0
		for _, have := range list {
			found = found || have == entry[0]
		}
		return found
	}
}

// forbidden checks of a job that ends so that its tenant's quota or the machines that it may
// use are too few, however many there are at the best of times.
func (a *Audit) forbidden(e *sim.Event, in *sim.Job) {
	tasks, d := max(1, int64(in.Tasks)), &in.Demand
	if in.Tenant > 0 {
		t := &a.world.Tenants[in.Tenant-1]
		if t.CPU > 0 && d.CPU*tasks > t.CPU || t.GPU > 0 && int64(d.GPUs)*int64(d.Share)*tasks > t.GPU {
			return
		}
	}
	var room int64
	for o := range a.world.Offers {
		offer := &a.world.Offers[o]
		t := &a.world.Types[offer.Type]
		speed := t.Speed
		if len(a.world.Profiles) > 0 {
			speed = a.world.Profiles[in.Profile][offer.Type]
		}
		if speed > 0 && a.unlawful(in, sim.OfferID(o)) == "" {
			room += empty(t, d) * mostOf(offer)
		}
	}
	if room >= tasks {
		a.wrongf("job %d is forbidden, and there is lawful room for %d of its %d tasks", e.Job, room, tasks)
	}
}

// mostOf returns how many machines of an offer there ever are, up to a million.
func mostOf(o *sim.Offer) int64 {
	most := o.Supply.Value[0]
	for _, n := range o.Supply.Value {
		if o.Purchase != sim.Owned {
			most = max(most, n)
		}
	}
	return min(most, million)
}

// empty returns how many tasks an empty machine holds, up to a million.
func empty(t *sim.MachineType, d *sim.Demand) int64 {
	n := int64(million)
	if d.CPU > 0 {
		n = min(n, t.CPU/d.CPU)
	}
	if d.Mem > 0 {
		n = min(n, t.Mem/d.Mem)
	}
	if d.GPUs > 0 {
		if d.GPUs > t.GPUs || d.Kinds != 0 && (t.GPUKind < 0 || d.Kinds>>uint(t.GPUKind)&1 == 0) {
			return 0
		}
		n = min(n, int64(t.GPUs)*int64(1000/d.Share)/int64(d.GPUs))
	}
	return n
}
