package reproduce

import (
	"math"
	"testing"

	"skysim/sim"
)

// Of 2,000 intervals at 90 %, about a tenth miss the truth, with a control and
// without; and the control makes them as much narrower as its correlation says.
func TestIntervalsHoldAsOftenAsTheySay(t *testing.T) {
	s := sim.NewStream(1, "samples")
	const rounds, truth = 2000, 5.0
	for _, share := range []float64{0, 0.75} { // of the variance that the control explains
		missed, width := 0.0, 0.0
		for range rounds {
			var samples []runMean
			for range 12 {
				x := s.Normal()
				y := truth + 2*(math.Sqrt(share)*x+math.Sqrt(1-share)*s.Normal())
				if share == 0 {
					x = 0
				}
				samples = append(samples, runMean{y, 0.01 * x})
			}
			i := estimate(samples, 0.9)
			if !i.Contains(truth) {
				missed++
			}
			width += (i.High - i.Low) / rounds
		}
		if math.Abs(missed-rounds/10) > 4*math.Sqrt(rounds*0.09) {
			t.Errorf("share %v: %v of %d intervals miss, want about a tenth", share, missed, rounds)
		}
		// 2·t·2/√12 with 11 degrees of freedom; half of it and a little more with 10
		if want := map[float64]float64{0: 2.04, 0.75: 1.08}[share]; math.Abs(width-want) > 0.06 {
			t.Errorf("share %v: intervals are %.3f wide, want about %.2f", share, width, want)
		}
	}
}

func TestSimultaneousLevel(t *testing.T) {
	for rows, want := range map[int]float64{0: 0.99, 1: 0.99, 20: 0.9995} {
		if got := simultaneous(rows); math.Abs(got-want) > 1e-12 {
			t.Errorf("%d rows: %v, want %v", rows, got, want)
		}
	}
}
