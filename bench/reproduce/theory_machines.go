package reproduce

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"skysim/bench"
	"skysim/bench/stats"
	"skysim/sim"
)

const secondsPerHour = 3600.0 // seconds

// theoryRestarts measures how long work takes that begins anew with every loss: the time
// between the ends of two jobs that run one after the other.
func theoryRestarts(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	const warm = 100 // jobs
	rows, watches, err := seen(ctx, lab, e, func(bench.Cell) *endsWatch { return &endsWatch{skip: warm} })
	if err != nil {
		return finding{}, err
	}
	printed, err := publishedTheory()
	if err != nil {
		return finding{}, err
	}
	w, _ := setting(e.Workloads[0].Params, "duration")
	up, _ := setting(e.Clouds[0].Weather.Params, "spot_up")
	down, _ := setting(e.Clouds[0].Weather.Params, "spot_down")
	rate, w, down := secondsPerHour/up, w/secondsPerHour, down/secondsPerHour // in hours
	const question = "time with restarts"
	m := knownMean{
		name: fmt.Sprintf("%s, λ = %g, w = %g, R = %g", question, rate, w, down), unit: "h", theory: TimeWithRestarts(rate, w, down),
		printed: printed[theoryKey{question, fmt.Sprintf("lambda=%g w=%g R=%g", rate, w, down)}],
	}
	for i, ends := range watches {
		if err := insideWeather(e, &rows[i]); err != nil {
			return finding{}, err
		}
		took := float64(ends.last-ends.first) / 1e9 / float64(ends.jobs-warm)
		m.samples = append(m.samples, runMean{mean: took / secondsPerHour})
	}
	return means(rows, []knownMean{m}), nil
}

// insideWeather returns an error if a run was longer than its weather, which then
// stays as it is.
func insideWeather(e *bench.Experiment, r *bench.Row) error {
	if lasts := e.Clouds[0].Weather.Lasts; sim.Duration(r.Makespan) > lasts {
		return fmt.Errorf("%s ends after %v, and its weather after %v: want lasts longer or fewer jobs", r.Cell, sim.Duration(r.Makespan), lasts)
	}
	return nil
}

// alternative is one of the alternatives of an experiment that asks which is cheapest.
type alternative struct {
	value float64
	costs []float64 // by seed
}

// cheapest returns the option of the least mean cost, and the least and the most value of
// those that cannot be told from it: whose cost, seed by seed, is not certainly more.
func cheapest(options []alternative, level float64) (best, low, high float64) {
	least := slices.MinFunc(options, func(a, b alternative) int {
		return cmp.Compare(stats.Mean(a.costs), stats.Mean(b.costs))
	})
	best, low, high = least.value, least.value, least.value
	for _, o := range options {
		more := make([]float64, len(o.costs))
		for i := range more {
			more[i] = o.costs[i] - least.costs[i]
		}
		if stats.MeanInterval(more, level).Low <= 0 {
			low, high = min(low, o.value), max(high, o.value)
		}
	}
	return best, low, high
}

// collect sorts the costs of rows into options, by what tells them apart.
func collect(rows []bench.Row, value func(r *bench.Row) (float64, error)) ([]alternative, error) {
	var options []alternative
	for i := range rows {
		v, err := value(&rows[i])
		if err != nil {
			return nil, err
		}
		k := slices.IndexFunc(options, func(o alternative) bool { return o.value == v })
		if k < 0 {
			k = len(options)
			options = append(options, alternative{value: v})
		}
		options[k].costs = append(options[k].costs, float64(rows[i].Cost))
	}
	return options, nil
}

// theoryCheckpoints asks which of the listed intervals between checkpoints is cheapest.
func theoryCheckpoints(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	rows, err := lab.Rows(ctx, e)
	if err != nil {
		return finding{}, err
	}
	options, err := collect(rows, func(r *bench.Row) (float64, error) {
		i := slices.IndexFunc(e.Workloads, func(w bench.Workload) bool { return w.Name == r.Workload })
		every, _ := setting(e.Workloads[i].Params, "checkpoint_every")
		return every / 60, insideWeather(e, r)
	})
	if err != nil {
		return finding{}, err
	}
	cost, _ := setting(e.Workloads[0].Params, "checkpoint_cost")
	up, _ := setting(e.Clouds[0].Weather.Params, "spot_up")
	want := CheckpointInterval(cost/60, up/60)
	return finding{rows: rows, intervals: 1, numbers: func(level float64) []Number {
		best, low, high := cheapest(options, level)
		const share = 0.15
		return []Number{
			{Case: "cheapest checkpoint interval, √(2CM)", Published: want, Ours: best, Tolerance: share * want, Unit: "min",
				Note: fmt.Sprintf("of %d listed; with M = %v h and C = %v min", len(options), up/secondsPerHour, cost/60)},
			{Case: "shortest interval as cheap as that", Published: want, Ours: low, Tolerance: share * want, Relation: AtLeast, Unit: "min"},
			{Case: "longest interval as cheap as that", Published: want, Ours: high, Tolerance: share * want, Relation: AtMost, Unit: "min"},
		}
	}}, nil
}

// theoryCommitments asks how many committed machines are cheapest.
func theoryCommitments(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	rows, err := lab.Rows(ctx, e)
	if err != nil {
		return finding{}, err
	}
	ratio := 0.0
	options, err := collect(rows, func(r *bench.Row) (float64, error) {
		c := &e.Clouds[slices.IndexFunc(e.Clouds, func(c bench.Cloud) bool { return c.Name == r.Cloud })]
		count := int64(0)
		for _, k := range c.Committed {
			count += k.Count
			ratio = float64(k.Price) / float64(c.Machines[0].Price)
		}
		return float64(count), nil
	})
	if err != nil {
		return finding{}, err
	}
	least, _ := setting(e.Workloads[0].Params, "least")
	most, _ := setting(e.Workloads[0].Params, "most")
	want := float64(CommittedLevel(int(least), int(most), ratio))
	return finding{rows: rows, intervals: 1, numbers: func(level float64) []Number {
		best, low, high := cheapest(options, level)
		note := fmt.Sprintf("c_r/c_o = %v, demand even from %v to %v", ratio, least, most)
		return []Number{
			{Case: "cheapest commitment, F⁻¹(1 − c_r/c_o)", Published: want, Ours: best, Note: note, Unit: "machines"},
			{Case: "smallest commitment as cheap as that", Published: want, Ours: low, Relation: AtLeast, Unit: "machines"},
			{Case: "largest commitment as cheap as that", Published: want, Ours: high, Relation: AtMost, Unit: "machines"},
		}
	}}, nil
}
