package weather

import (
	"fmt"
	"time"

	"skysim/sim"
	"skysim/workloads"
)

// Weather is what a run needs of it: the world with its spot markets, and the
// boots of that world.
type Weather struct {
	World *sim.World
	Boots sim.Boots
}

const century = 36500 * 86400.0 // seconds

// Params lists the parameters of New.
func Params() []workloads.Param {
	return []workloads.Param{
		{Name: "boot_jitter", Default: "0.3", Doc: "standard deviation of the logarithm of boot time ÷ the offer's", Max: 2},
		{Name: "boot_failure", Default: "0.01", Doc: "probability that a machine does not come up", Max: 1},
		{Name: "spot_up", Default: "12h", Unit: workloads.Span, Doc: "mean time that a spot market has machines", Min: 1, Max: century},
		{Name: "spot_down", Default: "1h", Unit: workloads.Span, Doc: "mean time that a spot market has none; 0s is never", Max: century},
		{Name: "spot_count", Default: "16", Unit: workloads.Count, Doc: "machines of one type in one zone when its market is up", Min: 1, Max: 1e9},
		{Name: "spot_partial", Default: "0.5", Doc: "largest share of spot_count that may be missing when the market is up", Max: 1},
		{Name: "price_every", Default: "6h", Unit: workloads.Span, Doc: "time between changes of a spot price; 0s is never", Max: century},
		{Name: "price_swing", Default: "0.15", Doc: "standard deviation of the logarithm of spot price ÷ the catalogue's", Max: 3},
		{Name: "price_memory", Default: "24h", Unit: workloads.Span, Doc: "time in which a deviation of the spot price falls to 1/e", Min: 1, Max: century},
		{Name: "price_floor", Default: "0.5", Doc: "least spot price as a share of the catalogue's", Max: 1},
	}
}

// New makes the weather of a run: that of a world under a seed, with spot
// markets that move until an instant. It reports a parameter that does not
// exist and a value that cannot be read or is out of range.
func New(w *sim.World, args []workloads.Arg, seed uint64, until sim.Time) (Weather, error) {
	s, err := workloads.Read("weather", Params(), args)
	if err != nil {
		return Weather{}, err
	}
	if every := s.Span("price_every"); every > 0 && every < time.Second {
		return Weather{}, fmt.Errorf("weather: price_every = %v, want 0s or at least 1s", every)
	}
	if s.Span("spot_down") > 0 {
		supply := Supply{Up: s.Span("spot_up"), Down: s.Span("spot_down"), Count: s.Count("spot_count"), Partial: s.Number("spot_partial")}
		if w, err = supply.Overlay(w, seed, until); err != nil {
			return Weather{}, fmt.Errorf("weather: %w", err)
		}
	}
	if s.Span("price_every") > 0 {
		prices := Prices{Every: s.Span("price_every"), Swing: s.Number("price_swing"), Memory: s.Span("price_memory"), Floor: s.Number("price_floor")}
		if w, err = prices.Overlay(w, seed, until); err != nil {
			return Weather{}, fmt.Errorf("weather: %w", err)
		}
	}
	boots, err := Boots{Jitter: s.Number("boot_jitter"), Failure: s.Number("boot_failure")}.In(w, seed)
	if err != nil {
		return Weather{}, fmt.Errorf("weather: %w", err)
	}
	return Weather{World: w, Boots: boots}, nil
}
