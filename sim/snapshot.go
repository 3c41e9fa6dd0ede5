package sim

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/gob"
	"fmt"
	"slices"
)

// snapshot is what is written: the state, and enough about the run to refuse
// to go on in another one.
type snapshot struct {
	World  uint64 // its fingerprint
	Policy string
	Memory []byte // what a Saver saved
	State  state
}

// Snapshot returns the run between two instants as bytes. The same state gives
// the same bytes.
func (s *Sim) Snapshot() ([]byte, error) {
	if s.err != nil {
		return nil, fmt.Errorf("sim: no snapshot of a run that stopped: %w", s.err)
	}
	w := snapshot{World: s.world.fingerprint(), Policy: s.policy.String(), State: s.state}
	if p, ok := s.policy.(Saver); ok {
		w.Memory = p.Save()
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(&w); err != nil {
		return nil, fmt.Errorf("sim: snapshot: %w", err)
	}
	return binary.LittleEndian.AppendUint64(b.Bytes(), Key(b.String())), nil
}

// Resume goes on from a snapshot, in the same world, with a fresh source of the
// same jobs, which is read up to where the run was. The same policy gives
// the rest of the same run, byte for byte. Another policy gives a fork: the
// same past and weather, and its own decisions from here on.
func Resume(c Config, snap []byte) (*Sim, error) {
	// Damaged bytes could be read and then break the run: the sum comes first.
	end := len(snap) - 8
	if end < 0 || binary.LittleEndian.Uint64(snap[end:]) != Key(string(snap[:end])) {
		return nil, fmt.Errorf("sim: snapshot of %d bytes is cut short or damaged", len(snap))
	}
	var w snapshot
	if err := gob.NewDecoder(bytes.NewReader(snap[:end])).Decode(&w); err != nil {
		return nil, fmt.Errorf("sim: snapshot is not readable: %w", err)
	}
	s, err := prepare(c)
	if err != nil {
		return nil, err
	}
	if here := c.World.fingerprint(); w.World != here {
		return nil, fmt.Errorf("sim: snapshot is of world %016x, this one is %016x: want the world that it was made in", w.World, here)
	}
	if p, ok := c.Policy.(Saver); ok && w.Policy == c.Policy.String() {
		if err := p.Load(w.Memory); err != nil {
			return nil, fmt.Errorf("sim: snapshot of %s: %w", w.Policy, err)
		}
	}
	s.state = w.State
	if err := s.skip(); err != nil {
		return nil, err
	}
	s.rebuild()
	if w.Policy != c.Policy.String() {
		s.liftCordons()
	}
	return s, nil
}

// skip reads from the fresh source the jobs that the run had already taken.
func (s *Sim) skip() error {
	for n := range s.Taken {
		var j Job
		if !s.source.Next(&j) {
			return fmt.Errorf("sim: the source ends after %d jobs, the run had taken %d: %w", n, s.Taken, s.source.Err())
		}
	}
	if !s.More {
		var j Job
		s.source.Next(&j) // the run had seen the end
	}
	return nil
}

// rebuild makes what is derived from the state: shapes by demand, the queue,
// the indexes over machines.
func (s *Sim) rebuild() {
	s.rebuildLaw()
	s.Shapes.rebuild()
	s.Restarts.rebuild()
	if n := len(s.Machines); s.faults != nil && n > 0 {
		s.Wear = slices.Grow(s.Wear, max(0, n-len(s.Wear)))
		for len(s.Wear) < n {
			s.Wear = append(s.Wear, wear{Pace: ppm}) // of a run that had no faults so far
		}
	}
	s.fit.s = s
	s.fit.rebuild()
	for id := range s.Shapes.List {
		s.fit.learn(int32(id))
	}
	var alive []int32
	for ms := range s.Machines {
		if s.Machines[ms].State != 0 {
			alive = append(alive, int32(ms))
		}
	}
	slices.SortFunc(alive, func(a, b int32) int { return cmp.Compare(s.Machines[a].Number, s.Machines[b].Number) })
	for _, ms := range alive {
		s.fit.add(ms)
	}
	for slot := range s.Jobs {
		if s.Jobs[slot].Phase == queued {
			s.enqueue(int32(slot))
		}
	}
}
