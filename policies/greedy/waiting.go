package greedy

import (
	"fmt"
	"strconv"

	"skysim/policies/grammar"
	"skysim/sim"
)

// Waiting says how long a job waits for owned machines before machines are
// rented for it. The zero value does not wait.
type Waiting struct {
	Rule WaitRule
	For  sim.Duration // of WaitConstant; Never is for ever
	By   float64      // of the other rules, from 0 on: see WaitRules
}

// WaitRule says what the time depends on.
type WaitRule uint8

// The values of WaitRule.
const (
	WaitConstant WaitRule = iota
	WaitByWork
	WaitBySize
	WaitByCost
)

// WaitRules lists the rules that have a number, in order from WaitByWork.
func WaitRules() []Word {
	return []Word{
		{"work", "hours for each GPU-hour that the job is expected to run, or vCPU-hour without GPUs"},
		{"size", "hours for each GPU of the job, or vCPU without GPUs"},
		{"cost", "hours for each dollar that the job is expected to cost on the machines that would be rented"},
	}
}

// call is the value as it is written.
func (w Waiting) call() grammar.Call {
	switch {
	case w.Rule != WaitConstant:
		by := grammar.Call{Word: strconv.FormatFloat(w.By, 'f', -1, 64)}
		return grammar.Call{Word: WaitRules()[w.Rule-1].Name, Args: []grammar.Arg{{Value: by}}}
	case w.For == Never:
		return grammar.Call{Word: "never"}
	}
	return grammar.Call{Word: grammar.Duration(w.For)}
}

// check reports what is wrong with the value.
func (w Waiting) check() error {
	switch {
	case w.Rule == WaitConstant && w.For < 0:
		return fmt.Errorf("greedy: wait is %v, want 0 or more", w.For)
	case int(w.Rule) > len(WaitRules()):
		return fmt.Errorf("greedy: the rule of wait is %d, want 0 to %d", w.Rule, len(WaitRules()))
	case w.Rule != WaitConstant && !(w.By >= 0 && w.By <= 1e9):
		return fmt.Errorf("greedy: wait by %s is %v, want 0 to 1,000,000,000", WaitRules()[w.Rule-1].Name, w.By)
	}
	return nil
}
