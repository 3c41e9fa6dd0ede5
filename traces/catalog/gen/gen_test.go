package main

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"testing"

	"skysim/traces/tracetest"
)

// TestEmbeddedIsRegenerated: the committed tables are what the command makes,
// byte for byte. If not: go run ./traces/catalog/gen, and look at the diff.
func TestEmbeddedIsRegenerated(t *testing.T) {
	kept := os.DirFS("../data")
	files, err := generate(os.DirFS(tracetest.Path(t, "")), kept, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		have, err := fs.ReadFile(kept, f.name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, f.bytes) {
			t.Errorf("%s: the committed file has %d bytes, the regenerated one %d, and they differ", f.name, len(have), len(f.bytes))
		}
	}
}

// TestSourcesAreComplete pins the number of rows that the index of the
// recorded data promises.
func TestSourcesAreComplete(t *testing.T) {
	data := os.DirFS(tracetest.Path(t, ""))
	for provider, want := range map[string]int{"aws": 31_978, "azure": 6_829, "gcp": 15_616} {
		b, err := fs.ReadFile(data, "prices/skypilot-catalog/v5/"+provider+"/vms.csv")
		if err != nil {
			t.Fatal(err)
		}
		if got := bytes.Count(b, []byte("\n")) - 1; got != want {
			t.Errorf("%s has %d rows, want %d", provider, got, want)
		}
	}
}

// TestLinuxPricesAreToldFromWindows puts the rule for Azure outside the United
// States to the test inside them, where SkyPilot knows the Linux price: it must
// never give another, and seldom none (193 and 15 of 208). Spot prices must be of Linux too:
// Windows would add at least half again.
func TestLinuxPricesAreToldFromWindows(t *testing.T) {
	data := os.DirFS(tracetest.Path(t, ""))
	lists, err := readAzureLists(data)
	if err != nil {
		t.Fatal(err)
	}
	us := map[string]bool{"eastus": true, "eastus2": true, "centralus": true, "northcentralus": true,
		"southcentralus": true, "westcentralus": true, "westus": true, "westus2": true, "westus3": true}
	rows, err := readSky(data, "azure", us)
	if err != nil {
		t.Fatal(err)
	}
	same, none, windows, spots, far := 0, 0, 0, 0, 0
	for _, r := range rows {
		if !chosen(r.name) || r.onDemand == 0 {
			continue
		}
		got, spot, source := lists.price(r.region, r.name, r.cpu)
		switch {
		case got == 0:
			none++
		case got == r.onDemand:
			same++
		default:
			t.Errorf("%s in %s: the rule gives %v, SkyPilot %v", r.name, r.region, got, r.onDemand)
		}
		if source == "coroot-2024-01-windows" {
			windows++
		}
		if spot != 0 && r.spot != 0 {
			if spots++; spot > r.spot*3/2 || r.spot > spot*3/2 {
				far++
			}
		}
	}
	t.Logf("%d prices equal (%d of them listed with Windows), %d not known; %d spot prices, %d more than half off", same, windows, none, spots, far)
	if same < 190 || none > 15 || windows < 70 || far > 0 {
		t.Errorf("%d prices equal (%d with Windows), %d not known; %d spot prices, %d more than half off", same, windows, none, spots, far)
	}
}
