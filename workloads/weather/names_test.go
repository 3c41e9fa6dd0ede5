package weather

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"testing"

	"skysim/sim"
	"skysim/workloads"
)

// weatherOf writes down all that the weather says of an offer.
func weatherOf(t *testing.T, w *sim.World, name string, seed uint64, args ...workloads.Arg) string {
	t.Helper()
	got, err := New(w, args, seed, until)
	if err != nil {
		t.Fatal(err)
	}
	for i := range got.World.Offers {
		if got.World.OfferName(sim.OfferID(i)) != name {
			continue
		}
		h := fnv.New64a()
		fmt.Fprintln(h, got.World.Offers[i].Price, got.World.Offers[i].Supply)
		for ordinal := range int64(50) {
			d, ok := got.Boots.Boot(sim.OfferID(i), ordinal)
			fmt.Fprintln(h, int64(d), ok)
			if f := got.Faults; f != nil {
				fmt.Fprintln(h, int64(f.Life(sim.OfferID(i), ordinal, 1)), int64(f.Repair(sim.OfferID(i), ordinal, 1)), f.Pace(sim.OfferID(i), ordinal))
			}
		}
		if zone := got.World.Offers[i].Zone; got.World.Outages != nil {
			fmt.Fprintln(h, got.World.Outages[zone], cutsOf(got.World, got.World.Zones[zone].Region, "aws/us-east-1", "gcp/us-central1"))
		}
		return fmt.Sprintf("%016x", h.Sum64())
	}
	t.Fatalf("no offer %s", name)
	return ""
}

// Offers, zones, regions and types stand elsewhere, and others join them: the
// weather of an offer stays what it was.
func TestWeatherFollowsNames(t *testing.T) {
	for _, name := range []string{"aws/us-east-1/b/n/spot", "aws/us-east-1/b/m/on-demand"} {
		followsNames(t, name)
		followsNames(t, name, everything()...)
	}
}

// cutsOf returns the cuts of a region from those named, in the order of the names.
func cutsOf(w *sim.World, of sim.RegionID, others ...string) (list []sim.Path) {
	for _, name := range others {
		for _, c := range w.Cuts {
			for _, other := range []sim.RegionID{c.A, c.B} {
				full := w.Providers[w.Regions[other].Provider].Name + "/" + w.Regions[other].Name
				if (c.A == of || c.B == of) && other != of && full == name {
					list = append(list, c.At)
				}
			}
		}
	}
	return list
}

// everything is weather with all that there is in it.
func everything() (args []workloads.Arg) {
	for _, a := range [][2]string{
		{"slow_boot", "0.1"}, {"spot_correlation", "0.4"}, {"spot_price_coupling", "0.5"}, {"stockout_every", "20h"}, {"stockout_share", "0.9"},
		{"failure_every", "100h"}, {"failure_shape", "0.7"}, {"noise", "0.1"}, {"outage_every", "48h"}, {"region_outage_every", "96h"}, {"partition_every", "24h"},
	} {
		args = append(args, workloads.Arg{Name: a[0], Value: a[1]})
	}
	return args
}

func followsNames(t *testing.T, name string, args ...workloads.Arg) {
	t.Helper()
	want := weatherOf(t, testWorld(), name, 5, args...)

	w := testWorld()
	w.Providers = append([]sim.Provider{{Name: "azure"}}, w.Providers...)
	w.Regions = append([]sim.Region{{Name: "westus", Provider: 0}}, w.Regions...)
	w.Zones = append([]sim.Zone{{Name: "1", Region: 0}}, w.Zones...)
	w.Types = append([]sim.MachineType{{Name: "d", CPU: 1000, Mem: 1024, GPUKind: -1, Speed: 1e6}}, w.Types...)
	for i := range w.Regions[1:] {
		w.Regions[i+1].Provider++
	}
	for i := range w.Zones[1:] {
		w.Zones[i+1].Region++
	}
	for i := range w.Offers {
		w.Offers[i].Zone++
		w.Offers[i].Type++
	}
	w.Offers = append(w.Offers, sim.Offer{Purchase: sim.Spot, Price: sim.Constant(5), Supply: sim.Constant(3)})
	w.SortOffers()
	if err := w.Validate(); err != nil {
		t.Fatal(err)
	}
	if got := weatherOf(t, w, name, 5, args...); got != want {
		t.Errorf("in a larger world the weather of %s is %s, want %s", name, got, want)
	}

	w = testWorld()
	w.Offers = slices.DeleteFunc(w.Offers, func(o sim.Offer) bool { return o.Zone == 0 })
	if got := weatherOf(t, w, name, 5, args...); got != want {
		t.Errorf("in a smaller world the weather of %s is %s, want %s", name, got, want)
	}
	if got := weatherOf(t, testWorld(), name, 6, args...); got == want {
		t.Error("another seed has the same weather")
	}
	if got := weatherOf(t, testWorld(), strings.Replace(name, "/b/", "/a/", 1), 5, args...); got == want {
		t.Error("another zone has the same weather")
	}
}
