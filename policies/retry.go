package policies

import (
	"strconv"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/policies/wrap"
	"skysim/sim"
)

// retryFamily describes wrap.Retry.
func retryFamily() family {
	d := wrap.DefaultRetry()
	return family{
		Entry: Entry{
			Name: "retry",
			Doc:  "keeps a job out of the queue for a while, and for longer each time, after a boot that failed or a machine that was lost",
			Params: []Param{
				{Key: "policy", Doc: "what decides where jobs run", Default: "greedy", Form: Construction},
				{Key: "base", Doc: "how long after the first failure", Default: grammar.Duration(d.Base), Form: Span},
				{Key: "factor", Doc: "how many times as long after each further one in a row", Default: plain(d.Factor), Form: Ratio},
				{Key: "most", Doc: "the longest delay; an attempt that runs that long ends a row of failures", Default: grammar.Duration(d.Most), Form: Span},
				{Key: "jitter", Doc: "the share of a delay that is drawn at random", Default: plain(d.Jitter), Form: Share},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			o := wrap.RetryOptions{Base: s.duration("base"), Factor: s.number("factor"), Most: s.duration("most"), Jitter: s.number("jitter")}
			if o.Most < o.Base {
				return nil, &greedy.OptionError{Key: "most", Problem: "is " + grammar.Duration(o.Most) + ", which is less than base=" + grammar.Duration(o.Base)}
			}
			return around(s, env, func(inner sim.Policy) (sim.Policy, error) { return wrap.NewRetry(inner, o, env.Seed) })
		},
	}
}

// plain writes a number as it is read.
func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
