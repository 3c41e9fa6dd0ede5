package greedy

import (
	"slices"
	"strings"
	"testing"

	"skysim/sim"
)

// meddler does something once to what runs, after the policy has decided.
type meddler struct {
	*Policy
	act func(v *sim.View, p *sim.Plan) bool
}

func (m *meddler) Decide(v *sim.View, p *sim.Plan) {
	m.Policy.Decide(v, p)
	if m.act != nil && m.act(v, p) {
		m.act = nil
	}
}

// machines lists those that there are.
func machines(v *sim.View) (list []sim.MachineID) {
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		list = append(list, m)
	}
	return list
}

// TestReservationsAreOnMachinesThatAreOpen has a head, of two tasks, that is due when j0 ends, and a long job behind
// it. Two more machines, down for ever or cordoned off, do not let that one pass.
func TestReservationsAreOnMachinesThatAreOpen(t *testing.T) {
	jobs := []sim.Job{task(0, 8, 600), gangOf(2, task(6, 8, 60)), task(12, 8, 60), task(12, 8, 1200)}
	for _, b := range []Backfill{BackfillEasy, BackfillConservative} {
		for _, dark := range []bool{true, false} {
			w := bazaar(mine("r1a", 2), mine("r1b", 2))
			m := &meddler{Policy: made(t, with(func(o *Options) { o.Backfill, o.Place = b, FirstFit }))}
			if dark {
				w.Outages = []sim.Path{{}, sim.Constant(1)}
			} else {
				m.act = func(v *sim.View, p *sim.Plan) bool {
					for _, id := range machines(v) {
						if v.World().Offers[v.Machine(id).Offer].Zone == 1 {
							p.Cordon(id)
						}
					}
					return true
				}
			}
			var d startTimes
			play(t, w, m, &d, jobs...)
			if got, want := strings.Join(d, " "), "j0@0 j2@12 j1@600 j3@660"; got != want {
				t.Errorf("%v, down %v: %s, want %s", b, dark, got, want)
			}
		}
	}
}

// TestReplicasMakeRoom has two replicas of j0, on two of three machines, and a head that wants all: it is
// due when j0 ends, and the long job behind it does not pass.
func TestReplicasMakeRoom(t *testing.T) {
	for _, b := range []Backfill{BackfillEasy, BackfillConservative} {
		m := &meddler{Policy: made(t, with(func(o *Options) { o.Backfill, o.Place = b, FirstFit }))}
		m.act = func(v *sim.View, p *sim.Plan) bool {
			all := machines(v)
			_, why := p.Replicate(v.Tasks(all[0], nil)[0], sim.Place{Machine: all[1]})
			return why == sim.Accepted
		}
		var d startTimes
		play(t, bazaar(mine("r1a", 3)), m, &d, task(0, 8, 600), gangOf(3, task(6, 8, 60)), task(12, 8, 1200))
		if got, want := strings.Join(d, " "), "j0@0 j0@0 j1@600 j2@660"; got != want {
			t.Errorf("%v: %s, want %s", b, got, want)
		}
	}
}

// TestPreemptionCountsReplicas has two replicas of a job that comes later in the order, on both machines:
// who wants both stops both, and the one that is stopped waits once.
func TestPreemptionCountsReplicas(t *testing.T) {
	for _, order := range []Order{Priority, SRPT} {
		m := &meddler{Policy: made(t, with(func(o *Options) { o.Order, o.Preempt, o.Place = order, PreemptLater, FirstFit }))}
		m.act = func(v *sim.View, p *sim.Plan) bool {
			all := machines(v)
			_, why := p.Replicate(v.Tasks(all[0], nil)[0], sim.Place{Machine: all[1]})
			return why == sim.Accepted
		}
		first := gangOf(2, task(6, 8, 60))
		first.Priority = 1
		var d startTimes
		play(t, bazaar(mine("r1a", 2)), m, &d, task(0, 8, 600), first)
		if got, want := strings.Join(d, " "), "j0@0 j0@0 j1@6 j0@66"; got != want {
			t.Errorf("%v: %s, want %s", order, got, want)
		}
	}
}

func TestReplicasEndTogether(t *testing.T) {
	for _, c := range []struct {
		needed int
		want   []sim.Time
	}{
		{0, []sim.Time{10, 10, 10}}, {1, []sim.Time{10, 10, 10}}, {2, []sim.Time{20, 10, 20}}, {3, []sim.Time{30, 10, 20}}, {9, []sim.Time{30, 10, 20}},
	} {
		ends := []ending{{at: 30}, {at: 10}, {at: 20}}
		together(ends, c.needed)
		got := []sim.Time{ends[0].at, ends[1].at, ends[2].at}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d are needed: they end at %v, want %v", c.needed, got, c.want)
		}
	}
}
