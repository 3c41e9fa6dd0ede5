package policies

import (
	"strconv"

	"skysim/policies/spothedge"
	"skysim/sim"
)

// spothedgeFamily describes package spothedge.
func spothedgeFamily() family {
	d := spothedge.Default()
	return family{
		Entry: Entry{
			Name: "spothedge",
			Doc:  "runs jobs on spot machines spread over zones, with spares that take over from lost ones, and on demand for what is missing",
			Params: []Param{
				{Key: "every", Doc: "time between two looks at jobs that run on demand", Default: "10m", Form: Span},
				{Key: "extra", Doc: "how many idle spot machines are kept", Default: strconv.Itoa(d.Extra), Form: Count},
				{Key: "rest", Doc: "what places the jobs that no spot machine could hold, and gives idle machines back", Default: ridersRest, Form: Construction},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			rest, err := restOf(s, env)
			if err != nil {
				return nil, err
			}
			return spothedge.New(spothedge.Options{Every: s.duration("every"), Extra: s.count("extra"), Rest: rest})
		},
	}
}
