package formats

import (
	"cmp"
	"slices"

	"skysim/traces/carbon"
	"skysim/traces/skyplane"
	"skysim/traces/summary"
)

func placeFormats() []Format {
	grid := func(name, doc string, kind skyplane.Kind, fits func(*Head) string) Format {
		return Format{Name: name, Kind: KindPlaces, Doc: doc, fits: fits, sum: func(in *Input, r *summary.Report) error { return sumGrid(in, r, kind) }}
	}
	return []Format{
		grid("skyplane-latency", "round trips between regions, in ms", skyplane.Latency, headed("src_region", "dst_region", "avg_rtt")),
		grid("skyplane-throughput", "throughput between regions, in bit/s", skyplane.Throughput, headed("src_region", "dst_region", "throughput_recieved")),
		grid("transfer-costs", "what a GB costs from one place to another", skyplane.Cost, func(h *Head) string {
			return cmp.Or(headed("src", "dst", "cost")(h), headed("src", "dest", "cost")(h), headed("from_region", "to_region", "price_usd_per_gb")(h))
		}),
		{
			Name: "carbon-hourly", Kind: KindPlaces, Doc: "carbon intensity of a grid zone, hour by hour (Electricity Maps)",
			fits: headed("Datetime (UTC)", "Carbon Intensity gCO₂eq/kWh (direct)"), sum: sumHours,
		}, {
			Name: "carbon-regions", Kind: KindPlaces, Doc: "carbon intensity of Google Cloud's regions in one year",
			fits: headed("Google Cloud Region", "Google CFE"), sum: sumRegions,
		},
	}
}

// units of a grid, as its figures name them.
var units = map[skyplane.Kind]struct {
	key, axis string
	places    int
	drawn     int // decimal places of the axis, where that is in a larger unit
	assumed   string
}{
	skyplane.Latency:    {"latency_ms", "round trip (ms)", 6, 0, "round trips in ms, the mean of each row"},
	skyplane.Throughput: {"throughput_bits_per_second", "Gbit/s", 0, 9, "throughput received, in bit/s"},
	skyplane.Cost:       {"usd_per_gb", "$ per GB", 12, 0, "dollars per GB"},
}

func sumGrid(in *Input, r *summary.Report, kind skyplane.Kind) error {
	grid, err := skyplane.New(in.plain, in.Name, kind, skyplane.Options{Lenient: true})
	if err != nil {
		return err
	}
	u := units[kind]
	var values []int64
	var found summary.List
	pairs, places, tiers := map[[2]string]bool{}, map[string]bool{}, map[[2]string]int64{}
	var again, itself, zero summary.Tally
	for row := (skyplane.Row{}); grid.Next(&row); {
		values = append(values, row.Value)
		pair := [2]string{row.From, row.To}
		if pairs[pair] {
			again.Add(row.Line)
		}
		if row.From == row.To {
			itself.Add(row.Line)
		}
		if row.Value == 0 {
			zero.Add(row.Line)
		}
		pairs[pair] = true
		places[row.From], places[row.To] = true, true
		tiers[[2]string{row.FromTier, row.ToTier}]++
		if want := in.Options.Find; want == row.From || want == row.From+" "+row.To || want == row.From+" to "+row.To {
			found = append(found, summary.Named{Name: row.From + " " + row.To, Value: summary.Units(row.Value, u.places)})
		}
	}
	if err := grid.Err(); err != nil {
		return err
	}
	n := int64(len(values))
	spread := summary.NewSpread(values, u.places)
	r.Lead("points", n)
	r.Rows, r.Skips = grid.Rows(), grid.Skipped()
	r.Set("pairs", int64(len(pairs)))
	r.Set("places", int64(len(places)))
	r.Set("mean_"+u.key, spread.Mean)
	r.Set(u.key, spread)
	if kind != skyplane.Cost {
		r.Set("network_tiers", tierList(tiers))
	}
	if want := in.Options.Find; want != "" {
		if found == nil {
			return notFound(in.Name, want, nil)
		}
		r.Set("found", found)
	}
	r.Assume("%s", u.assumed)
	r.Doubt(again.N, again.Line, "duplicate: rows of a pair that has one above, of another network tier or measured again")
	r.Doubt(itself.N, itself.Line, "a place to itself")
	r.Doubt(zero.N, zero.Line, "values of 0")
	r.Page.Panels = append(r.Page.Panels, summary.CDF("rows", u.axis, values, scale(max(u.places, u.drawn))))
	return nil
}

// tierList lists how many rows each pair of network tiers has.
func tierList(tiers map[[2]string]int64) (l summary.List) {
	var keys [][2]string
	for k := range tiers {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	for _, k := range keys {
		l = append(l, summary.Named{Name: k[0] + " to " + k[1], Value: tiers[k]})
	}
	return l
}

// scale returns 10^places.
func scale(places int) float64 {
	x := 1.0
	for range places {
		x *= 10
	}
	return x
}

func sumHours(in *Input, r *summary.Report) error {
	h, err := carbon.ReadHours(in.plain, in.Name, carbon.Options{Lenient: true})
	if err != nil {
		return err
	}
	r.Skips = h.Skipped()
	n := int64(len(h.List))
	r.Lead("points", n)
	r.Rows = n + r.Skipped()
	r.Set("zone", h.ID)
	panel := summary.Panel{Title: "carbon intensity of " + h.Name, X: "time since the first hour", Y: "gCO₂e/kWh (means over each stretch)", Steps: true, Time: true}
	for _, scope := range []struct {
		key, name string
		of        func(*carbon.Hour) carbon.Intensity
	}{
		{"direct", "direct", func(x *carbon.Hour) carbon.Intensity { return x.Direct }},
		{"life_cycle", "life cycle", func(x *carbon.Hour) carbon.Intensity { return x.LifeCycle }},
	} {
		c := summary.Course{Places: 3}
		for i := range h.List {
			x := &h.List[i]
			if v := scope.of(x); v != carbon.Absent {
				c.Add(int64(x.At.Sub(h.List[0].At)), int64(v), 0)
			}
		}
		if c.Len() == 0 {
			continue
		}
		spread := c.Spread()
		r.Set("mean_"+scope.key+"_g_per_kwh", spread.Mean)
		r.Set(scope.key+"_g_per_kwh", spread)
		if scope.key == "direct" {
			c.Put(r)
		}
		panel.Curves = append(panel.Curves, c.Curve(scope.name))
	}
	if n > 0 {
		r.Epoch = h.List[0].At
	}
	r.Set("estimated_hours", h.Estimated)
	r.Assume("grams of CO₂ equivalent per kWh; hours begin at their time, UTC")
	r.Doubt(h.Estimated, 0, "hours estimated by the data's origin, not measured")
	r.Doubt(h.Blank, 0, "hours without an intensity")
	r.Doubt(h.Missing, 0, "hours between the first and the last that have no row")
	r.Page.Panels = append(r.Page.Panels, panel)
	return nil
}

func sumRegions(in *Input, r *summary.Report) error {
	list, err := carbon.ReadRegions(in.plain, in.Name, carbon.Options{Lenient: true})
	if err != nil {
		return err
	}
	var values []int64
	var found summary.List
	unknown := int64(0)
	for _, x := range list.List {
		if x.Intensity == carbon.Absent {
			unknown++
			continue
		}
		values = append(values, int64(x.Intensity))
		if in.Options.Find == x.Name {
			found = summary.List{{Name: x.Name, Value: summary.Units(int64(x.Intensity), 3)}}
		}
	}
	r.Skips = list.Skipped()
	r.Lead("points", int64(len(list.List)))
	r.Rows = int64(len(list.List)) + r.Skipped()
	r.Set("g_per_kwh", summary.NewSpread(values, 3))
	r.Set("life_cycle", list.LifeCycle)
	if want := in.Options.Find; want != "" {
		if found == nil {
			return notFound(in.Name, want, nil)
		}
		r.Set("found", found)
	}
	r.Assume("grams of CO₂ equivalent per kWh, of the year in the file's name")
	r.Doubt(unknown, 0, "regions without an intensity")
	r.Page.Panels = append(r.Page.Panels, summary.CDF("regions", "gCO₂e/kWh", values, 1000))
	return nil
}
