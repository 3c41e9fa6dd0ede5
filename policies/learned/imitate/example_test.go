package imitate_test

import (
	"fmt"
	"time"

	"skysim/policies/learned/imitate"
	"skysim/policies/learned/weights"
	"skysim/policies/spot"
	"skysim/sim"
)

// What would the weights that come with skysim do with a job of eight hours that comes when the spot machines have just gone, in a market
// that was up all day, by how far its deadline
// is away? And Uniform Progress?
func ExampleModel_Kind() {
	data, err := weights.Embedded("spot-1")
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := imitate.Read("spot-1", data)
	if err != nil {
		fmt.Println(err)
		return
	}
	var tape imitate.Tape
	tape.Note(true, 0)
	tape.Note(false, sim.Time(imitate.Slot)*144)
	for _, left := range []time.Duration{8, 9, 10, 12, 16} {
		p := spot.Progress{
			Tick: 10 * time.Minute, Overhead: 12 * time.Minute, Work: 8 * time.Hour, Deadline: left * time.Hour,
		}
		x := imitate.Look(&p, 0.35, &tape)
		fmt.Println(p.Deadline, m.Kind(&p, &x), spot.UniformKind(p))
	}
	// Output:
	// 8h0m0s on-demand on-demand
	// 9h0m0s on-demand wait
	// 10h0m0s wait wait
	// 12h0m0s wait wait
	// 16h0m0s wait wait
}
