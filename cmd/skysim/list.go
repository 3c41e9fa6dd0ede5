package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"skysim/bench"
	"skysim/bench/table"
	"skysim/policies"
	"skysim/traces/catalog"
	"skysim/workloads"
	"skysim/workloads/weather"
)

// listings are what list can show, by name.
var listings = []struct {
	name, what string
	show       func(io.Writer) error
}{
	{"experiments", "experiments that come with skysim", listExperiments},
	{"allocations", "one-shot problems that come with skysim", listAllocations},
	{"reproductions", "published experiments whose numbers skysim gives back", listReproductions},
	{"policies", "families of policies and their parameters", listPolicies},
	{"workloads", "job generators and their parameters", listWorkloads},
	{"weather", "parameters of the weather: markets, boots, failures, outages", listWeather},
	{"clouds", "providers and regions of the catalogue", listClouds},
	{"jurisdictions", "groups of jurisdictions that rules of a cloud may name", listJurisdictions},
	{"offers", "machine types of the catalogue with their lowest prices", listOffers},
}

func newList() *cobra.Command {
	var names []string
	for _, l := range listings {
		names = append(names, l.name)
	}
	return &cobra.Command{
		Use:       "list [" + strings.Join(names, "|") + "]",
		Short:     "List what there is to choose from",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: names,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listListings(c.OutOrStdout())
			}
			for _, l := range listings {
				if l.name == args[0] {
					return l.show(c.OutOrStdout())
				}
			}
			return &bench.UnknownError{What: "list", Name: args[0], Known: names}
		},
	}
}

func listListings(w io.Writer) error {
	t := table.New("what list shows", table.Column{Title: "list"}, table.Column{Title: "of"})
	for _, l := range listings {
		t.Add(table.Code(l.name), table.Text(l.what))
	}
	return t.WriteText(w, table.TextOptions{})
}

func listExperiments(w io.Writer) error {
	for _, name := range bench.Experiments() {
		e, err := bench.Open(name)
		if err != nil {
			return err
		}
		why := strings.ReplaceAll(strings.TrimSpace(e.Why), "\n", "\n    ")
		each := ""
		for i := range e.Workloads {
			if strings.Contains(e.Workloads[i].Path, "*") {
				each = " for each file that " + e.Workloads[i].Path + " matches"
			}
		}
		if _, err := fmt.Fprintf(w, "%s\n    %s\n    %d cells%s\n\n", name, why, e.Size(), each); err != nil {
			return err
		}
	}
	return nil
}

func listPolicies(w io.Writer) error {
	for _, e := range policies.All() {
		t := table.New(e.Name+": "+e.Doc, table.Column{Title: "parameter"}, table.Column{Title: "default"}, table.Column{Title: "meaning"})
		for _, p := range e.Params {
			t.Add(table.Code(p.Key), table.Code(p.Default), table.Text(p.Doc))
			for _, v := range slices.Concat(p.Values, p.Rules) {
				t.Add(table.Text(""), table.Code(v.Word), table.Text("  "+v.Doc))
			}
		}
		if err := printLine(w, t); err != nil {
			return err
		}
	}
	return nil
}

func listWorkloads(w io.Writer) error {
	for _, l := range workloads.All() {
		if err := printParams(w, l.Name+": "+l.Summary, l.Params); err != nil {
			return err
		}
	}
	return nil
}

func listWeather(w io.Writer) error {
	return printParams(w, "[weather] or [cloud.weather]", weather.Params())
}

func printParams(w io.Writer, title string, params []workloads.Param) error {
	t := table.New(title, table.Column{Title: "parameter"}, table.Column{Title: "default"}, table.Column{Title: "unit"}, table.Column{Title: "meaning"})
	for _, p := range params {
		t.Add(table.Code(p.Name), table.Code(p.Default), table.Text(p.Unit), table.Text(p.Doc))
	}
	return printLine(w, t)
}

// printLine prints a table and an empty line.
func printLine(w io.Writer, t *table.Table) error {
	if err := t.WriteText(w, table.TextOptions{}); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

func listClouds(w io.Writer) error {
	all, err := catalog.Embedded()
	if err != nil {
		return err
	}
	offers := map[[2]string]int64{}
	for _, o := range all.Offers {
		offers[[2]string{o.Provider, o.Region}]++
	}
	t := table.New("catalogue of "+all.Date()+", "+all.Hash()[:12], table.Column{Title: "provider"}, table.Column{Title: "region"},
		table.Column{Title: "place"}, table.Column{Title: "offers"})
	for _, r := range all.Regions {
		t.Add(table.Code(r.Provider), table.Code(r.Name), table.Text(r.City+", "+r.Jurisdiction), table.Count(offers[[2]string{r.Provider, r.Name}]))
	}
	return t.WriteText(w, table.TextOptions{})
}

func listJurisdictions(w io.Writer) error {
	t := table.New("a rule may name codes of ISO 3166-1, such as DE, and these", table.Column{Title: "group"}, table.Column{Title: "members"}, table.Column{Title: "what it is"})
	for _, g := range bench.JurisdictionGroups() {
		t.Add(table.Code(g.Name), table.Text(strings.Join(g.Members, " ")), table.Text(g.Source))
	}
	return t.WriteText(w, table.TextOptions{})
}

// cheapest returns the lowest price of a type under a purchase, 0 if none.
func cheapest(all *catalog.Catalog, t catalog.Type, purchase string) float64 {
	least := 0.0
	for _, o := range all.Offers {
		if o.Provider == t.Provider && o.Type == t.Name && o.Purchase.String() == purchase {
			if p := o.Price.Dollars(); least == 0 || p < least {
				least = p
			}
		}
	}
	return least
}

func listOffers(w io.Writer) error {
	all, err := catalog.Embedded()
	if err != nil {
		return err
	}
	t := table.New("catalogue of "+all.Date()+": lowest price per hour in any zone", table.Column{Title: "provider"}, table.Column{Title: "type"},
		table.Column{Title: "vCPU"}, table.Column{Title: "memory", Unit: "GiB"}, table.Column{Title: "GPUs"},
		table.Column{Title: "on demand", Unit: "$/h"}, table.Column{Title: "spot", Unit: "$/h"}, table.Column{Title: "zones"})
	for _, m := range all.Types {
		gpus := ""
		if m.GPUs > 0 {
			gpus = fmt.Sprintf("%d × %s", m.GPUs, m.GPU)
		}
		var zones []string
		for _, o := range all.Offers {
			if o.Provider == m.Provider && o.Type == m.Name && !slices.Contains(zones, o.Zone) {
				zones = append(zones, o.Zone)
			}
		}
		t.Add(table.Code(m.Provider), table.Code(m.Name), table.Number(float64(m.CPU)/1000, 3), table.Number(float64(m.Mem)/1024, 4),
			table.Text(gpus), price(cheapest(all, m, "on-demand")), price(cheapest(all, m, "spot")), table.Count(int64(len(zones))))
	}
	return t.WriteText(w, table.TextOptions{})
}

// price shows a price, or a dash for none.
func price(dollars float64) table.Cell {
	if dollars == 0 {
		return table.Text("–")
	}
	return table.Money(dollars)
}
