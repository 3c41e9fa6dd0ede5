package bill_test

import (
	"fmt"
	"io/fs"
	"math/big"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"skysim/bench/bill"
	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// readUsage reads the text of a usage file.
func readUsage(t testing.TB, text string) []usage.Row {
	t.Helper()
	r, err := usage.NewReader("usage.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := r.All()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func embedded(t testing.TB) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// pageCatalog is a catalogue with one provider and region, whose prices are
// those that files bring along. All of it holds from 2000-01-01 on.
func pageCatalog(t testing.TB, provider, region string, files map[string]string) *catalog.Catalog {
	t.Helper()
	all := map[string]string{
		"sources.csv":   "source,title,licence,where\npage,the provider's page,facts,example\n",
		"providers.csv": "provider,fact,value,basis,date,source\nP,billing_increment,1s,published,2000-01-01,page\nP,billing_zone,UTC,published,2000-01-01,page\nP,gb_bytes,1073741824,published,2000-01-01,page\n",
		"regions.csv":   "provider,region,jurisdiction,city,source\nP,R,US,,page\n",
		"gpus.csv":      "gpu,memory_mib,bandwidth_gb_s,fp32_tflops,source\n",
		"types.csv":     "provider,type,vcpu_milli,memory_mib,gpu,gpus,date,source\nP,any,1000,1024,,0,2000-01-01,page\n",
		"offers.csv":    "provider,region,zone,type,purchase,usd_per_hour,date,source\nP,R,R,any,on-demand,1,2000-01-01,page\n",
	}
	for name, text := range files {
		all[name] = text
	}
	fsys := fstest.MapFS{}
	for name, text := range all {
		text = strings.NewReplacer("P,", provider+",", ",R,", ","+region+",").Replace(text)
		text = strings.ReplaceAll(text, ",R,", ","+region+",")
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := catalog.Read(fs.FS(fsys))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Each file below testdata/examples is a worked example of a provider's own
// page: where it stands, what it says, the usage, the tariff unless it is the
// embedded one, and the amounts that the page prints. They come out to the last
// digit that the page has.
func TestPublishedExamples(t *testing.T) {
	files, err := filepath.Glob("testdata/examples/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d examples, %v, want at least 10", len(files), err)
	}
	providers := map[string]bool{}
	amounts := 0
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text := map[string]string{}
			for _, f := range a.Files {
				text[f.Name] = string(f.Data)
			}
			comment := string(a.Comment)
			if !strings.HasPrefix(comment, "source: ") || !strings.Contains(comment, "\ntariff: ") {
				t.Fatal("the example does not say its source and its tariff")
			}
			rows := readUsage(t, text["usage.csv"])
			c := embedded(t)
			if !strings.Contains(comment, "\ntariff: embedded") {
				own := map[string]string{}
				for name, s := range text {
					if name != "usage.csv" && name != "want" {
						own[name] = s
					}
				}
				c = pageCatalog(t, rows[0].Provider, rows[0].Region, own)
			}
			v, err := bill.New(rows, c, bill.Options{})
			if err != nil {
				t.Fatal(err)
			}
			providers[rows[0].Provider] = true
			for _, want := range strings.Split(strings.TrimSpace(text["want"]), "\n") {
				compareAmount(t, v, want)
				amounts++
			}
		})
	}
	if len(providers) < 5 {
		t.Errorf("examples of %v, want five clouds", providers)
	}
	t.Logf("%d amounts of %d examples", amounts, len(files))
}

// compareAmount checks a wanted amount such as "line 3 1.55", "lines 4-33 75",
// "class archive 1216.51" (a year of it) or "total 1215.00", to its own decimals.
func compareAmount(t *testing.T, v *bill.Invoice, want string) {
	t.Helper()
	i := strings.LastIndex(want, " ")
	what, text := want[:i], want[i+1:]
	var from, to int
	var got sim.Money
	class, isClass := strings.CutPrefix(what, "class ")
	switch {
	case what == "total":
		got = v.Total
	case isClass:
	default:
		if _, err := fmt.Sscanf(what, "lines %d-%d", &from, &to); err != nil {
			if _, err := fmt.Sscanf(what, "line %d", &from); err != nil {
				t.Fatalf("%q is not understood", want)
			}
			to = from
		}
	}
	for _, l := range v.Lines {
		if n := l.Row.Place.Line; (from <= n && n <= to) || (isClass && l.Row.Type == class) {
			got += l.Amount
		}
	}
	_, frac, _ := strings.Cut(text, ".")
	if s := new(big.Rat).SetFrac64(int64(got), int64(sim.Dollar)).FloatString(len(frac)); s != text {
		t.Errorf("%s is %s (exactly %v), want %s", what, s, got, text)
	}
}

// What a popular planner prices at $7,150 and at $0: the border of a tier
// is no cliff. The first 100 GB of a month are free since December 2021.
func TestFiftyTerabytesOfEgress(t *testing.T) {
	for _, c := range []struct{ gb, want string }{
		{"51097.6", "$4385.996"}, // 49.9 TB: 10,240 GB at 0.09 and 40,757.6 at 0.085
		{"51200", "$4394.7"},     // 50 TB
		{"51300", "$4403.2"},     // the last GB below the tier
		{"51300.000000001", "$4403.2"},
		{"51301", "$4403.27"},
	} {
		rows := readUsage(t, "kind,provider,region,zone,type,purchase,count,start,end,gb,to\negress,aws,us-east-1,,,,,2024-05-01T00:00:00Z,,"+c.gb+",internet\n")
		v, err := bill.New(rows, embedded(t), bill.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Total.String(); got != c.want {
			t.Errorf("%s GB cost %s, want %s", c.gb, got, c.want)
		}
	}
}

// Rules that providers state without an amount: how much is billed of a life.
func TestPublishedRules(t *testing.T) {
	const header = "kind,provider,region,zone,type,purchase,count,start,end,gb,to,ended_by\n"
	spot := "machine,aws,us-east-1,use1-az2,m5.large,spot,,2024-05-01T10:00:00Z,%s,,,%s\n"
	for _, c := range []struct{ source, row, billed string }{
		{"Amazon EC2 User Guide, Billing for interrupted Spot Instances: no charge in the first hour", fmt.Sprintf(spot, "2024-05-01T10:59:59Z", "provider"), "0s"},
		{"same: the seconds used in any hour after the first", fmt.Sprintf(spot, "2024-05-01T11:10:00Z", "provider"), "1h10m0s"},
		{"same: the seconds used if you stop it", fmt.Sprintf(spot, "2024-05-01T10:10:00Z", "user"), "10m0s"},
		{"Huawei Cloud, ECS, Pay-per-Use Billing (2024-05-11): 600 seconds from 8:45:30 to 8:55:30", "machine,huawei,ap-southeast-3,,c7n.large.2,on-demand,,2026-11-10T08:45:30+08:00,2026-11-10T08:55:30+08:00,,,\n", "10m0s"},
		{"Huawei Cloud, DeH, Pay-per-Use Billing: 30 and 2,746 seconds from 9:59:30 to 10:45:46", "machine,huawei,ap-southeast-3,,c7n.large.2,on-demand,,2026-11-10T09:59:30+08:00,2026-11-10T10:45:46+08:00,,,\n", "46m16s"},
	} {
		v, err := bill.New(readUsage(t, header+c.row), embedded(t), bill.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.source, err)
			continue
		}
		if got := v.Lines[0].Why.Billed.String(); got != c.billed {
			t.Errorf("%s: billed %s, want %s", c.source, got, c.billed)
		}
	}
}
