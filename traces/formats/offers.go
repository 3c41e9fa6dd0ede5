package formats

import (
	"bytes"
	"io"
	"strings"

	"skysim/sim"
	"skysim/traces/pricelist"
	"skysim/traces/summary"
)

func offerFormats() []Format {
	list := func(name, doc string, open openList, fits func(*Head) string) Format {
		return Format{Name: name, Kind: KindOffers, Doc: doc, fits: fits, sum: func(in *Input, r *summary.Report) error { return sumList(in, r, open) }}
	}
	return []Format{
		list("skypilot", "vms.csv of SkyPilot's catalogue: offers of one provider", pricelist.NewSkyPilot, headed("InstanceType", "AcceleratorName", "Price", "SpotPrice", "Region")),
		list("on-demand", "a list of on-demand prices by region and machine", pricelist.NewPlain, fitsPlain),
		list("gce-components", "prices of vCPUs, memory, GPUs and machines of Google Cloud", pricelist.NewComponents, headed("table", "key", "value_usd_per_h")),
		list("alibaba", "GPU machines of Alibaba Cloud, in CNY", pricelist.NewAlibaba, headed("provider", "region", "type", "cny_per_hour")),
		{Name: "coroot", Kind: KindOffers, Doc: "coroot's prices of AWS, GCP and Azure", fits: fitsCoroot, sum: sumCoroot},
		{Name: "huawei-ecs", Kind: KindOffers, Doc: "machines of Huawei Cloud in one region", fits: keyed("region", "flavors"), sum: sumHuawei},
		{Name: "huawei-storage", Kind: KindOffers, Doc: "object storage of Huawei Cloud in one region", fits: keyed("region", "storage_classes"), sum: sumHuawei},
	}
}

// fitsPlain looks for on-demand prices alone: beside spot prices they are part of a
// history.
func fitsPlain(h *Head) string {
	if h.header("spot_usd_per_h") {
		return ""
	}
	return headed("region", "instance_type", "ondemand_usd_per_h")(h)
}

// openList is how package pricelist opens one of its lists.
type openList func(io.Reader, string, pricelist.Options) (*pricelist.List, error)

// offers sums up the offers of a list.
type offers struct {
	in       *Input
	n        int64
	types    []string
	regions  map[string]int64
	zones    map[string]bool
	onDemand []int64
	spot     []int64
	parts    int64         // rows without a machine
	none     summary.Tally // on-demand prices of 0, blank
	blank    summary.Tally
	noSpot   summary.Tally
	zero     summary.Tally
	above    summary.Tally
	twice    summary.Tally
	seen     map[string]bool
	found    summary.List
	near     summary.List // whose names begin so
}

func newOffers(in *Input) *offers {
	return &offers{in: in, regions: map[string]int64{}, zones: map[string]bool{}, seen: map[string]bool{}}
}

func (s *offers) add(o *pricelist.Offer) {
	s.n++
	name := o.Type
	if name == "" {
		s.parts++
		name = o.Component
	} else {
		s.types = append(s.types, o.Type)
	}
	place := o.Region
	if o.Zone != "" {
		place = o.Zone
		s.zones[o.Zone] = true
	}
	s.regions[o.Provider+"/"+o.Region]++
	key := strings.Join([]string{o.Provider, o.Region, o.Zone, name, o.GPU, string(summary.Units(o.GPUs, 3))}, "|")
	if s.seen[key] {
		s.twice.Add(o.Line)
	}
	s.seen[key] = true
	s.prices(o)
	if want := s.in.Options.Find; want != "" && (name == want || want == place+"/"+name) {
		s.found = append(s.found, summary.Named{Name: place + " " + name + gpuCount(o), Value: s.row(o)})
	} else if want != "" && len(s.near) < 1000 && (strings.HasPrefix(name, want+".") || strings.HasPrefix(place+"/"+name, want+".")) {
		s.near = append(s.near, summary.Named{Name: place + " " + name + gpuCount(o), Value: s.row(o)})
	}
}

// gpuCount tells rows of one GPU and of several apart.
func gpuCount(o *pricelist.Offer) string {
	if o.Type != "" || o.GPUs == 0 {
		return ""
	}
	return " × " + string(summary.Units(o.GPUs, 3))
}

// prices takes what an offer costs.
func (s *offers) prices(o *pricelist.Offer) {
	switch {
	case o.OnDemand > 0:
		s.onDemand = append(s.onDemand, int64(o.OnDemand))
	case o.Blank.OnDemand:
		s.blank.Add(o.Line)
	default:
		s.none.Add(o.Line)
	}
	switch {
	case o.Spot > 0:
		s.spot = append(s.spot, int64(o.Spot))
	case o.Blank.Spot:
		s.noSpot.Add(o.Line)
	default:
		s.zero.Add(o.Line)
	}
	if o.OnDemand > 0 && o.Spot > o.OnDemand {
		s.above.Add(o.Line)
	}
}

// row shows one offer.
func (s *offers) row(o *pricelist.Offer) summary.List {
	var l summary.List
	for _, p := range []struct {
		key   string
		value int64
	}{{"on_demand_per_hour", int64(o.OnDemand)}, {"spot_per_hour", int64(o.Spot)}, {"per_month", int64(o.Month)}} {
		if p.value > 0 {
			l = append(l, summary.Named{Name: p.key, Value: summary.Units(p.value, 12)})
		}
	}
	return append(l, summary.Named{Name: "line", Value: int64(o.Line)})
}

// put writes the figures.
func (s *offers) put(r *summary.Report) error {
	r.Lead("points", s.n)
	names := sorted(s.types)
	r.Set("machine_types", int64(len(names)))
	r.Set("component_rows", s.parts)
	r.Set("regions", int64(len(s.regions)))
	r.Set("zones", int64(len(s.zones)))
	r.Set("on_demand_offers", int64(len(s.onDemand)))
	r.Set("spot_offers", int64(len(s.spot)))
	r.Set("on_demand_per_hour", summary.NewSpread(s.onDemand, 12))
	r.Set("spot_per_hour", summary.NewSpread(s.spot, 12))
	if want := s.in.Options.Find; want != "" {
		if len(s.found) == 0 {
			s.found = s.near // such as the systems that a machine comes with
		}
		if len(s.found) == 0 {
			return notFound(s.in.Name, want, names)
		}
		r.Set("found", s.found)
	}
	r.Doubt(s.blank.N, s.blank.Line, "on-demand price blank: not offered")
	r.Doubt(s.none.N, s.none.Line, "on-demand price of 0: not offered")
	r.Doubt(s.zero.N, s.zero.Line, "spot price of 0: not offered")
	if len(s.spot) > 0 {
		r.Doubt(s.noSpot.N, s.noSpot.Line, "spot price blank: not offered")
	}
	r.Doubt(s.above.N, s.above.Line, "spot price above the on-demand price")
	r.Doubt(s.twice.N, s.twice.Line, "duplicate: offers of a machine in a place that has a row above")
	panel := summary.CDF("prices", "$ per hour", s.onDemand, 1e12)
	panel.Curves = nil
	for _, c := range []struct {
		name   string
		values []int64
	}{{"on-demand", s.onDemand}, {"spot", s.spot}} {
		if p := summary.CDF("", "", c.values, 1e12); len(p.Curves) > 0 {
			panel.Curves = append(panel.Curves, summary.Curve{Name: c.name, Points: p.Curves[0].Points})
		}
	}
	r.Page.Panels = append(r.Page.Panels, panel)
	r.Lack("dates: the prices hold at one time")
	return nil
}

func sumList(in *Input, r *summary.Report, open openList) error {
	list, err := open(in.plain, in.Name, pricelist.Options{Lenient: true})
	if err != nil {
		return err
	}
	s := newOffers(in)
	for o := (pricelist.Offer{}); list.Next(&o); {
		s.add(&o)
	}
	if err := list.Err(); err != nil {
		return err
	}
	r.Rows, r.Skips = list.Rows(), list.Skipped()
	r.Assume("prices in %s per hour", list.Currency)
	r.Set("currency", list.Currency)
	if s.parts > 0 {
		r.Assume("a row without a machine prices a component: of a GPU machine of Google Cloud, the machine's row prices the host only")
	}
	return s.put(r)
}

// fitsCoroot looks for providers above machines.
func fitsCoroot(h *Head) string {
	text := bytes.TrimLeft(h.bytes, " \t\r\n")
	if !h.object("compute", "on_demand") || !bytes.Contains(text[:min(len(text), 40)], []byte(`"compute"`)) {
		return ""
	}
	return "a JSON object of providers with compute and on_demand"
}

func sumCoroot(in *Input, r *summary.Report) error {
	list, err := pricelist.ReadCoroot(in.plain, in.Name)
	if err != nil {
		return err
	}
	s := newOffers(in)
	var providers summary.List
	for i := range list.Offers {
		o := &list.Offers[i]
		s.add(o)
		if n := len(providers); n == 0 || providers[n-1].Name != o.Provider {
			providers = append(providers, summary.Named{Name: o.Provider, Value: int64(0)})
		}
		last := &providers[len(providers)-1]
		last.Value = last.Value.(int64) + 1
	}
	r.Rows = s.n
	r.Set("entries", providers)
	r.Set("egress_tiers", int64(len(list.Egress)))
	if want := in.Options.Find; want != "" {
		for i := range list.Egress {
			e := &list.Egress[i]
			if e.Region == want {
				s.found = append(s.found, summary.Named{Name: e.Provider + " " + e.Region + " egress from GB " + string(summary.Units(e.From, 0)), Value: summary.Units(int64(e.Price), 12)})
			}
		}
	}
	r.Doubt(list.Unsorted, list.Line, "unsorted: egress tiers sorted as text, not as numbers of GB")
	r.Assume("dollars per hour; tiers of egress begin at so many GB a month; a price of 0 means not offered")
	return s.put(r)
}

func sumHuawei(in *Input, r *summary.Report) error {
	list, err := pricelist.ReadHuawei(in.plain, in.Name)
	if err != nil {
		return err
	}
	r.Set("region", list.Region)
	if len(list.Classes) > 0 {
		r.Lead("points", int64(len(list.Classes)))
		r.Rows = int64(len(list.Classes))
		classes := summary.List{}
		for _, c := range list.Classes {
			classes = append(classes, summary.Named{Name: c.Name, Value: summary.List{
				{Name: "single_az", Value: known(c.SingleAZ)}, {Name: "multi_az", Value: known(c.MultiAZ)},
			}})
		}
		r.Set("usd_per_gb_month", classes)
		return nil
	}
	s := newOffers(in)
	for i := range list.Offers {
		s.add(&list.Offers[i])
	}
	r.Rows = s.n
	r.Assume("dollars per hour")
	r.Doubt(list.Odd, list.Line, "a month that is not 525.6 hours, within a cent")
	return s.put(r)
}

// known is a price, nil where a list has none.
func known(r sim.Rate) any {
	if r == 0 {
		return nil
	}
	return summary.Units(int64(r), 12)
}
