package spot

import "skysim/sim"

// mind looks at a job and does what is to be done. A job in the queue that is not due only looks whether machines of
// one's own have room.
func (d *Policy) mind(v *sim.View, p *sim.Plan, job *sim.JobInfo, due bool) {
	if job.Running == 0 && d.own(v, p, job.ID) || !due {
		return
	}
	s := d.assess(v, job)
	if job.Running != 0 && s.On == Wait {
		return // it is on a machine of its owner, or its gang on several kinds
	}
	kind := d.choose.Choose(s)
	if kind == Spot && !s.SpotUp || kind == OnDemand && !s.OnDemandUp {
		kind = Wait
		if job.Running != 0 {
			kind = s.On
		}
	}
	if job.Running != 0 {
		if kind == s.On && !(kind == Spot && s.Go) {
			return
		}
		p.Stop(job.Running)
		if v.Job(job.ID).Running != 0 || v.Job(job.ID).ID == 0 {
			return
		}
	}
	switch kind {
	case OnDemand:
		d.start(v, p, job.ID, s.Fallback)
	case Spot:
		for _, z := range s.Zones {
			if z.Up && d.start(v, p, job.ID, z.Offer) {
				return
			}
		}
	}
}

// start starts a job on machines of an offer.
func (d *Policy) start(v *sim.View, p *sim.Plan, id sim.JobID, o sim.OfferID) bool {
	done := d.placer.StartOn(v, p, id, o)
	if h, keeps := d.choose.(Homer); keeps && done {
		h.Begun(id, regionOf(v.World(), o))
	}
	return done
}

// own starts a job on machines of one's own that have room for all of it.
func (d *Policy) own(v *sim.View, p *sim.Plan, id sim.JobID) bool {
	offers := v.World().Offers
	for o := range offers {
		if offers[o].Purchase == sim.Owned && v.OfferRoom(id, sim.OfferID(o)) > 0 && d.placer.StartOn(v, p, id, sim.OfferID(o)) {
			return true
		}
	}
	return false
}

// assess draws up a job's situation.
func (d *Policy) assess(v *sim.View, job *sim.JobInfo) *Situation {
	onDemand, spots := d.market.look(v, job)
	part(v, job, onDemand)
	part(v, job, spots)
	if h, keeps := d.choose.(Homer); keeps && h.Home(job.ID) >= 0 {
		onDemand, spots = near(v.World(), onDemand, h.Home(job.ID)), within(v.World(), spots, h.Home(job.ID))
	}
	s := &Situation{Job: *job, At: -1, Fallback: -1}
	w := d.way(v, s)
	back := fallback(onDemand, job, v.Now(), w)
	speed, boot, slow := int64(ppm), sim.Duration(0), sim.Duration(0)
	switch {
	case back != nil:
		speed, boot, s.Fallback, s.OnDemandUp = back.speed, back.boot+w.time(back.offer), back.offer, back.up
	case len(spots) > 0:
		speed = spots[0].speed
	}
	if s.OnDemandUp {
		s.OnDemandPrice = back.price
	}
	for i := range spots {
		z := &spots[i]
		if z.speed < speed && !d.opts.Slower || s.OnDemandUp && dearer(*z, *back) > 0 {
			continue
		}
		slow = max(slow, d.behind(z.speed, speed))
		price := sim.Rate(scale(sim.Duration(z.price), speed, z.speed))
		before := z.boot + w.time(z.offer)
		s.Zones = append(s.Zones, Zone{z.offer, z.up, z.parted, price, regionOf(v.World(), z.offer), w.fare(z.offer), before + nextOverhead(job)})
		boot = max(boot, before, w.onward(z.offer, back))
		if z.up && !s.SpotUp {
			s.SpotUp, s.SpotPrice = true, price
		}
	}
	d.time(v, s, speed, boot)
	s.Overhead += max(slow, s.Slow)
	return s
}

// behind returns how much less is done in a tick at one speed than at another.
func (d *Policy) behind(speed, other int64) sim.Duration {
	if speed >= other {
		return 0
	}
	return d.opts.Every - scale(d.opts.Every, speed, other) + 1
}

// time fills in the times of a situation.
func (d *Policy) time(v *sim.View, s *Situation, speed int64, boot sim.Duration) {
	job, r := &s.Job, &s.Job.Restart
	s.Left = job.Deadline.Sub(v.Now())
	s.Progress = Progress{
		Tick: d.opts.Every, Overhead: entry(r, boot), SpotUp: s.SpotUp,
		Deadline: job.Deadline.Sub(job.Submit), Now: v.Now().Sub(job.Submit),
		Work: paused(r, scale(job.Estimate, ppm, speed)),
	}
	s.Entry = boot + overheadOf(job)
	if r.Keep == sim.KeepCheckpoint {
		s.AtRisk = r.Every + r.Cost
	}
	left := paused(r, scale(job.Estimate-job.Done, ppm, speed))
	if a := v.Attempt(job.Running); a.ID != 0 {
		s.On = d.where(v, a.ID)
		ran, over := sim.Duration(0), overheadOf(job)+travelled(v, job, &a)
		if a.Started == sim.Never {
			s.Pending = over + boot
		} else {
			ran = v.Now().Sub(a.Started)
			s.Pending = max(0, over-ran)
		}
		if s.On == Spot && (d.opts.Slower || s.At >= 0 && a.Speed < v.Speed(job.Profile, v.World().Offers[s.At].Type)) {
			s.Slow = d.behind(a.Speed, speed) // or it runs slower than its type should
		}
		done := scale(worked(r, ran-over), a.Speed, ppm)
		if s.AtRisk > 0 {
			s.Unsaved = max(0, ran-over) % s.AtRisk
		}
		left = paused(r, scale(job.Estimate-job.Done-done, ppm, speed))
		s.SpotUp = s.SpotUp || s.On == Spot
		s.Progress.SpotUp = s.SpotUp
	}
	if left <= 0 { // it took longer than its owner said
		left = min(s.Tick, s.Work)
	}
	s.Done = max(0, s.Work-left)
}

// where returns what kind of rented machines an attempt is on, or Wait if there are others.
func (d *Policy) where(v *sim.View, id sim.AttemptID) Kind {
	kind := Wait
	d.on = v.Places(id, d.on[:0])
	for i, at := range d.on {
		k := Wait
		switch v.World().Offers[v.Machine(at.Machine).Offer].Purchase {
		case sim.Spot:
			k = Spot
		case sim.OnDemand:
			k = OnDemand
		}
		if i > 0 && k != kind {
			return Wait
		}
		kind = k
	}
	return kind
}
