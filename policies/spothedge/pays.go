package spothedge

import "skysim/sim"

// pays reports whether the rest of a job's work costs less on a spot machine than where it is, with twice the way there paid
// in time: it may have to come back.
func (d *spread) pays(v *sim.View, job *sim.JobInfo, here sim.OfferID, to *option) bool {
	offers := v.World().Offers
	a := v.Attempt(job.Running)
	left := a.End.Sub(v.Now()) // at the speed here
	if left <= 0 {
		return false
	}
	way := 2 * (offers[to.offer].Boot + v.TransferTime(job.ID, to.offer) + job.Restart.Overhead)
	if job.Restart.Keep == sim.KeepCheckpoint {
		way += job.Restart.Every
	}
	price := v.Price(here) * sim.Rate(len(d.on)) // at most: tasks may share machines
	if room := v.OfferRoom(job.ID, here); room > 1 {
		price = v.Price(here) * sim.Rate((int(job.Tasks)+room-1)/room)
	}
	// price here · left > price there · (left · speed here ÷ speed there + way) + what the move costs
	const nano = 1000 * 3600 * 1_000_000_000
	run := float64(left)
	there := float64(run*float64(a.Speed))/float64(to.speed) + float64(way)
	cost := float64(float64(to.price)*there) + float64(float64(v.TransferCost(job.ID, to.offer))*nano)
	return float64(float64(price)*run) > cost
}
