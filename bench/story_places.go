package bench

import (
	"fmt"
	"slices"
	"strings"

	"skysim/sim"
)

// A gang of a thousand tasks is one start and not a thousand: the events of its tasks'
// places, which come one after the other, are told in one sentence.

// gang counts the events at the beginning that place tasks of one attempt.
func gang(events []sim.Event) int {
	n := 0
	for n < len(events) && events[n].Kind == sim.TaskPlaced && events[n].Job == events[0].Job && events[n].Attempt == events[0].Attempt {
		n++
	}
	return n
}

// places are machines of one offer that got equally many tasks of a gang.
type places struct {
	offer    sim.OfferID
	tasks    int // on each
	machines []int64
}

// placesOf groups the places of a gang, in order of the first task on each.
func placesOf(events []sim.Event) []places {
	tasks := map[int64]int{}
	for i := range events {
		tasks[events[i].Machine]++
	}
	var all []places
	for i := range events {
		e := &events[i]
		n := tasks[e.Machine]
		if n == 0 {
			continue // it has been counted at its first task
		}
		tasks[e.Machine] = 0
		at := slices.IndexFunc(all, func(p places) bool { return p.offer == e.Offer && p.tasks == n })
		if at < 0 {
			at = len(all)
			all = append(all, places{offer: e.Offer, tasks: n})
		}
		all[at].machines = append(all[at].machines, e.Machine)
	}
	for i := range all {
		slices.Sort(all[i].machines)
	}
	return all
}

// placing says where the tasks of a gang are.
func (s *story) placing(events []sim.Event) string {
	if len(events) == 1 {
		return s.sentence(&events[0])
	}
	var parts []string
	for _, p := range placesOf(events) {
		on := "machine"
		if len(p.machines) > 1 {
			on = "each of machines"
		}
		parts = append(parts, fmt.Sprintf("%d on %s %s (%s)", p.tasks, on, ranges(p.machines), s.world.OfferName(p.offer)))
	}
	return fmt.Sprintf("%d tasks of job %d get their places, attempt %d: %s", len(events), events[0].Job, events[0].Attempt, strings.Join(parts, "; "))
}
