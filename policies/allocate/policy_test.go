package allocate

import (
	"strings"
	"testing"
)

func TestPoliciesParseBack(t *testing.T) {
	for _, text := range []string{"first-fit", "greedy", "lp", "dp", "lp-penalty", "qp-penalty", "dp(lambda=0.5)", "dp(lambda=12)", "dp(penalty=given)", "dp(penalty=given,lambda=0.25)"} {
		p, err := Parse(text)
		if err != nil || p.String() != text {
			t.Errorf("Parse(%q) = %s, %v", text, p, err)
		}
	}
	for text, want := range map[string]string{
		"frist-fit":             `column 1: no policy "frist-fit" (did you mean "first-fit"?)`,
		"simplex":               `no policy "simplex"; there is: first-fit, greedy, lp, dp, lp-penalty, qp-penalty`,
		"lp(lambda=1)":          "column 4: lp has no parameters",
		"dp(lamda=1)":           `dp has no parameter "lamda" (did you mean "lambda"?)`,
		"dp(lambda=-1)":         "column 11: lambda is -1, want one decimal number, 0 or more",
		"dp(lambda=x)":          "lambda is x",
		"dp(lambda=1e9)":        "lambda is 1e9",
		"dp(penalty=own)":       "penalty is own, want it once, as penalty=given",
		"dp(":                   "column 4",
		"dp lp":                 "column 4",
		"dp(lambda=1,lambda=2)": "column 20",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Parse(%q): %v, want %s", text, err, want)
		}
	}
}
