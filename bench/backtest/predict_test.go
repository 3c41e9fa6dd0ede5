package backtest

import (
	"math"
	"slices"
	"testing"
	"time"

	"skysim/policies/learned/predict"
	"skysim/sim"
	"skysim/traces/gaia"
	"skysim/traces/requests"
	"skysim/traces/spot"
	"skysim/traces/swf"
	"skysim/traces/tracetest"
)

// How good predictions are on recordings, with what is known at the time. The figures are logged (go test -v); the
// tests hold what they say in words.

// counts bins instants into periods of a width; the last, cut off, is left out.
func counts(at []sim.Time, width time.Duration) []float64 {
	var n []float64
	for _, t := range at {
		i := int(t / sim.Time(width))
		for len(n) <= i {
			n = append(n, 0)
		}
		n[i]++
	}
	return n[:max(0, len(n)-1)]
}

// report backtests models and logs a line for each.
func report(t *testing.T, what string, y []float64, o predict.BacktestOptions, models ...predict.Model) []predict.Report {
	t.Helper()
	var all []predict.Report
	for _, m := range models {
		r, err := predict.Backtest(m, y, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s, %d values: %-30s MAE %9.4g RMSE %9.4g MASE %.3f vs seasonal naive %.3f, pinball(%v) %.4g, covered %.3f", what, len(y), r.Model, r.MAE, r.RMSE, r.MASE, r.Relative, o.Level, r.Pinball, r.Covered)
		all = append(all, r)
	}
	return all
}

func usualModels(season int) []predict.Model {
	zero := 0.0
	return []predict.Model{
		&predict.SeasonalNaive{Season: season}, &predict.Naive{}, &predict.HoltWinters{Season: season, Floor: &zero},
		&predict.Quantiles{Model: &predict.SeasonalNaive{Season: season}, Origins: 100, Steps: season},
	}
}

// Arrivals per hour of a cluster (GAIA's sample of Alibaba PAI) a day ahead: on these the season is weak, and
// Holt-Winters is better than the seasonal naive.
func TestBacktestOfArrivals(t *testing.T) {
	r, err := gaia.Open(tracetest.Path(t, "gaia/pai-100k.csv.gz"), gaia.Options{Unit: gaia.Hours, Sort: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var at []sim.Time
	for j := (sim.Job{}); r.Next(&j); j = (sim.Job{}) {
		at = append(at, j.Submit)
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	y := counts(at, time.Hour)
	all := report(t, "pai arrivals per hour", y, predict.BacktestOptions{Start: 7 * 24, Every: 24, Horizon: 24, Season: 24, Level: 0.9, Window: 28 * 24}, usualModels(24)...)
	if all[2].Relative >= 1 {
		t.Errorf("Holt-Winters has %.3f of the seasonal naive's error, want less than 1", all[2].Relative)
	}
	if math.Abs(all[3].Covered-0.9) > 0.05 {
		t.Errorf("the 0.9-quantile covers %.3f", all[3].Covered)
	}
}

// Requests to a language model per ten seconds, a minute ahead: an hour has no season to speak of.
func TestBacktestOfRequests(t *testing.T) {
	r, err := requests.OpenAzure(tracetest.Path(t, "azure-llm/AzureLLMInferenceTrace_conv.csv"), requests.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var at []sim.Time
	for q := (requests.Request{}); r.Next(&q); {
		at = append(at, q.At)
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	all := report(t, "azure conversations per 10 s", counts(at, 10*time.Second),
		predict.BacktestOptions{Start: 60, Every: 6, Horizon: 6, Season: 6, Level: 0.9}, usualModels(6)...)
	if all[2].Relative >= 1 {
		t.Errorf("Holt-Winters has %.3f of the seasonal naive's error, want less than 1", all[2].Relative)
	}
}

// Spot prices by the hour, a day ahead: a price that has no season is best said to stay, and nothing here beats that.
func TestBacktestOfSpotPrices(t *testing.T) {
	prices, err := spot.OpenPrices(tracetest.Path(t, "prices/aws_spot_2023H1.csv.gz"), spot.PriceOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer prices.Close()
	h, err := spot.Collect(prices)
	if err != nil {
		t.Fatal(err)
	}
	better := 0
	for _, zone := range []string{"use1-az5", "use2-az2", "apne1-az2"} {
		i := slices.IndexFunc(h.Markets, func(m spot.Market) bool { return m.Zone == zone && m.Type == "m5.4xlarge" })
		p := h.Price(h.Markets[i], h.First)
		var y []float64
		for at := time.Duration(0); h.First.Add(at).Before(h.Last); at += time.Hour {
			y = append(y, sim.Rate(p.ValueAt(sim.Time(at))).Dollars())
		}
		all := report(t, zone+" m5.4xlarge", y, predict.BacktestOptions{Start: 14 * 24, Every: 24, Horizon: 24, Season: 24, Level: 0.9, Window: 28 * 24}, usualModels(24)...)
		if all[1].Relative >= 1 {
			t.Errorf("%s: naive has %.3f of the seasonal naive's error, want less than 1", zone, all[1].Relative)
		}
		if all[2].MAE < all[1].MAE {
			better++
		}
	}
	if better == 3 {
		t.Errorf("Holt-Winters beats the last price in all three markets: then prices have a season or a trend after all")
	}
}

// Run times at KTH, each predicted when the job comes from those that had ended by then: the mean of the user's last two runs of the
// same template is nearer to the truth than what users request.
func TestRuntimesAtKTH(t *testing.T) {
	r, err := swf.Open(tracetest.Path(t, "swf/KTH-SP2-1996-2.1-cln.swf.gz"), swf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	type over struct {
		at  int64
		j   sim.JobInfo
		run time.Duration
	}
	var running []over
	history := predict.NewRuntimes(predict.DefaultRuntimes())
	var claimed, predicted, median, claimedClose, predictedClose, under float64
	n, by := 0.0, map[predict.Basis]int{}
	for j := (sim.Job{}); r.Next(&j); j = (sim.Job{}) {
		row := r.Row()
		running = slices.DeleteFunc(running, func(o over) bool { // in the order in which they came
			if o.at > row.Submit {
				return false
			}
			history.Observe(&o.j, o.run)
			return true
		})
		info := sim.JobInfo{User: j.User, Group: j.Group, Tasks: j.Tasks, Demand: j.Demand, Estimate: j.Estimate}
		truth := time.Duration(j.Work)
		running = append(running, over{row.Submit + max(row.Wait, 0) + row.Run, info, truth})
		p, basis := history.Predict(&info)
		q, _ := history.Quantile(&info, 0.5)
		by[basis]++
		n++
		claimed += math.Abs((j.Estimate - truth).Hours())
		predicted += math.Abs((p - truth).Hours())
		median += math.Abs((q - truth).Hours())
		ratio := func(d time.Duration) float64 {
			return min(d.Seconds(), truth.Seconds()) / max(d.Seconds(), truth.Seconds(), 1)
		}
		claimedClose += ratio(j.Estimate)
		predictedClose += ratio(p)
		if p < truth {
			under++
		}
	}
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	t.Logf("%.0f jobs: mean absolute error of requests %.3f h, of the last two runs %.3f h, of medians %.3f h; accuracy min/max %.3f and %.3f; %.1f %% too low; by %v",
		n, claimed/n, predicted/n, median/n, claimedClose/n, predictedClose/n, 100*under/n, by)
	if predicted >= claimed || predictedClose <= claimedClose {
		t.Errorf("predictions are off by %.3f h and requests by %.3f h, with accuracies %.3f and %.3f", predicted/n, claimed/n, predictedClose/n, claimedClose/n)
	}
}

// percentile returns the nearest-rank percentile of a sample.
func percentile(x []float64, q float64) float64 {
	s := slices.Sorted(slices.Values(x))
	return s[min(max(int(math.Ceil(q*float64(len(s)))), 1), len(s))-1]
}
