package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"skysim/bench"
	"skysim/bench/table"
	"skysim/sim"
	"skysim/traces/catalog"
)

func newCatalog() *cobra.Command {
	c := &cobra.Command{
		Use:   "catalog",
		Short: "Look things up in the catalogue of prices: show, find, diff, check",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return c.Help()
			}
			var known []string
			for _, sub := range c.Commands() {
				known = append(known, sub.Name())
			}
			return &bench.UnknownError{What: "catalog", Name: args[0], Known: known}
		},
		Args: cobra.ArbitraryArgs,
	}
	c.AddCommand(newCatalogShow(), newCatalogFind(), newCatalogDiff(), newCatalogCheck())
	for _, sub := range c.Commands() {
		sub.Args = misusing(sub.Args)
	}
	return c
}

func newCatalogFind() *cobra.Command {
	var d catalog.Demand
	var where catalog.Constraints
	var cpu, mem, gpuMem float64
	var dir string
	var limit int
	c := &cobra.Command{
		Use:   "find",
		Short: "List the cheapest offers that satisfy a demand, by jurisdiction and round-trip time",
		Example: "  skysim catalog find --cpu 8 --mem 32 --in EU\n" +
			"  skysim catalog find --gpus 1 --gpu-kind A100-80GB --in DE,FR --rtt-from aws/eu-central-1 --max-rtt 30ms --purchase spot",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if limit < 0 || cpu < 0 || mem < 0 || gpuMem < 0 || d.GPUs < 0 || cpu > 1e9 || mem > 1e9 || gpuMem > 1e9 {
				return &misuseError{fmt.Errorf("--cpu %v --mem %v --gpus %d --gpu-mem %v --limit %d, want 0 or more, and at most 1e9", cpu, mem, d.GPUs, gpuMem, limit)}
			}
			d.CPU, d.Mem, d.GPUMem = int64(cpu*1000), int64(mem*1024), int64(gpuMem*1024)
			all, err := readCatalog(dir)
			if err != nil {
				return err
			}
			found, err := all.Find(d, where)
			if err != nil {
				return &misuseError{err}
			}
			return printFound(c.OutOrStdout(), found, where.Near, limit)
		},
	}
	f := c.Flags()
	f.Float64Var(&cpu, "cpu", 0, "vCPUs, at least")
	f.Float64Var(&mem, "mem", 0, "memory in GiB, at least")
	f.Int64Var(&d.GPUs, "gpus", 0, "GPUs, at least")
	f.StringSliceVar(&d.GPUKinds, "gpu-kind", nil, "kinds of GPU, any of which will do, as in A100-80GB,H100; none for machines without")
	f.Float64Var(&gpuMem, "gpu-mem", 0, "memory of one GPU in GiB, at least")
	f.StringSliceVar(&where.Providers, "provider", nil, "providers, any of which will do (default all)")
	f.StringSliceVar(&where.Jurisdictions, "in", nil, "jurisdictions, any of which will do, as in DE,FR; EU stands for its members")
	f.StringVar(&where.Near, "rtt-from", "", "region that round trips are measured from, as in aws/eu-central-1")
	f.DurationVar(&where.MaxRTT, "max-rtt", 0, "longest round trip, as in 30ms; regions that nobody has measured are left out")
	f.StringSliceVar(&where.Purchases, "purchase", nil, "on-demand or spot (default both)")
	f.StringVar(&where.Date, "date", "", "day of the prices (default "+catalog.DefaultDate+")")
	f.IntVar(&limit, "limit", 10, "how many to list, 0 for all")
	catalogFlag(c, &dir)
	return c
}

// printFound prints the first of what was found.
func printFound(w io.Writer, found []catalog.Found, near string, limit int) error {
	shown := found
	if limit > 0 && len(shown) > limit {
		shown = shown[:limit]
	}
	columns := []table.Column{
		{Title: "$/h", Align: table.Right},
		{Title: "provider"},
		{Title: "region"},
		{Title: "zone"},
		{Title: "place"},
		{Title: "type"},
		{Title: "vCPU"},
		{Title: "memory", Unit: "GiB"},
		{Title: "GPUs"},
		{Title: "purchase"},
		{Title: "as of"},
	}
	if near != "" {
		columns = append(columns, table.Column{Title: "round trip", Unit: "ms"})
	}
	t := table.New(fmt.Sprintf("%d of %d offers, the cheapest first", len(shown), len(found)), columns...)
	for _, f := range shown {
		cells := []table.Cell{
			table.Text(exact(f.Price)),
			table.Code(f.Provider),
			table.Code(f.Region),
			table.Code(f.Zone),
			table.Text(f.Place.City + ", " + f.Place.Jurisdiction),
			table.Code(f.Type),
			table.Number(float64(f.Machine.CPU)/1000, 3),
			table.Number(float64(f.Machine.Mem)/1024, 4),
			table.Text(gpus(f.Machine)),
			table.Text(f.Purchase.String()),
			table.Text(f.Date),
		}
		if near != "" {
			cells = append(cells, roundTrip(f))
		}
		t.Add(cells...)
	}
	return printTable(w, t)
}

func roundTrip(f catalog.Found) table.Cell {
	if !f.Measured {
		return table.Text("not known")
	}
	return table.Fixed(float64(f.RTT)/float64(time.Millisecond), 1)
}

// printTable prints a table as wide as the terminal, or as wide as it is elsewhere.
func printTable(w io.Writer, t *table.Table) error {
	var o table.TextOptions
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			o.Width = width
		}
	}
	return t.WriteText(w, o)
}

// exact writes a price with all its digits.
func exact(r sim.Rate) string { return strings.TrimPrefix(r.String(), "$") }

func gpus(m catalog.Type) string {
	if m.GPUs == 0 {
		return ""
	}
	return fmt.Sprintf("%d × %s", m.GPUs, m.GPU)
}

func newCatalogDiff() *cobra.Command {
	var dir, provider, kind string
	c := &cobra.Command{
		Use:     "diff DATE DATE",
		Short:   "List what the catalogue of the second day says differently from that of the first",
		Example: "  skysim catalog diff 2024-04-23 2026-11-01",
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			all, err := readCatalog(dir)
			if err != nil {
				return err
			}
			if _, known := all.Provider(provider); provider != "" && !known {
				return &bench.UnknownError{What: "provider", Name: provider, Known: names(all.Providers, func(p catalog.Provider) (string, bool) { return p.Name, true })}
			}
			if kind != "" && !slices.Contains(changeKinds, kind) {
				return &bench.UnknownError{What: "kind", Name: kind, Known: changeKinds}
			}
			changes, err := all.Diff(args[0], args[1])
			if err != nil {
				return &misuseError{err}
			}
			total := len(changes)
			changes = slices.DeleteFunc(changes, func(x catalog.Change) bool {
				return (provider != "" && x.Provider != provider) || (kind != "" && x.Kind != kind)
			})
			t := table.New(fmt.Sprintf("%d of %d changes from %s to %s", len(changes), total, args[0], args[1]), table.Column{Title: "kind"}, table.Column{Title: "provider"},
				table.Column{Title: "what"}, table.Column{Title: "before", Align: table.Right}, table.Column{Title: "after", Align: table.Right},
				table.Column{Title: "change", Align: table.Right}, table.Column{Title: "as of"}, table.Column{Title: "source"})
			for _, x := range changes {
				t.Add(table.Text(x.Kind), table.Code(x.Provider), table.Code(x.What), orDash(x.Before), orDash(x.After), ratio(x), table.Text(x.Date), table.Code(x.Source))
			}
			return printTable(c.OutOrStdout(), t)
		},
	}
	c.Flags().StringVar(&provider, "provider", "", "only changes of this provider")
	c.Flags().StringVar(&kind, "kind", "", "only changes of this kind: "+strings.Join(changeKinds, ", "))
	catalogFlag(c, &dir)
	return c
}

// changeKinds are the kinds of things that a catalogue may say differently.
var changeKinds = []string{"offer", "fact", "egress", "transfer", "storage", "commitment"}

func orDash(s string) table.Cell {
	if s == "" {
		return table.Text("–")
	}
	return table.Text(s)
}

// ratio says by how much a price changed.
func ratio(x catalog.Change) table.Cell {
	if x.From == 0 || x.To == 0 {
		return table.Text("")
	}
	return table.Percent(x.To.Dollars()/x.From.Dollars()-1, 1)
}

func newCatalogCheck() *cobra.Command {
	var dir string
	var only []string
	c := &cobra.Command{
		Use:   "check",
		Short: "List what is doubtful in the catalogue: sources that disagree, what is assumed, what is missing",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, args []string) error {
			all, err := readCatalog(dir)
			if err != nil {
				return err
			}
			findings := all.Check()
			kinds := []string{"disagree", "spot-above", "asymmetric", "too-fast", "assumed", "missing"}
			for _, k := range only {
				if !slices.Contains(kinds, k) {
					return &bench.UnknownError{What: "finding", Name: k, Known: kinds}
				}
			}
			t := table.New("catalogue "+all.Hash()[:12], table.Column{Title: "finding"}, table.Column{Title: "about"}, table.Column{Title: "detail"})
			shown := 0
			for _, f := range findings {
				if len(only) == 0 || slices.Contains(only, f.Kind) {
					t.Add(table.Text(f.Kind), table.Code(f.Subject), table.Text(f.Detail))
					shown++
				}
			}
			t.Note(fmt.Sprintf("%d of %d findings", shown, len(findings)))
			return printTable(c.OutOrStdout(), t)
		},
	}
	c.Flags().StringSliceVar(&only, "only", nil, "kinds of findings, as in disagree,missing (default all)")
	catalogFlag(c, &dir)
	return c
}
