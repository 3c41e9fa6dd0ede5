package sim

// fingerprint is a hash of all that a world is, weather included, so that a
// snapshot can tell whether it is resumed where it was made.
func (w *World) fingerprint() uint64 {
	h := hash(0).word(w.Epoch.UnixNano()).names(w.GPUKinds...)
	for i := range w.Providers {
		p := &w.Providers[i]
		h = h.names(p.Name).word(int64(p.Notice)).billing(&p.Billing)
		for j := range p.Changes {
			h = h.word(int64(p.Changes[j].From)).billing(&p.Changes[j].Billing)
		}
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
	h = h.money(w).carbon(w.Carbon).weather(w).law(w)
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

// billing takes in rules; the usual ones, without repricing and reclaims, have the
// hash that they had before there were others.
func (h hash) billing(b *Billing) hash {
	h = h.word(int64(b.Increment)).word(int64(b.Minimum)).truth(b.Boot)
	if b.Reprice != Continuous || b.FreeReclaim > 0 {
		h = h.word(int64(b.Reprice)).word(int64(b.FreeReclaim))
	}
	return h
}

// money takes in commitments and the prices of traffic.
func (h hash) money(w *World) hash {
	for i := range w.Commitments {
		c := &w.Commitments[i]
		h = h.word(int64(c.Type)).word(int64(c.Region)).word(c.Count).word(int64(c.Price)).word(int64(c.From)).word(int64(c.To))
	}
	t := w.Traffic
	if t == nil {
		return h
	}
	for i := range t.Accounts {
		a := &t.Accounts[i]
		h = h.word(a.GB).word(int64(a.Free)).word(int64(len(a.Months)))
		for _, at := range a.Months {
			h = h.word(int64(at))
		}
	}
	for i := range t.Routes {
		h = h.word(int64(t.Routes[i].Counter)).word(int64(len(t.Routes[i].Tiers)))
		for _, tier := range t.Routes[i].Tiers {
			h = h.word(int64(tier.Above)).word(int64(tier.Price))
		}
	}
	for _, r := range t.Pairs {
		h = h.word(int64(r))
	}
	if t.Speeds != nil || t.Storage != nil {
		h = h.words(t.Speeds)
		for _, price := range t.Storage {
			h = h.word(int64(price))
		}
		h = h.word(int64(len(t.Storage)))
	}
	return h.word(int64(len(t.Routes)))
}

func (h hash) path(p *Path) hash {
	for _, at := range p.At {
		h = h.word(int64(at))
	}
	return h.words(p.Value)
}
