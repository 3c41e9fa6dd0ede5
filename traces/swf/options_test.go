package swf

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

// The columns: job submit wait run allocated cpu used requested time memory …
const three = "1 5 0 50 6 -1 1000 4 30 300 1 1 1 -1 -1 -1 -1 -1\n" +
	"2 6 0 -1 -1 -1 -1 3 -1 -1 1 1 1 -1 -1 -1 -1 -1\n" +
	"3 7 0 0 2 -1 2097152 1 0 1099511627776 1 1 1 -1 -1 -1 -1 -1\n"

func TestOptionsOfAJob(t *testing.T) {
	with := func(j sim.Job, change func(*sim.Job)) sim.Job {
		change(&j)
		return j
	}
	for _, c := range []struct {
		name string
		o    Options
		want []sim.Job
	}{
		{name: "requested", want: []sim.Job{job(5*s, 4, 50*s, 30*s), job(7*s, 1, 0, 0)}},
		{name: "allocated", o: Options{Processors: Allocated}, want: []sim.Job{job(5*s, 6, 50*s, 30*s), job(7*s, 2, 0, 0)}},
		{name: "larger", o: Options{Processors: Larger}, want: []sim.Job{job(5*s, 6, 50*s, 30*s), job(7*s, 2, 0, 0)}},
		{name: "no zeros", o: Options{SkipZero: true}, want: []sim.Job{job(5*s, 4, 50*s, 30*s)}},
		{name: "unknown runs", o: Options{UnknownRun: 10 * s}, want: []sim.Job{job(5*s, 4, 50*s, 30*s), job(6*s, 3, 10*s, 10*s), job(7*s, 1, 0, 0)}},
		{name: "killed", o: Options{Count: 1, KillAtRequest: true}, want: []sim.Job{
			with(job(5*s, 4, 50*s, 30*s), func(j *sim.Job) { j.Limit = 30 * s }),
		}},
		{name: "profile", o: Options{Count: 1, Profile: 2}, want: []sim.Job{with(job(5*s, 4, 50*s, 30*s), func(j *sim.Job) { j.Profile = 2 })}},
		// 300 KiB × 4 is 1.17 MiB; 2⁴⁰ KiB is 2³⁰ MiB
		{name: "requested memory", o: Options{Memory: RequestedMemory}, want: []sim.Job{
			with(job(5*s, 4, 50*s, 30*s), func(j *sim.Job) { j.Demand.Mem = 2 }),
			with(job(7*s, 1, 0, 0), func(j *sim.Job) { j.Demand.Mem = 1 << 30 }),
		}},
		{name: "used memory of tasks", o: Options{Memory: UsedMemory, CoresPerTask: 2}, want: []sim.Job{
			with(job(5*s, 2, 50*s, 30*s), func(j *sim.Job) { j.Tasks, j.Demand.Mem = 2, 2 }),
			with(job(7*s, 1, 0, 0), func(j *sim.Job) { j.Demand.Mem = 2048 }),
		}},
	} {
		if diff := cmp.Diff(collect(t, read(t, three, c.o)), c.want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", c.name, diff)
		}
	}
}

// TestNoTimeRequested: 0 is no time that a job could be killed at, as little as -1 is.
func TestNoTimeRequested(t *testing.T) {
	for _, request := range []string{"0", "-1"} {
		row := "1 5 0 50 6 -1 -1 4 " + request + " -1 1 1 1 -1 -1 -1 -1 -1\n"
		got := collect(t, read(t, row, Options{KillAtRequest: true}))
		if diff := cmp.Diff(got, []sim.Job{job(5*s, 4, 50*s, 50*s)}); diff != "" {
			t.Errorf("a request of %s (-got +want):\n%s", request, diff)
		}
	}
}

func TestOptionsOutOfRange(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{First: -1}, "swf: first is -1, want a position from 0"},
		{Options{Count: -2}, "swf: count is -2, want a number of jobs, or 0 for all"},
		{Options{CoresPerTask: 1<<20 + 1}, "swf: cores per task are at most 1048577, want 1 to 1048576, or 0 for one task"},
		{Options{UnknownRun: -1}, "swf: unknown run time stands for -1ns, want 0 or more"},
		{Options{Profile: -1}, "swf: profile is -1, want an index into the world's profiles"},
		{Options{Processors: 3}, "swf: processors is 3, want Requested, Allocated or Larger"},
		{Options{Memory: 3}, "swf: memory is 3, want NoMemory, RequestedMemory or UsedMemory"},
	} {
		if _, err := NewReader(strings.NewReader(three), "x.swf", c.o); err == nil || err.Error() != c.want {
			t.Errorf("%+v: %v, want %s", c.o, err, c.want)
		}
	}
}
