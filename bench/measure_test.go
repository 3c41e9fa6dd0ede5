package bench

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"skysim/sim"
)

// Percentiles are those of nearest rank, to three digits.
func TestQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMeasure(0, 1)
		waits := rapid.SliceOfN(rapid.Int64Range(0, 1e14), 1, 300).Draw(t, "waits")
		for _, w := range waits {
			m.wait(w)
		}
		slices.Sort(waits)
		for i, q := range []int64{5, 500, 950, 990, 1000} {
			want := waits[int(math.Ceil(float64(q)*float64(len(waits))/1000))-1]
			got := m.quantiles(5, 500, 950, 990, 1000)[i]
			if got < want || float64(got) > float64(want)*1.001+1 {
				t.Fatalf("quantile %d/1000 of %v is %d, want %d", q, waits, got, want)
			}
		}
	})
}

func TestWaitOutOfRangeIsAnError(t *testing.T) {
	m := newMeasure(0, 1)
	m.wait(-1)
	if m.err == nil {
		t.Error("a wait of -1 ns passed without an error")
	}
}

// A wait is counted at the first start, and not again after a loss, nor at a
// try that never ran because its machine did not boot.
func TestFirstStarts(t *testing.T) {
	m := newMeasure(0, 1)
	m.Observe(nil, []sim.Event{
		{Kind: sim.AttemptEnded, Job: 1, Attempt: 1, Why: sim.FailedBoot, Wait: -1},
		{Kind: sim.AttemptStarted, Job: 1, Attempt: 2, Time: 70, Wait: 70},
		{Kind: sim.AttemptEnded, Job: 1, Attempt: 2, Why: sim.LostMachine, Wait: 70},
		{Kind: sim.AttemptStarted, Job: 1, Attempt: 3, Time: 500, Wait: 70},
		{Kind: sim.AttemptStarted, Job: 2, Attempt: 1, Time: 510, Wait: 30},
		{Kind: sim.JobEnded, Job: 1, Time: 900, Value: 900, Outcome: sim.Finished},
	})
	if m.started != 2 || m.waitSum.Lo != 100 || m.waitMax != 70 || len(m.again) != 0 {
		t.Errorf("%d starts, waits of %v in all, longest %d, %d remembered; want 2, 100, 70, 0", m.started, m.waitSum, m.waitMax, len(m.again))
	}
}

func TestWarmupLeavesOut(t *testing.T) {
	m := newMeasure(100, 1)
	m.Observe(nil, []sim.Event{
		{Kind: sim.AttemptStarted, Job: 1, Attempt: 1, Time: 150, Wait: 51}, // submitted at 99
		{Kind: sim.AttemptStarted, Job: 2, Attempt: 1, Time: 150, Wait: 50}, // at 100
		{Kind: sim.JobEnded, Job: 1, Time: 200, Value: 101, Outcome: sim.Finished},
		{Kind: sim.JobEnded, Job: 2, Time: 200, Value: 100, Outcome: sim.Finished},
	})
	if m.started != 1 || m.ended != 1 {
		t.Errorf("%d starts and %d ends count, want 1 and 1", m.started, m.ended)
	}
}

// Every field of an event moves the digest.
func TestDigestSeesAll(t *testing.T) {
	var plain digest
	plain.event(&sim.Event{})
	typ := reflect.TypeFor[sim.Event]()
	for i := range typ.NumField() {
		var e sim.Event
		switch f := reflect.ValueOf(&e).Elem().Field(i); f.Kind() {
		case reflect.Uint8:
			f.SetUint(1)
		default:
			f.SetInt(1)
		}
		var d digest
		d.event(&e)
		if d.String() == plain.String() {
			t.Errorf("the digest does not see %s", typ.Field(i).Name)
		}
	}
	var ab, ba digest
	a, b := &sim.Event{Job: 1}, &sim.Event{Job: 2}
	ab.event(a)
	ab.event(b)
	ba.event(b)
	ba.event(a)
	if ab == ba {
		t.Error("the digest does not see the order of events")
	}
}

// Observing allocates nothing per event.
func TestObserveAllocatesNothing(t *testing.T) {
	m := newMeasure(0, 1)
	events := []sim.Event{
		{Kind: sim.JobSubmitted, Job: 1}, {Kind: sim.AttemptStarted, Job: 1, Attempt: 1, Time: 5, Wait: 5},
		{Kind: sim.AttemptEnded, Job: 1, Attempt: 1, Why: sim.WorkDone}, {Kind: sim.JobEnded, Job: 1, Outcome: sim.Finished, Time: 9, Value: 9, Run: 4},
	}
	if n := testing.AllocsPerRun(100, func() { m.Observe(nil, events) }); n > 0 {
		t.Errorf("Observe allocates %v times for 4 events, want 0", n)
	}
}

func TestMetricsAreNumbers(t *testing.T) {
	var r Row
	for _, name := range Metrics() {
		r.Metric(name) // panics if it is not
	}
	if slices.Contains(Metrics(), "seed") || !slices.Contains(Metrics(), "wait_p95_seconds") {
		t.Errorf("Metrics() = %q", Metrics())
	}
}

// Dictionaries make the bytes depend on the processor: parquet-go finds runs in
// their indexes in another way where there is AVX2.
func TestNoColumnHasADictionary(t *testing.T) {
	for _, row := range []reflect.Type{reflect.TypeFor[Row](), reflect.TypeFor[SeriesPoint](), reflect.TypeFor[WaitPoint](), reflect.TypeFor[Timing]()} {
		for _, f := range reflect.VisibleFields(row) {
			if tag := f.Tag.Get("parquet"); strings.Contains(tag, ",") {
				t.Errorf("%v.%s has the tag %q, want the name of a plain column", row, f.Name, tag)
			}
		}
	}
}
