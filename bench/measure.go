package bench

import (
	"fmt"
	"math"
	"math/big"

	"github.com/HdrHistogram/hdrhistogram-go"

	"skysim/sim"
)

// maxWait is the longest wait that a histogram is asked to hold: 146 years. What
// it cannot hold is an error, never a silent loss.
const maxWait = int64(1) << 62

// slowdownFloor is the τ of bounded slowdown.
const slowdownFloor = 10 * 1_000_000_000

// measure is the Observer behind a Row: it takes from the event log what the
// engine does not add up, and nothing else. It allocates nothing per event.
type measure struct {
	warmup sim.Time
	again  map[int64]struct{} // jobs that have started, were stopped and wait
	waits  *hdrhistogram.Histogram
	log    digest
	spent  spending
	cut    int64 // a job that still ran when the run was over, -1 without
	err    error

	started, ended         int64 // jobs that count
	waitSum, turnaroundSum sim.Wide
	waitMax                int64
	slowdownSum            float64
}

var _ sim.LineObserver = (*measure)(nil)

func newMeasure(warmup sim.Duration, width sim.Time) *measure {
	return &measure{
		warmup: sim.Time(warmup), again: map[int64]struct{}{},
		waits: hdrhistogram.New(1, maxWait, 3), spent: spending{width: width}, cut: -1,
	}
}

// Observe takes in one round.
func (m *measure) Observe(_ *sim.View, events []sim.Event) {
	for i := range events {
		e := &events[i]
		m.log.event(e)
		switch e.Kind {
		case sim.AttemptStarted:
			if m.first(e) && e.Time-sim.Time(e.Wait) >= m.warmup {
				m.wait(int64(e.Wait))
			}
		case sim.AttemptEnded:
			if e.Why != sim.WorkDone && e.Wait >= 0 {
				m.again[e.Job] = struct{}{}
			}
			if e.Why == sim.RunOver {
				m.cut = e.Job
			}
		case sim.JobEnded:
			if len(m.again) > 0 {
				delete(m.again, e.Job)
			}
			if e.Outcome == sim.Finished && e.Time-sim.Time(e.Value) >= m.warmup {
				m.end(e)
			}
		}
	}
}

// first reports whether a start is its job's first; a try before it may have
// ended while its machines booted.
func (m *measure) first(e *sim.Event) bool {
	if e.Attempt == 1 {
		return true
	}
	_, started := m.again[e.Job]
	return !started
}

func (m *measure) wait(ns int64) {
	m.started++
	m.waitSum.AddProduct(ns, 1)
	m.waitMax = max(m.waitMax, ns)
	if err := m.waits.RecordValue(ns); err != nil && m.err == nil {
		m.err = fmt.Errorf("wait of %v: %w", sim.Duration(ns), err)
	}
}

func (m *measure) end(e *sim.Event) {
	m.ended++
	m.turnaroundSum.AddProduct(e.Value, 1)
	// A quotient of two integers and a sum: nothing that a compiler could fuse.
	m.slowdownSum += max(1, float64(e.Value)/float64(max(int64(e.Run), slowdownFloor)))
}

// Charge takes in one line of the bill.
func (m *measure) Charge(l sim.Line) { m.spent.add(l) }

// seconds returns a sum of nanoseconds divided by n, in seconds, or nil for n = 0.
func seconds(sum sim.Wide, n int64) *float64 {
	if n == 0 {
		return nil
	}
	v := sum.Float() / (float64(n) * 1e9)
	return &v
}

// quantiles returns the waits, in nanoseconds, at the given shares of a
// thousand (ascending) by nearest rank: the smallest value that at least that
// share of all values does not exceed, to three digits.
//
// Note: the histogram's own ValueAtQuantile rounds the rank instead.
func (m *measure) quantiles(thousandths ...int64) []int64 {
	out := make([]int64, 0, len(thousandths))
	total, below := m.waits.TotalCount(), int64(0)
	for _, bar := range m.waits.Distribution() {
		below += bar.Count
		for bar.Count > 0 && len(out) < len(thousandths) && below >= rank(thousandths[len(out)], total) {
			out = append(out, min(bar.To, m.waitMax))
		}
	}
	return out
}

// distribution returns the waits at every half percent.
func (m *measure) distribution(hash string) []WaitPoint {
	if m.started == 0 {
		return nil
	}
	var at []int64
	for share := int64(5); share <= 1000; share += 5 {
		at = append(at, share)
	}
	points := make([]WaitPoint, 0, len(at))
	for i, w := range m.quantiles(at...) {
		points = append(points, WaitPoint{Hash: hash, Share: at[i], Wait: w})
	}
	return points
}

// rank is ⌈q·total/1000⌉, at least 1.
func rank(q, total int64) int64 { return max(1, (q*total+999)/1000) }

// fill writes the measure's columns.
func (m *measure) fill(r *Row) {
	r.Digest = m.log.String()
	r.WaitMean = seconds(m.waitSum, m.started)
	r.TurnaroundMean = seconds(m.turnaroundSum, m.ended)
	if m.ended > 0 {
		mean := m.slowdownSum / float64(m.ended)
		r.SlowdownMean = &mean
	}
	if m.started == 0 {
		return
	}
	q := m.quantiles(500, 950, 990)
	for i, to := range []**float64{&r.WaitP50, &r.WaitP95, &r.WaitP99} {
		v := float64(q[i]) / 1e9
		*to = &v
	}
	most := float64(m.waitMax) / 1e9
	r.WaitMax = &most
}

// fillTotals writes the columns that the engine added up.
func fillTotals(r *Row, t *sim.Totals, w *sim.World) error {
	r.Submitted, r.Started, r.Finished, r.Unfinished = t.Submitted, t.Started, t.Finished(), t.Unfinished()
	r.Rejected, r.TimedOut = t.Ended[sim.Rejected], t.Ended[sim.TimedOut]
	r.Impossible, r.Orphaned = t.Ended[sim.Impossible], t.Ended[sim.Orphaned]
	r.Forbidden = t.Ended[sim.Forbidden]
	r.DeadlineJobs, r.DeadlineMisses = t.DeadlineJobs, t.DeadlineMisses
	r.Cost = int64(t.Cost)
	r.CostOwned, r.CostOnDemand, r.CostSpot = int64(t.CostOf[sim.Owned]), int64(t.CostOf[sim.OnDemand]), int64(t.CostOf[sim.Spot])
	r.CostTraffic = int64(t.CostBy[sim.TrafficLine])
	r.CostCommitments = int64(t.CostBy[sim.FeeLine] + t.CostBy[sim.CreditLine])
	r.CostStorage = int64(t.CostBy[sim.StorageLine])
	for i, c := range t.CostAt {
		*r.costAt(w.Providers[i].Name) += int64(c)
	}
	owned, rented := t.Use[sim.Owned], sum(t.Use[sim.OnDemand], t.Use[sim.Spot])
	r.OwnedCPU, r.RentedCPU = ratio(owned.UsedCPU, owned.AvailableCPU), ratio(rented.UsedCPU, rented.AvailableCPU)
	r.OwnedMem, r.RentedMem = ratio(owned.UsedMem, owned.AvailableMem), ratio(rented.UsedMem, rented.AvailableMem)
	r.OwnedGPU, r.RentedGPU = ratio(owned.UsedGPU, owned.AvailableGPU), ratio(rented.UsedGPU, rented.AvailableGPU)
	r.Lines = t.LinesCount
	r.Rented, r.Peak, r.Lost, r.BootFailures = t.Rented, t.Peak, t.Lost, t.BootFailures
	r.Broken = t.Broken
	r.Restarts, r.Refused, r.Actions = t.Restarts, t.Refused, t.Actions
	r.Makespan, r.Events, r.Decisions = int64(t.LastEnd), t.Events, t.Rounds
	gap := t.InSystem.Minus(t.TimeInSystem)
	var err error
	r.LittlesGap = fit(gap, 1, &err)
	r.FinishedCPU = fit(t.FinishedCPU, 1_000_000, &err)
	r.FinishedGPU = fit(t.FinishedGPU, 1_000_000, &err)
	r.LostWork = fit(t.WorkLost, 1_000, &err)
	if r.LittlesGap != 0 {
		return fmt.Errorf("by Little's law ∫N dt and the summed time in system are equal; here they differ by %v ns: the engine is wrong", gap)
	}
	return err
}

// costAt returns the column of a provider.
func (r *Row) costAt(provider string) *int64 {
	switch provider {
	case "aws":
		return &r.CostAWS
	case "azure":
		return &r.CostAzure
	case "gcp":
		return &r.CostGCP
	case ownProvider:
		return &r.CostOwn
	}
	return &r.CostOther
}

func sum(a, b sim.Use) sim.Use {
	return sim.Use{
		UsedCPU: a.UsedCPU.Plus(b.UsedCPU), AvailableCPU: a.AvailableCPU.Plus(b.AvailableCPU),
		UsedMem: a.UsedMem.Plus(b.UsedMem), AvailableMem: a.AvailableMem.Plus(b.AvailableMem),
		UsedGPU: a.UsedGPU.Plus(b.UsedGPU), AvailableGPU: a.AvailableGPU.Plus(b.AvailableGPU),
	}
}

// ratio returns used ÷ available, or nil when nothing was available.
func ratio(used, available sim.Wide) *float64 {
	if available.IsZero() {
		return nil
	}
	v := used.Float() / available.Float()
	return &v
}

// fit returns w ÷ unit rounded half to even, and notes in err when it does not
// fit a column.
func fit(w sim.Wide, unit int64, err *error) int64 {
	q, r := divide(w, unit)
	if twice := 2 * r; twice > unit || (twice == unit && q.Bit(0) == 1) {
		q.Add(q, one)
	}
	if !q.IsInt64() {
		*err = fmt.Errorf("%v does not fit a column of 64 bits", q)
		return math.MaxInt64
	}
	return q.Int64()
}

var one = big.NewInt(1)

// divide returns the quotient, rounded down, and the remainder.
func divide(w sim.Wide, unit int64) (*big.Int, int64) {
	q, r := new(big.Int).DivMod(w.Big(), big.NewInt(unit), new(big.Int))
	return q, r.Int64()
}
