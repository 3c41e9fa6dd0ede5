package policies

import (
	"fmt"
	"strings"

	"skysim/policies/grammar"
	"skysim/policies/greedy"
	"skysim/policies/learned/bandit"
	"skysim/sim"
)

// banditFamily describes package learned/bandit.
func banditFamily() family {
	d := bandit.Default()
	return family{
		Entry: Entry{
			Name: "bandit",
			Doc:  "lets one of several policies decide for an epoch at a time, or chooses an offer for each job, and learns by trial, within the run, which is worth most when",
			Params: []Param{
				{Key: "algorithm", Doc: "how an arm is chosen", Default: d.Algorithm.String(), Values: values(bandit.Algorithms())},
				{
					Key: "arms", Doc: "among what", Default: armSets()[0].word, Form: Arms, Values: armWords(),
					Rules: []Value{{"list(p,q,…)", "the policies given, two or more"}},
				},
				{Key: "context", Doc: "what an arm's worth may depend on; ucb looks at nothing", Default: d.Context.String(), Values: values(bandit.Contexts())},
				{Key: "every", Doc: "the least length of an epoch", Default: grammar.Duration(d.Every), Form: Length},
				{Key: "explore", Doc: "how many standard deviations of its guess count in favour of an arm", Default: fmt.Sprint(d.Explore), Form: Number},
				{Key: "memory", Doc: "the time in which what was seen falls to 1/e of its weight", Default: never, Form: Patience},
				{Key: "wait", Doc: "what an hour's wait of one job weighs, in hours of a vCPU where that is cheapest", Default: fmt.Sprint(d.Wait), Form: Number},
				{Key: "late", Doc: "how long after its end an epoch waits for the last of its attempts to report", Default: grammar.Duration(d.Late), Form: Credit},
			},
		},
		build: buildBandit,
	}
}

func buildBandit(s settings, env Env) (sim.Policy, error) {
	o := bandit.Options{
		Algorithm: bandit.Algorithm(s.choice("algorithm") + 1),
		Context:   bandit.Context(s.choice("context") + 1),
		Every:     s.duration("every"),
		Explore:   s.number("explore"),
		Memory:    s.duration("memory"),
		Wait:      s.number("wait"),
		Late:      s.duration("late"),
	}
	if o.Memory == 0 {
		return nil, &greedy.OptionError{Key: "memory", Problem: "is 0s, want more than 0 or never"}
	}
	call := s.call("arms")
	if call.Word == bandit.SetOffers {
		return bandit.NewOffers(o, env.Seed)
	}
	list := call.Args
	if call.Word != listWord {
		o.Set = call.Word
		list = armSet(call.Word)
	}
	var arms []sim.Policy
	for _, a := range list {
		p, err := build(a.Value, env)
		if err != nil {
			return nil, err
		}
		arms = append(arms, p)
	}
	p, err := bandit.NewOver(o, arms, env.Seed)
	if err != nil {
		return nil, problem(call.Column, "%s", strings.TrimPrefix(err.Error(), "bandit: "))
	}
	return p, nil
}

// listWord begins a list of arms, and mostArms is its longest.
const (
	listWord = "list"
	mostArms = 32
)

// armSets are the words that stand for lists of arms.
func armSets() []struct{ word, doc, list string } {
	return []struct{ word, doc, list string }{
		{"heuristics", "cheapest on demand, the same on spot machines, shortest first, shortest first on the fastest, and packing with machines kept for an hour",
			"list(greedy(spot=avoid),greedy(spot=prefer),greedy(order=sjf,backfill=any,spot=avoid),greedy(order=sjf,place=fastest,backfill=any,spot=avoid),greedy(place=bestfit,spot=avoid,idle=1h))"},
		{"spots", "greedy with spot=avoid, spot=allow and spot=prefer", "list(greedy(spot=avoid),greedy(spot=allow),greedy(spot=prefer))"},
		{"orders", "greedy with backfill=any and the orders fcfs, sjf, edf and f1",
			"list(greedy(order=fcfs,backfill=any),greedy(order=sjf,backfill=any),greedy(order=edf,backfill=any),greedy(order=f1,backfill=any))"},
		{"idles", "greedy on demand with idle=0s, idle=10m and idle=1h", "list(greedy(spot=avoid,idle=0s),greedy(spot=avoid),greedy(spot=avoid,idle=1h))"},
		{bandit.SetOffers, "none of these: for each job an offer is chosen, by price, losses seen and boot time; context, wait and late mean nothing then", ""},
	}
}

func armWords() []Value {
	var words []Value
	for _, a := range armSets() {
		words = append(words, Value{a.word, a.doc})
	}
	return words
}

// armSet returns the list that a word stands for.
func armSet(word string) []grammar.Arg {
	for _, a := range armSets() {
		if a.word == word {
			c, err := grammar.Parse(a.list)
			if err != nil {
				panic("policies: the arms " + word + ": " + err.Error())
			}
			return c.Args
		}
	}
	panic("policies: arms=" + word + " was not checked")
}

// checkArms reports what is wrong with a set of arms.
func (p *Param) checkArms(v grammar.Call) error {
	words := append(p.words(), listWord)
	switch {
	case v.Word == listWord:
	case len(v.Args) > 0:
		return problem(v.Column, "%s=%s(…) has arguments; %s takes %s, or list(…) of policies", p.Key, v.Word, p.Key, strings.Join(p.words(), ", "))
	default:
		for _, w := range p.words() {
			if w == v.Word {
				return nil
			}
		}
		return problem(v.Column, "%s=%s is unknown%s; %s takes %s, or list(…) of policies", p.Key, v.Word, meant(v.Word, words), p.Key, strings.Join(p.words(), ", "))
	}
	if len(v.Args) < 2 || len(v.Args) > mostArms {
		return problem(v.Column, "%s=list(…) has %d policies, want 2 to %d", p.Key, len(v.Args), mostArms)
	}
	for _, a := range v.Args {
		if a.Key != "" {
			return problem(a.Column, "%s=list(…) takes policies without keys, not %s=", p.Key, a.Key)
		}
		f, err := find(a.Value)
		if err == nil {
			_, err = f.settle(a.Value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
