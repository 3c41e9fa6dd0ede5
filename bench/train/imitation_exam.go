package train

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"skysim/bench/stats"
	"skysim/policies/learned/imitate"
	"skysim/policies/learned/weights"
	"skysim/sim"
)

// exam sets a model beside Uniform Progress and the offline optimum in zones and weeks that no training has seen.
type exam struct {
	skies         []sky
	model, fitted *imitate.Model
}

// The rides of the exam: jobs of these lengths come every so many ticks in each zone, with a day of the market known.
const (
	examEvery   = 24 // ticks
	examHistory = 144
	examPrice   = 0.35
)

// examRatios are deadline ÷ work. The first report is the mean over examMain.
func examRatios() []float64 { return []float64{1.05, 1.2, 1.5, 2} }

func examMain() []float64 { return []float64{1.2, 1.5} }

func examWorks() []sim.Duration { return []sim.Duration{4 * time.Hour, 8 * time.Hour, 16 * time.Hour} }

// marks are what the riders paid at one ratio.
type marks struct {
	ratio    float64
	block    []int // of each ride: its zone and day
	table    [][]float64
	optimal  []float64
	missed   [3]int
	examined int
}

// reports holds the exam.
func (e *exam) reports(ctx context.Context, workers int) ([]weights.Report, error) {
	var all []*marks
	for _, ratio := range examRatios() {
		m, err := e.sit(ctx, workers, ratio)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	var main []*marks
	for _, m := range all {
		if slices.Contains(examMain(), m.ratio) {
			main = append(main, m)
		}
	}
	out := []weights.Report{report(fmt.Sprintf("%v, jobs of 4, 8 and 16 h every 4 h, deadlines of %v and %v times the work", heldOutPart(), examMain()[0], examMain()[1]), main)}
	for _, m := range all {
		out = append(out, report(fmt.Sprintf("the same, deadlines of %v times the work", m.ratio), []*marks{m}))
	}
	return out, nil
}

// rides lists the rides at a ratio, with the block of each.
func (e *exam) rides(ratio float64) (all []*ride, block []int) {
	longest := examWorks()[len(examWorks())-1]
	ratios := examRatios()
	most := int(float64(longest)*ratios[len(ratios)-1]) / int(tickOf)
	for z := range e.skies {
		for at := examHistory; at+most <= len(e.skies[z].up); at += examEvery {
			for _, work := range examWorks() {
				all = append(all, newRide(&e.skies[z], at, examHistory, work, rideTerms{ratio, examPrice, 12 * time.Minute}))
				block = append(block, z*1000+at/examHistory)
			}
		}
	}
	return all, block
}

// sit plays the rides of a ratio under Uniform Progress, the model, and the model as it was fitted.
func (e *exam) sit(ctx context.Context, workers int, ratio float64) (*marks, error) {
	rides, block := e.rides(ratio)
	m := &marks{ratio: ratio, block: block, examined: len(rides), optimal: make([]float64, len(rides)), table: make([][]float64, 3)}
	riders := [3]rider{byUniform, byModel(e.model), byModel(e.fitted)}
	late := make([][3]bool, len(rides))
	for k := range m.table {
		m.table[k] = make([]float64, len(rides))
	}
	err := each(ctx, workers, len(rides), func(i int) (err error) {
		for k, do := range riders {
			if m.table[k][i], late[i][k], err = rides[i].play(do); err != nil {
				return err
			}
		}
		t, err := newTutor(rides[i])
		if err == nil {
			m.optimal[i] = inHours(t.table.Cost())
		}
		return err
	})
	for i := range late {
		for k, l := range late[i] {
			if l {
				m.missed[k]++
			}
		}
	}
	return m, err
}

// report writes marks down: means, and between whom the differences are, ride by ride, with an interval over blocks of a zone and
// a day, within which rides see much of the same market.
func report(on string, all []*marks) weights.Report {
	n, missed := 0, [3]int{}
	var sum [4]float64
	blocks := map[int]float64{} // Uniform Progress's cost less the model's
	var names []int
	for _, m := range all {
		for i := range m.optimal {
			if _, known := blocks[m.block[i]]; !known {
				names = append(names, m.block[i])
			}
			blocks[m.block[i]] += m.table[0][i] - m.table[1][i]
			for k := range m.table {
				sum[k] += m.table[k][i]
			}
			sum[3] += m.optimal[i]
		}
		n += m.examined
		for k := range missed {
			missed[k] += m.missed[k]
		}
	}
	var means []float64
	for _, b := range names {
		means = append(means, blocks[b]*float64(len(names))/float64(n))
	}
	gain := stats.MeanInterval(means, 0.95)
	mean := func(k int) float64 { return sum[k] / float64(n) }
	share := func(x float64) float64 { return 100 * x / mean(0) }
	above := func(k int) float64 { return 100 * (mean(k)/mean(3) - 1) }
	out := weights.Report{
		On:     on,
		Metric: "mean cost, hours of an on-demand machine",
		Rows: []weights.Result{
			{Policy: "uniform()", Value: mean(0)}, {Policy: "imitate(weights=this file)", Value: mean(1)},
			{Policy: "imitate, fitted to the optimum, before the search", Value: mean(2)}, {Policy: "the offline optimum", Value: mean(3)},
		},
		Note: fmt.Sprintf("%d jobs; imitate pays %.2f %% less than uniform, 95 %% interval over days of a zone %.2f to %.2f; above the optimum are uniform by %.1f %% and imitate by %.1f %%; late are %d and %d",
			n, share(gain.Center), share(gain.Low), share(gain.High), above(0), above(1), missed[0], missed[1]),
	}
	slices.SortStableFunc(out.Rows, func(a, b weights.Result) int { return cmp.Compare(a.Value, b.Value) })
	return out
}
