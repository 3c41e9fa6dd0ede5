package sim

import "fmt"

// Policy decides. It is asked at least once per instant, sees the View, and
// acts through the Plan; it must keep neither.
type Policy interface {
	Decide(v *View, p *Plan)
	// String returns the policy's construction, which policies.Parse reads back.
	String() string
}

// Needer is a Policy that wants indexes of the View kept up to date.
type Needer interface{ Needs() Needs }

// Needs lists what the engine keeps for a policy. What is not asked for costs
// nothing.
type Needs struct {
	// Order gives each job its place in the queue, smaller first; jobs with the
	// same key stand in order of number. It is asked when the job enters the
	// queue. Nil is order of number, which is order of submission.
	Order func(j *JobInfo) int64
	// FirstFit and BestFit keep the indexes behind the methods of that name,
	// which work without them too, by scanning.
	FirstFit bool
	BestFit  bool
	// Events fills View.Events.
	Events bool
}

// Saver is a Policy with a state of its own, to be kept in snapshots.
type Saver interface {
	Save() []byte
	Load([]byte) error
}

// Boots is the weather of booting. It must depend on nothing but its arguments
// and its own construction.
type Boots interface {
	// Boot returns how long the rental with this ordinal on this offer takes
	// from rent to up, and whether it comes up at all. A boot that fails is
	// known to have failed when that time is over.
	Boot(o OfferID, ordinal int64) (d Duration, ok bool)
}

// Config is what a run is made of.
type Config struct {
	World  *World // valid, and not changed by anybody during the run
	Jobs   Source
	Policy Policy
	// Boots may be nil: every machine then boots in its offer's time.
	Boots Boots
	// Faults may be nil: no machine breaks, and each is as fast as its type says.
	Faults Faults
	// Until ends the run, if it is positive, before anything at that instant
	// happens. Otherwise the run ends when all jobs have, or nothing more can happen.
	Until     Time
	Observers []Observer
	// RoundLimit is how many rounds one instant may have before it is called a
	// livelock; 0 means 10,000.
	RoundLimit int
	// Thorough checks the expensive invariants at every instant, for tests.
	Thorough bool
}

// Sim is one run.
type Sim struct {
	world     *World
	seen      *World // what policies see of it
	source    Source
	policy    Policy
	boots     Boots
	faults    Faults
	until     Time
	observers []Observer
	liners    []LineObserver
	limit     int
	thorough  bool

	state
	needs   Needs
	queue   queue
	fit     fitIndex
	view    View
	plan    Plan
	tells   bool // somebody wants events
	told    []Event
	asked   JobInfo  // the job whose place in the queue is asked for
	chosen  []uint32 // devices of the gang that is being started
	orphans []int32  // jobs that are about to end because another one did
	freed   []int32  // machines with a line that have more room than before
	stride  int32    // GPUs kept per machine
	err     error

	// Of worlds with law only.
	laws    [][]Refusal // by number of a rule − 1, then by offer: what judge says
	ruleIDs map[rule]int32
	quotas  bool // a tenant has one

	// Of worlds with traffic and commitments only.
	offered []bool     // by region: something is
	roams   bool       // prices are known between all of them
	passed  []RegionID // scratch: regions that data has been moved to or from
	scopes  []scope
	scopeOf []int32  // by offer, or -1; nil without commitments
	phase   Duration // from the beginning of a clock hour to the epoch
	credits []Credit // scratch
}

// New prepares a run. It reports an error if the world is not valid or
// something is missing; the run itself begins with Run or RunUntil.
func New(c Config) (*Sim, error) {
	s, err := prepare(c)
	if err != nil {
		return nil, err
	}
	s.state = state{Sum: Totals{CostAt: make([]Money, len(c.World.Providers))}, Idle: list{-1, -1}}
	s.Shapes.rebuild()
	s.Restarts.rebuild()
	s.Offers = make([]offerState, len(c.World.Offers))
	for o := range s.Offers {
		s.Offers[o].Peers = list{-1, -1}
	}
	s.openLedger()
	s.schedulePaths()
	s.openWeather()
	s.take()
	return s, s.err
}

// prepare makes the part of a Sim that does not change.
func prepare(c Config) (*Sim, error) {
	switch {
	case c.World == nil:
		return nil, fmt.Errorf("sim: no world")
	case c.Jobs == nil:
		return nil, fmt.Errorf("sim: no source of jobs")
	case c.Policy == nil:
		return nil, fmt.Errorf("sim: no policy")
	case c.Until < 0:
		return nil, fmt.Errorf("sim: until is %v, want 0 for no horizon or an instant after it", c.Until)
	case c.RoundLimit < 0:
		return nil, fmt.Errorf("sim: round limit is %d, want 0 for the default or more", c.RoundLimit)
	}
	if err := c.World.Validate(); err != nil {
		return nil, err
	}
	s := &Sim{
		world: c.World, seen: c.World.seen(), source: c.Jobs, policy: c.Policy, boots: c.Boots, faults: c.Faults, until: c.Until,
		observers: c.Observers, limit: c.RoundLimit, thorough: c.Thorough,
	}
	if s.until == 0 {
		s.until = Never
	}
	if s.limit == 0 {
		s.limit = 10_000
	}
	for _, o := range c.Observers {
		if l, ok := o.(LineObserver); ok {
			s.liners = append(s.liners, l)
		}
	}
	for i := range c.World.Types {
		s.stride = max(s.stride, c.World.Types[i].GPUs)
	}
	if n, ok := c.Policy.(Needer); ok {
		s.needs = n.Needs()
	}
	if s.world.Traffic != nil {
		s.offered = s.world.offered()
	}
	s.openScopes()
	s.openLaw()
	s.tells = len(c.Observers) > 0 || s.needs.Events
	s.fit.init(s)
	s.view.s, s.plan.s = s, s
	return s, nil
}

// Run runs to the end. It reports an error when the source does, when a job
// makes no sense, or when the policy and the world chase each other within
// one instant for ever.
func (s *Sim) Run() error { return s.RunUntil(Never) }

// RunUntil runs every instant before t, and ends the run if nothing is left to
// happen. Running on later gives the same run as never having stopped.
func (s *Sim) RunUntil(t Time) error {
	for s.err == nil && !s.Over {
		at, any := s.next()
		if !any || at >= s.until {
			s.finish()
			break
		}
		if at >= t {
			break
		}
		s.instant(at)
		if s.Ran && !s.More && s.Open == 0 {
			s.finish()
		}
	}
	return s.err
}

// Done reports whether the run has ended.
func (s *Sim) Done() bool { return s.Over || s.err != nil }

// Now returns the instant that was last simulated.
func (s *Sim) Now() Time { return s.Clock }

// Totals returns what has been added up so far. Costs, available
// resource-time and the two sides of Little's law are complete when the run is over.
func (s *Sim) Totals() Totals {
	t := s.Sum
	t.CostAt = append([]Money(nil), t.CostAt...)
	return t
}

// View returns what a policy would see now, for reports and tests.
func (s *Sim) View() *View { return &s.view }

// top returns the earliest event that somebody waits for, or one that never comes.
func (s *Sim) top() event {
	e := s.Heap.top()
	for s.Heap.Stale > 0 && e.At != Never && !s.waited(e) {
		s.Heap.pop()
		s.Heap.Stale--
		e = s.Heap.top()
	}
	return e
}

// next returns the next instant at which something happens.
func (s *Sim) next() (Time, bool) {
	if !s.Ran {
		return 0, true
	}
	at := s.top().At
	if s.More {
		at = min(at, s.Next.Submit)
	}
	return at, at != Never
}

// instant simulates one instant: rounds of events and decisions until nothing
// more happens at it.
func (s *Sim) instant(at Time) {
	s.advance(at)
	s.Sum.Instants++
	if !s.Ran {
		s.Ran = true
		s.openOwned()
	}
	for s.Round = 0; ; s.Round++ {
		s.apply(at)
		if s.err != nil {
			return
		}
		s.Sum.Rounds++
		s.policy.Decide(&s.view, &s.plan)
		if s.tells {
			s.tellAll()
		}
		if s.top().At != at {
			break
		}
		if int(s.Round)+1 >= s.limit {
			s.err = &LivelockError{At: at, Rounds: s.limit, Policy: s.policy.String()}
			return
		}
	}
	s.check()
}

// apply pops and applies everything that happens at this instant by now.
func (s *Sim) apply(at Time) {
	arrived := false
	for s.err == nil {
		e := s.top()
		if e.At == at && (arrived || e.class() < classArrival) {
			s.Heap.pop()
			s.react(e)
			continue
		}
		if arrived {
			return
		}
		for arrived = true; s.More && s.Next.Submit == at && s.err == nil; s.take() {
			s.submit()
		}
	}
}

// react applies one event.
func (s *Sim) react(e event) {
	s.Sum.Events++
	if c := e.class(); c == classEnd { // almost all are
		s.attemptEnds(e.slot())
	} else {
		s.reactTo(c, e.slot())
	}
	if len(s.freed) > 0 {
		s.serveFreed()
	}
}

// reactTo applies an event of another class than classEnd.
func (s *Sim) reactTo(c class, slot int32) {
	switch c {
	case classZone:
		s.zoneTurns(ZoneID(slot))
	case classCut:
		s.cutTurns(slot)
	case classMachine:
		s.machineTurns(slot)
	case classPrice:
		s.priceChanges(OfferID(slot))
	case classSupply:
		s.supplyChanges(OfferID(slot))
	case classBack:
		s.jobIsBack(slot)
	case classWake:
		if s.tells {
			s.tell(Event{Kind: PolicyWoken, Job: -1, Machine: -1, Offer: -1})
		}
	}
}

// cancel forgets an event that was scheduled; it stays in the heap until it is
// popped or too many like it have gathered.
func (s *Sim) cancel(word *uint64) {
	*word = 0
	s.Heap.Stale++
	if s.Heap.Stale > 1024 && s.Heap.Stale > len(s.Heap.Events)/2 {
		s.Heap.purge(s.waited)
	}
}

// waited reports whether somebody still waits for an event.
func (s *Sim) waited(e event) bool {
	switch slot := e.slot(); e.class() {
	case classEnd:
		return s.Attempts[slot].End == e.Word
	case classMachine:
		return s.Machines[slot].Event == e.Word
	}
	return true
}

// schedule puts an event into the heap.
func (s *Sim) schedule(at Time, c class, slot int32) uint64 { return s.Heap.schedule(at, c, slot) }

// tell records an event for those who want to know.
func (s *Sim) tell(e Event) {
	s.Told++
	e.Seq, e.Time, e.Round = s.Told, s.Clock, s.Round
	s.told = append(s.told, e)
}

// tellAll hands the round's events to the observers.
func (s *Sim) tellAll() {
	if len(s.told) > 0 {
		for _, o := range s.observers {
			o.Observe(&s.view, s.told)
		}
		s.told = s.told[:0]
	}
}

// LivelockError is a policy and a world that chase each other within one
// instant without end.
type LivelockError struct {
	At     Time
	Rounds int
	Policy string
}

func (e *LivelockError) Error() string {
	return fmt.Sprintf("sim: livelock at %v: %s still causes new events after %d rounds of the same instant",
		e.At, e.Policy, e.Rounds)
}
