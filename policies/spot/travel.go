package spot

import (
	"math"

	"skysim/sim"
)

// way is what a job would have to bring along if it went elsewhere, and where from.
type way struct {
	v     *sim.View
	job   sim.JobID
	from  sim.RegionID // where its savings are, or will be once it is stopped; -1 without any
	bytes int64
	far   bool // data can take time or money at all
}

// way finds out where a job is, which it writes down, and what it has saved.
func (d *Policy) way(v *sim.View, s *Situation) *way {
	job := &s.Job
	w := &way{v: v, job: job.ID, from: -1, far: v.World().Traffic != nil}
	if job.Restart.Keep != sim.KeepNothing && job.Restart.Size > 0 {
		w.from, w.bytes = job.Saved, job.Restart.Size
	}
	if job.Running == 0 {
		return w
	}
	d.on = v.Places(job.Running, d.on[:0])
	for i, at := range d.on {
		o := v.Machine(at.Machine).Offer
		if i == 0 {
			s.At = o
		} else if s.At != o {
			s.At = -1
		}
	}
	if w.bytes > 0 && len(d.on) > 0 {
		w.from = regionOf(v.World(), v.Machine(d.on[0].Machine).Offer)
	}
	return w
}

// regionOf returns where an offer is.
func regionOf(w *sim.World, o sim.OfferID) sim.RegionID { return w.Zones[w.Offers[o].Zone].Region }

// time returns how long what the job reads and has saved travels to an offer.
func (w *way) time(o sim.OfferID) sim.Duration {
	if !w.far {
		return 0
	}
	return max(w.v.TransferTime(w.job, o), w.trip(w.from, regionOf(w.v.World(), o)))
}

// onward returns how long it would then travel on from there to the machines on demand, and boot: if the spot machine is lost.
func (w *way) onward(o sim.OfferID, back *priced) sim.Duration {
	if !w.far || back == nil || w.bytes == 0 {
		return 0
	}
	world := w.v.World()
	return back.boot + max(w.v.TransferTime(w.job, back.offer), w.trip(regionOf(world, o), regionOf(world, back.offer)))
}

// travelled returns how long what an attempt needs travels, or has travelled, before its overhead begins: what the engine expects
// beyond the overhead and the work.
func travelled(v *sim.View, job *sim.JobInfo, a *sim.AttemptInfo) sim.Duration {
	if t := v.World().Traffic; t == nil || len(t.Speeds) == 0 {
		return 0
	}
	if a.Started == sim.Never {
		return v.TransferTime(job.ID, v.Machine(v.Places(a.ID, nil)[0].Machine).Offer)
	}
	run := paused(&job.Restart, scale(job.Estimate-job.Done, ppm, a.Speed))
	return max(0, a.End.Sub(a.Started)-run-overheadOf(job))
}

// trip returns how long the savings travel between two regions.
func (w *way) trip(from, to sim.RegionID) sim.Duration {
	world := w.v.World()
	if from < 0 || from == to || len(world.Traffic.Speeds) == 0 {
		return 0
	}
	speed := world.Traffic.Speeds[int(from)*len(world.Regions)+int(to)]
	if speed <= 0 {
		return 0
	}
	const second = 1_000_000_000
	if w.bytes/speed > math.MaxInt64/8/second {
		return math.MaxInt64 / 8
	}
	return sim.Duration(w.bytes/speed)*second + scale(sim.Duration(w.bytes%speed), second, speed)
}

// fare returns what it costs to bring there what the job reads and has saved. What is saved is priced as the first
// traffic of a month; where the price is not known it is nothing.
func (w *way) fare(o sim.OfferID) sim.Money {
	if !w.far {
		return 0
	}
	told := w.v.TransferCost(w.job, o)
	world, to := w.v.World(), regionOf(w.v.World(), o)
	if w.from < 0 || w.from == to {
		return told
	}
	route := world.Traffic.Pairs[int(w.from)*len(world.Regions)+int(to)]
	if route < 0 {
		return told
	}
	volume, _ := sim.VolumeOf(w.bytes, world.Traffic.Accounts[world.Regions[w.from].Provider].GB)
	cost, _ := world.Traffic.Routes[route].Tiers.Cost(0, volume)
	return max(told, cost)
}
