package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"skysim/bench"
	"skysim/bench/table"
	"skysim/sim"
	"skysim/traces/catalog"
)

func newCatalogShow() *cobra.Command {
	var date, dir string
	c := &cobra.Command{
		Use:   "show PROVIDER [REGION] [TYPE]",
		Short: "Show a provider's tariff and regions, a region's prices, or all dated prices of a machine type",
		Example: "  skysim catalog show aws\n  skysim catalog show aws us-east-1\n" +
			"  skysim catalog show aws us-east-1 m5.large",
		Args: cobra.RangeArgs(1, 3),
		RunE: func(c *cobra.Command, args []string) error {
			all, err := readCatalog(dir)
			if err != nil {
				return err
			}
			if date != "" {
				if all, err = all.At(date); err != nil {
					return &misuseError{err}
				}
			}
			s := shower{all, c.OutOrStdout(), args[0]}
			if _, ok := all.Provider(s.provider); !ok {
				return &bench.UnknownError{What: "provider", Name: s.provider, Known: names(all.Providers, func(p catalog.Provider) (string, bool) { return p.Name, true })}
			}
			if len(args) > 1 {
				if _, ok := all.Region(s.provider, args[1]); !ok {
					known := names(all.Regions, func(r catalog.Region) (string, bool) { return r.Name, r.Provider == s.provider })
					return &bench.UnknownError{What: "region", Name: args[1], Known: known}
				}
			}
			switch len(args) {
			case 1:
				return s.tariff()
			case 2:
				return s.region(args[1])
			}
			return s.machine(args[1], args[2])
		},
	}
	c.Flags().StringVar(&date, "date", "", "day of the catalogue (default "+catalog.DefaultDate+")")
	catalogFlag(c, &dir)
	return c
}

// names lists what is asked for of the elements of a list.
func names[T any](list []T, of func(T) (string, bool)) []string {
	var all []string
	for _, x := range list {
		if name, ok := of(x); ok {
			all = append(all, name)
		}
	}
	return all
}

// shower prints parts of a catalogue.
type shower struct {
	*catalog.Catalog
	out      io.Writer
	provider string
}

// tariff shows what holds for a whole provider.
func (s *shower) tariff() error {
	tariff, err := s.Tariff(s.provider, s.Date())
	if err != nil {
		return &misuseError{err}
	}
	facts := table.New(fmt.Sprintf("%s on %s: rules, in force since %s%s", s.provider, s.Date(), tariff.Since, until(tariff)),
		table.Column{Title: "rule"}, table.Column{Title: "value"}, table.Column{Title: "basis"}, table.Column{Title: "since"}, table.Column{Title: "source"})
	for _, f := range tariff.Facts {
		facts.Add(table.Code(f.Name), table.Text(f.Value), table.Text(f.Basis), table.Text(f.Date), table.Code(f.Source))
	}
	offers := map[string]int64{}
	for _, o := range s.Offers {
		if o.Provider == s.provider {
			offers[o.Region]++
		}
	}
	regions := table.New("regions", table.Column{Title: "region"}, table.Column{Title: "place"}, table.Column{Title: "group"}, table.Column{Title: "offers"})
	for _, r := range s.Regions {
		if r.Provider == s.provider {
			regions.Add(table.Code(r.Name), table.Text(r.City+", "+r.Jurisdiction), table.Text(r.Group), table.Count(offers[r.Name]))
		}
	}
	for _, t := range []*table.Table{facts, s.egress(tariff, ""), s.storage(tariff, ""), regions} {
		if err := printLine(s.out, t); err != nil {
			return err
		}
	}
	return nil
}

func until(t *catalog.Tariff) string {
	if t.Until == "" {
		return ""
	}
	return ", until " + t.Until
}

// egress shows the prices of traffic to the internet, of one region or all.
func (s *shower) egress(tariff *catalog.Tariff, region string) *table.Table {
	t := table.New("traffic to the internet", table.Column{Title: "from"}, table.Column{Title: "to"}, table.Column{Title: "route"}, table.Column{Title: "counted by"},
		table.Column{Title: "above", Unit: "GB"}, table.Column{Title: "$/GB", Align: table.Right}, table.Column{Title: "since"}, table.Column{Title: "source"})
	if tariff.FreeEgress > 0 {
		t.Note(fmt.Sprintf("%d GB a month are free, over all regions together", tariff.FreeEgress/tariff.GB))
	}
	for _, e := range tariff.Egress {
		if region != "" && e.From != region && e.From != tariff.Group(region) && e.From != catalog.AnyPlace {
			continue
		}
		for _, tier := range e.Tiers {
			t.Add(table.Code(e.From), table.Text(e.To), table.Text(e.Route), table.Text(e.Counter),
				table.Count(tier.Above/tariff.GB), table.Text(exact(tier.Price)), table.Text(e.Date), table.Code(e.Source))
		}
	}
	return t
}

// storage shows the prices of storage, of one region or all.
func (s *shower) storage(tariff *catalog.Tariff, region string) *table.Table {
	t := table.New("storage", table.Column{Title: "where"}, table.Column{Title: "kind"}, table.Column{Title: "class"}, table.Column{Title: "above", Unit: "GB"},
		table.Column{Title: "$/GB-month", Align: table.Right}, table.Column{Title: "writes", Unit: "$/1,000", Align: table.Right},
		table.Column{Title: "reads", Unit: "$/1,000", Align: table.Right}, table.Column{Title: "since"}, table.Column{Title: "source"})
	for _, x := range tariff.Storage {
		if region != "" && x.Where != region && x.Where != tariff.Group(region) && x.Where != catalog.AnyPlace {
			continue
		}
		for i, tier := range x.Tiers {
			writes, reads := table.Text(""), table.Text("")
			if i == 0 {
				writes, reads = requests(x.Writes), requests(x.Reads)
			}
			t.Add(table.Code(x.Where), table.Text(x.Kind), table.Code(x.Class), table.Count(tier.Above/tariff.GB),
				table.Text(exact(tier.Price)), writes, reads, table.Text(x.Date), table.Code(x.Source))
		}
	}
	return t
}

func requests(r catalog.Requests) table.Cell {
	if !r.Known {
		return table.Text("")
	}
	return table.Text(exact(r.Price))
}

// region shows what a region sells.
func (s *shower) region(region string) error {
	tariff, err := s.Tariff(s.provider, s.Date())
	if err != nil {
		return &misuseError{err}
	}
	t := table.New(fmt.Sprintf("%s %s on %s: lowest and highest price per hour of its zones", s.provider, region, s.Date()), table.Column{Title: "type"},
		table.Column{Title: "vCPU"}, table.Column{Title: "memory", Unit: "GiB"}, table.Column{Title: "GPUs"},
		table.Column{Title: "on demand", Unit: "$/h", Align: table.Right}, table.Column{Title: "spot", Unit: "$/h", Align: table.Right})
	for _, m := range s.Types {
		if m.Provider != s.provider {
			continue
		}
		onDemand, spot := s.span(region, m.Name, sim.OnDemand), s.span(region, m.Name, sim.Spot)
		if onDemand+spot == "" {
			continue
		}
		t.Add(table.Code(m.Name), table.Number(float64(m.CPU)/1000, 3), table.Number(float64(m.Mem)/1024, 4), table.Text(gpus(m)),
			orDash(onDemand), orDash(spot))
	}
	for _, x := range []*table.Table{t, s.egress(tariff, region), s.storage(tariff, region)} {
		if err := printLine(s.out, x); err != nil {
			return err
		}
	}
	return nil
}

// span writes the lowest price of a type in a region, and the highest if it is
// another one.
func (s *shower) span(region, typ string, purchase sim.Purchase) string {
	var prices []sim.Rate
	for _, o := range s.Offers {
		if o.Provider == s.provider && o.Region == region && o.Type == typ && o.Purchase == purchase {
			prices = append(prices, o.Price)
		}
	}
	if len(prices) == 0 {
		return ""
	}
	low, high := slices.Min(prices), slices.Max(prices)
	if low == high {
		return exact(low)
	}
	return exact(low) + " to " + exact(high)
}

// machine shows all dated prices of a type in a region.
func (s *shower) machine(region, typ string) error {
	t := table.New(fmt.Sprintf("%s %s %s: prices of all days", s.provider, region, typ), table.Column{Title: "zone"}, table.Column{Title: "purchase"},
		table.Column{Title: "as of"}, table.Column{Title: "$/h", Align: table.Right}, table.Column{Title: "listed as", Align: table.Right}, table.Column{Title: "source"})
	rows := 0
	for _, o := range s.History {
		if o.Provider == s.provider && o.Region == region && o.Type == typ {
			t.Add(table.Code(o.Zone), table.Text(o.Purchase.String()), table.Text(o.Date), table.Text(exact(o.Price)),
				table.Text(strings.TrimSpace(o.Currency+" "+o.Value)), table.Code(o.Source))
			rows++
		}
	}
	if rows == 0 {
		known := names(s.History, func(o catalog.Offer) (string, bool) { return o.Type, o.Provider == s.provider && o.Region == region })
		slices.SortFunc(known, cmp.Compare[string])
		return &bench.UnknownError{What: "machine type in " + region, Name: typ, Known: slices.Compact(known)}
	}
	if m, ok := s.Type(s.provider, typ); ok {
		t.Note(fmt.Sprintf("%v vCPU, %v GiB %s", float64(m.CPU)/1000, float64(m.Mem)/1024, gpus(m)))
	}
	return printTable(s.out, t)
}
