package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"skysim/bench/bill"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

func newBill() *cobra.Command {
	var asJSON, explain bool
	var o bill.Options
	var dir string
	c := &cobra.Command{
		Use:   "bill FILE.csv",
		Short: "Make an itemised invoice of a usage file",
		Long: `Make an itemised invoice of a usage file: machines, traffic and storage, one row
each, with the columns
  kind,provider,region,zone,type,purchase,count,start,end,gb,to,ended_by
of which the last may be missing. Each row is priced by the tariff and the offers
of its own day; tiers accumulate over the month across rows. A row that is wrong,
or that the catalogue has no price for, is an error with file, line, column,
value and what was wanted. traces/usage/FORMAT.md describes the columns, and
bench/bill/BILLING.md the rules.`,
		Example: "  skysim bill usage.csv\n  skysim bill usage.csv --explain\n  skysim bill usage.csv --json --catalog-date 2024-04-23",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if asJSON && explain {
				return &misuseError{errors.New("--json and --explain exclude each other: the JSON has the explanations in it")}
			}
			v, err := invoice(args[0], dir, o)
			if err != nil {
				return &misuseError{err}
			}
			out := c.OutOrStdout()
			switch {
			case asJSON:
				e := json.NewEncoder(out)
				e.SetIndent("", "  ")
				return e.Encode(v)
			case explain:
				return v.Explain(out)
			}
			return printTable(out, v.Table("invoice of "+args[0]))
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON object: total_nanousd, totals, and lines with kind, amount_nanousd and why")
	c.Flags().BoolVar(&explain, "explain", false, "print every line with the tier, increment, minimum and rule that made it")
	c.Flags().StringVar(&o.Date, "catalog-date", "", "price all rows by the catalogue of this day (default each by that of its own)")
	catalogFlag(c, &dir)
	return c
}

// catalogFlag adds the flag for a catalogue of one's own.
func catalogFlag(c *cobra.Command, dir *string) {
	c.Flags().StringVar(dir, "catalog", "", "directory of a catalogue of your own, as traces/catalog/FORMAT.md describes (default the embedded one)")
}

// readCatalog returns the catalogue in a directory, or the embedded one for "".
func readCatalog(dir string) (*catalog.Catalog, error) {
	if dir == "" {
		return catalog.Embedded()
	}
	c, err := catalog.Read(os.DirFS(dir))
	if err != nil {
		return nil, &misuseError{fmt.Errorf("catalogue in %s: %w", dir, err)}
	}
	return c, nil
}

// invoice reads a usage file and prices it.
func invoice(path, dir string, o bill.Options) (*bill.Invoice, error) {
	all, err := readCatalog(dir)
	if err != nil {
		return nil, err
	}
	rows, err := usage.Read(path)
	if err != nil {
		return nil, err
	}
	return bill.New(rows, all, o)
}
