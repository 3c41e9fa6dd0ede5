package sim

// fingerprint is a hash of all that a world is, weather included, so that a
// snapshot can tell whether it is resumed where it was made.
func (w *World) fingerprint() uint64 {
	h := hash(0).word(w.Epoch.UnixNano()).names(w.GPUKinds...)
	for i := range w.Providers {
		p := &w.Providers[i]
		h = h.names(p.Name).word(int64(p.Notice)).word(int64(p.Billing.Increment)).word(int64(p.Billing.Minimum)).truth(p.Billing.Boot)
	}
	for i := range w.Regions {
		r := &w.Regions[i]
		h = h.names(r.Name, r.Jurisdiction).word(int64(r.Provider))
	}
	for i := range w.Zones {
		h = h.names(w.Zones[i].Name).word(int64(w.Zones[i].Region))
	}
	for i := range w.Types {
		t := &w.Types[i]
		h = h.names(t.Name).word(int64(t.Provider)).word(t.CPU).word(t.Mem).word(int64(t.GPUs)).word(int64(t.GPUKind)).word(t.GPUMem).word(t.Speed)
	}
	for _, speeds := range w.Profiles {
		h = h.words(speeds)
	}
	for i := range w.Offers {
		o := &w.Offers[i]
		h = h.word(int64(o.Type)).word(int64(o.Zone)).word(int64(o.Purchase)).word(int64(o.Boot)).path(&o.Price).path(&o.Supply)
	}
	return uint64(h.word(int64(len(w.Providers))).word(int64(len(w.Types))))
}

// hash is a hash so far.
type hash uint64

func (h hash) word(v int64) hash { return hash(absorb(uint64(h), uint64(v))) }

func (h hash) names(list ...string) hash { return h.word(int64(Key(list...))) }

func (h hash) truth(v bool) hash {
	if v {
		return h.word(1)
	}
	return h.word(0)
}

func (h hash) words(list []int64) hash {
	for _, v := range list {
		h = h.word(v)
	}
	return h.word(int64(len(list)))
}

func (h hash) path(p *Path) hash {
	for _, at := range p.At {
		h = h.word(int64(at))
	}
	return h.words(p.Value)
}
