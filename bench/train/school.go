package train

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"skysim/bench"
	"skysim/policies/learned/evolve"
	"skysim/policies/learned/order"
	"skysim/sim"
)

// school trains a priority function by evolution.
type school struct {
	task     string
	settings string // what else the result depends on, for the checkpoint
	// cases draws what a generation's candidates are all tried on.
	cases func(seed int64, generation int) []int
	// try runs a case under a policy and returns its value, the smaller the better. Calls come from
	// several goroutines.
	try func(ctx context.Context, p player, c int) (float64, error)
	// usual is the heuristic whose values are the unit of the candidates': a case is
	// worth as much as another, however long its queues are.
	usual player
}

// player makes a policy for one run.
type player func(seed uint64) (sim.Policy, error)

const population = 12

// start is where the search begins, in terms of spread: by length and width as F1 has
// them, with a handicap of some days.
func start() evolve.Options {
	return evolve.Options{
		Start: []float64{sim.Log(1e6), 1, 1}, Step: []float64{1.5, 0.5, 0.5}, Population: population,
	}
}

// spread turns what the optimiser sees, in which steps of all dimensions are alike, into
// parameters, held within their ranges: the handicap goes by its logarithm.
func spread(x []float64) []float64 {
	p := slices.Clone(x)
	p[0] = sim.Exp(x[0])
	for i, s := range order.Parameters() {
		p[i] = min(max(p[i], s.Low), s.High)
	}
	return p
}

// learn evolves parameters for the given number of generations and returns them, with the
// curve. The answer is the average of the means of the later half of the generations:
// the last one alone owes too much to its cases.
func (s *school) learn(ctx context.Context, lab *Lab, generations int, with func(order.Function) player) ([]float64, *journal, error) {
	opts := start()
	opts.Seed = uint64(lab.Seed)
	j, strategy, err := s.open(lab, opts)
	if err != nil {
		return nil, nil, err
	}
	progress := bench.Progress{Done: len(j.Curve), Reused: len(j.Curve), Total: generations}
	for g := len(j.Curve); g < generations; g++ {
		lab.tell(progress)
		candidates := strategy.Ask()
		players := []player{s.usual}
		for _, x := range candidates {
			f, err := order.From(spread(x))
			if err != nil {
				return nil, nil, err
			}
			players = append(players, with(f))
		}
		values, err := s.evaluate(ctx, lab.Workers, players, s.cases(lab.Seed, g))
		if err != nil {
			return nil, nil, err
		}
		if err := strategy.Tell(values[1:]); err != nil {
			return nil, nil, err
		}
		mean, err := order.From(spread(strategy.Mean()))
		if err != nil {
			return nil, nil, err
		}
		fixed, err := s.evaluate(ctx, lab.Workers, []player{s.usual, with(mean)}, s.cases(lab.Seed, -1))
		if err != nil {
			return nil, nil, err
		}
		j.add(strategy, values, fixed[1])
		if err := j.save(lab.Checkpoint); err != nil {
			return nil, nil, err
		}
		progress.Done++
	}
	lab.tell(progress)
	return spread(j.average(generations)), j, nil
}

// tell passes progress on.
func (l *Lab) tell(p bench.Progress) {
	if l.Progress != nil {
		l.Progress(p)
	}
}

// evaluate returns the value of each player: the mean over the cases. With several
// players, it is in units of the first one's values, but for the first, which keeps its own.
func (s *school) evaluate(ctx context.Context, workers int, players []player, cases []int) ([]float64, error) {
	table, err := s.table(ctx, workers, players, cases)
	if err != nil {
		return nil, err
	}
	values := make([]float64, len(players))
	for p := range players {
		for c := range cases {
			v := table[p][c]
			if p > 0 {
				v /= table[0][c]
			}
			values[p] += v / float64(len(cases))
		}
	}
	return values, nil
}

// table runs every player on every case, and returns values by player and case.
func (s *school) table(ctx context.Context, workers int, players []player, cases []int) ([][]float64, error) {
	if workers == 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	table := make([][]float64, len(players))
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(workers)
	for p := range players {
		table[p] = make([]float64, len(cases))
		for c := range cases {
			if inner.Err() != nil {
				break
			}
			group.Go(func() error {
				v, err := s.try(inner, players[p], cases[c])
				if err == nil && (math.IsNaN(v) || v <= 0) {
					err = fmt.Errorf("case %d has the value %v, want a positive number", cases[c], v)
				}
				table[p][c] = v
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return table, ctx.Err()
}
