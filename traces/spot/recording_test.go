package spot

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"skysim/sim"
	"skysim/traces/tracetest"
)

func TestRecordedSamples(t *testing.T) {
	for _, c := range []struct {
		path  string
		n     int
		gap   string
		share string
		peak  int32
	}{
		{"availability/1-node/aws-10-26-2022/us-west-2a_v100_1.json", 3_895, "10m0s", "0.7926", 1},
		{"availability/1-node/aws-02-15-2023/us-west-2b_v100_1.json", 20_158, "3m15s", "0.9050", 1},
		{"availability/16-node/aws-08-27-2023/us-west-2a_v100_1.json", 4_736, "5m0s", "0.4464", 16},
	} {
		s, err := OpenSamples(tracetest.Path(t, "spot/"+c.path), Options{Polarity: Available})
		if err != nil {
			t.Error(err)
			continue
		}
		_, share := s.Share()
		if len(s.Points) != c.n || s.Gap.String() != c.gap || fmt.Sprintf("%.4f", share) != c.share || s.Peak() != c.peak {
			t.Errorf("%s: %d samples of %v, %.4f available, peak %d, want %+v", c.path, len(s.Points), s.Gap, share, s.Peak(), c)
		}
	}
}

// All samples of spot-traces can be read, those with prices too.
func TestAllRecordedSamples(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(tracetest.Path(t, "spot"), "*", "*", "*", "*.json"))
	if err != nil || len(paths) < 31 {
		t.Fatalf("%d recordings, %v, want 31 or more", len(paths), err)
	}
	for _, path := range paths {
		if _, err := OpenSamples(path, Options{Polarity: Available}); err != nil {
			t.Error(err)
		}
	}
}

func TestRecordedMembers(t *testing.T) {
	for _, c := range []struct {
		name          string
		adds, removes int64
		peak          int32
	}{{"p3", 177, 167, 32}, {"g4dn", 79, 74, 24}} {
		s, err := OpenMembers(tracetest.Path(t, "spot/bamboo/traces/"+c.name+"-trace.csv"), Options{})
		if err != nil {
			t.Error(err)
			continue
		}
		if s.Adds != c.adds || s.Removes != c.removes || s.Peak() != c.peak {
			t.Errorf("%s: %d adds, %d removes, peak %d, want %+v", c.name, s.Adds, s.Removes, s.Peak(), c)
		}
	}
	s, err := OpenCounts(tracetest.Path(t, "spot/bamboo/traces/gcloud/v100x1-east1c.txt"), Options{Sort: true})
	if err != nil || len(s.Points) != 1477 || s.Peak() != 80 {
		t.Errorf("gcloud v100: %d points, peak %d, %v, want 1477 and 80", len(s.Points), s.Peak(), err)
	}
}

// In SkyNomad's files 1 is unavailable. Their times, prices and filled gaps are
// in the metadata.
func TestRecordedSkyNomad(t *testing.T) {
	f, err := os.Open(tracetest.Path(t, "skynomad/converted_multi_region_aligned_h100_16_merged.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	zones := 0
	for files := tar.NewReader(z); ; {
		header, err := files.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(header.Name, "/full.json") {
			continue
		}
		s, err := ReadSamples(files, header.Name, Options{Polarity: Unavailable})
		if err != nil {
			t.Fatal(err)
		}
		zones++
		if s.Gap.String() != "10m0s" || s.Start.IsZero() || len(s.Points) != 2114 || len(s.Prices) != 2114 || s.OnDemand <= s.Spot || s.Filled[1] != 755 {
			t.Errorf("%s: %d samples of %v from %v, %d prices, on-demand %v, spot %v, filled %v", s.Name, len(s.Points), s.Gap, s.Start, len(s.Prices), s.OnDemand, s.Spot, s.Filled)
		}
		if _, share := s.Share(); s.Zone == "us-central1-a" && fmt.Sprintf("%.4f", share) != "0.9579" {
			t.Errorf("us-central1-a was available at %.4f of the samples, want 0.9579", share)
		}
	}
	if zones != 13 {
		t.Errorf("%d zones, want 13", zones)
	}
}

func TestRecordedPrices(t *testing.T) {
	h := collect(t, tracetest.Path(t, "prices/aws_spot_2020.csv.gz"), PriceOptions{})
	zones := map[string]bool{}
	for _, m := range h.Markets {
		zones[m.Zone] = true
	}
	least, most := h.Range("p3.2xlarge")
	if h.Points != 16_560 || len(zones) != 19 || least != sim.Rate(918_000_000_000) || most != sim.Rate(3_305_000_000_000) {
		t.Errorf("2020: %d points in %d zones, p3.2xlarge %v to %v, want 16,560, 19, .918 to 3.305", h.Points, len(zones), least, most)
	}
	h = collect(t, tracetest.Path(t, "prices/aws_spot_2023H1.csv.gz"), PriceOptions{})
	types := map[string]bool{}
	for _, m := range h.Markets {
		types[m.Type] = true
	}
	// The data's index says 11 types; there are 10 in the file.
	if h.Points != 46_138 || len(types) != 10 || h.Above.N == 0 || h.NotOffered.N != 83 {
		t.Errorf("2023: %d changes of %d types, %d above on-demand, %d not offered, want 46,138, 10, some, 83", h.Points, len(types), h.Above.N, h.NotOffered.N)
	}
}

func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		o := Options{Polarity: Unavailable, Gap: gap, Sort: true}
		for _, read := range []func(io.Reader, string, Options) (*Supply, error){ReadSamples, ReadText, ReadMembers, ReadCounts} {
			s, err := read(bytes.NewReader(b), "x", o)
			if err != nil {
				continue
			}
			check(t, s.Path())
			check(t, s.PricePath())
			if len(s.Points) == 0 || s.Span() < 0 || s.Points[0].At < 0 {
				t.Fatalf("supply is %+v", s)
			}
		}
		r, err := NewPrices(bytes.NewReader(b), "x", PriceOptions{Lenient: true})
		if err != nil {
			return
		}
		h, err := Collect(r)
		if err != nil {
			return
		}
		for _, m := range h.Markets {
			check(t, h.Price(m, h.First))
			check(t, h.Offered(m, h.Last, 3))
		}
	})
}

// check reports a path that package sim would not take.
func check(t *testing.T, p sim.Path) {
	t.Helper()
	for i := range p.At {
		if i == 0 && p.At[0] > 0 || i > 0 && p.At[i] <= p.At[i-1] || i > 0 && p.Value[i] == p.Value[i-1] || p.Value[i] < 0 {
			t.Fatalf("path %+v is no path at %d", p, i)
		}
	}
}
