package train

import (
	"context"
	"errors"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"skysim/sim"
)

// drawRide draws a job and a place and time for it among skies.
func drawRide(skies []sky, seed int64, which int) *ride {
	s := sim.NewStream(uint64(seed), "train/imitation", uint64(which))
	pick := func(from []float64) float64 { return from[s.Int64N(int64(len(from)))] }
	terms := rideTerms{
		ratio:    pick([]float64{1.1, 1.2, 1.2, 1.35, 1.5, 1.5, 1.75, 2}),
		price:    pick([]float64{0.25, 0.3, 0.35, 0.4, 0.5}),
		overhead: sim.Duration(pick([]float64{4, 12, 12, 12, 12, 20})) * time.Minute,
	}
	hours := 8 * sim.Exp(float64(0.5*s.Normal()))
	work := sim.Duration(float64(min(max(hours, 2), 24)*60)) * time.Minute
	work = max(work, sim.Duration(float64(terms.overhead)/float64(terms.ratio-1))/time.Minute*time.Minute+time.Minute) // or no plan is in time
	z := &skies[s.Int64N(int64(len(skies)))]
	last := len(z.up) - int(float64(work)*terms.ratio/float64(tickOf)) - 1
	at := int(s.Int64N(int64(last)))
	return newRide(z, at, int(s.Int64N(300)), work, terms)
}

// drawRides draws so many, none of which another batch has.
func drawRides(skies []sky, seed int64, batch, n int) (all []*ride) {
	for i := range n {
		all = append(all, drawRide(skies, seed, batch*1_000_000+i))
	}
	return all
}

// cost is what a ride counts when policies are compared: hours of on-demand machines, and twice the work more if the
// deadline is missed.
func (r *ride) cost(do rider) (float64, error) {
	hours, missed, err := r.play(do)
	if missed {
		hours += 2 * r.problem.Work.Hours()
	}
	return hours, err
}

// bill returns what each ride costs under each rider, by rider and ride.
func bill(ctx context.Context, workers int, rides []*ride, riders []rider) ([][]float64, error) {
	table := make([][]float64, len(riders))
	for i := range table {
		table[i] = make([]float64, len(rides))
	}
	return table, each(ctx, workers, len(rides), func(i int) (err error) {
		for k, do := range riders {
			if table[k][i], err = rides[i].cost(do); err != nil {
				return err
			}
		}
		return nil
	})
}

// each does n things on several workers.
func each(ctx context.Context, workers, n int, do func(i int) error) error {
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for i := range n {
		if inner.Err() != nil {
			break
		}
		group.Go(func() error { return do(i) })
	}
	return errors.Join(group.Wait(), ctx.Err())
}
