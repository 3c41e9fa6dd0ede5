package bill_test

import (
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// mixFacts are three providers that bill as differently as providers do.
const mixFacts = `provider,fact,value,basis,date,source
hours,billing_increment,1h0m0s,assumed,2024-01-01,s
hours,billing_zone,UTC,assumed,2024-01-01,s
hours,gb_bytes,1000000000,assumed,2024-01-01,s
hours,spot_price,instance-hour,assumed,2024-01-01,s
hours,spot_reclaim_free,1h0m0s,assumed,2024-01-01,s
seconds,billing_increment,1s,assumed,2024-01-01,s
seconds,billing_minimum,1m0s,assumed,2024-01-01,s
seconds,billing_minimum,5m0s,assumed,2025-06-20,s
seconds,billing_zone,America/Los_Angeles,assumed,2024-01-01,s
seconds,gb_bytes,1073741824,assumed,2024-01-01,s
seconds,free_egress_gb,30,assumed,2024-01-01,s
seconds,spot_price,continuous,assumed,2024-01-01,s
seconds,spot_reclaim_free,1m0s,assumed,2024-01-01,s
exact,billing_increment,1ns,assumed,2024-01-01,s
exact,billing_zone,Asia/Shanghai,assumed,2024-01-01,s
exact,gb_bytes,1073741824,assumed,2024-01-01,s
`

// mixProviders have two regions each, of which the second has a group, and two
// zones in each.
var mixProviders = []string{"hours", "seconds", "exact"}

// mix is a catalogue with random prices that change on some days; order shuffles
// its rows, scale multiplies its prices, and rename renames regions.
type mix struct {
	order, scale uint64
	rename       func(region string) string
	days         []string // of the prices
}

var mixDays = []string{"2025-01-01", "2025-06-05", "2025-06-20", "2025-07-03"}

func (m mix) catalog(t testing.TB) *catalog.Catalog {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	name := func(s string) string {
		if m.rename != nil {
			return m.rename(s)
		}
		return s
	}
	price := func(most float64) string {
		p := sim.Rate(math.Pow(10, r.Float64()*5-5)*most*1e12) + 1
		return strings.TrimPrefix((p * sim.Rate(m.scale)).String(), "$")
	}
	files := map[string][]string{
		"sources.csv":     {"source,title,licence,where", "s,synthetic,none,here"},
		"providers.csv":   strings.Split(strings.TrimSpace(mixFacts), "\n"),
		"gpus.csv":        {"gpu,memory_mib,bandwidth_gb_s,fp32_tflops,source"},
		"regions.csv":     {"provider,region,jurisdiction,city,source,group"},
		"types.csv":       {"provider,type,vcpu_milli,memory_mib,gpu,gpus,date,source"},
		"offers.csv":      {"provider,region,zone,type,purchase,usd_per_hour,date,source"},
		"egress.csv":      {"provider,from,to,route,counter,above_gb,usd_per_gb,basis,date,source"},
		"transfers.csv":   {"provider,scope,from,to,usd_per_gb,basis,date,source"},
		"storage.csv":     {"provider,where,kind,class,item,above_gb,usd,basis,date,source"},
		"commitments.csv": {"provider,region,type,months,usd,basis,date,source"},
	}
	add := func(file, format string, args ...any) {
		files[file] = append(files[file], fmt.Sprintf(format, args...))
	}
	m.fill(add, name, price)
	fsys := fstest.MapFS{}
	for file, lines := range files {
		if shuffle := rand.New(rand.NewPCG(m.order, uint64(len(file)))); m.order != 0 {
			shuffle.Shuffle(len(lines)-1, func(i, j int) { lines[i+1], lines[j+1] = lines[j+1], lines[i+1] })
		}
		fsys[file] = &fstest.MapFile{Data: []byte(strings.Join(lines, "\n") + "\n")}
	}
	c, err := catalog.Read(fs.FS(fsys))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// mixEpoch is when random usage begins; it lasts two months and what starts late
// goes on beyond.
var mixEpoch = time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)

// randomRows draws rows of all kinds; line numbers tell them apart.
func randomRows(r *rand.Rand, n int) []usage.Row {
	rows := make([]usage.Row, n)
	for i := range rows {
		rows[i] = randomRow(r)
		rows[i].Place = usage.Place{File: "random.csv", Line: i + 2}
	}
	return rows
}

func randomRow(r *rand.Rand) usage.Row {
	p := mixProviders[r.IntN(len(mixProviders))]
	region := p + []string{"-north", "-south"}[r.IntN(2)]
	row := usage.Row{Provider: p, Region: region, Count: 1, Start: mixEpoch.Add(time.Duration(r.Int64N(int64(60 * 24 * time.Hour))))}
	if r.IntN(3) == 0 { // on a round minute, where borders are
		row.Start = row.Start.Truncate(time.Minute)
	}
	row.End = row.Start
	size := int64(math.Pow(10, r.Float64()*12)) // up to a TB
	switch k := r.IntN(20); {
	case k < 10:
		row.Kind, row.Zone, row.Type = usage.Machine, region+[]string{"a", "b"}[r.IntN(2)], []string{"small", "large"}[r.IntN(2)]
		row.Purchase, row.Count = usage.Purchase(1+r.IntN(2)), 1+r.Int64N(3)
		row.End = row.Start.Add(randomLife(r))
		if row.Purchase == usage.Spot {
			row.EndedBy = usage.EndedBy(r.IntN(2))
		}
	case k < 14:
		row.Kind, row.Size = usage.Egress, size
		row.To = []string{usage.Internet, usage.Internet, "hours-south", "exact/exact-north", p + "-south", "internet/CN"}[r.IntN(6)]
	case k < 17:
		row.Kind, row.Size, row.Type = usage.Storage, size, []string{"", "standard", "flat"}[r.IntN(3)]
		row.End = row.Start.Add(time.Duration(r.Int64N(int64(70 * 24 * time.Hour)))).Truncate([]time.Duration{1, time.Hour}[r.IntN(2)])
		if row.End.Before(row.Start) {
			row.End = row.Start
		}
	case k < 19:
		row.Kind, row.Type, row.Count = usage.Storage, "standard/writes", 1+r.Int64N(1e7)
	default:
		row.Kind, row.Type, row.Purchase, row.Count = usage.Machine, "small", usage.Reserved, 1+r.Int64N(2)
		row.End = row.Start.Add(time.Duration(r.Int64N(int64(40 * 24 * time.Hour))))
	}
	return row
}

// randomLife is mostly short: from nothing over seconds to two days.
func randomLife(r *rand.Rand) time.Duration {
	if r.IntN(10) == 0 {
		return time.Duration(r.IntN(4)) * time.Hour
	}
	return time.Duration(math.Pow(10, r.Float64()*14.2))
}

// fill adds the rows of the catalogue.
func (m mix) fill(add func(file, format string, args ...any), name func(string) string, price func(float64) string) {
	for _, p := range mixProviders {
		for _, typ := range []string{"small", "large"} {
			add("types.csv", "%s,%s,1000,1024,,0,2024-01-01,s", p, typ)
		}
		for i, region := range []string{"north", "south"} {
			region = name(p + "-" + region)
			add("regions.csv", "%s,%s,%s,,s,%s", p, region, []string{"DE", "US"}[i], []string{"", p + "-group"}[i])
			for _, zone := range []string{"a", "b"} {
				for _, typ := range []string{"small", "large"} {
					for _, purchase := range []string{"on-demand", "spot"} {
						for _, day := range m.days {
							add("offers.csv", "%s,%s,%s,%s,%s,%s,%s,s", p, region, region+zone, typ, purchase, price(40), day)
						}
					}
				}
			}
			from := []string{region, p + "-group"}[i]
			counter := []string{"per-region", "shared"}[i]
			for _, day := range m.days[:min(2, len(m.days))] {
				for _, above := range []int{0, 10, 50, 150, 100000} {
					add("egress.csv", "%s,%s,any,,%s,%d,%s,assumed,%s,s", p, from, counter, above, price(.2), day)
				}
				for _, above := range []int{0, 20, 100} {
					add("storage.csv", "%s,%s,object,standard,gb_month,%d,%s,assumed,%s,s", p, from, above, price(.1), day)
				}
				add("storage.csv", "%s,%s,object,standard,writes,0,%s,assumed,%s,s", p, from, price(.1), day)
				add("storage.csv", "%s,%s,block,flat,gb_month,0,%s,assumed,%s,s", p, from, price(.3), day)
			}
			for _, months := range []int{1, 12} {
				add("commitments.csv", "%s,%s,small,%d,%s,assumed,%s,s", p, region, months, price(900), m.days[0])
			}
		}
		add("transfers.csv", "%s,inter-zone,any,any,%s,assumed,%s,s", p, price(.02), m.days[0])
		add("transfers.csv", "%s,inter-region,any,any,%s,assumed,%s,s", p, price(.1), m.days[0])
	}
}
