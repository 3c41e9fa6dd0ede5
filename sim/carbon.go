package sim

import "fmt"

// Carbon is what machines draw and what that emits. The engine does not look at
// it: whoever wants the sum adds it up from the events, as package bench does. A
// policy may see the present intensity, which is weather like prices.
type Carbon struct {
	// Intensity is the path, by RegionID, of milligrams of CO₂ equivalent per kWh.
	Intensity []Path
	// Power is what a machine draws, by TypeID.
	Power []Power
}

// Power is what a machine of a type draws, at the meter of its building: what
// cools it is in it. The units are such that both parts multiply without rounding
// with what a Demand occupies.
type Power struct {
	Idle int64 // nanowatts of a machine without tasks
	CPU  int64 // nanowatts more for each milli-vCPU that tasks occupy
	GPU  int64 // nanowatts more for each thousandth of a GPU that tasks occupy
}

// The most that a world may name: a hundred kilograms per kWh, a megawatt.
const (
	maxIntensity = 100_000_000
	maxPower     = 1_000_000_000_000_000
)

// Draw returns what a machine draws, in nanowatts, while its tasks occupy that
// much (milli-vCPU, thousandths of a GPU).
func (p *Power) Draw(cpu, gpu int64) int64 { return p.Idle + p.CPU*cpu + p.GPU*gpu }

// Carbon returns how many milligrams of CO₂ equivalent a kilowatt-hour costs in a
// region now. It reports false if the world does not say.
func (v *View) Carbon(r RegionID) (mg int64, known bool) {
	c := v.s.world.Carbon
	if c == nil || !inside(r, c.Intensity) {
		return 0, false
	}
	return c.Intensity[r].ValueAt(v.s.Clock), true
}

// validateCarbon reports the first thing that is wrong with what machines draw
// and emit.
func (w *World) validateCarbon() error {
	c := w.Carbon
	if c == nil {
		return nil
	}
	if len(c.Intensity) != len(w.Regions) || len(c.Power) != len(w.Types) {
		return fmt.Errorf("carbon of %d regions and power of %d machine types, want one for each of %d and %d",
			len(c.Intensity), len(c.Power), len(w.Regions), len(w.Types))
	}
	for r := range c.Intensity {
		if err := c.Intensity[r].validate(); err != nil {
			return fmt.Errorf("region %s: carbon %w", w.Regions[r].Name, err)
		}
		for _, v := range c.Intensity[r].Value {
			if v > maxIntensity {
				return fmt.Errorf("region %s: carbon of %d mg per kWh, want at most %d", w.Regions[r].Name, v, maxIntensity)
			}
		}
	}
	for t := range c.Power {
		p, m := &c.Power[t], &w.Types[t]
		if !part(p.Idle, 1) || !part(p.CPU, m.CPU) || !part(p.GPU, int64(m.GPUs)*1000) {
			return fmt.Errorf("machine type %s: draws %d nW, %d per milli-vCPU and %d per thousandth of a GPU, want none negative and no part of it above %d",
				m.Name, p.Idle, p.CPU, p.GPU, maxPower)
		}
	}
	return nil
}

// part reports whether n things that draw each nanowatts each are a part of what
// a machine may draw.
func part(each, n int64) bool { return each >= 0 && (n == 0 || each <= maxPower/n) }

// carbon takes in what machines draw and emit.
func (h hash) carbon(c *Carbon) hash {
	if c == nil {
		return h
	}
	for r := range c.Intensity {
		h = h.path(&c.Intensity[r])
	}
	for _, p := range c.Power {
		h = h.word(p.Idle).word(p.CPU).word(p.GPU)
	}
	return h
}
