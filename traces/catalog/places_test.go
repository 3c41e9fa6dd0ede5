package catalog_test

import (
	"testing"
	"time"

	"skysim/traces/catalog"
)

func TestPlaces(t *testing.T) {
	c := embedded(t)
	providers := map[string]int{}
	placed := 0
	for _, r := range c.Regions {
		providers[r.Provider]++
		if r.Latitude != 0 || r.Longitude != 0 {
			placed++
		}
	}
	for _, p := range []string{"aws", "azure", "gcp", "alibaba", "huawei", "lambda", "runpod", "fluidstack", "paperspace", "cudo"} {
		if providers[p] == 0 {
			t.Errorf("no region of %s", p)
		}
	}
	if len(c.Regions) < 60 || placed < 60 {
		t.Errorf("%d regions, %d of them with a position, want at least 60", len(c.Regions), placed)
	}
}

// TestDistances pins two that can be looked up, and where their regions lie.
func TestDistances(t *testing.T) {
	c := embedded(t)
	for _, tt := range []struct {
		from, to    string
		least, most int64 // km
		rtt         time.Duration
	}{
		{"aws/us-east-1", "gcp/us-east4", 0, 10, 2 * time.Millisecond},
		{"aws/eu-central-1", "aws/us-east-1", 6_400, 6_700, 89 * time.Millisecond},
		{"azure/japaneast", "gcp/asia-northeast1", 0, 20, 3 * time.Millisecond},
	} {
		a, err1 := c.FindRegion(tt.from)
		b, err2 := c.FindRegion(tt.to)
		km, ok := catalog.Distance(a, b)
		if err1 != nil || err2 != nil || !ok || km < tt.least || km > tt.most {
			t.Errorf("%s to %s: %d km, %v, %v, want %d to %d", tt.from, tt.to, km, err1, err2, tt.least, tt.most)
		}
		if got, ok := c.RTT(tt.from, tt.to); !ok || got < tt.rtt/2 || got > tt.rtt*2 {
			t.Errorf("%s to %s: %v there and back, want about %v", tt.from, tt.to, got, tt.rtt)
		}
	}
	if _, ok := c.RTT("aws/us-east-1", "lambda/us-east-1"); ok {
		t.Error("a round trip that nobody measured")
	}
}

// TestRoundTripsAreMostlySymmetric: nine of ten pairs within a tenth and 10 ms.
func TestRoundTripsAreMostlySymmetric(t *testing.T) {
	c := embedded(t)
	asymmetric := 0
	for _, f := range c.Check() {
		if f.Kind == "asymmetric" {
			asymmetric++
		}
	}
	if len(c.RTTs) < 3_000 || asymmetric*10 > len(c.RTTs) {
		t.Errorf("%d of %d round trips are asymmetric", asymmetric, len(c.RTTs))
	}
}

func TestEuropeanUnion(t *testing.T) {
	if got := len(catalog.EU()); got != 27 {
		t.Errorf("%d members, want 27", got)
	}
	for j, want := range map[string]bool{"DE": true, "IE": true, "GB": false, "NO": false, "CH": false, "D": false, "DE BE": false, "": false} {
		if got := catalog.InEU(j); got != want {
			t.Errorf("InEU(%q) = %v, want %v", j, got, want)
		}
	}
}
