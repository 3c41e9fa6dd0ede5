package bench

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"skysim/sim"
	"skysim/traces/catalog"
)

// ownProvider is the provider, region and zone of machines that name no other.
const ownProvider = "own"

// fullSpeed is the speed at which work is measured, in parts per million.
const fullSpeed = 1_000_000

// Machines are equal machines of one's own, or of a provider that no catalogue
// knows: [[cloud.machine]].
type Machines struct {
	Name string
	// Provider is also the name of its only region and zone; "" is "own".
	Provider string
	Purchase sim.Purchase // zero is owned
	// Count is how many there are; sim.Unlimited is allowed of rented ones.
	Count   int64
	CPU     int64 // milli-vCPU
	Mem     int64 // MiB
	GPUs    int32
	GPUKind string
	// Price is per machine-hour; of owned ones it is paid whether they are used or not.
	Price sim.Rate
	Boot  sim.Duration // of rented ones
	// Jurisdiction is where they stand, for rules: ISO 3166-1 alpha-2, "" is nowhere.
	Jurisdiction string
	place
}

// readMachines reads one [[cloud.machine]], or one [[machine]] of a file.
func readMachines(s *section) Machines {
	before := len(s.doc.errs)
	m := Machines{
		Name: s.required("name"), Provider: cmp.Or(s.text("provider"), ownProvider), Purchase: readPurchase(s),
		CPU:   int64(math.Round(1000 * s.number("cores", 0.001, 0))),
		Mem:   int64(math.Round(1024 * s.number("mem_gib", 0, 0))),
		GPUs:  int32(min(s.whole("gpus", 0, 0), 1<<20)),
		place: place{s.doc, s.path},
	}
	count := int64(1)
	if m.Purchase != sim.Owned {
		count = sim.Unlimited
	}
	m.Count = s.whole("count", 1, count)
	m.GPUKind = s.text("gpu_kind")
	m.Price = s.price("price_per_hour")
	m.Boot = s.span("boot")
	m.Jurisdiction = s.text("jurisdiction")
	switch {
	case len(s.doc.errs) > before: // a value that could not be read is not missing as well
	case m.CPU == 0:
		s.doc.fail(s.path, "machine %q has no cores", m.Name)
	case m.Count > sim.Unlimited:
		s.fail("count", "count = %d, want at most %d", m.Count, sim.Unlimited)
	case m.GPUs > 32:
		s.fail("gpus", "gpus = %d, want at most 32 in one machine", m.GPUs)
	case (m.GPUs > 0) != (m.GPUKind != ""):
		s.doc.fail(s.path, "machine %q has gpus = %d and gpu_kind = %q: give both or none", m.Name, m.GPUs, m.GPUKind)
	case m.Jurisdiction != "" && !slices.Contains(strings.Fields(isoCodes), m.Jurisdiction):
		s.fail("jurisdiction", "jurisdiction = %q is not one%s", m.Jurisdiction, notAJurisdiction(m.Jurisdiction))
	case m.Purchase == sim.Owned && m.Boot > 0:
		s.fail("boot", "boot = %q, but an owned machine is up from the first instant: boot is for on-demand and spot", s.values["boot"])
	}
	s.done()
	return m
}

// readPurchase reads how machines are bought.
func readPurchase(s *section) sim.Purchase {
	word := s.text("purchase")
	words := []string{sim.Owned.String(), sim.OnDemand.String(), sim.Spot.String()}
	if i := slices.Index(words, word); i >= 0 {
		return sim.Purchase(i + 1)
	}
	if word != "" {
		s.fail("purchase", "unknown purchase %q%s", word, suggest(word, words))
	}
	return sim.Owned
}

// providers returns the providers of the cloud's machines, in order of appearance.
func (c *Cloud) providers() []string {
	var names []string
	for _, m := range c.Machines {
		if name := cmp.Or(m.Provider, ownProvider); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// addMachines puts the cloud's machines into a world, each provider with a region
// and a zone of its name. A provider of the catalogue is an error: its prices and
// places are known.
func (c *Cloud) addMachines(w *sim.World) error {
	zones := map[string]sim.ZoneID{}
	known := len(w.Providers)
	for _, m := range c.Machines {
		m.Provider, m.Purchase = cmp.Or(m.Provider, ownProvider), cmp.Or(m.Purchase, sim.Owned)
		if slices.ContainsFunc(w.Providers[:known], func(p sim.Provider) bool { return p.Name == m.Provider }) {
			return m.errorf("provider", "provider = %q is in the catalogue that this cloud uses: want another name", m.Provider)
		}
		if _, there := zones[m.Provider]; !there {
			zones[m.Provider] = sim.ZoneID(len(w.Zones))
			w.Zones = append(w.Zones, sim.Zone{Name: m.Provider, Region: sim.RegionID(len(w.Regions))})
			w.Regions = append(w.Regions, sim.Region{Name: m.Provider, Provider: sim.ProviderID(len(w.Providers)), Jurisdiction: m.Jurisdiction})
			w.Providers = append(w.Providers, sim.Provider{Name: m.Provider})
		}
		zone := zones[m.Provider]
		if there := w.Regions[w.Zones[zone].Region].Jurisdiction; there != m.Jurisdiction {
			return m.errorf("jurisdiction", "jurisdiction = %q, but machines of provider %s above stand in %q: a provider is one place, want another name", m.Jurisdiction, m.Provider, there)
		}
		t, err := machineType(w, &m, w.Regions[w.Zones[zone].Region].Provider)
		if err != nil {
			return err
		}
		w.Offers = append(w.Offers, sim.Offer{
			Type: t, Zone: zone, Purchase: m.Purchase,
			Price: sim.Constant(int64(m.Price)), Supply: sim.Constant(m.Count), Boot: m.Boot,
		})
	}
	w.SortOffers()
	return nil
}

// machineType returns the type of machines, which is added if it is new: the same
// machine may be owned and rented. One name for two sizes is an error.
func machineType(w *sim.World, m *Machines, provider sim.ProviderID) (sim.TypeID, error) {
	kind := int32(-1)
	if m.GPUs > 0 {
		kind = gpuKind(w, m.GPUKind)
	}
	t := sim.MachineType{Name: m.Name, Provider: provider, CPU: m.CPU, Mem: m.Mem, GPUs: m.GPUs, GPUKind: kind, Speed: fullSpeed}
	same := func(o sim.MachineType) bool { return o.Provider == provider && o.Name == m.Name }
	if i := slices.IndexFunc(w.Types, same); i >= 0 {
		if w.Types[i] != t {
			return 0, m.errorf("name", "machine %q of provider %s has another size above: want another name", m.Name, m.Provider)
		}
		return sim.TypeID(i), nil
	}
	w.Types = append(w.Types, t)
	w.Profiles[catalog.ProfilePlain] = append(w.Profiles[catalog.ProfilePlain], fullSpeed)
	w.Profiles[catalog.ProfileTraining] = append(w.Profiles[catalog.ProfileTraining], trainingSpeed(m))
	return sim.TypeID(len(w.Types) - 1), nil
}

// gpuKind returns the index of a kind, which is added if it is new.
func gpuKind(w *sim.World, name string) int32 {
	i := slices.Index(w.GPUKinds, name)
	if i < 0 {
		i = len(w.GPUKinds)
		w.GPUKinds = append(w.GPUKinds, name)
	}
	return int32(i)
}

// trainingSpeed is the catalogue's speed of the GPU kind; a kind that the
// catalogue does not know runs at the speed that work is measured at.
func trainingSpeed(m *Machines) int64 {
	if m.GPUs == 0 {
		return 0
	}
	if all, err := catalog.Embedded(); err == nil {
		if g, ok := all.GPU(m.GPUKind); ok && g.TrainingSpeed() > 0 {
			return g.TrainingSpeed()
		}
	}
	return fullSpeed
}
