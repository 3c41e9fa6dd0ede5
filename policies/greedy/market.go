package greedy

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// market remembers which offers can hold which demands, cheapest per hour
// first, so that a decision looks at few of the thousands of offers. All of it
// can be made anew from the World and the View at any time, and what is
// remembered never changes what is decided.
type market struct {
	world    *sim.World
	rentable []sim.OfferID // that the spot option allows
	owned    bool          // there are only owned machines, for which every job waits that can be held at all
	shapes   map[shapeKey]*shape
	recent   *shape     // the last one asked for
	rank     []int64    // of regions, by first appearance among the offers
	soldOut  []int64    // by offer: the last decision in which it refused to rent
	sets     []gangPart // scratch: one for each domain of a gang
}

// maxShapes bounds what is remembered; real traces have fewer kinds of demand.
const maxShapes = 512

// shapeKey is what decides where a task can run.
type shapeKey struct {
	demand  sim.Demand
	profile int32
}

// shape is what is known about the jobs of one demand and profile.
type shape struct {
	key     shapeKey
	options []option // by price per hour, then as the World lists offers
	prices  int64    // View.PriceChanges when options were sorted
	room    int      // the most tasks that an option's machine holds
	speed   int64    // of the fastest option
	hopeful bool     // an owned machine or an option can hold a task
	owned   int64    // tasks that all owned machines hold, see ownRoom; -1 if nobody has asked

	failed    failure // of a job that may rent
	failedOwn failure // of a job that waits for owned machines
}

// failure is the last decision in which a job of a shape found no place.
type failure struct {
	decision int64
	tasks    int32 // of the job, the fewest if there were several
}

// note takes down that a job of so many tasks found no place.
func (f *failure) note(decision int64, tasks int32) {
	if f.decision != decision || f.tasks > tasks {
		*f = failure{decision, tasks}
	}
}

// failure returns the failures of jobs that look where r does.
func (s *shape) failure(r *request) *failure {
	if r.waits {
		return &s.failedOwn
	}
	return &s.failed
}

// option is an offer that can hold tasks of a shape.
type option struct {
	offer sim.OfferID
	room  int // tasks per machine
	speed int64
	price sim.Rate
}

// open looks at a world that was not seen before.
func (m *market) open(w *sim.World, s Spot) {
	*m = market{
		world: w, shapes: make(map[shapeKey]*shape), sets: m.sets,
		rank: make([]int64, len(w.Regions)), soldOut: make([]int64, len(w.Offers)),
	}
	m.owned = true
	ranked := int64(0)
	for o := range w.Offers {
		how := w.Offers[o].Purchase
		m.owned = m.owned && how == sim.Owned
		if how == sim.OnDemand && s != SpotOnly || how == sim.Spot && s != SpotAvoid {
			m.rentable = append(m.rentable, sim.OfferID(o))
		}
		if r := m.region(sim.OfferID(o)); m.rank[r] == 0 {
			ranked++
			m.rank[r] = ranked
		}
	}
}

// region returns where an offer is.
func (m *market) region(o sim.OfferID) sim.RegionID {
	return m.world.Zones[m.world.Offers[o].Zone].Region
}

// billing returns how an offer is billed by the rules of an instant.
func (m *market) billing(o sim.OfferID, at sim.Time) *sim.Billing {
	return m.world.Providers[m.world.Regions[m.region(o)].Provider].BillingAt(at)
}

// shape returns what is known about jobs like this one.
func (m *market) shape(v *sim.View, j *sim.JobInfo) *shape {
	k := shapeKey{j.Demand, j.Profile}
	s := m.recent
	if s == nil || s.key != k {
		if s = m.shapes[k]; s == nil {
			if len(m.shapes) == maxShapes {
				clear(m.shapes)
			}
			s = m.learn(v, j)
			m.shapes[k] = s
		}
		m.recent = s
	}
	if prices := v.PriceChanges(); s.prices != prices {
		s.sort(v)
		s.prices = prices
	}
	return s
}

// learn asks about every offer once.
func (m *market) learn(v *sim.View, j *sim.JobInfo) *shape {
	s := &shape{key: shapeKey{j.Demand, j.Profile}, prices: -1, owned: -1}
	for _, o := range m.rentable {
		if room := v.OfferRoom(j.ID, o); room > 0 {
			speed := v.Speed(j.Profile, m.world.Offers[o].Type)
			s.options = append(s.options, option{offer: o, room: room, speed: speed})
			s.room, s.speed = max(s.room, room), max(s.speed, speed)
		}
	}
	s.hopeful = len(s.options) > 0
	for o := 0; o < len(m.world.Offers) && !s.hopeful; o++ {
		offer := &m.world.Offers[o]
		s.hopeful = offer.Purchase == sim.Owned && offer.Supply.ValueAt(0) > 0 && v.OfferRoom(j.ID, sim.OfferID(o)) > 0
	}
	return s
}

// sort reads the prices and sorts the options by them.
func (s *shape) sort(v *sim.View) {
	for i := range s.options {
		s.options[i].price = v.Price(s.options[i].offer)
	}
	slices.SortFunc(s.options, func(a, b option) int {
		return cmp.Or(cmp.Compare(a.price, b.price), cmp.Compare(a.offer, b.offer))
	})
}
