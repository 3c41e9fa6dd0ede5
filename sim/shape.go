package sim

// interned gives equal values one small number, for as long as a living job
// has the value; the first few numbers are kept for good. So jobs carry a
// number instead of a Demand and a Restart, the indexes of the View work on
// shapes, which are numbers of demands, and memory follows what is alive.
type interned[K comparable] struct {
	List []counted[K]
	Free []int32

	ids    map[K]int32 // derived; never iterated
	recent [64]int32   // derived: numbers given out lately, to spare the map
}

type counted[K comparable] struct {
	Key  K
	Refs int32
	// Of a demand: the world can hold a gang of Held tasks with this Profile.
	Held    int32
	Profile int32
}

// lasting is how many numbers are kept for good: as many as have bitmaps.
const lasting = 64

// lately returns the number that a value with this hash was given last, if a living job
// has it, or -1. Whether the value is the same is for the caller to see: to compare a
// known type field by field is much faster than what a generic == comes to.
func (t *interned[K]) lately(hash uint64) int32 {
	id := t.recent[hash>>58]
	if int(id) < len(t.List) && t.List[id].Refs > 0 {
		return id
	}
	return -1
}

// intern returns the number of a value, and counts one more job that has it.
// The hash, which need not be good, says where to look first.
func (t *interned[K]) intern(k *K, hash uint64) (id int32, fresh bool) {
	lately := &t.recent[hash>>58]
	if id = *lately; int(id) < len(t.List) && t.List[id].Key == *k && (id < lasting || t.List[id].Refs > 0) {
		t.List[id].Refs++
		return id, false
	}
	id, known := t.ids[*k]
	if !known {
		if n := len(t.Free); n > 0 {
			id, t.Free = t.Free[n-1], t.Free[:n-1]
		} else {
			id = int32(len(t.List))
			t.List = append(t.List, counted[K]{})
		}
		t.List[id] = counted[K]{Key: *k}
		t.ids[*k] = id
	}
	t.List[id].Refs++
	*lately = id
	return id, !known
}

// drop counts one job less.
func (t *interned[K]) drop(id int32) {
	at := &t.List[id]
	if at.Refs--; at.Refs == 0 && id >= lasting {
		delete(t.ids, at.Key)
		t.Free = append(t.Free, id)
	}
}

// rebuild makes what is derived, after a restore.
func (t *interned[K]) rebuild() {
	t.ids = make(map[K]int32, len(t.List))
	for id := range t.List {
		if t.List[id].Refs > 0 || id < lasting {
			t.ids[t.List[id].Key] = int32(id)
		}
	}
}

// same reports whether two demands are equal.
func (d *Demand) same(e *Demand) bool {
	return d.CPU == e.CPU && d.Mem == e.Mem && d.GPUs == e.GPUs && d.Share == e.Share && d.Kinds == e.Kinds && d.Rules == e.Rules
}

// same reports whether two restarts are equal.
func (r *Restart) same(q *Restart) bool {
	return r.Keep == q.Keep && r.OnNotice == q.OnNotice && r.Owes == q.Owes && r.Every == q.Every && r.Cost == q.Cost &&
		r.Overhead == q.Overhead && r.Size == q.Size
}

// hash spreads demands over the 64 places of interned.recent.
func (d *Demand) hash() uint64 {
	h := uint64(d.CPU)*0x9E3779B97F4A7C15 ^ uint64(d.Mem)*0xC2B2AE3D27D4EB4F
	return h ^ (uint64(d.GPUs)<<32|uint64(uint32(d.Share)))*0x165667B19E3779F9 ^ d.Kinds ^ uint64(d.Rules)*0xD6E8FEB86659FD93
}

// room returns how many tasks of demand d an empty machine of the type holds.
func (d *Demand) room(t *MachineType) int64 {
	if d.GPUs > 0 && d.Kinds != 0 && (t.GPUKind < 0 || d.Kinds>>uint(t.GPUKind)&1 == 0) {
		return 0
	}
	n := Unlimited
	if d.CPU > 0 {
		n = min(n, t.CPU/d.CPU)
	}
	if d.Mem > 0 {
		n = min(n, t.Mem/d.Mem)
	}
	if d.GPUs > 0 {
		n = min(n, int64(t.GPUs)*int64(1000/d.Share)/int64(d.GPUs))
		if d.GPUs > t.GPUs {
			n = 0
		}
	}
	return n
}
