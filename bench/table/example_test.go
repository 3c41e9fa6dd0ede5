package table_test

import (
	"math"
	"os"

	"skysim/bench/table"
)

// three is the table that skysim run prints, with made-up numbers.
func three() *table.Table {
	t := table.New("three-clouds: 10 seeds",
		table.Column{Title: "policy"},
		table.Column{Title: "cost", Unit: "$"},
		table.Column{Title: "wait mean", Unit: "s"},
		table.Column{Title: "utilisation"},
		table.Column{Title: "cost against baseline"})
	t.Add(table.Code("greedy(order=fcfs,place=cheapest)"), table.Money(1234.56), table.Number(48.2719, 3), table.Percent(2.0/3, 1), table.Text("baseline"))
	t.Add(table.Code("greedy(order=sjf,place=fastest)"), table.Money(1083.1), table.Number(5210.4, 3), table.Percent(0.71, 1),
		table.Interval(-12.27, -14.02, -10.55, "%"))
	t.Add(table.Code("reject|all"), table.Money(0), table.Number(math.NaN(), 3), table.Percent(0, 1),
		table.Text("not comparable").Note("4,211 jobs were rejected"))
	t.Note("intervals are 95 %, paired by seed")
	return t
}

func ExampleTable_WriteText() {
	three().WriteText(os.Stdout, table.TextOptions{})
	// Output:
	// three-clouds: 10 seeds
	//
	// policy                              cost ($)  wait mean  utilisation  cost
	//                                                     (s)               against
	//                                                                       baseline
	// ──────────────────────────────────────────────────────────────────────────────────────────────
	// greedy(order=fcfs,place=cheapest)  $1,234.56       48.3       66.7 %  baseline
	// greedy(order=sjf,place=fastest)    $1,083.10      5,210       71.0 %  -12.3 % [-14.0, -10.6]
	// reject|all                             $0.00          –        0.0 %  not comparable¹
	//
	// ¹ 4,211 jobs were rejected
	// intervals are 95 %, paired by seed
}

func ExampleTable_WriteText_narrow() {
	three().WriteText(os.Stdout, table.TextOptions{Width: 90})
	// Output:
	// three-clouds: 10 seeds
	//
	// policy                          cost ($)  wait mean  utilisation  cost
	//                                                 (s)               against
	//                                                                   baseline
	// ──────────────────────────────────────────────────────────────────────────────────────────
	// greedy(order=fcfs,             $1,234.56       48.3       66.7 %  baseline
	// place=cheapest)
	// greedy(order=sjf,              $1,083.10      5,210       71.0 %  -12.3 % [-14.0, -10.6]
	// place=fastest)
	// reject|all                         $0.00          –        0.0 %  not comparable¹
	//
	// ¹ 4,211 jobs were rejected
	// intervals are 95 %, paired by seed
}

func ExampleTable_WriteMarkdown() {
	three().WriteMarkdown(os.Stdout)
	// Output:
	// **three-clouds: 10 seeds**
	//
	// | policy | cost ($) | wait mean (s) | utilisation | cost against baseline |
	// |:--- | ---:| ---:| ---:|:--- |
	// | `greedy(order=fcfs,place=cheapest)` | $1,234.56 | 48.3 | 66.7 % | baseline |
	// | `greedy(order=sjf,place=fastest)` | $1,083.10 | 5,210 | 71.0 % | -12.3 % \[-14.0, -10.6\] |
	// | `reject\|all` | $0.00 | – | 0.0 % | not comparable¹ |
	//
	// - ¹ 4,211 jobs were rejected
	// - intervals are 95 %, paired by seed
}

func ExampleTable_WriteCSV() {
	three().WriteCSV(os.Stdout)
	// Output:
	// policy,cost ($),wait mean (s),utilisation,cost against baseline,cost against baseline low,cost against baseline high,notes
	// "greedy(order=fcfs,place=cheapest)",1234.56,48.2719,66.66666666666666,baseline,,,"intervals are 95 %, paired by seed"
	// "greedy(order=sjf,place=fastest)",1083.1,5210.4,71,-12.27,-14.02,-10.55,"intervals are 95 %, paired by seed"
	// reject|all,0,,0,not comparable,,,"4,211 jobs were rejected; intervals are 95 %, paired by seed"
}
