package simtest

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"skysim/sim"
)

// Script is a policy that does what its lines say, when they say it, and
// remembers every handle it ever saw, so that it can use them when they are stale.
// Jobs and machines go by their numbers. Numbers that it never saw stand
// for handles that never were.
type Script struct {
	// Then is asked after the lines, if it is not nil.
	Then   sim.Policy
	lines  []scriptLine
	offers []string // names, in the world's order
	memory scriptMemory
}

type scriptLine struct {
	At    sim.Time
	Round int
	do    *words
}

// scriptMemory is the state of a Script; fields are exported for encoding/gob.
type scriptMemory struct {
	Next     int // line
	Asked    bool
	At       sim.Time
	Round    int
	Jobs     []sim.JobID
	Machines []sim.MachineID
	Tries    []sim.AttemptID // by job: the oldest it has now, or had last
	Each     []scriptTry
	Wrong    []string // lines that were never done
}

// scriptTry is the handle of one try of a job.
type scriptTry struct {
	Job     int64
	Ordinal int32
	ID      sim.AttemptID
}

// readScript reads lines such as "at 10s start j0 on=m0,m1".
func readScript(text string, offers []string) (*Script, error) {
	s := &Script{offers: offers}
	for line := range strings.Lines(text) {
		w := readWords(line)
		if w.verb == "" {
			continue
		}
		if w.verb != "at" {
			return nil, fmt.Errorf("%q: a script line begins with at", w.line)
		}
		at, err := time.ParseDuration(w.word("a time"))
		if err != nil {
			return nil, fmt.Errorf("%q: %w", w.line, err)
		}
		l := scriptLine{At: sim.Time(at), Round: int(w.count("round")), do: w}
		if n := len(s.lines); n > 0 && l.At < s.lines[n-1].At {
			return nil, fmt.Errorf("%q stands after %v: lines go forward in time", w.line, s.lines[n-1].At)
		}
		w.verb = w.word("something to do")
		s.lines = append(s.lines, l)
	}
	return s, nil
}

// String implements sim.Policy.
func (s *Script) String() string {
	if s.Then != nil {
		return s.Then.String()
	}
	return "script"
}

// Needs implements sim.Needer.
func (s *Script) Needs() sim.Needs {
	if n, ok := s.Then.(sim.Needer); ok {
		return n.Needs()
	}
	return sim.Needs{}
}

// Decide implements sim.Policy.
func (s *Script) Decide(v *sim.View, p *sim.Plan) {
	m := &s.memory
	if m.Asked && m.At == v.Now() {
		m.Round++
	} else {
		m.At, m.Round = v.Now(), 0
	}
	s.learn(v)
	for ; m.Next < len(s.lines); m.Next++ {
		l := &s.lines[m.Next]
		if l.At > m.At || (l.At == m.At && l.Round > m.Round) {
			break
		}
		if l.At == m.At {
			s.do(v, p, *l.do)
			s.learn(v)
		} else if m.Asked { // a fork does not do what was before it
			m.Wrong = append(m.Wrong, l.do.line)
		}
	}
	if s.Then != nil {
		s.Then.Decide(v, p)
		s.learn(v)
	}
	for _, l := range s.lines[m.Next:] {
		if l.At > m.At {
			p.WakeAt(l.At)
			break
		}
	}
	m.Asked = true
}

// learn remembers the handles of all that can be seen.
func (s *Script) learn(v *sim.View) {
	m := &s.memory
	for j := v.First(); j != 0; j = v.Next(j) {
		m.Jobs = remember(m.Jobs, v.Job(j).Number, j)
	}
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		m.Machines = remember(m.Machines, v.Machine(id).Number, id)
	}
	for n, j := range m.Jobs {
		if a := v.Job(j).Running; a != 0 {
			m.Tries = remember(m.Tries, int64(n), a)
		}
		for _, a := range v.Attempts(j, nil) {
			if t := (scriptTry{int64(n), v.Attempt(a).Ordinal, a}); !slices.Contains(m.Each, t) {
				m.Each = append(m.Each, t)
			}
		}
	}
}

// tried returns the handle of a try: j0 is the oldest of job 0, j0.2 its second.
func (s *Script) tried(w *words, name string) sim.AttemptID {
	job, nth, one := strings.Cut(name, ".")
	if !one {
		return recall(w, s.memory.Tries, name, "j")
	}
	for _, t := range s.memory.Each {
		if job == fmt.Sprintf("j%d", t.Job) && nth == fmt.Sprint(t.Ordinal) {
			return t.ID
		}
	}
	w.wrong("there was no try %q", name)
	return 0
}

// remember keeps a handle under its number.
func remember[T ~uint64](list []T, n int64, id T) []T {
	for int64(len(list)) <= n {
		list = append(list, 0)
	}
	list[n] = id
	return list
}

// recall returns the handle that goes by a name such as m3, or one that never was.
func recall[T ~uint64](w *words, list []T, name, letter string) T {
	n, err := strconv.Atoi(strings.TrimPrefix(name, letter))
	if err != nil || !strings.HasPrefix(name, letter) {
		w.wrong("%q is not a name such as %s0", name, letter)
		return 0
	}
	if n < len(list) && list[n] != 0 {
		return list[n]
	}
	return ^T(n)
}

// do does one line; w is a copy, so that a fork can do it again.
func (s *Script) do(v *sim.View, p *sim.Plan, w words) {
	w.pairs = append([]pair(nil), w.pairs...)
	m := &s.memory
	switch w.verb {
	case "rent":
		name := w.word("an offer")
		offer := sim.OfferID(len(s.offers)) // an offer that is not there may be asked for
		for i, n := range s.offers {
			if n == name {
				offer = sim.OfferID(i)
			}
		}
		for range max(1, w.count("times")) {
			p.Rent(offer)
		}
	case "release":
		p.Release(recall(&w, m.Machines, w.word("a machine"), "m"))
	case "start":
		p.Start(recall(&w, m.Jobs, w.word("a job"), "j"), s.places(&w)...)
	case "stop":
		p.Stop(s.tried(&w, w.word("a job or a try")))
	case "dispatch":
		p.Dispatch(recall(&w, m.Jobs, w.word("a job"), "j"), recall(&w, m.Machines, w.value("on"), "m"))
	case "recall":
		p.Recall(recall(&w, m.Jobs, w.word("a job"), "j"))
	case "reject":
		p.Reject(recall(&w, m.Jobs, w.word("a job"), "j"))
	case "wake":
		switch at := w.word("an instant"); at {
		case "now":
			p.WakeAt(v.Now())
		case "never":
			p.WakeAt(sim.Never)
		default:
			d, err := time.ParseDuration(at)
			if err != nil {
				w.wrong("%v", err)
			}
			p.WakeAt(sim.Time(d))
		}
	default:
		s.doMore(p, &w)
	}
	if err := w.done(); err != nil {
		m.Wrong = append(m.Wrong, err.Error())
	}
}

// places reads on=m0,m1 and, if devices are named, gpus=0+1,2.
func (s *Script) places(w *words) []sim.Place {
	var places []sim.Place
	for _, name := range w.list("on") {
		places = append(places, sim.Place{Machine: recall(w, s.memory.Machines, name, "m")})
	}
	for i, set := range w.list("gpus") {
		for _, g := range strings.Split(set, "+") {
			n, err := strconv.Atoi(g)
			if err != nil || i >= len(places) {
				w.wrong("gpus wants the devices of each place, as in 0+1,2")
				return nil
			}
			places[i].GPUs |= 1 << n
		}
	}
	return places
}

// undone returns the lines that should have been done by now and were not.
func (s *Script) undone() []string {
	list := append([]string(nil), s.memory.Wrong...)
	for _, l := range s.lines[s.memory.Next:] {
		list = append(list, l.do.line)
	}
	return list
}

// Save implements sim.Saver.
func (s *Script) Save() []byte {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(&s.memory); err != nil {
		panic(fmt.Sprintf("simtest: %v", err))
	}
	return b.Bytes()
}

// Load implements sim.Saver.
func (s *Script) Load(data []byte) error {
	s.memory = scriptMemory{}
	return gob.NewDecoder(bytes.NewReader(data)).Decode(&s.memory)
}
