package allocate

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rat(s string) *big.Rat {
	x, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return x
}

func rats(list ...string) (out []*big.Rat) {
	for _, s := range list {
		out = append(out, rat(s))
	}
	return out
}

// articleOne is the articles' example of utilisation.
func articleOne() *Problem {
	p := &Problem{Objective: Utilisation}
	for i, s := range rats("100", "150", "200") {
		p.Resources = append(p.Resources, Resource{Name: fmt.Sprint("r", i+1), Capacity: s})
	}
	for j, d := range rats("50", "100", "150") {
		p.Demands = append(p.Demands, Demand{Name: fmt.Sprint("d", j+1), Amount: d})
	}
	return p
}

// articleTwo is the articles' example of cost, and with the penalties that of penalties.
func articleTwo() *Problem {
	p := &Problem{Objective: Cost, Demands: []Demand{{Name: "load", Amount: rat("1000"), Divisible: true}}}
	c, m, s := rats("0.10", "0.15", "0.20"), rats("500", "700", "1000"), rats("0.8", "0.8", "0.2")
	for i := range c {
		p.Resources = append(p.Resources, Resource{Name: fmt.Sprint("r", i+1), Capacity: m[i], UnitCost: c[i], Utilisation: s[i], Penalty: rat("0.5")})
	}
	return p
}

// The articles' examples as they are true, DESIGN.md section 8.
func TestArticles(t *testing.T) {
	for _, c := range []struct {
		name, policy             string
		p                        *Problem
		value, bound, use, loads string
		optimal                  bool
	}{
		{"first fit by utilisation", "first-fit", articleOne(), "23/12", "9/4", "2/3", "[50/1 100/1 150/1]", false},
		{"greedy by utilisation", "greedy", articleOne(), "23/12", "9/4", "2/3", "[50/1 100/1 150/1]", false},
		{"lp by utilisation", "lp", articleOne(), "9/4", "9/4", "2/3", "[100/1 150/1 50/1]", true},
		{"dp by utilisation", "dp", articleOne(), "9/4", "9/4", "2/3", "[100/1 150/1 50/1]", true},
		{"dp with idle capacity", "dp(lambda=0.5)", articleOne(), "-291/4", "-291/4", "2/3", "[100/1 150/1 50/1]", true},
		{"lp by cost", "lp", articleTwo(), "125", "125", "5/11", "[500/1 500/1 0/1]", true},
		{"first fit by cost", "first-fit", articleTwo(), "125", "125", "5/11", "[500/1 500/1 0/1]", true},
		{"dp by cost", "dp", articleTwo(), "125", "125", "5/11", "[500/1 500/1 0/1]", true},
		{"given penalty", "lp-penalty", articleTwo(), "300", "300", "5/11", "[0/1 0/1 1000/1]", true},
		{"own penalty", "qp-penalty", articleTwo(), "68095/176", "68095/176", "5/11", "[5675/22 7175/22 4575/11]", true},
	} {
		policy, err := Parse(c.policy)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		r, err := Solve(c.p, policy, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := []string{r.Objective.RatString(), r.Bound.RatString(), r.Utilisation.RatString(), fmt.Sprint(r.Loads), fmt.Sprint(r.Optimal)}
		want := []string{c.value, c.bound, c.use, c.loads, fmt.Sprint(c.optimal)}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: value, bound, utilisation, loads, optimal (-want +got):\n%s", c.name, diff)
		}
	}
}

// What the articles print, judged: it is an allocation, but not the best, and costs
// something else than they say.
func TestWhatTheArticlesPrint(t *testing.T) {
	printed := rats("300", "400", "300")
	for _, c := range []struct {
		kind Kind
		want string
	}{{LP, "150"}, {LPPenalty, "460"}} {
		if got := articleTwo().Value(Policy{Kind: c.kind}, printed); got.RatString() != c.want {
			t.Errorf("%s: (300, 400, 300) costs %s, want %s", c.kind, got, c.want)
		}
	}
}
