package greedy

import "skysim/sim"

// proven adds least to the bill by what offers have shown of themselves, not by what they promise: the cost of
// cheapest, with the boots to be paid that come to nothing or take longer, times how much longer the job is expected to take
// because machines are lost, by what a stop takes from it. Ties as in cheapest. Without any history it does
// what cheapest does, but for the general doubt about spot machines.
//
// It does not explore: who has been found bad is tried again only when all others cost more, or are gone.
type proven struct{ proof *proof }

func (s proven) rank(r *request, c *candidate) key {
	hi, lo := wide(s.effective(r, c))
	return key{hi, lo, int64(c.finish)}
}

// enough is that of cheapest: what is known of an offer only makes it dearer.
func (s proven) enough(r *request, best *candidate, price sim.Rate) bool {
	run := runTime(r.run, r.shape.speed, r.job.Limit)
	least := times(times(sim.Product(int64(price), int64(run)), r.fewest()), one)
	over := sim.Wide{Hi: best.key[0], Lo: uint64(best.key[1]) ^ 1<<63}.Minus(least)
	return over.Hi < 0
}

// one is a factor of 1 in effective costs, and most is the largest.
const (
	one  = 1024
	most = 1000
)

// effective returns the expected cost of a candidate, times one.
func (s proven) effective(r *request, c *candidate) sim.Wide {
	offer := &r.market.world.Offers[c.offer]
	if offer.Purchase == sim.Owned {
		return times(c.cost, one)
	}
	x := s.proof.expect(c.offer, r.v.Now())
	cost := c.cost
	if c.fresh > 0 {
		retries := min(most, x.failed/(1-x.failed))
		delay := x.late + float64(retries*(hoursOf(offer.Boot)+x.late))
		cost = cost.Plus(times(sim.Product(int64(r.v.Price(c.offer)), int64(min(delay, 1e6)*hourNs)), c.fresh))
	}
	run := hoursOf(c.finish.Sub(c.ready))
	lost := float64(x.lost * float64(max(1, c.fresh)))
	return times(cost, int(float64(one*longer(&r.job, run, lost, hoursOf(offer.Boot)+x.late))))
}

// longer returns how many times as long as undisturbed a job is expected to take, from 1 to most, if it is stopped lost times an hour
// and then waits for another machine.
func longer(j *sim.JobInfo, run, lost, boot float64) float64 {
	again := boot
	if j.Restart.Owes&(sim.OweRestart|sim.OweMove) != 0 {
		again += hoursOf(j.Restart.Overhead)
	}
	times := 1.0
	switch stops := float64(lost * run); {
	case stops <= 0:
		return 1
	case j.Restart.Keep == sim.KeepNothing: // to run for so long without a loss, each begins anew
		times = float64((sim.Exp(min(stops, 20))-1)/stops) * (1 + float64(lost*again))
	case j.Restart.Keep == sim.KeepCheckpoint:
		again += float64(min(run, hoursOf(j.Restart.Every)) / 2)
		fallthrough
	default:
		times = 1 + float64(lost*again)
	}
	return min(most, max(1, times))
}

func hoursOf(d sim.Duration) float64 { return float64(d) / hourNs }
