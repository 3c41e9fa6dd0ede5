package lp

import "skysim/sim"

// Rows are what can be handed out: for each offer the room on machines that exist, now and as
// tasks are expected to end, and machines that can be rented now. Each has a capacity in
// units (see size).
//
// A task takes its units whatever else it needs: that another resource of a machine may run
// out before, and that what is free may be spread over many machines in pieces too small
// for a task, is not in the plan. Rounding asks the engine, which knows.
type rows struct {
	list   []row
	first  []int32     // by offer: 1 + the index of its first row; 0 if it has none
	tasks  []sim.JobID // scratch
	runs   []mean      // by offer: of the run times of the waiting jobs that could go there
	held   []int64     // machines, by offer
	kinds  int         // how many rows an offer has
	perGPU int64       // vCPU thousandths kept for each GPU that is free
}

// row is a source of the transport problem.
type row struct {
	offer sim.OfferID
	what  rowKind
	wait  sim.Duration // until it can be had
	cap   int64        // units
}

// rowKind says what a row of an offer is, in the order in which they are listed.
type rowKind uint8

const (
	rowNew    rowKind = iota // machines to be rented
	rowNow                   // room on machines that exist
	rowBeside                // vCPUs beside GPUs, for tasks that want none
	rowLater                 // the first of the rows of room that tasks will leave
)

// What becomes free is counted by parts of the time to come, each as long as all before it
// together. They begin alike whatever the window is, so that a longer one only adds later parts:
// it never makes a plan blind to what is near.
const (
	firstPart = sim.Duration(900e9)
	mostParts = 24 // the last ends in more than a hundred years
)

// ends returns how long it is to the end of a part.
func ends(part int) sim.Duration { return firstPart << part }

// parts returns how many parts begin within a window.
func parts(window sim.Duration) int {
	n := 0
	for n < mostParts && window > 0 && (n == 0 || ends(n-1) < window) {
		n++
	}
	return n
}

// open lists the rows of the offers that the classes can use.
func (l *Policy) open(v *sim.View) {
	r := &l.rows
	r.list = r.list[:0]
	r.kinds = int(rowLater) + parts(l.opts.Window)
	if len(r.first) != len(l.market.world.Offers) {
		r.first = make([]int32, len(l.market.world.Offers))
	}
	clear(r.first)
	for len(r.held) < len(r.first) {
		r.held = append(r.held, 0)
	}
	clear(r.held)
	r.perGPU = 0
	for i := range l.classes {
		c := &l.classes[i]
		if d := &c.first.Demand; d.GPUs > 0 {
			r.perGPU = max(r.perGPU, d.CPU*1000/size(d))
		}
		for k := range c.reach.options {
			r.add(v, c.reach.options[k].offer, l)
		}
	}
	for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
		l.occupied(v, m)
	}
	if l.opts.Window > 0 {
		l.turnOver()
	}
}

// turnOver counts room again for those that follow whoever takes it: in a part of the window that is
// as long as the mean job, all that became free before comes free once more.
func (l *Policy) turnOver() {
	r := &l.rows
	clear(r.runs)
	for len(r.runs) < len(r.first) {
		r.runs = append(r.runs, mean{})
	}
	for i := range l.classes {
		c := &l.classes[i]
		n := float64(c.size * int64(len(c.jobs)))
		for k := range c.reach.options {
			o := &c.reach.options[k]
			m := &r.runs[o.offer]
			m.sum += float64(n * float64(c.run(o.speed)))
			m.weight += n
		}
	}
	for i := 0; i < len(r.list); i += r.kinds {
		of := r.list[i : i+r.kinds]
		m := r.runs[of[0].offer]
		before, begin := float64(of[rowNow].cap), sim.Duration(0)
		if of[rowNew].cap < sim.Unlimited/2 {
			before += float64(of[rowNew].cap)
		}
		for s := range of[rowLater:] {
			w := &of[int(rowLater)+s]
			left := float64(w.cap)
			end := min(w.wait, l.opts.Window)
			again := float64(end-begin) / max(m.sum/m.weight, 1)
			begin = end
			w.cap += int64(before * min(again, 1e6))
			before += left
		}
	}
}

// mean is a weighted mean in the making.
type mean struct{ sum, weight float64 }

// add adds the rows of an offer.
func (r *rows) add(v *sim.View, o sim.OfferID, l *Policy) {
	if r.first[o] > 0 {
		return
	}
	r.first[o] = int32(len(r.list)) + 1
	units := l.market.units(o)
	for k := range r.kinds {
		w := row{offer: o, what: min(rowKind(k), rowLater)}
		if k == int(rowNew) {
			w.cap = min(v.Available(o), 1<<40/units) * units
		}
		if s := k - int(rowLater); s >= 0 {
			w.wait = ends(s)
		}
		r.list = append(r.list, w)
	}
}

// of returns the rows of an offer.
func (r *rows) of(o sim.OfferID) []row {
	at := int(r.first[o]) - 1
	return r.list[at : at+r.kinds]
}

// plenty reports whether machines of an offer could be rented now for all waiting jobs that can
// run there. Then nobody waits for one to become free: it would wait for room that nobody has
// reason to leave behind, and count on a share of a machine where it has to rent a whole one.
func (r *rows) plenty(o sim.OfferID) bool {
	return len(r.runs) > 0 && float64(r.of(o)[rowNew].cap) >= r.runs[o].weight
}

// occupied adds what is free on a machine, and what will be.
func (l *Policy) occupied(v *sim.View, id sim.MachineID) {
	m := v.Machine(id)
	if l.rows.first[m.Offer] == 0 || shut(&m) {
		return
	}
	l.rows.held[m.Offer]++
	of := l.rows.of(m.Offer)
	w := l.market.world
	t := &w.Types[w.Offers[m.Offer].Type]
	if of[rowNow].cap += m.FreeCPU; t.GPUs > 0 {
		of[rowNow].cap += m.FreeGPU - m.FreeCPU
		of[rowBeside].cap += max(0, m.FreeCPU-min(l.rows.perGPU, t.CPU/int64(t.GPUs))*m.FreeGPU/1000)
	}
	if l.opts.Window > 0 && m.Tasks > 0 {
		l.later(v, id, t.GPUs > 0, of[rowLater:])
	}
}

// shut reports whether nothing may start on a machine, neither now nor when its tasks have ended,
// as far as can be known: it has notice, is down, or somebody keeps it for himself.
func shut(m *sim.MachineInfo) bool {
	return m.State == sim.Noticed || m.State == sim.Down || m.Cordoned
}

// later adds what the tasks of a machine are likely to leave within the window.
func (l *Policy) later(v *sim.View, id sim.MachineID, gpus bool, of []row) {
	r := &l.rows
	r.tasks = v.Tasks(id, r.tasks[:0])
	for _, j := range r.tasks {
		info := v.Job(j)
		if gpus && info.Demand.GPUs == 0 {
			continue
		}
		left := l.left(v, info.Running)
		if left > l.opts.Window {
			continue
		}
		part := 0
		for ends(part) < left && part < len(of)-1 {
			part++
		}
		of[part].cap += size(&info.Demand)
	}
}
