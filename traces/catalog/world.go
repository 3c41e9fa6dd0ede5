package catalog

import (
	"fmt"
	"slices"
	"time"

	"skysim/sim"
)

// The speed profiles of every world made from a catalogue; Job.Profile is one
// of them.
const (
	// ProfilePlain is for jobs bound by the CPU: every vCPU is as fast as every
	// other. They differ by some tens of percent in truth.
	ProfilePlain = 0
	// ProfileTraining is for jobs that train on GPUs: a GPU is as fast as its
	// memory is, and work is measured on a V100, so that an A100 with 1,555
	// GB/s runs at 1,555/900 of it. Types without GPUs, or whose GPU has no
	// known bandwidth, cannot run such a job.
	//
	// The model is crude on purpose: one published number per GPU, nothing
	// fitted. Training steps stream weights and activations, and bandwidth
	// follows measured speeds better than peak FLOPS, which tensor cores
	// inflate. It knows nothing of precision, batch size, model size,
	// interconnect, or the CPUs beside the GPU, and it says the same for one
	// GPU as for eight. Where throughput was measured, use that instead.
	ProfileTraining = 1
)

// v100Bandwidth is what ProfileTraining measures work at, in GB/s.
const v100Bandwidth = 900

// fullSpeed is the speed that work is measured at, in parts per million.
const fullSpeed = 1_000_000

// World makes a world of the selected offers, and of only those providers,
// regions, zones, types and GPU kinds that they refer to, each sorted by name
// within its owner. Prices hold for ever unless the selection has a span, supply
// is unlimited, boots take the provider's typical time; the epoch is midnight UTC
// of the selection's date, or else of the catalogue's.
// The world is the caller's own to change. Errors are those of [Catalog.Select].
func (c *Catalog) World(sel Selection) (*sim.World, error) {
	c, err := c.on(sel)
	if err != nil {
		return nil, err
	}
	offers, err := c.Select(sel)
	if err != nil {
		return nil, err
	}
	epoch, err := time.Parse(time.DateOnly, c.Date())
	if err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	b := &builder{c: c, span: sel.Span, rules: sel.Rules, w: &sim.World{Epoch: epoch, Profiles: make([][]int64, 2)}}
	b.placeAll(offers)
	b.addTypes(offers)
	b.addOffers(offers)
	return b.w, nil
}

// builder turns names into indexes. Because offers come sorted by provider,
// region and zone, these can be numbered as they appear.
type builder struct {
	c     *Catalog
	span  sim.Duration
	rules bool
	w     *sim.World
	boots []sim.Duration // by provider
	types map[[2]string]sim.TypeID
}

// placeAll adds the providers, regions and zones of the offers.
func (b *builder) placeAll(offers []Offer) {
	w := b.w
	var last Offer
	for i, o := range offers {
		provider := i == 0 || o.Provider != last.Provider
		region := provider || o.Region != last.Region
		if provider {
			p, _ := b.c.Provider(o.Provider)
			b.boots = append(b.boots, p.Boot)
			w.Providers = append(w.Providers, b.provider(p))
		}
		if region {
			r, _ := b.c.Region(o.Provider, o.Region)
			w.Regions = append(w.Regions, sim.Region{
				Name: r.Name, Provider: sim.ProviderID(len(w.Providers) - 1), Jurisdiction: r.Jurisdiction,
			})
		}
		if region || o.Zone != last.Zone {
			w.Zones = append(w.Zones, sim.Zone{Name: o.Zone, Region: sim.RegionID(len(w.Regions) - 1)})
		}
		last = o
	}
}

// provider returns a provider with its rules of billing.
func (b *builder) provider(p Provider) sim.Provider {
	out := sim.Provider{Name: p.Name, Billing: p.billing(), Notice: p.Notice}
	if !b.rules {
		out.Billing.Reprice, out.Billing.FreeReclaim = 0, 0
		return out
	}
	last := out.Billing
	var days []string
	for _, f := range p.Facts {
		days = append(days, f.Date)
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		then, err := time.Parse(time.DateOnly, day)
		at := then.Sub(b.w.Epoch)
		p.hold(day)
		if err == nil && at > 0 && at <= b.span && p.billing() != last {
			last = p.billing()
			out.Changes = append(out.Changes, sim.DatedBilling{From: sim.Time(at), Billing: last})
		}
	}
	return out
}

// billing returns the rules that hold for the provider's machines.
func (p *Provider) billing() sim.Billing {
	b := sim.Billing{Increment: p.Increment, Minimum: p.Minimum, Boot: p.BillsBoot, FreeReclaim: p.ReclaimFree}
	if p.SpotPrice == InstanceHour {
		b.Reprice = sim.InstanceHour
	}
	return b
}

// addTypes adds the machine types that are offered, their GPU kinds and speeds.
func (b *builder) addTypes(offers []Offer) {
	offered := map[[2]string]bool{}
	for _, o := range offers {
		offered[[2]string{o.Provider, o.Type}] = true
	}
	w := b.w
	for _, t := range b.c.Types {
		if offered[[2]string{t.Provider, t.Name}] && t.GPU != "" && !slices.Contains(w.GPUKinds, t.GPU) {
			w.GPUKinds = append(w.GPUKinds, t.GPU)
		}
	}
	slices.Sort(w.GPUKinds)
	b.types = map[[2]string]sim.TypeID{}
	for _, t := range b.c.Types {
		key := [2]string{t.Provider, t.Name}
		if !offered[key] {
			continue
		}
		b.types[key] = sim.TypeID(len(w.Types))
		g, _ := b.c.GPU(t.GPU)
		w.Types = append(w.Types, sim.MachineType{
			Name:     t.Name,
			Provider: sim.ProviderID(slices.IndexFunc(w.Providers, func(p sim.Provider) bool { return p.Name == t.Provider })),
			CPU:      t.CPU,
			Mem:      t.Mem,
			GPUs:     int32(t.GPUs),
			GPUKind:  int32(slices.Index(w.GPUKinds, t.GPU)), // -1 without GPUs
			GPUMem:   g.Mem,
			Speed:    fullSpeed,
		})
		w.Profiles[ProfilePlain] = append(w.Profiles[ProfilePlain], fullSpeed)
		w.Profiles[ProfileTraining] = append(w.Profiles[ProfileTraining], g.TrainingSpeed())
	}
}

// addOffers adds the offers, walking along the zones in step.
func (b *builder) addOffers(offers []Offer) {
	zone := -1
	for i, o := range offers {
		if i == 0 || o.Zone != offers[i-1].Zone || o.Region != offers[i-1].Region || o.Provider != offers[i-1].Provider {
			zone++
		}
		b.w.Offers = append(b.w.Offers, sim.Offer{
			Type:     b.types[[2]string{o.Provider, o.Type}],
			Zone:     sim.ZoneID(zone),
			Purchase: o.Purchase,
			Price:    b.path(o),
			Supply:   sim.Constant(sim.Unlimited),
			Boot:     b.boots[b.w.Regions[b.w.Zones[zone].Region].Provider],
		})
	}
}

// path returns the price of an offer from the epoch on: what holds then, and each
// change within the span.
func (b *builder) path(o Offer) sim.Path {
	p := sim.Constant(int64(o.Price))
	first, _ := slices.BinarySearchFunc(b.c.History, o, compareOffers)
	for _, h := range b.c.History[first:] {
		if b.span == 0 || compareOffers(h, o) != 0 {
			break
		}
		day, err := time.Parse(time.DateOnly, h.Date)
		at := day.Sub(b.w.Epoch)
		if err == nil && at > 0 && at <= b.span && int64(h.Price) != p.Value[len(p.Value)-1] {
			p.At, p.Value = append(p.At, sim.Time(at)), append(p.Value, int64(h.Price))
		}
	}
	return p
}

// TrainingSpeed returns the speed of a training job on this GPU in parts per
// million of a V100, rounded to the nearest: see [ProfileTraining]. It is 0 if
// the bandwidth is not known.
func (g GPU) TrainingSpeed() int64 {
	return (g.Bandwidth*fullSpeed + v100Bandwidth/2) / v100Bandwidth
}
