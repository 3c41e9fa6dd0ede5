package assign

// repair makes an assignment of what the relaxation chose: a job that nobody or
// several took goes where it is cheapest, and a local search mends capacities
// and costs by moving jobs and exchanging pairs of them.
func (t *tree) repair() {
	in := t.in
	agent, room := make([]int32, in.n), make([]int64, in.m)
	copy(agent, t.agent)
	copy(room, t.room)
	for _, j := range t.free {
		if t.l.taken[j] == 1 {
			agent[j] = t.l.agent[j]
			room[agent[j]] -= in.use[int(agent[j])*in.n+int(j)]
		}
	}
	for _, j := range t.free {
		if agent[j] >= 0 {
			continue
		}
		best := -1
		for i := range in.m {
			k := i*in.n + int(j)
			if !t.open(i, j) {
				continue
			}
			if best < 0 || lessBad(t.scaled[k], in.use[k]-room[i], t.scaled[best*in.n+int(j)], in.use[best*in.n+int(j)]-room[best]) {
				best = i
			}
		}
		if best < 0 {
			return
		}
		agent[j] = int32(best)
		room[best] -= in.use[best*in.n+int(j)]
	}
	m := mender{in: in, agent: agent, room: room, movable: t.free}
	if m.run(); m.fits() {
		t.accept(agent)
	}
	t.effort += m.effort
}

// lessBad compares a cost with what it is over the capacity.
func lessBad(cost, over, than, thanOver int64) bool {
	if over, thanOver = max(0, over), max(0, thanOver); over != thanOver {
		return over < thanOver
	}
	return cost < than
}

// mender is a local search around an assignment that may exceed capacities.
type mender struct {
	in      *instance
	agent   []int32
	room    []int64 // negative where too much was given
	movable []int32
	effort  int64
}

// fits reports whether no capacity is exceeded.
func (m *mender) fits() bool {
	for _, r := range m.room {
		if r < 0 {
			return false
		}
	}
	return true
}

// run goes on until neither a move nor an exchange helps.
func (m *mender) run() {
	for again, round := true, 0; again && round < 50; round++ {
		again = false
		for x, j := range m.movable {
			if m.shift(j) {
				again = true
			}
			for _, k := range m.movable[:x] {
				if m.agent[j] != m.agent[k] && m.swap(j, k) {
					again = true
				}
			}
			m.effort += int64(x)
		}
	}
}

// over returns what an agent has too much when its room changes.
func (m *mender) over(i int32, change int64) int64 { return max(0, -(m.room[i] + change)) }

// shift moves a job where that is better: less over the capacities, then
// cheaper.
func (m *mender) shift(j int32) bool {
	n := int32(m.in.n)
	from := m.agent[j]
	here := from*n + j
	best, bestOver, bestCost := from, int64(0), int64(0)
	for i := range int32(m.in.m) {
		there := i*n + j
		if i == from || m.in.use[there] > m.in.capacity[i] {
			continue
		}
		over := m.over(i, -m.in.use[there]) - m.over(i, 0) + m.over(from, m.in.use[here]) - m.over(from, 0)
		cost := m.in.cost[there] - m.in.cost[here]
		if over < bestOver || (over == bestOver && cost < bestCost) {
			best, bestOver, bestCost = i, over, cost
		}
	}
	if best == from {
		return false
	}
	m.room[from] += m.in.use[here]
	m.room[best] -= m.in.use[best*n+j]
	m.agent[j] = best
	return true
}

// swap exchanges the agents of two jobs if that is better.
func (m *mender) swap(j, k int32) bool {
	n, a, b := int32(m.in.n), m.agent[j], m.agent[k]
	use, cost := m.in.use, m.in.cost
	if use[b*n+j] > m.in.capacity[b] || use[a*n+k] > m.in.capacity[a] {
		return false
	}
	gain := cost[b*n+j] + cost[a*n+k] - cost[a*n+j] - cost[b*n+k]
	da, db := use[a*n+j]-use[a*n+k], use[b*n+k]-use[b*n+j]
	over := m.over(a, da) - m.over(a, 0) + m.over(b, db) - m.over(b, 0)
	if over > 0 || (over == 0 && gain >= 0) {
		return false
	}
	m.room[a] += da
	m.room[b] += db
	m.agent[j], m.agent[k] = b, a
	return true
}
