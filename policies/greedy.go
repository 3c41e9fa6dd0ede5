package policies

import (
	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/sim"
)

// greedyFamily describes package greedy.
func greedyFamily() family {
	d := greedy.Default()
	return family{
		Entry: Entry{
			Name: "greedy",
			Doc:  "takes waiting jobs in an order and puts each where it looks best now",
			Params: []Param{
				{Key: "order", Doc: "which waiting job is considered first", Default: d.Order.String(), Values: values(greedy.Orders())},
				{Key: "place", Doc: "where a job is put", Default: d.Place.String(), Values: values(greedy.Places())},
				{Key: "backfill", Doc: "which jobs may pass one that finds no place", Default: d.Backfill.String(), Values: values(greedy.Backfills())},
				{Key: "spot", Doc: "whether spot machines are rented", Default: d.Spot.String(), Values: values(greedy.Spots())},
				{Key: "gang", Doc: "how far apart the tasks of one job may be", Default: d.Gang.String(), Values: values(greedy.Gangs())},
				{Key: "idle", Doc: "how long a rented machine is kept without tasks", Default: grammar.Duration(d.Idle), Form: Patience},
				{Key: "guess", Doc: "the run time assumed when a job has no estimate", Default: grammar.Duration(d.Guess), Form: Span},
				{Key: "ageing", Doc: "how long a job waits to count as one level of priority more", Default: never, Form: Patience},
				{Key: "preempt", Doc: "whether running jobs are stopped for waiting ones", Default: d.Preempt.String(), Values: values(greedy.Preempts())},
				{Key: "ties", Doc: "which of equally good machines is taken", Default: d.Ties.String(), Values: values(greedy.AllTies())},
				{Key: "score", Doc: "how finely the points of machines are compared, by placements that give points", Default: d.Score.String(), Values: values(greedy.Scores())},
				{Key: "wait", Doc: "how long a job waits for owned machines before machines are rented for it", Default: "0s", Form: Waiting, Rules: waitRules()},
				{Key: "patience", Doc: "how long a job may wait altogether; then it is rejected", Default: never, Form: Patience},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			o := placement(s)
			o.Order, o.Ageing = greedy.Order(s.choice("order")+1), s.duration("ageing")
			g, err := greedy.New(o, env.Seed)
			if err == nil {
				g.Expect(env.Demands)
			}
			return g, err
		},
	}
}

// placement returns the options of a greedy but for those of its order, which another
// family may fix.
func placement(s settings) greedy.Options {
	o := greedy.Default()
	o.Place = greedy.Place(s.choice("place") + 1)
	o.Backfill = greedy.Backfill(s.choice("backfill") + 1)
	o.Spot = greedy.Spot(s.choice("spot") + 1)
	o.Gang = greedy.Gang(s.choice("gang") + 1)
	o.Idle = s.duration("idle")
	o.Guess = s.duration("guess")
	o.Preempt = greedy.Preempt(s.choice("preempt") + 1)
	o.Ties = greedy.Ties(s.choice("ties") + 1)
	o.Score = greedy.Score(s.choice("score") + 1)
	o.Wait = s.waiting("wait")
	o.Patience = s.duration("patience")
	return o
}

// waitRules explains what wait can be.
func waitRules() []Value {
	rules := []Value{{"1h30m", "so long, whatever the job"}, {never, "to the end: machines are rented only for jobs that owned ones could never hold"}}
	for _, r := range greedy.WaitRules() {
		rules = append(rules, Value{Word: r.Name + "(x)", Doc: "x " + r.Doc})
	}
	return rules
}

// values turns the words of an option into those of a parameter.
func values(words []greedy.Word) []Value {
	v := make([]Value, len(words))
	for i, w := range words {
		v[i] = Value{Word: w.Name, Doc: w.Doc}
	}
	return v
}
