package plot_test

import (
	"bytes"
	"fmt"

	"skysim/bench/plot"
)

func ExampleCostByPolicy() {
	f, err := plot.CostByPolicy(plot.CostData{
		Head: plot.Head{
			Title:    "three-clouds: cost by policy",
			Note:     "mean and 95 % interval over 10 seeds",
			Policies: []string{"greedy(order=fcfs,place=cheapest)", "greedy(order=sjf,place=cheapest)"},
		},
		Panels: []plot.CostPanel{{
			Title: "diurnal on three-clouds",
			Costs: []plot.Estimate{
				{Mean: 1234.56, Low: 1180, High: 1290},
				{Mean: 1083.10, Low: 1030, High: 1135},
			},
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var svg bytes.Buffer // or a file
	if err := f.WriteSVG(&svg); err != nil {
		fmt.Println(err)
		return
	}
	width, _ := f.Size()
	fmt.Println(width, "points wide, names the cost:", bytes.Contains(svg.Bytes(), []byte("$1,234.56")))
	// Output: 600 points wide, names the cost: true
}

func ExampleWaitCDF_badData() {
	_, err := plot.WaitCDF(plot.WaitData{
		Head:   plot.Head{Policies: []string{"fcfs"}},
		Panels: []plot.WaitPanel{{Title: "diurnal", Curves: [][]plot.CumulativePoint{{{Seconds: 1, Fraction: 0.5}, {Seconds: 2, Fraction: 0.4}}}}},
	})
	fmt.Println(err)
	// Output: panel "diurnal", policy fcfs: point 1: fraction 0.4 after 0.5, want it to ascend up to 1
}
