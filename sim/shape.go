package sim

// shapes interns demands: jobs that ask for the same share a shape, and the
// indexes of the View work on shapes. A shape is forgotten when no living job
// has it, except for the first few, so that memory follows what is alive.
type shapes struct {
	List []shape
	Free []int32

	ids    map[Demand]int32 // derived; never iterated
	recent [64]int32        // derived: ids by hash, to spare the map
}

type shape struct {
	Demand Demand
	Refs   int32
	// The world can hold a gang of Held tasks of jobs with this Profile.
	Held    int32
	Profile int32
}

const lastingShapes = 64

func (d *Demand) hash() uint64 {
	h := uint64(d.CPU)*0x9E3779B97F4A7C15 ^ uint64(d.Mem)*0xC2B2AE3D27D4EB4F
	h ^= (uint64(d.GPUs)<<32 | uint64(uint32(d.Share))) * 0x165667B19E3779F9
	return h ^ d.Kinds
}

// intern returns the id of the demand's shape, adding it when it is new, and
// counts one more job that has it.
func (s *shapes) intern(d *Demand) (id int32, fresh bool) {
	slot := &s.recent[d.hash()>>58]
	if id := *slot; int(id) < len(s.List) && s.List[id].Demand == *d && (s.List[id].Refs > 0 || id < lastingShapes) {
		s.List[id].Refs++
		return id, false
	}
	id, known := s.ids[*d]
	if !known {
		if n := len(s.Free); n > 0 {
			id, s.Free = s.Free[n-1], s.Free[:n-1]
		} else {
			id = int32(len(s.List))
			s.List = append(s.List, shape{})
		}
		s.List[id] = shape{Demand: *d}
		s.ids[*d] = id
	}
	s.List[id].Refs++
	*slot = id
	return id, !known
}

// drop counts one job less.
func (s *shapes) drop(id int32) {
	sh := &s.List[id]
	if sh.Refs--; sh.Refs == 0 && id >= lastingShapes {
		delete(s.ids, sh.Demand)
		s.Free = append(s.Free, id)
	}
}

// rebuild makes what is derived, after a restore.
func (s *shapes) rebuild() {
	s.ids = make(map[Demand]int32, len(s.List))
	for id := range s.List {
		if s.List[id].Refs > 0 || id < lastingShapes {
			s.ids[s.List[id].Demand] = int32(id)
		}
	}
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
