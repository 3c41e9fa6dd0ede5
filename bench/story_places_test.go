package bench

import (
	"strings"
	"testing"

	"skysim/sim"
)

// TestGangsArePlacedInOneLine: events as the engine tells them, of two gangs and a
// second try of the first.
func TestGangsArePlacedInOneLine(t *testing.T) {
	w := &sim.World{
		Providers: []sim.Provider{{Name: "own"}}, Regions: []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}},
		Types:  []sim.MachineType{{Name: "big", CPU: 8000, GPUKind: -1, Speed: 1_000_000}, {Name: "small", CPU: 1000, GPUKind: -1, Speed: 1_000_000}},
		Offers: []sim.Offer{{Type: 0, Purchase: sim.Owned}, {Type: 1, Purchase: sim.Owned}},
	}
	var events []sim.Event
	place := func(job int64, try int32, offer sim.OfferID, machines ...int64) {
		for _, m := range machines {
			events = append(events, sim.Event{Kind: sim.TaskPlaced, Job: job, Attempt: try, Offer: offer, Machine: m})
		}
	}
	place(0, 1, 0, 3, 3, 1, 1, 2, 2, 7)
	place(0, 1, 1, 9)
	place(4, 1, 1, 5)
	place(0, 2, 0, 4, 4)
	var out strings.Builder
	s := &story{world: w, out: &out, job: AllJobs}
	s.Observe(&sim.View{}, events)
	big, small := w.OfferName(0), w.OfferName(1)
	want := "8 tasks of job 0 get their places, attempt 1: 2 on each of machines 1-3 (" + big + "); 1 on machine 7 (" + big + "); 1 on machine 9 (" + small + ")\n" +
		"a task of job 4 gets its place on machine 5 (" + small + "), attempt 1\n" +
		"2 tasks of job 0 get their places, attempt 2: 2 on machine 4 (" + big + ")\n"
	var got strings.Builder
	for _, l := range strings.SplitAfter(out.String(), "\n") {
		_, text, _ := strings.Cut(l, " ")
		got.WriteString(strings.TrimLeft(text, " "))
	}
	if got.String() != want {
		t.Errorf("the story is\n%s\nwant\n%s", got.String(), want)
	}
}
