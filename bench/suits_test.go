package bench

import (
	"strings"
	"testing"
)

// TestPoliciesThatMeanNothingAreRefused names the policy's place in the file, before
// anything runs; the same policy is welcome where the cloud has what it goes by.
func TestPoliciesThatMeanNothingAreRefused(t *testing.T) {
	for _, use := range []string{"greedy(place=greenest)", "commit(greedy(place=greenest))", "trial(greedy(place=greenest,wait=1h))"} {
		text := strings.Replace(small, `use = "greedy`, `use = "`+use+`" # "`, 1)
		e, err := Parse("small.toml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err = Prepare(e, ""); err == nil || !strings.HasPrefix(err.Error(), "small.toml:") ||
			!strings.Contains(err.Error(), "does not suit cloud machines") || !strings.Contains(err.Error(), "[cloud.carbon]") {
			t.Errorf("%s without carbon: error %v, want one with the place of the policy, the cloud and [cloud.carbon]", use, err)
		}
		text = strings.Replace(text, "[[workload]]", "[cloud.carbon]\ng_per_kwh = 100\nvcpu_full_watts = 4\n[[workload]]", 1)
		if e, err = Parse("small.toml", []byte(text)); err != nil {
			t.Fatal(err)
		}
		if _, err = Prepare(e, ""); err != nil {
			t.Errorf("%s with carbon: %v", use, err)
		}
	}
}
