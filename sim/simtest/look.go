package simtest

import (
	"fmt"
	"math/bits"
	"strings"

	"skysim/sim"
)

// look tells what a policy would see.
func (s *Stage) look() string {
	var b strings.Builder
	v := s.run.View()
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		m := v.Machine(id)
		fmt.Fprintf(&b, "machine %d (%s) is %v; free: %s", m.Number, s.world.names[m.Offer], m.State, capacity(m.FreeCPU, m.FreeMem, m.FreeGPU))
		for g := range s.world.world.Types[s.world.world.Offers[m.Offer].Type].GPUs {
			fmt.Fprintf(&b, "; GPU %d: %s", g, fraction(int64(v.Device(id, int(g))), 3))
		}
		fmt.Fprintf(&b, "; tasks: %d", m.Tasks)
		for i, j := range v.InLine(id, nil) {
			fmt.Fprintf(&b, "%s job %d", map[bool]string{true: "; in line:", false: ","}[i == 0], v.Job(j).Number)
		}
		b.WriteString("\n")
	}
	for j := v.First(); j != 0; j = v.Next(j) {
		fmt.Fprintf(&b, "job %d waits\n", v.Job(j).Number)
	}
	for o, name := range s.world.names {
		fmt.Fprintf(&b, "of %s there are %d to be had at %v an hour\n", name, v.Available(sim.OfferID(o)), v.Price(sim.OfferID(o)))
	}
	return b.String()
}

// tries tells what a policy would see of the tries that hold places, in order of
// the machines of their first tasks.
func (s *Stage) tries() string {
	var b strings.Builder
	v := s.run.View()
	told := map[sim.AttemptID]bool{}
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		jobs := v.Tasks(id, nil)
		for i := len(jobs) - 1; i >= 0; i-- { // oldest first
			for _, a := range v.Attempts(jobs[i], nil) {
				if !told[a] {
					told[a] = true
					s.try(&b, v, a)
				}
			}
		}
	}
	return b.String()
}

func (s *Stage) try(b *strings.Builder, v *sim.View, id sim.AttemptID) {
	a := v.Attempt(id)
	j := v.Job(a.Job)
	fmt.Fprintf(b, "job %d, try %d: bound at %v, ", j.Number, a.Ordinal, a.Bound)
	if a.Started == sim.Never {
		b.WriteString("will run")
	} else {
		fmt.Fprintf(b, "runs since %v", a.Started)
	}
	fmt.Fprintf(b, " at speed %s, ", fraction(a.Speed, 6))
	if a.End == 0 {
		b.WriteString("for nobody knows how long")
	} else {
		fmt.Fprintf(b, "should end at %v", a.End)
	}
	fmt.Fprintf(b, "; kept before: %v; on", j.Done)
	for _, p := range v.Places(id, nil) {
		fmt.Fprintf(b, " m%d", v.Machine(p.Machine).Number)
		for sep, mask := "/", p.GPUs; mask != 0; mask &= mask - 1 {
			fmt.Fprintf(b, "%s%d", sep, bits.TrailingZeros32(mask))
			sep = "+"
		}
	}
	b.WriteString("\n")
}
