package wrap

import (
	"math"

	"skysim/sim"
)

// tooLong is a time in which nothing is moved.
const tooLong = sim.Duration(math.MaxInt64 / 4)

// holding returns what it costs to hold machines of an offer for a while at the present price, in
// pico-dollars × ns per hour.
func holding(v *sim.View, o sim.OfferID, machines int, d sim.Duration) sim.Wide {
	if v.World().Offers[o].Purchase == sim.Owned {
		return sim.Wide{} // paid anyway
	}
	return sim.Product(int64(v.Price(o))*int64(machines), int64(max(0, d)))
}

// onto works out a move to a machine that exists: it is held until the attempt ends, if
// it would not have been anyway. That nobody knows how long it will be held is no reason to think that it
// would be.
func (r *Rebalance) onto(v *sim.View, j *sim.JobInfo, t, to int) move {
	target := &r.scene.machines[to]
	m := move{try: t, to: to, offer: target.offer, time: r.takes(v, j, t, target.offer)}
	if info := v.Machine(target.id); info.State == sim.Booting {
		m.time += info.Ready.Sub(v.Now())
	}
	from := v.Now()
	if target.hold != sim.Never {
		from = max(from, target.hold)
	}
	m.cost = holding(v, m.offer, 1, v.Now().Add(m.time).Sub(from)).Plus(r.egress(v, j, t, m.offer))
	return m
}

// ontoNew works out a move to new machines.
func (r *Rebalance) ontoNew(v *sim.View, j *sim.JobInfo, t int, o sim.OfferID) move {
	m := move{try: t, to: -1, offer: o, room: v.OfferRoom(j.ID, o), time: r.takes(v, j, t, o) + v.World().Offers[o].Boot}
	m.machines = (int(j.Tasks) + m.room - 1) / m.room
	m.cost = holding(v, o, m.machines, m.time).Plus(r.egress(v, j, t, o))
	return m
}

// takes returns how long an attempt would still run if it were moved to an offer whose machines are up: what
// is left of it by the estimate and what is done again, at the speed there, after the restart overhead and
// the transfer.
func (r *Rebalance) takes(v *sim.View, j *sim.JobInfo, t int, o sim.OfferID) sim.Duration {
	speed := v.Speed(j.Profile, v.World().Offers[o].Type)
	if speed <= 0 {
		return tooLong
	}
	try := &r.scene.tries[t]
	again := float64(try.left+unsaved(v, j, try.id)) * float64(max(try.promised, try.speed)) / float64(speed)
	if again >= float64(tooLong) {
		return tooLong
	}
	overhead := sim.Duration(0)
	if j.Restart.Owes&(sim.OweRestart|sim.OweMove) != 0 {
		overhead = j.Restart.Overhead
	}
	return min(tooLong, sim.Duration(again)+overhead+v.MoveTime(try.id, o))
}

// unsaved returns how much of an attempt's run would be lost if it stopped now.
func unsaved(v *sim.View, j *sim.JobInfo, id sim.AttemptID) sim.Duration {
	r := &j.Restart
	ran := v.Now().Sub(v.Attempt(id).Started)
	if j.Attempts == 1 && r.Owes&sim.OweFirst != 0 || j.Attempts > 1 && r.Owes&(sim.OweRestart|sim.OweMove) != 0 {
		ran = max(0, ran-r.Overhead)
	}
	switch r.Keep {
	case sim.KeepAll:
		return 0
	case sim.KeepCheckpoint:
		return min(r.Every, ran%max(1, r.Every+r.Cost))
	}
	return ran
}

// egress returns what it costs in data to move an attempt to an offer's region, less what it would cost to
// write from where it is. What of a price is for reading and what for writing, the View does not say: it is
// divided by bytes.
func (r *Rebalance) egress(v *sim.View, j *sim.JobInfo, t int, o sim.OfferID) sim.Wide {
	try := &r.scene.tries[t]
	cost := v.MoveCost(try.id, o)
	if d := v.Data(j.ID); d.Writes > 0 {
		here := v.MoveCost(try.id, r.scene.machines[try.machines[0]].offer)
		cost -= sim.Money(float64(here) * float64(d.Writes) / (float64(d.Reads) + float64(d.Writes)))
	}
	const hour = 3_600_000_000_000
	return sim.Product(int64(cost), hour*1000) // nano-dollars to pico-dollars × ns per hour
}

// inTime reports whether a move costs no job its deadline.
func (r *Rebalance) inTime(v *sim.View, j *sim.JobInfo, t int, takes sim.Duration) bool {
	return j.Deadline == 0 || v.Now().Add(takes) <= j.Deadline || v.Now().Add(r.scene.tries[t].left) > j.Deadline
}

// canTravel reports whether what an attempt would have saved can travel to an offer's region.
func (r *Rebalance) canTravel(v *sim.View, j *sim.JobInfo, t int, o sim.OfferID) bool {
	w := v.World()
	region := func(o sim.OfferID) sim.RegionID { return w.Zones[w.Offers[o].Zone].Region }
	here := r.scene.machines[r.scene.tries[t].machines[0]].offer
	return j.Restart.Size == 0 || v.Reachable(region(here), region(o))
}
