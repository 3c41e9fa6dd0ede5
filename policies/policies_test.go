package policies

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"skysim/policies/greedy"
	"skysim/policies/learned/weights"
	"skysim/sim"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func ExampleParse() {
	p, err := Parse("greedy(cheapest, sjf, idle=90m, backfill=none)", Env{Seed: 1})
	fmt.Println(p, err)
	_, err = Parse("greedy(order=sjf, place=cheapset)", Env{})
	fmt.Println(err)
	// Output:
	// greedy(order=sjf,place=cheapest,idle=1h30m) <nil>
	// policy "greedy(order=sjf, place=cheapset)": column 25: place=cheapset is unknown (did you mean "cheapest"?); place takes cheapest, fastest, firstfit, bestfit, leastloaded, roundrobin, random, scatter, tightest, dotproduct, packing, clustering, fgd, greenest, proven
}

// weightsFor lists the weights of a family that come with skysim.
func weightsFor(name string) (all []string) {
	for _, w := range weights.Names() {
		if _, err := Parse(name+"(weights="+w+")", Env{}); err == nil {
			all = append(all, w)
		}
	}
	return all
}

// settingsOf draws a construction of an entry with some parameters given, in
// any order.
func settingsOf(t *rapid.T, e Entry) string {
	var args []string
	wait := rapid.Int64Min(1).Draw(t, "how long jobs wait") // not longer than their patience
	aged := rapid.Bool().Draw(t, "by priority and age")     // which go together
	points := rapid.Bool().Draw(t, "by points")             // and whole ones
	for _, p := range e.Params {
		switch {
		case p.Key == "ageing" && !aged:
		case p.Key == "order" && aged:
			args = append(args, "order=priority")
		case p.Key == "score" && !points:
		case p.Key == "place" && points && e.Name != "rounds": // whose places are kinds
			args = append(args, "place="+rapid.SampledFrom([]string{"tightest", "dotproduct", "packing", "clustering", "fgd"}).Draw(t, "place by points"))
		case p.Form == Construction:
			args = append(args, inside(e.Name, settingsOf(t, greedyFamily().Entry)))
		case rapid.Bool().Draw(t, p.Key+" left out"):
		case p.Form == Arms && rapid.Bool().Draw(t, "a list of arms"):
			one, two := settingsOf(t, greedyFamily().Entry), settingsOf(t, greedyFamily().Entry)
			args = append(args, p.Key+"=list("+one+", "+two+")")
		case len(p.Values) > 0 && (p.Form == 0 || p.Form == Arms || rapid.Bool().Draw(t, p.Key+" a word")):
			args = append(args, p.Key+"="+rapid.SampledFrom(p.words()).Draw(t, p.Key))
		case p.Key == "priority":
			args = append(args, "priority="+rapid.SampledFrom([]string{"0", "1", "1000000"}).Draw(t, p.Key))
		case p.Form == Count:
			args = append(args, fmt.Sprintf("%s=%d", p.Key, rapid.IntRange(1, 100).Draw(t, p.Key)))
		case p.Form == Ratio:
			args = append(args, p.Key+"="+rapid.SampledFrom([]string{"1", "1.5", "1000000"}).Draw(t, p.Key))
		case p.Form == Share:
			args = append(args, p.Key+"="+rapid.SampledFrom([]string{"0", "0.25", "1"}).Draw(t, p.Key))
		case p.Key == "base" || p.Key == "most": // and base is not the longer
			args = append(args, fmt.Sprintf("%s=%dns", p.Key, map[string]int64{"base": 1 + wait%60e9, "most": max(wait, 60e9)}[p.Key]))
		case p.Form == Waiting:
			args = append(args, fmt.Sprintf("wait=%dns", wait))
		case p.Key == "patience":
			args = append(args, rapid.SampledFrom([]string{"patience=never", fmt.Sprintf("patience=%dns", rapid.Int64Min(wait).Draw(t, p.Key))}).Draw(t, "patience or never"))
		case p.Form == Weights:
			args = append(args, p.Key+"="+rapid.SampledFrom(weightsFor(e.Name)).Draw(t, p.Key))
		case p.Form == Number:
			args = append(args, p.Key+"="+rapid.SampledFrom([]string{"0", "0.25", "1", "17.5", "1000000"}).Draw(t, p.Key))
		case p.Form == Choices:
			args = append(args, p.Key+"="+rapid.SampledFrom([]string{"1", "2", "17", "100", "all"}).Draw(t, p.Key))
		case p.Form == Patience && rapid.Bool().Draw(t, p.Key+" never"):
			args = append(args, p.Key+"=never")
		case p.Form == Length:
			args = append(args, fmt.Sprintf("%s=%dns", p.Key, rapid.Int64Min(1e9).Draw(t, p.Key)))
		default:
			args = append(args, fmt.Sprintf("%s=%dns", p.Key, rapid.Int64Min(1).Draw(t, p.Key)))
		}
	}
	if len(args) == 0 {
		return e.Name
	}
	return e.Name + "(" + strings.Join(rapid.Permutation(args).Draw(t, "order"), ", ") + ")"
}

// inside leaves out what is at odds with a decorator, and adds what it wants.
func inside(decorator, text string) string {
	if decorator == "trial" && !strings.Contains(text, "wait=") {
		text = strings.TrimSuffix(text, ")") + ", wait=1ns)" // which everybody has the patience for
		text = strings.Replace(text, "greedy, ", "greedy(", 1)
	}
	return regexp.MustCompile(`(backfill|preempt)=(any|easy|conservative|later)`).ReplaceAllString(text, "$1=none")
}

func TestParseUndoesString(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(All()).Draw(t, "entry")
		env := Env{Seed: rapid.Uint64().Draw(t, "seed")}
		text := settingsOf(t, e)
		p := parsed(t, text, env)
		if again := parsed(t, p.String(), env); !reflect.DeepEqual(p, again) || again.String() != p.String() {
			t.Fatalf("Parse(%q) prints %q, which parses to %q: %#v, want %#v", text, p, again, again, p)
		}
	})
}

func TestLabelsDifferWhenSettingsDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rapid.SampledFrom(All()).Draw(t, "entry")
		p, q := parsed(t, settingsOf(t, e), Env{}), parsed(t, settingsOf(t, e), Env{})
		if (p.String() == q.String()) != reflect.DeepEqual(p, q) {
			t.Fatalf("labels %q and %q, settings %#v and %#v", p, q, p, q)
		}
	})
}

func parsed(t *rapid.T, text string, env Env) sim.Policy {
	p, err := Parse(text, env)
	if err != nil {
		t.Fatalf("Parse(%q): %v", text, err)
	}
	return p
}

func TestParseErrorsSayWhatIsWanted(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"unknown policy", "gredy(order=sjf)", `column 1: no policy "gredy" (did you mean "greedy"?); there is: bandit, checkpoint, commit, dispatch, dp, failover, greedy, hedge, imitate, learned, lp, nomad, rebalance, replicate, retry, rounds, spothedge, trial, uniform`},
		{"unknown key", "greedy(odrer=sjf)", `column 8: greedy has no parameter "odrer" (did you mean "order"?); it has: order, place, backfill, spot, gang, idle, guess, ageing, preempt, ties, score, wait, patience`},
		{"unknown value", "greedy(order=sfj)", `column 14: order=sfj is unknown (did you mean "sjf"?); order takes fcfs, sjf, priority, edf`},
		{"far from anything", "greedy(order=xyzxyzxyz)", `column 14: order=xyzxyzxyz is unknown; order takes fcfs, sjf, priority, edf`},
		{"value without key unknown", "greedy(cheepest)", `column 8: no parameter of greedy has the value "cheepest" (did you mean "cheapest"?)`},
		{"value of several keys", "greedy(gang=any)", `column 13: gang=any is unknown`},
		{"given twice", "greedy(sjf, order=edf)", "column 13: order is given twice"},
		{"nested where a word should be", "greedy(order=sjf(2))", "column 14: order=sjf(…) has arguments; order takes fcfs"},
		{"not a duration", "greedy(idle=10)", "column 13: idle=10 is a number without a unit; idle takes a duration such as 0s, 10m or 1h30m, or the word never"},
		{"guess of nothing", "greedy(guess=0s)", "column 14: guess=0s is out of range; guess takes a duration above 0"},
		{"never where it makes no sense", "greedy(guess=never)", "column 14: guess=never is malformed"},
		{"ageing in no time", "greedy(priority, ageing=0s)", "column 25: ageing is 0s, want more than 0 or never"},
		{"ageing of another order", "greedy(ageing=1h)", "column 15: ageing is of order=priority, and the order is fcfs"},
		{"whole points of none", "greedy(cheapest,score=percent)", "column 23: score is of placements that give points, which place=cheapest does not; those that do: tightest, dotproduct, packing, clustering, fgd"},
		{"no patience to wait", "greedy(wait=1h,patience=20m)", "column 13: wait is 1h and patience is 20m: jobs would be rejected before machines are rented for them"},
		{"no choice", "dispatch(choices=0)", "column 18: choices=0 is out of range; choices takes a whole number from 1 to 100, or the word all"},
		{"choices another way", "dispatch(choices=02)", "column 18: choices=02 is malformed"},
		{"policy inside unknown", "commit(gredy(sjf))", `column 8: no policy "gredy" (did you mean "greedy"?)`},
		{"value inside unknown", "commit(greedy(order=sfj),early)", "column 21: order=sfj is unknown"},
		{"options inside at odds", "commit(greedy(fcfs,ageing=1h))", "column 27: ageing is of order=priority"},
		{"backfill inside and outside", "commit(greedy(backfill=any),early)", "column 8: commit cannot wrap greedy(order=fcfs,place=cheapest,backfill=any): backfill=any is at odds"},
		{"what cannot be wrapped", "commit(commit(greedy))", "column 8: commit cannot wrap commit(greedy(order=fcfs,place=cheapest)), which does not say which job is next: commit wraps greedy(…) only"},
		{"a trial inside", "commit(trial(greedy(wait=1h)))", "column 8: commit cannot wrap trial(greedy(order=fcfs,place=cheapest,wait=1h),for=5m), which does not say which job is next: commit wraps greedy(…) only"},
		{"a trial of another", "trial(for=1m,commit(greedy(wait=1h)))", "column 14: trial cannot wrap commit(greedy(order=fcfs,place=cheapest,wait=1h)), which lets no job wait for owned machines: trial wraps greedy(…) only"},
		{"a trial for nothing", "trial(greedy(sjf))", "column 7: a job that comes back from its trial would rent again at once: give greedy(order=sjf,place=cheapest) a wait, as in wait=work(0.25)"},
		{"a trial for nothing by a rule", "trial(greedy(wait=size(0)))", "column 7: a job that comes back from its trial would rent again at once"},
		{"credit for ever", "trial(greedy(wait=1h),credit=never)", "column 30: credit=never is malformed; credit takes a duration such as 0s, 10m or 1h30m"},
		{"two policies inside", "commit(greedy,greedy)", "column 15: policy is given twice"},
		{"one arm", "bandit(arms=list(greedy))", "column 13: arms=list(…) has 1 policies, want 2 to 32"},
		{"an arm unknown", "bandit(arms=list(greedy,gredy(sjf)))", `column 25: no policy "gredy" (did you mean "greedy"?)`},
		{"arms unknown", "bandit(arms=spot)", `column 13: arms=spot is unknown (did you mean "spots"?); arms takes heuristics, spots, orders, idles, offers, or list(…) of policies`},
		{"an arm of another order", "bandit(arms=list(greedy,commit(greedy(sjf))))", "column 13: commit(greedy(order=sjf,place=cheapest)) wants the queue in an order of its own"},
		{"an arm with a key", "bandit(arms=list(greedy,a=greedy))", "column 25: arms=list(…) takes policies without keys, not a="},
		{"no memory", "bandit(memory=0s)", "column 15: memory is 0s, want more than 0 or never"},
		{"explore backwards", "bandit(explore=-1)", "column 16: explore=-1 is out of range; explore takes a number from 0 to 1000000"},
		{"epochs of no length", "bandit(every=1ms)", "column 14: every=1ms is out of range; every takes a duration of 1s or more such as 90s"},
		{"epochs of no length for offers", "bandit(arms=offers,every=999ms)", "column 26: every=999ms is out of range; every takes a duration of 1s or more"},
		{"explore endlessly", "bandit(explore=1e999)", "column 16: explore=1e999 is out of range; explore takes a number from 0 to 1000000"},
		{"explore a word", "bandit(explore=much)", "column 16: explore=much is no number; explore takes a number from 0 to 1000000"},
		{"explore nothing known", "bandit(explore=nan)", "column 16: explore=nan is no number"},
		{"a window backwards", "lp(window=-1h)", "column 11: window=-1h is below 0s; window takes a duration"},
		{"a window without end", "lp(window=99999999h)", "column 11: window=99999999h is longer than 292 years; window takes a duration"},
		{"a window without a unit", "lp(window=1e300)", "column 11: window=1e300 is a number without a unit; window takes a duration"},
		{"a window of a year", "lp(window=1y)", "column 11: window=1y is malformed; window takes a duration"},
		{"capitals", "LP()", `column 1: no policy "LP" (did you mean "lp"?)`},
		{"a value in capitals", "greedy(order=SJF)", `column 14: order=SJF is unknown (did you mean "sjf"?)`},
		{"malformed", "greedy(order", `column 13: the end where "," or ")" should be`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Parse(tt.text, Env{})
			if err == nil {
				t.Fatalf("Parse(%q) = %v, want an error with %q", tt.text, p, tt.want)
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), fmt.Sprintf("policy %q", tt.text)) {
				t.Errorf("Parse(%q): %v\nwant %s", tt.text, err, tt.want)
			}
		})
	}
}

func TestDefaultsAreWhatEntriesSay(t *testing.T) {
	for _, e := range All() {
		var args []string
		for _, p := range e.Params {
			args = append(args, p.Key+"="+p.Default)
		}
		all := e.Name + "(" + strings.Join(args, ",") + ")"
		p, err := Parse(all, Env{})
		if err != nil {
			t.Fatalf("Parse(%q): %v", all, err)
		}
		if q, err := Parse(e.Name, Env{}); err != nil || !reflect.DeepEqual(p, q) {
			t.Errorf("Parse(%q) = %v, %v, want %v", e.Name, q, err, p)
		}
		if got, err := Canonical(all); err != nil || got != p.String() {
			t.Errorf("Canonical(%q) = %q, %v, want %q", all, got, err, p)
		}
	}
	if p, _ := Parse("greedy", Env{}); p.(*greedy.Policy).Options() != greedy.Default() {
		t.Errorf("Parse(greedy) has %+v, want %+v", p.(*greedy.Policy).Options(), greedy.Default())
	}
}

// TestCatalogueIsPinned fails when a parameter, value or default changes: old
// labels would then mean something else.
func TestCatalogueIsPinned(t *testing.T) {
	var b strings.Builder
	for _, e := range All() {
		fmt.Fprintf(&b, "%s: %s\n", e.Name, e.Doc)
		for _, p := range e.Params {
			fmt.Fprintf(&b, "  %s=%s: %s; takes %s\n", p.Key, p.Default, p.Doc, p.Allowed())
			for _, v := range slices.Concat(p.Values, p.Rules) {
				fmt.Fprintf(&b, "    %s: %s\n", v.Word, v.Doc)
			}
		}
	}
	const file = "testdata/catalogue.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the catalogue is\n%s\nwant\n%s\n(run with -update if that is meant, and say so in the changelog)", b.String(), want)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"greedy", "greedy(sjf,cheapest,idle=never)", "greedy(order=fcfs,idle=1h)", "greedy(guess=1ns)", "x(", "greedy(idle=9999999999h)", "dispatch(choices=all)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text, Env{})
		if err != nil {
			return
		}
		again, err := Parse(p.String(), Env{})
		if err != nil || !reflect.DeepEqual(p, again) {
			t.Errorf("Parse(%q) prints %q, which parses to %v, %v", text, p, again, err)
		}
	})
}
