package sim

import "math/bits"

// fitIndex knows the machines in order of age, and finds those with room for a
// job. It is derived from the state: a restore rebuilds it.
//
// Machines have ranks, which grow with age order and are dealt out anew when
// half of them are free. For each of the first 64 demand shapes it keeps, if a
// policy wants first or best fit, a bitmap over ranks of the machines that have
// room for one task. A change of a machine's free capacity becomes a mask of
// the shapes that now fit (one lookup for CPU, one for memory, one for each
// kind of GPU demand) and flips only the bits that differ. Later shapes are
// found by scanning.
//
// Note: a segment tree over (most CPU, most memory) is smaller and degrades
// tenfold at 10,000 machines, because the two maxima come from different ones.
type fitIndex struct {
	s       *Sim
	on      bool    // bitmaps are kept
	byRank  []int32 // slots, or -1
	rank    []int32 // by slot
	stamp   []int64 // by slot: changes so far in the run when it changed last
	changes int64
	alive   int
	mask    []uint64 // by slot: shapes that fit
	maps    [lasting]bitmap
	cpu     []threshold
	mem     []threshold
	gpu     []gpuNeed
	kinds   []uint64 // by type: shapes whose GPU kinds allow it
	barred  []uint64 // by offer: shapes whose rules forbid it; nil if none has rules
	known   uint64   // shapes with a bitmap
	tight   grid
	hasBest bool
}

// threshold says which shapes are satisfied once at least From is free.
type threshold struct {
	from   int64
	shapes uint64
}

// gpuNeed is one distinct GPU demand and the shapes that have it.
type gpuNeed struct {
	gpus, share int32
	shapes      uint64
}

func (f *fitIndex) init(s *Sim) {
	f.s = s
	f.on = s.needs.FirstFit || s.needs.BestFit
	f.hasBest = s.needs.BestFit && s.stride == 0
	f.kinds = make([]uint64, len(s.world.Types))
}

// learn takes up a new shape. Shapes from the 65th on are not indexed.
func (f *fitIndex) learn(shape int32) {
	if !f.on || shape >= lasting || f.known>>shape&1 == 1 {
		return
	}
	d, bit := &f.s.Shapes.List[shape].Key, uint64(1)<<shape
	f.known |= bit
	f.cpu = addThreshold(f.cpu, d.CPU, bit)
	f.mem = addThreshold(f.mem, d.Mem, bit)
	f.addGPU(d, bit)
	for t := range f.kinds {
		if f.s.allows(d, TypeID(t)) {
			f.kinds[t] |= bit
		}
	}
	if d.Rules != 0 {
		f.bar(d, bit)
	}
	f.maps[shape].resize(len(f.byRank))
	for _, ms := range f.byRank {
		if ms >= 0 {
			f.refit(ms)
		}
	}
	if f.hasBest {
		f.tight.refine(f, d)
	}
}

// bar takes in what the rules of a shape forbid.
func (f *fitIndex) bar(d *Demand, bit uint64) {
	if f.barred == nil {
		f.barred = make([]uint64, len(f.s.world.Offers))
	}
	for o := range f.barred {
		if f.s.law(d.Rules, OfferID(o)) != Accepted {
			f.barred[o] |= bit
		}
	}
}

func addThreshold(list []threshold, from int64, bit uint64) []threshold {
	i := 0
	for i < len(list) && list[i].from < from {
		i++
	}
	if i == len(list) || list[i].from != from {
		list = append(list, threshold{})
		copy(list[i+1:], list[i:])
		list[i] = threshold{from: from}
		if i > 0 {
			list[i].shapes = list[i-1].shapes
		}
	}
	for ; i < len(list); i++ {
		list[i].shapes |= bit
	}
	return list
}

func satisfied(list []threshold, free int64) uint64 {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].from <= free {
			return list[i].shapes
		}
	}
	return 0
}

func (f *fitIndex) addGPU(d *Demand, bit uint64) {
	for i := range f.gpu {
		if f.gpu[i].gpus == d.GPUs && f.gpu[i].share == d.Share {
			f.gpu[i].shapes |= bit
			return
		}
	}
	f.gpu = append(f.gpu, gpuNeed{d.GPUs, d.Share, bit})
}

// fitting returns the shapes that fit on a machine now.
func (f *fitIndex) fitting(ms int32) uint64 {
	m := &f.s.Machines[ms]
	if m.State >= Noticed || m.State == 0 || m.Cordoned {
		return 0
	}
	mask := satisfied(f.cpu, m.FreeCPU) & satisfied(f.mem, m.FreeMem)
	if f.barred != nil {
		mask &^= f.barred[m.Offer]
	}
	if mask == 0 || f.s.stride == 0 {
		return mask & f.kinds[m.Type]
	}
	mask &= f.kinds[m.Type]
	free := f.s.devices(ms)
	for i := range f.gpu {
		need := &f.gpu[i]
		if need.gpus == 0 || mask&need.shapes == 0 {
			continue
		}
		enough := int32(0)
		for _, have := range free {
			if int32(have) >= need.share {
				enough++
			}
		}
		if enough < need.gpus {
			mask &^= need.shapes
		}
	}
	return mask
}

// add gives a new machine its rank.
func (f *fitIndex) add(ms int32) {
	if len(f.byRank) > 64 && f.alive < len(f.byRank)/2 {
		f.compact()
	}
	for int(ms) >= len(f.rank) {
		f.rank = append(f.rank, -1)
		f.mask = append(f.mask, 0)
		f.stamp = append(f.stamp, 0)
	}
	f.rank[ms] = int32(len(f.byRank))
	f.byRank = append(f.byRank, ms)
	f.alive++
	f.mark(ms)
	if f.on {
		for k := f.known; k != 0; k &= k - 1 {
			f.maps[bits.TrailingZeros64(k)].resize(len(f.byRank))
		}
		f.refit(ms)
	}
}

// mark gives a machine a stamp that nothing had before.
func (f *fitIndex) mark(ms int32) {
	f.changes++
	f.stamp[ms] = f.changes
}

// update brings the index up to date with a machine's free capacity and state.
func (f *fitIndex) update(ms int32) {
	f.mark(ms)
	if f.on {
		f.refit(ms)
	}
}

// refit finds out anew which shapes fit on a machine.
func (f *fitIndex) refit(ms int32) {
	now := f.fitting(ms)
	rank := f.rank[ms]
	for diff := now ^ f.mask[ms]; diff != 0; diff &= diff - 1 {
		f.maps[bits.TrailingZeros64(diff)].flip(rank)
	}
	f.mask[ms] = now
	if f.hasBest {
		f.tight.place(f, ms)
	}
}

// forget takes a machine out that is gone.
func (f *fitIndex) forget(ms int32) {
	f.update(ms)
	if f.hasBest {
		f.tight.drop(ms)
	}
	f.byRank[f.rank[ms]] = -1
	f.rank[ms] = -1
	f.alive--
}

// compact deals out ranks anew, in the same order.
func (f *fitIndex) compact() {
	live := f.byRank[:0]
	for _, ms := range f.byRank {
		if ms >= 0 {
			live = append(live, ms)
		}
	}
	f.byRank = live
	for k := f.known; k != 0; k &= k - 1 {
		f.maps[bits.TrailingZeros64(k)].clear(len(live))
	}
	for rank, ms := range live {
		f.rank[ms] = int32(rank)
		for k := f.mask[ms]; k != 0; k &= k - 1 {
			f.maps[bits.TrailingZeros64(k)].flip(int32(rank))
		}
	}
	if f.hasBest {
		f.tight.rebuild(f)
	}
}

// after returns the slot of the first machine with a rank above this one, or -1.
func (f *fitIndex) after(rank int32) int32 {
	for r := int(rank) + 1; r < len(f.byRank); r++ {
		if f.byRank[r] >= 0 {
			return f.byRank[r]
		}
	}
	return -1
}

// first returns the oldest machine above a rank with room for a task, or -1.
func (f *fitIndex) first(j *job, rank int32) int32 {
	if f.known>>uint(j.Shape)&1 == 0 || j.Shape >= lasting {
		for ms := f.after(rank); ms >= 0; ms = f.after(f.rank[ms]) {
			if f.s.room(j, ms) > 0 {
				return ms
			}
		}
		return -1
	}
	b, hinders := &f.maps[j.Shape], f.s.hinders()
	for r := b.next(rank + 1); r >= 0; r = b.next(r + 1) {
		ms := f.byRank[r]
		if f.s.speed(j.Profile, f.s.Machines[ms].Type) > 0 && (!hinders || f.s.hindrance(j, ms) == Accepted) {
			return ms
		}
	}
	return -1
}

// best returns the tightest machine with room for a task, or -1.
func (f *fitIndex) best(j *job) int32 {
	d := &f.s.Shapes.List[j.Shape].Key
	if f.hasBest && f.tight.exact && j.Shape < lasting && d.Rules == 0 && !f.s.hinders() && f.s.runsEverywhere(j.Profile) {
		return f.tight.find(f, d)
	}
	best := int32(-1)
	for ms := f.first(j, -1); ms >= 0; ms = f.first(j, f.rank[ms]) {
		if best < 0 || f.tighter(ms, best) {
			best = ms
		}
	}
	return best
}

// runsEverywhere reports whether jobs of a profile run on every machine type:
// the grid does not ask.
func (s *Sim) runsEverywhere(profile int32) bool {
	for t := range s.world.Types {
		if s.speed(profile, TypeID(t)) == 0 {
			return false
		}
	}
	return true
}

// tighter orders machines by free GPU, CPU and memory.
func (f *fitIndex) tighter(a, b int32) bool {
	x, y := &f.s.Machines[a], &f.s.Machines[b]
	switch {
	case x.FreeGPU != y.FreeGPU:
		return x.FreeGPU < y.FreeGPU
	case x.FreeCPU != y.FreeCPU:
		return x.FreeCPU < y.FreeCPU
	}
	return x.FreeMem < y.FreeMem
}

// rebuild makes the index anew from the state.
func (f *fitIndex) rebuild() {
	s := f.s
	*f = fitIndex{}
	f.init(s)
}

// bitmap is a set of ranks with a summary: one bit for each word that is not 0.
type bitmap struct {
	words   []uint64
	summary []uint64
}

func (b *bitmap) resize(n int) {
	for len(b.words) < (n+63)/64 {
		b.words = append(b.words, 0)
	}
	for len(b.summary) < (len(b.words)+63)/64 {
		b.summary = append(b.summary, 0)
	}
}

func (b *bitmap) clear(n int) {
	clear(b.words)
	clear(b.summary)
	b.resize(n)
}

func (b *bitmap) flip(i int32) {
	w := i >> 6
	b.words[w] ^= 1 << (i & 63)
	if b.words[w] != 0 {
		b.summary[w>>6] |= 1 << (w & 63)
	} else {
		b.summary[w>>6] &^= 1 << (w & 63)
	}
}

// next returns the first member from i on, or -1.
func (b *bitmap) next(i int32) int32 {
	w := i >> 6
	if int(w) >= len(b.words) {
		return -1
	}
	if rest := b.words[w] >> (i & 63); rest != 0 {
		return i + int32(bits.TrailingZeros64(rest))
	}
	w++
	for sw := w >> 6; int(sw) < len(b.summary); sw++ {
		sum := b.summary[sw]
		if sw == w>>6 {
			sum = sum >> (w & 63) << (w & 63)
		}
		if sum != 0 {
			w = sw<<6 + int32(bits.TrailingZeros64(sum))
			return w<<6 + int32(bits.TrailingZeros64(b.words[w]))
		}
	}
	return -1
}
