package swf

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

// Positions are counted from 0 over the jobs, and what is skipped has none.
func TestWindow(t *testing.T) {
	for _, c := range []struct {
		name         string
		first, count int64
		from, to     int // of the sample's jobs
	}{
		{name: "all", from: 0, to: 7},
		{name: "from the third on", first: 2, from: 2, to: 7},
		{name: "the first two", count: 2, from: 0, to: 2},
		{name: "three in the middle", first: 3, count: 3, from: 3, to: 6},
		{name: "the last", first: 6, count: 1, from: 6, to: 7},
	} {
		for _, sorted := range []bool{false, true} {
			r := open(t, "testdata/sample.swf", Options{First: c.first, Count: c.count, Sort: sorted})
			if diff := cmp.Diff(collect(t, r), sample()[c.from:c.to]); diff != "" {
				t.Errorf("%s, sort %v (-got +want):\n%s", c.name, sorted, diff)
			}
		}
	}
}

func TestWindowBeyondTheLog(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{First: 5, Count: 3}, "testdata/sample.swf: the window of 3 jobs from job 5 on reaches beyond the last of 7"},
		{Options{First: 7}, "testdata/sample.swf: the window from job 7 on begins beyond the last of 7"},
	} {
		r := open(t, "testdata/sample.swf", c.o)
		var j sim.Job
		for r.Next(&j) {
		}
		if r.Err() == nil || r.Err().Error() != c.want {
			t.Errorf("window %+v: %v, want %s", c.o, r.Err(), c.want)
		}
	}
}

// The first submit need not be 0; it is made so only where that is asked for.
func TestFromZero(t *testing.T) {
	got := collect(t, open(t, "testdata/sample.swf", Options{First: 3, FromZero: true}))
	want := sample()[3:]
	for i := range want {
		want[i].Submit -= sim.Time(180 * s)
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("jobs (-got +want):\n%s", diff)
	}
}

func TestSortKeepsTheOrderOfTheLogWithinASecond(t *testing.T) {
	text := row(2, "9") + row(2, "3") + row(2, "-1") + row(2, "9") + row(2, "0")
	r := read(t, text, Options{Sort: true, Lenient: true})
	var j sim.Job
	var lines []int
	for r.Next(&j) {
		lines = append(lines, r.Row().Line)
	}
	if diff := cmp.Diff(lines, []int{5, 2, 1, 4}); diff != "" || r.Err() != nil {
		t.Errorf("%v; lines (-got +want):\n%s", r.Err(), diff)
	}
}

// A gang's tasks are equal, as few as fit, and never smaller than the job.
func TestCoresPerTask(t *testing.T) {
	for _, c := range []struct{ procs, most, tasks, each string }{
		{procs: "8", most: "0", tasks: "1", each: "8"},
		{procs: "8", most: "8", tasks: "1", each: "8"},
		{procs: "9", most: "4", tasks: "3", each: "3"},
		{procs: "7", most: "4", tasks: "2", each: "4"},
		{procs: "5", most: "1", tasks: "5", each: "1"},
		{procs: "134217728", most: "1", tasks: "134217728", each: "1"},
	} {
		o := Options{CoresPerTask: number(c.most)}
		j := collect(t, read(t, row(8, c.procs), o))[0]
		if int64(j.Tasks) != number(c.tasks) || j.Demand.CPU != 1000*number(c.each) {
			t.Errorf("%s cores, at most %s each: %d tasks of %d milli-vCPU, want %s of %s cores", c.procs, c.most, j.Tasks, j.Demand.CPU, c.tasks, c.each)
		}
	}
}

func number(text string) int64 {
	n, ok := short([]byte(text))
	if !ok {
		panic(text)
	}
	return n
}
