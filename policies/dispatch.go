package policies

import (
	"strconv"

	"skysim/policies/dispatch"
	"skysim/sim"
)

// dispatchFamily describes package dispatch.
func dispatchFamily() family {
	return family{
		Entry: Entry{
			Name: "dispatch",
			Doc:  "sends each job on arrival to the line of one owned machine, the shortest of a few drawn at random; jobs that cannot stand in one (gangs, and those that no owned machine holds) go to greedy with its defaults",
			Params: []Param{
				{Key: "choices", Doc: "how many machines are drawn", Default: strconv.Itoa(dispatch.Default().Choices), Form: Choices},
			},
		},
		build: func(s settings, env Env) (sim.Policy, error) {
			_, word := s.get("choices")
			choices, err := parseChoices(word)
			if err != nil {
				return nil, err
			}
			return dispatch.New(dispatch.Options{Choices: choices}, env.Seed)
		},
	}
}

// all is the word for Choices without end.
const all = "all"

// parseChoices reads a number of machines or the word all.
func parseChoices(word string) (int, error) {
	if word == all {
		return dispatch.All, nil
	}
	n, err := strconv.ParseUint(word, 10, 16)
	if err != nil || n < 1 || n > dispatch.MostChoices || strconv.FormatUint(n, 10) != word {
		return 0, strconv.ErrRange
	}
	return int(n), nil
}
