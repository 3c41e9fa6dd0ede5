package workloads

import (
	"cmp"
	"fmt"
	"slices"

	"skysim/sim"
)

// batchesWorkload is many small instances of a scheduling or packing problem, one
// after the other: all jobs of a batch come at once, and the next batch comes
// when the one before should be over. Run times are whole seconds and sizes whole
// thousandths of a vCPU, each as likely as the others, so that an exact optimum
// can be computed.
//
//	▓▓
//	▒▒▒▒▒          ▓▓▓▓▓▓
//	░░░            ▒
//	│              │           ▶ t
//	     every
func batchesWorkload() Workload {
	return Workload{
		Name:    "batches",
		Summary: "small batches of jobs that come at once, for comparison with an exact optimum",
		Params: []Param{
			{"batches", "100", Count, "number of batches", 1, maxCount},
			{"jobs", "8", Count, "jobs in a batch", 1, 10_000},
			{"every", "1h", Span, "time from one batch to the next, the first at 0", 1e-9, maxSpan},
			{"shortest", "1", "s", "shortest run time, rounded to whole seconds", 1, maxSpan},
			{"longest", "60", "s", "longest run time, rounded to whole seconds", 1, maxSpan},
			{"smallest", "1", "vCPU", "smallest size, rounded to thousandths", 0.001, 10_000},
			{"largest", "1", "vCPU", "largest size, rounded to thousandths", 0.001, 10_000},
			{"longest_first", "false", Switch, "whether a batch is sorted by run time, the longest first", 0, 1},
		},
		open: func(_ *sim.World, s Settings, seed uint64) (sim.Source, error) {
			b := &batches{
				every: s.Span("every"), left: s.Count("batches"), seed: seed, sorted: s.On("longest_first"),
				seconds: between(s.Number("shortest"), s.Number("longest")),
				milli:   between(float64(s.Number("smallest")*1000), float64(s.Number("largest")*1000)),
				batch:   make([]task, s.Count("jobs")),
			}
			b.taken = len(b.batch)
			switch {
			case b.seconds.most < b.seconds.least:
				return nil, fmt.Errorf("workload batches: longest = %v s is less than shortest = %v s", s.Number("longest"), s.Number("shortest"))
			case b.milli.most < b.milli.least:
				return nil, fmt.Errorf("workload batches: largest = %v vCPU is less than smallest = %v vCPU", s.Number("largest"), s.Number("smallest"))
			}
			return b, nil
		},
	}
}

// evenRange is the whole numbers from least to most, each as likely as the others.
type evenRange struct{ least, most int64 }

// between returns the range between two numbers, each rounded.
func between(least, most float64) evenRange {
	return evenRange{int64(nanoseconds(least)), int64(nanoseconds(most))}
}

func (r evenRange) draw(s *sim.Stream) int64 { return r.least + s.Int64N(r.most-r.least+1) }

// task is a job of a batch.
type task struct {
	work  int64 // ns
	milli int64 // vCPU
}

type batches struct {
	every          sim.Duration
	left           int64 // batches to come
	seed           uint64
	sorted         bool
	seconds, milli evenRange

	number uint64 // of batches made
	at     sim.Time
	batch  []task
	taken  int // tasks of it that have been handed over
}

func (b *batches) Next(j *sim.Job) bool {
	if b.taken == len(b.batch) {
		if b.left == 0 {
			return false
		}
		b.make()
	}
	t := b.batch[b.taken]
	b.taken++
	j.Submit, j.Work, j.Estimate, j.Demand.CPU = b.at, t.work, sim.Duration(t.work), t.milli
	return true
}

// make draws the next batch.
func (b *batches) make() {
	if b.number > 0 {
		b.at = b.at.Add(b.every)
	}
	for i := range b.batch {
		s := sim.NewStream(b.seed, "batches", b.number, uint64(i))
		b.batch[i] = task{work: b.seconds.draw(&s) * 1e9, milli: b.milli.draw(&s)}
	}
	if b.sorted {
		slices.SortStableFunc(b.batch, func(x, y task) int { return cmp.Compare(y.work, x.work) })
	}
	b.number, b.left, b.taken = b.number+1, b.left-1, 0
}

func (b *batches) Err() error { return nil }
