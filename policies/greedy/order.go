package greedy

import (
	"math"

	"skysim/sim"
)

// Order says which waiting job is considered first. Ties go to the job that
// was submitted first.
//
// What an order calls processors is what a job occupies with all its tasks:
// GPUs if it has any, shares of one counted as such, else vCPUs. Times are in
// seconds.
type Order uint8

// The values of Order.
const (
	FCFS Order = iota + 1
	SJF
	Priority
	EDF
	Largest
	LJF
	WSPT
	SRPT
	F1
	WFP3
	UNICEP
)

// Orders lists the values of Order in order.
func Orders() []Word {
	return []Word{
		{"fcfs", "first come, first served"},
		{"sjf", "shortest estimate first; jobs without an estimate last"},
		{"priority", "largest priority first"},
		{"edf", "earliest deadline first; jobs without a deadline last"},
		{"largest", "largest task first: by GPUs taken, then CPU, then memory"},
		{"ljf", "longest estimate first; jobs without an estimate last"},
		{"wspt", "largest weight for its estimate first, the weight being the priority and at least 1; jobs without an estimate last (Smith 1956)"},
		{"srpt", "least of its estimate left first; jobs without an estimate last (Schrage 1968)"},
		{"f1", "smallest log10(estimate)·processors + 870·log10(submit time) first (Carastan-Santos & de Camargo 2017)"},
		{"wfp3", "largest (wait/estimate)³·processors first (Tang et al. 2009)"},
		{"unicep", "largest wait/(log2(processors)·estimate) first (Tang et al. 2009)"},
	}
}

// String returns the word.
func (o Order) String() string { return name(uint8(o), Orders()) }

// key returns the function that the engine sorts the queue by, smaller first,
// when a job enters it; nil is the order of submission, which orders that change
// while jobs wait begin with too: see score.
func (o Options) key() func(*sim.JobInfo) int64 {
	switch o.Order {
	case SJF:
		return func(j *sim.JobInfo) int64 { return orLast(int64(j.Estimate)) }
	case LJF:
		return func(j *sim.JobInfo) int64 { return orLast(-int64(j.Estimate)) }
	case WSPT:
		return func(j *sim.JobInfo) int64 {
			if j.Estimate == 0 {
				return last
			}
			return int64(j.Estimate) / max(1, int64(j.Priority)) // ratios that differ by less than a ns are ties
		}
	case SRPT:
		return func(j *sim.JobInfo) int64 { return remaining(j) }
	case Priority:
		return o.aged
	case EDF:
		return func(j *sim.JobInfo) int64 { return orLast(int64(j.Deadline)) }
	case Largest:
		return func(j *sim.JobInfo) int64 { return -size(&j.Demand) }
	case F1:
		return o.f1
	}
	return nil
}

// last is the key of those that come last.
const last = math.MaxInt64

// orLast returns key, or the last key if it is 0, which stands for none.
func orLast(key int64) int64 {
	if key == 0 {
		return last
	}
	return key
}

// remaining is what is left of the estimate of a job that waits: nothing if it
// has kept more work than was claimed that it had.
func remaining(j *sim.JobInfo) int64 {
	if j.Estimate == 0 {
		return last
	}
	return max(0, int64(j.Estimate-j.Done))
}

// aged is the key of Priority. With ageing a job counts as priority +
// (now − submit)/ageing, of which the larger comes first. The same now is in all of
// them, so that the smallest submit − priority·ageing does: the order does not
// change while jobs wait.
func (o Options) aged(j *sim.JobInfo) int64 {
	if o.Ageing == Never {
		return -int64(j.Priority)
	}
	w := sim.Product(int64(j.Submit), 1).Minus(sim.Product(int64(j.Priority), int64(o.Ageing)))
	switch {
	case w.Hi > 0 || w.Hi == 0 && w.Lo > math.MaxInt64:
		return math.MaxInt64
	case w.Hi < -1 || w.Hi == -1 && w.Lo < 1<<63:
		return math.MinInt64
	}
	return int64(w.Lo)
}

// f1 is the key of F1: small and short jobs first, and those that were submitted
// earlier, by a formula that was fitted to the best schedules of many small cases.
// The submit time is counted from the beginning of the run's clock; it is
// part of the formula that the same pause counts less the later it comes.
func (o Options) f1(j *sim.JobInfo) int64 {
	run, submit := log10(seconds(o.expected(j))), log10(seconds(sim.Duration(j.Submit)))
	return ordered(float64(run*processors(j)) + float64(870*submit))
}

// ordered returns an integer for a float that is not NaN; they are in the same
// order. The two zeros are one.
func ordered(x float64) int64 {
	if b := int64(math.Float64bits(x + 0)); b >= 0 {
		return b
	}
	return -int64(math.Float64bits(-x))
}

// expected is the estimate, or the guess where there is none.
func (o Options) expected(j *sim.JobInfo) sim.Duration {
	if j.Estimate == 0 {
		return o.Guess
	}
	return j.Estimate
}

// processors is what a job occupies: GPUs if it has any, else vCPUs.
func processors(j *sim.JobInfo) float64 {
	d := &j.Demand
	one := d.CPU
	if d.GPUs > 0 {
		one = int64(d.GPUs) * int64(d.Share)
	}
	return float64(one) * float64(j.Tasks) / 1000
}

// seconds is exact for whole seconds.
func seconds(d sim.Duration) float64 { return float64(d) / 1e9 }

func log10(x float64) float64 { return sim.Log(x) / math.Ln10 }

func log2(x float64) float64 { return sim.Log(x) / math.Ln2 }
