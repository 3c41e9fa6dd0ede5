package reproduce

import (
	"fmt"
	"math"
	"testing"
)

// The formulas give what ../shared/REPRODUCTIONS.md, section 7, prints.
func TestFormulasGiveThePrintedNumbers(t *testing.T) {
	for _, c := range []struct {
		name     string
		got      float64
		decimals int
		want     string
	}{
		{"M/M/10", WaitMMC(10, 9, 1), 6, "0.668732"},
		{"M/M/100", WaitMMC(100, 95, 1), 6, "0.101291"},
		{"M/D/1", WaitMG1(0.8, 1, 0), 1, "2.0"},
		{"M/M/1", WaitMG1(0.8, 1, 1), 1, "4.0"},
		{"M/M/1 as M/M/c", WaitMMC(1, 0.8, 1), 1, "4.0"},
		{"M/G/1, cv² = 4", WaitMG1(0.8, 1, 4), 1, "10.0"},
		{"Erlang B", ErlangB(10, 8), 6, "0.121661"},
		// The integral, which mpmath gives as 1.425373, 2.352773 and 3.552125; printed
		// are 1.4255, 2.3532 and 3.5527, up to 0.018 % more.
		{"SRPT at .5", ResponseSRPT(0.5, 1), 6, "1.425373"},
		{"SRPT at .8", ResponseSRPT(0.8, 1), 6, "2.352773"},
		{"SRPT at .9", ResponseSRPT(0.9, 1), 6, "3.552125"},
		{"two choices", ResponseChoices(0.9, 2), 4, "2.6141"},
		{"one choice", ResponseChoices(0.9, 1), 4, "10.0000"},
		{"restarts", TimeWithRestarts(0.1, 10, 0.1), 4, "17.3546"},
	} {
		if got := printed(c.got, c.decimals); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// The same in a dumber way: Erlang B as a quotient of sums, the SRPT integral at other
// units, the newsvendor by trying all.
func TestFormulasAgainstDumberOnes(t *testing.T) {
	for _, c := range []struct {
		servers int
		load    float64
	}{{1, 0.3}, {5, 4}, {10, 8}, {20, 30}} {
		term, sum := 1.0, 1.0
		for k := 1; k <= c.servers; k++ {
			term *= c.load / float64(k)
			sum += term
		}
		if got := ErlangB(c.servers, c.load); math.Abs(got-term/sum) > 1e-12 {
			t.Errorf("ErlangB(%d, %v) = %v, want %v", c.servers, c.load, got, term/sum)
		}
	}
	if got, want := ResponseSRPT(4, 5), ResponseSRPT(0.8, 1)/5; math.Abs(got-want) > 1e-9 {
		t.Errorf("SRPT five times as fast takes %v, want %v", got, want)
	}
	if got := ErlangC(3, 3); !math.IsNaN(got) {
		t.Errorf("ErlangC at full load is %v, want NaN", got)
	}
	for _, ratio := range []float64{0.05, 0.25, 0.4, 0.62, 0.97} {
		const least, most = 3, 17
		best, level := math.Inf(1), 0
		for k := least; k <= most; k++ {
			cost := ratio * float64(k)
			for d := least; d <= most; d++ {
				cost += float64(max(d-k, 0)) / (most - least + 1)
			}
			if cost < best-1e-9 {
				best, level = cost, k
			}
		}
		if got := CommittedLevel(least, most, ratio); got != level {
			t.Errorf("CommittedLevel at %v is %d, want %d", ratio, got, level)
		}
	}
}

// printed writes a number with as many decimals as it was published with.
func printed(x float64, decimals int) string { return fmt.Sprintf("%.*f", decimals, x) }
