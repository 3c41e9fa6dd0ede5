package stats_test

import (
	"fmt"

	"skysim/bench/stats"
)

// Costs in dollars of two policies under the same ten seeds of weather. Their
// separate intervals overlap widely; the paired difference is clear.
func ExampleCompare() {
	fcfs := []float64{103, 88, 121, 95, 110, 132, 79, 101, 117, 92}
	sjf := []float64{97, 84, 112, 90, 103, 124, 75, 94, 110, 86}
	var baseline, policy []stats.Sample
	for i := range fcfs {
		seed := uint64(i + 1)
		baseline = append(baseline, stats.Sample{Seed: seed, Value: fcfs[i]})
		policy = append(policy, stats.Sample{Seed: seed, Value: sjf[i]})
	}
	c := stats.Compare(baseline, policy)
	change := c.Ratio.Change().Scale(100)
	fmt.Printf("difference %.2f [%.2f, %.2f]\n", c.Difference.Center, c.Difference.Low, c.Difference.High)
	fmt.Printf("change %.1f %% [%.1f, %.1f]\n", change.Center, change.Low, change.High)
	fmt.Printf("lower in %d of %d seeds, p = %.4f: %v\n", c.Lower, c.N, c.P, c.Verdict())
	// Output:
	// difference -6.30 [-7.47, -5.13]
	// change -6.1 % [-6.6, -5.4]
	// lower in 10 of 10 seeds, p = 0.0020: better
}

// Three seeds are too few for an exact test, and the comparison says so.
func ExampleComparison_Verdict() {
	baseline := []stats.Sample{{Seed: 1, Value: 10}, {Seed: 2, Value: 12}, {Seed: 3, Value: 11}}
	policy := []stats.Sample{{Seed: 1, Value: 9}, {Seed: 2, Value: 11.5}, {Seed: 3, Value: 10.2}}
	c := stats.Compare(baseline, policy)
	fmt.Println(c.Verdict())
	fmt.Println(c.Warnings[0])
	// Output:
	// no significant winner
	// 3 seeds: an exact test needs at least 6 to reach p ≤ 0.05
}

func ExampleBatches() {
	b, err := stats.NewBatches(2, 2) // delete two values, keep two to four batches
	if err != nil {
		panic(err)
	}
	for _, wait := range []float64{100, 50, 1, 2, 3, 2, 1, 3, 2, 2} {
		b.Add(wait)
	}
	i := b.Interval(0.95)
	fmt.Printf("%.0f from %d batches\n", i.Center, i.N)
	// Output: 2 from 2 batches
}
