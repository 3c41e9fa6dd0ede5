package imitate

import (
	"time"

	"skysim/policies/spot"
	"skysim/sim"
)

// Inputs is how many numbers Look returns.
const Inputs = 9

// input describes a number.
type input struct{ name, doc string }

// inputs describes them in their order.
func inputs() [Inputs]input {
	return [Inputs]input{
		{"one", "1"},
		{"pressure", "(work left + overhead) / time left"},
		{"spare", "slack / (slack + 2 h)"},
		{"share-24h", "part of the last 24 h in which there were spot machines"},
		{"share-1h", "part of the last hour in which there were spot machines"},
		{"fresh", "1 h / (1 h + how long there have been spot machines, or none)"},
		{"price", "price of spot machines / that of on-demand machines"},
		{"restless", "c / (c + 8) where spot machines have come or gone c times in 24 h"},
		{"hope", "spare times share-24h"},
	}
}

// Look returns what a model goes by: how a job stands, what spot machines cost in parts of on-demand machines, and how
// the markets have been. All are from 0 to 1, except that the price may be more.
func Look(p *spot.Progress, price float64, t *Tape) [Inputs]float64 {
	const long = 2 * time.Hour
	need, left := p.Work-p.Done+p.Overhead, p.Deadline-p.Now
	pressure := 1.0
	if need < left {
		pressure = float64(need) / float64(left)
	}
	slack := max(0, left-need)
	spare := float64(slack) / (float64(slack) + float64(long))
	share, changes := t.share(day), float64(t.changes(day))
	age := sim.Duration(t.age(p.SpotUp, day)) * Slot
	return [Inputs]float64{
		1, pressure, spare, share, t.share(6), float64(time.Hour) / float64(time.Hour+age), price, changes / (changes + 8), float64(spare * share),
	}
}
