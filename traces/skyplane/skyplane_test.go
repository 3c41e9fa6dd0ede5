package skyplane

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rows(t *testing.T, text string, kind Kind, o Options) ([]Row, *Grid) {
	t.Helper()
	g, err := New(strings.NewReader(text), "x", kind, o)
	if err != nil {
		t.Fatal(err)
	}
	var all []Row
	for row := (Row{}); g.Next(&row); {
		all = append(all, row)
	}
	return all, g
}

func TestGrids(t *testing.T) {
	for _, c := range []struct {
		name, text string
		kind       Kind
		want       Row
	}{
		{"latency", "src_region,src_tier,dst_region,dst_tier,min_rtt,avg_rtt\naws:a,PREMIUM,gcp:b-a,STANDARD,1,105.976\n", Latency, Row{"aws:a", "gcp:b-a", "PREMIUM", "STANDARD", 105_976_000, 2}},
		{"throughput", "src_region,src_tier,dst_region,dst_tier,throughput_recieved\naws:a,PREMIUM,aws:b,PREMIUM,4737423753.341652\n", Throughput, Row{"aws:a", "aws:b", "PREMIUM", "PREMIUM", 4737423753, 2}},
		{"costs", "src,dst,cost\na,internet,0.155\n", Cost, Row{From: "a", To: "internet", Value: 155_000_000_000, Line: 2}},
		{"costs, other words", "from_region,to_region,price_usd_per_gb\na,b,0\n", Cost, Row{From: "a", To: "b", Line: 2}},
	} {
		got, g := rows(t, c.text, c.kind, Options{})
		if g.Err() != nil || !cmp.Equal(got, []Row{c.want}) {
			t.Errorf("%s: %v (-got +want):\n%s", c.name, g.Err(), cmp.Diff(got, []Row{c.want}))
		}
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{"a,b,-1", `x:2:5: cost is "-1", want dollars for a GB, 0 or more`},
		{",b,1", `x:2:1: src is "", want a place`},
		{"a,b,", `x:2:5: cost is ""`},
	} {
		if _, g := rows(t, "src,dst,cost\n"+c.row+"\n", Cost, Options{}); g.Err() == nil || !strings.Contains(g.Err().Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.row, g.Err(), c.want)
		}
	}
	got, g := rows(t, "src,dst,cost\na,b,x\na,c,1\n", Cost, Options{Lenient: true})
	if len(got) != 1 || g.Rows() != 2 || len(g.Skipped()) != 1 || g.Skipped()[0].First.Line != 2 {
		t.Errorf("a lenient reading has %v of %d rows, skipped %v", got, g.Rows(), g.Skipped())
	}
	if _, err := New(strings.NewReader("src,dst\n"), "x", Cost, Options{}); err == nil || !strings.Contains(err.Error(), "want a column cost") {
		t.Errorf("without a column: %v", err)
	}
}

func FuzzGrid(f *testing.F) {
	f.Add("src,dst,cost\na,internet,0.155\n", 3)
	f.Add("src_region,src_tier,dst_region,dst_tier,avg_rtt\na,P,b,S,1.5\n", 1)
	f.Fuzz(func(t *testing.T, text string, kind int) {
		g, err := New(strings.NewReader(text), "x", Kind(1+uint(kind)%3), Options{Lenient: true})
		if err != nil {
			return
		}
		for row := (Row{}); g.Next(&row); {
			if row.Value < 0 || row.From == "" {
				t.Fatalf("%+v", row)
			}
		}
	})
}
