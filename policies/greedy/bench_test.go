package greedy

import (
	"fmt"
	"testing"
	"time"

	"skysim/sim"
)

// cloud is a market of about 2,000 offers: 3 providers × 8 regions × 3 zones ×
// 14 types, on demand and spot.
func cloud() *sim.World {
	w := &sim.World{Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), GPUKinds: []string{"a100", "t4", "v100"}}
	for p := range sim.ProviderID(3) {
		w.Providers = append(w.Providers, sim.Provider{
			Name: fmt.Sprint("p", p), Billing: sim.Billing{Increment: time.Second, Minimum: time.Minute, Boot: p > 0},
		})
		first := sim.TypeID(len(w.Types))
		for size := range int64(8) {
			w.Types = append(w.Types, sim.MachineType{
				Name: fmt.Sprint("c", size), Provider: p, CPU: 2000 << size, Mem: 8192 << size, GPUKind: -1, Speed: 1_000_000,
			})
		}
		for i := range int32(6) {
			w.Types = append(w.Types, sim.MachineType{
				Name: fmt.Sprint("g", i), Provider: p, CPU: 8000 << (i / 2), Mem: 65536 << (i / 2), GPUs: 1 << (i / 2 * 3 / 2), GPUKind: i % 3,
				Speed: 500_000 * int64(1+i%3),
			})
		}
		for r := range 8 {
			w.Regions = append(w.Regions, sim.Region{Name: fmt.Sprint("p", p, "r", r), Provider: p})
			for z := range 3 {
				w.Zones = append(w.Zones, sim.Zone{Name: fmt.Sprint("p", p, "r", r, "z", z), Region: sim.RegionID(len(w.Regions) - 1)})
				for t := first; int(t) < len(w.Types); t++ {
					price := sim.DollarRate / 1000 * sim.Rate(w.Types[t].CPU/40+int64(w.Types[t].GPUs)*900+int64(r*7+z))
					o := sim.Offer{
						Type: t, Zone: sim.ZoneID(len(w.Zones) - 1), Purchase: sim.OnDemand,
						Price: sim.Constant(int64(price)), Supply: sim.Constant(sim.Unlimited), Boot: 90 * time.Second,
					}
					w.Offers = append(w.Offers, o)
					o.Purchase, o.Price, o.Supply = sim.Spot, sim.Constant(int64(price/3)), sim.Constant(4)
					w.Offers = append(w.Offers, o)
				}
			}
		}
	}
	w.SortOffers()
	return w
}

// training streams jobs like those of a shared GPU cluster: one every 90 s, most
// of one GPU, some gangs of up to 16, an hour to days long.
type training struct {
	n, left int64
	at      sim.Time
}

func (s *training) Next(j *sim.Job) bool {
	if s.n == s.left {
		return false
	}
	draw := sim.NewStream(1, "bench", uint64(s.n))
	s.n++
	s.at = s.at.Add(sim.Duration(draw.Int64N(180)) * time.Second)
	j.Submit = s.at
	j.Work = int64(time.Minute) << draw.Int64N(11)
	j.Estimate = sim.Duration(j.Work)
	j.Demand = sim.Demand{CPU: 4000, Mem: 32768, GPUs: 1, Share: 1000}
	if draw.Int64N(5) == 0 {
		j.Tasks = int32(2) << draw.Int64N(4)
	}
	return true
}

func (s *training) Err() error { return nil }

// BenchmarkCloud is the time per job, engine included, of each placement over
// 2,000 offers.
func BenchmarkCloud(b *testing.B) {
	w := cloud()
	for place := range Places() {
		o := Default()
		o.Place = Place(place + 1)
		b.Run(o.Place.String(), func(b *testing.B) {
			b.ReportAllocs()
			s, err := sim.New(sim.Config{World: w, Jobs: &training{left: int64(b.N)}, Policy: made(b, o)})
			if err != nil {
				b.Fatal(err)
			}
			if err := s.Run(); err != nil {
				b.Fatal(err)
			}
			t := s.Totals()
			b.ReportMetric(float64(t.Peak), "machines-peak")
			b.ReportMetric(t.Cost.Dollars()/float64(b.N), "usd/job")
		})
	}
}

// packing streams small tasks onto a full cluster, so that the queue is long.
type packing struct{ training }

func (s *packing) Next(j *sim.Job) bool {
	if s.n == s.left {
		return false
	}
	draw := sim.NewStream(1, "bench", uint64(s.n))
	s.n++
	s.at = s.at.Add(sim.Duration(draw.Int64N(6e9)))
	j.Submit, j.Work = s.at, int64(time.Minute)<<draw.Int64N(7)
	j.Demand = sim.Demand{CPU: 1000 << draw.Int64N(4), Mem: 1024 << draw.Int64N(3)}
	return true
}

// BenchmarkOwned is the time per job on 100 owned machines with nothing for
// rent, with a queue that grows (none) or is walked (any).
func BenchmarkOwned(b *testing.B) {
	w := bazaar(stall{zone: "r1a", kind: "mine", how: sim.Owned, supply: 100, cpu: 32})
	for _, place := range []Place{FirstFit, BestFit, Cheapest} {
		for backfill := range Backfills() {
			o := Default()
			o.Place, o.Backfill = place, Backfill(backfill+1)
			b.Run(fmt.Sprintf("%v/backfill=%v", o.Place, o.Backfill), func(b *testing.B) {
				b.ReportAllocs()
				s, err := sim.New(sim.Config{World: w, Jobs: &packing{training{left: int64(b.N)}}, Policy: made(b, o)})
				if err != nil {
					b.Fatal(err)
				}
				if err := s.Run(); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}
