package policies

import (
	"strconv"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/policies/lp"
	"skysim/sim"
)

// lpFamily describes package lp.
func lpFamily() family {
	d := lp.Default()
	plain := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	return family{
		Entry: Entry{
			Name: "lp",
			Doc:  "plans for all waiting jobs at once by a transport problem, and gives what is scarce to those that gain most from it",
			Params: []Param{
				{Key: "every", Doc: "the time between decisions; 0s decides whenever something happens", Default: grammar.Duration(d.Every), Form: Credit},
				{Key: "form", Doc: "what is planned", Default: d.Form.String(), Values: values(lp.Forms())},
				{Key: "window", Doc: "how long a job that could start at once may be kept waiting for a better place", Default: grammar.Duration(d.Window), Form: Patience},
				{Key: "delay", Doc: "what an hour costs that a job is not finished, as a share of an hour of running of the mean job on the cheapest machines for rent; the same for short jobs and long ones", Default: plain(d.Delay), Form: Number},
				{Key: "penalty", Doc: "what the use of a limited offer costs beside its price, as a share of it for each share that is used", Default: plain(d.Penalty), Form: Number},
				{Key: "memory", Doc: "how long the jobs seen count for the shadow prices of limited offers; 0s has none", Default: grammar.Duration(d.Memory), Form: Patience},
				{Key: "spot", Doc: "whether spot machines are rented", Default: d.Spot.String(), Values: values(greedy.Spots())},
				{Key: "gang", Doc: "how far apart the tasks of one job may be", Default: d.Gang.String(), Values: values(greedy.Gangs())},
				{Key: "idle", Doc: "how long a rented machine is kept without tasks", Default: grammar.Duration(d.Idle), Form: Patience},
				{Key: "guess", Doc: "the run time assumed when a job has no estimate", Default: grammar.Duration(d.Guess), Form: Span},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			return lp.New(lp.Options{
				Every:   s.duration("every"),
				Form:    lp.Form(s.choice("form") + 1),
				Window:  s.duration("window"),
				Delay:   s.number("delay"),
				Penalty: s.number("penalty"),
				Memory:  s.duration("memory"),
				Spot:    greedy.Spot(s.choice("spot") + 1),
				Gang:    greedy.Gang(s.choice("gang") + 1),
				Idle:    s.duration("idle"),
				Guess:   s.duration("guess"),
			}, env.Seed)
		},
	}
}
