package catalog

import (
	"cmp"
	"slices"
	"strings"

	"skysim/sim"
)

// RTT is a round-trip time that was measured between two regions.
type RTT struct {
	From, To string       // provider/region, as in aws/us-east-1
	Time     sim.Duration // mean, in whole microseconds
	Date     string
	Source   string
}

// maxMicros is the longest round trip that a catalogue may name: a minute.
const maxMicros = 60_000_000

func (r *reader) rtt(w *row) error {
	from, err1 := r.end(w, "from")
	to, err2 := r.end(w, "to")
	micros, err3 := w.number("micros", 1, maxMicros)
	day, err4 := w.day("date")
	source, err5 := r.fromSource(w)
	if err := cmp.Or(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	r.c.RTTs = append(r.c.RTTs, RTT{from, to, sim.Duration(micros) * 1000, day, source})
	return r.key(w, from, to)
}

// end reads provider/region.
func (r *reader) end(w *row, column string) (string, error) {
	provider, region, ok := strings.Cut(w.text(column), "/")
	if !ok {
		return "", w.bad(column, "%s %q is not a provider and a region as in aws/us-east-1", column, w.text(column))
	}
	known := func() []string { return names(r.c.Regions, Region.FullName) }
	return w.text(column), r.refer(w, column, "regions.csv", known, provider, region)
}

// FullName returns the provider and the region, as in aws/us-east-1.
func (r Region) FullName() string { return r.Provider + "/" + r.Name }

// RTT returns the round-trip time between two regions, each given as in
// aws/us-east-1: as measured from the first to the second, or else the other way
// round. Within a region it is 0. It reports false if nobody has measured it.
func (c *Catalog) RTT(from, to string) (sim.Duration, bool) {
	if from == to {
		return 0, true
	}
	for _, ends := range [][2]string{{from, to}, {to, from}} {
		i, ok := slices.BinarySearchFunc(c.RTTs, ends, func(r RTT, k [2]string) int {
			return cmp.Or(cmp.Compare(r.From, k[0]), cmp.Compare(r.To, k[1]))
		})
		if ok {
			return c.RTTs[i].Time, true
		}
	}
	return 0, false
}

func isJurisdiction(s string) bool {
	return len(s) == 2 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// europeanUnion are the members of 2020-02-01, after the United Kingdom left.
const europeanUnion = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

// InEU reports whether a jurisdiction is a member of the European Union.
func InEU(jurisdiction string) bool {
	return isJurisdiction(jurisdiction) && slices.Contains(strings.Fields(europeanUnion), jurisdiction)
}

// EU returns the members of the European Union.
func EU() []string { return strings.Fields(europeanUnion) }
