package weather

import (
	"fmt"
	"time"

	"skysim/sim"
	"skysim/workloads"
)

// Weather is what a run needs of it: the world with its markets and outages, and
// the boots and failures of that world's machines.
type Weather struct {
	World *sim.World
	Boots sim.Boots
	// Faults is nil if no machine breaks or is slower than its type says.
	Faults sim.Faults
}

const century = 36500 * 86400.0 // seconds

// Params lists the parameters of New.
func Params() []workloads.Param {
	const share = 1
	return []workloads.Param{
		{Name: "boot_jitter", Default: "0.3", Doc: "standard deviation of the logarithm of boot time ÷ the offer's", Max: 2},
		{Name: "boot_failure", Default: "0.01", Doc: "probability that a machine does not come up", Max: share},
		{Name: "slow_boot", Default: "0", Doc: "probability that a boot is a slow one, with a heavy tail", Max: share},
		{Name: "slow_boot_factor", Default: "5", Doc: "by how much at least a slow boot is longer; on average twice that", Min: 1, Max: 1000},
		{Name: "spot_up", Default: "12h", Unit: workloads.Span, Doc: "mean time that a spot market has machines", Min: 1, Max: century},
		{Name: "spot_down", Default: "1h", Unit: workloads.Span, Doc: "mean time that a spot market has none; 0s is never", Max: century},
		{Name: "spot_count", Default: "16", Unit: workloads.Count, Doc: "machines of one type in one zone when its market is up", Min: 1, Max: 1e9},
		{Name: "spot_partial", Default: "0.5", Doc: "largest share of spot_count that may be missing when the market is up", Max: share},
		{Name: "spot_correlation", Default: "0", Doc: "correlation of whether two zones of a region have machines of a type", Max: share},
		{Name: "price_every", Default: "6h", Unit: workloads.Span, Doc: "time between changes of a spot price; 0s is never", Max: century},
		{Name: "price_swing", Default: "0.15", Doc: "standard deviation of the logarithm of spot price ÷ the catalogue's", Max: 3},
		{Name: "price_memory", Default: "24h", Unit: workloads.Span, Doc: "time in which a deviation of the spot price falls to 1/e", Min: 1, Max: century},
		{Name: "price_floor", Default: "0.5", Doc: "least spot price as a share of the catalogue's", Max: share},
		{Name: "spot_price_coupling", Default: "0", Doc: "by what share a spot price is higher while all of spot_count is missing; in proportion before", Max: 1000},
		{Name: "stockout_every", Default: "0s", Unit: workloads.Span, Doc: "mean time from one stock-out of an on-demand type in a zone to the next; 0s is never", Max: century},
		{Name: "stockout_for", Default: "1h", Unit: workloads.Span, Doc: "mean length of a stock-out", Min: 1, Max: century},
		{Name: "stockout_share", Default: "1", Doc: "share of on-demand types and zones that ever run out of stock", Max: share},
		{Name: "failure_every", Default: "0s", Unit: workloads.Span, Doc: "mean time that a machine works until it breaks; 0s is for ever", Max: century},
		{Name: "failure_shape", Default: "1", Doc: "Weibull shape of that time; 1 is exponential, below 1 machines break young", Min: 0.1, Max: 20},
		{Name: "repair", Default: "4h", Unit: workloads.Span, Doc: "mean time until an owned machine works again", Max: century},
		{Name: "repair_shape", Default: "1", Doc: "Weibull shape of that time", Min: 0.1, Max: 20},
		{Name: "noise", Default: "0", Doc: "how unequal machines are: each has e^(-noise × |N|) of its type's speed, N normal", Max: 3},
		{Name: "outage_every", Default: "0s", Unit: workloads.Span, Doc: "mean time from one outage of a zone to the next; 0s is never", Max: century},
		{Name: "outage_for", Default: "2h", Unit: workloads.Span, Doc: "mean length of an outage of a zone", Min: 1, Max: century},
		{Name: "region_outage_every", Default: "0s", Unit: workloads.Span, Doc: "mean time from one outage of all zones of a region to the next; 0s is never", Max: century},
		{Name: "region_outage_for", Default: "4h", Unit: workloads.Span, Doc: "mean length of an outage of a region", Min: 1, Max: century},
		{Name: "partition_every", Default: "0s", Unit: workloads.Span, Doc: "mean time from one partition between two regions to the next; 0s is never", Max: century},
		{Name: "partition_for", Default: "30m", Unit: workloads.Span, Doc: "mean length of a partition", Min: 1, Max: century},
	}
}

// New makes the weather of a run: that of a world under a seed, with markets,
// outages and partitions that come and go until an instant. It reports a parameter
// that does not exist and a value that cannot be read or is out of range.
func New(w *sim.World, args []workloads.Arg, seed uint64, until sim.Time) (Weather, error) {
	s, err := workloads.Read("weather", Params(), args)
	if err != nil {
		return Weather{}, err
	}
	if every := s.Span("price_every"); every > 0 && every < time.Second {
		return Weather{}, fmt.Errorf("weather: price_every = %v, want 0s or at least 1s", every)
	}
	for _, lay := range overlays(s) {
		if w, err = lay(w, seed, until); err != nil {
			return Weather{}, fmt.Errorf("weather: %w", err)
		}
	}
	boots, err := Boots{
		Jitter: s.Number("boot_jitter"), Failure: s.Number("boot_failure"), Slow: s.Number("slow_boot"), SlowFactor: s.Number("slow_boot_factor"),
	}.In(w, seed)
	if err != nil {
		return Weather{}, fmt.Errorf("weather: %w", err)
	}
	out := Weather{World: w, Boots: boots}
	f := Failures{
		Every: s.Span("failure_every"), Shape: s.Number("failure_shape"), Noise: s.Number("noise"),
		Repair: s.Span("repair"), RepairShape: s.Number("repair_shape"),
	}
	if f.Every > 0 || f.Noise > 0 {
		if out.Faults, err = f.In(w, seed); err != nil {
			return Weather{}, fmt.Errorf("weather: %w", err)
		}
	}
	return out, nil
}

// laying lays weather over a world up to an instant.
type laying func(w *sim.World, seed uint64, until sim.Time) (*sim.World, error)

// overlays returns what the settings lay over a world, one after the other: prices
// after the supply that they follow.
func overlays(s workloads.Settings) (all []laying) {
	spells := func(name string) Spells { return Spells{Every: s.Span(name + "_every"), For: s.Span(name + "_for")} }
	if s.Span("spot_down") > 0 {
		all = append(all, Supply{
			Up: s.Span("spot_up"), Down: s.Span("spot_down"), Count: s.Count("spot_count"), Partial: s.Number("spot_partial"),
			Correlation: s.Number("spot_correlation"),
		}.Overlay)
	}
	if s.Span("price_every") > 0 {
		all = append(all, Prices{
			Every: s.Span("price_every"), Swing: s.Number("price_swing"), Memory: s.Span("price_memory"), Floor: s.Number("price_floor"),
			Coupling: s.Number("spot_price_coupling"), Whole: s.Count("spot_count"),
		}.Overlay)
	}
	if out := (StockOuts{Spells: spells("stockout"), Share: s.Number("stockout_share")}); out.Every > 0 {
		all = append(all, out.Overlay)
	}
	if out := (Outages{Zone: spells("outage"), Region: spells("region_outage")}); out.Zone.Every > 0 || out.Region.Every > 0 {
		all = append(all, out.Overlay)
	}
	if cut := (Partitions{spells("partition")}); cut.Every > 0 {
		all = append(all, cut.Overlay)
	}
	return all
}
