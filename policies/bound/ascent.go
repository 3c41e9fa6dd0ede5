package bound

import "math"

// affordable returns how many steps take about a second.
func (a *ascent) affordable() int {
	pairs := 0
	for s := range a.slow {
		for _, x := range a.slow[s] {
			if !math.IsInf(x, 1) {
				pairs += a.windows
			}
		}
	}
	return min(400, max(40, 60_000_000/max(1, pairs+len(a.classes)*4)))
}

// value returns what the present prices are worth, and counts what is used.
func (a *ascent) value() float64 {
	clear(a.use)
	clear(a.load)
	sum := 0.0
	for i := 0; i < len(a.classes); {
		s := a.classes[i].shape
		a.fill(s)
		from := i
		for ; i < len(a.classes) && a.classes[i].shape == s; i++ {
			if c := &a.classes[i]; int(c.last) < a.windows-1 {
				sum += a.take(c, a.cheapest(c))
			}
		}
		for w := a.windows - 2; w >= 0; w-- { // from here on, of all later windows
			if a.cell[w+1] < a.cell[w] {
				a.cell[w], a.arg[w] = a.cell[w+1], a.arg[w+1]
			}
		}
		for k := from; k < i; k++ {
			if c := &a.classes[k]; int(c.last) == a.windows-1 {
				sum += a.take(c, int(c.first))
			}
		}
	}
	for at, x := range a.extra {
		if x > 0 && !math.IsInf(a.room[at], 1) {
			sum -= float64(x * a.room[at])
		}
	}
	return sum
}

// fill finds the cheapest lane of every window for a shape; arg is its place.
func (a *ascent) fill(s int32) {
	for w := range a.cell {
		a.cell[w] = math.Inf(1)
	}
	for l := range a.m.lanes {
		slow := a.slow[s][l]
		if math.IsInf(slow, 1) {
			continue
		}
		share, weigh := 0.0, &a.weigh[a.m.lanes[l].weigh]
		for r := range resources {
			share += float64(weigh[r] * a.frac[s][l*resources+r])
		}
		share *= slow
		fare := a.fare[s][a.m.lanes[l].group]
		at := l * a.windows
		for w := range a.cell {
			if c := float64(share*(a.base[at+w]+a.extra[at+w])) + fare; c < a.cell[w] {
				a.cell[w], a.arg[w] = c, int32(at+w)
			}
		}
	}
}

// cheapest returns the cheapest window of those that a class may use.
func (a *ascent) cheapest(c *class) int {
	best := int(c.first)
	for w := best + 1; w <= int(c.last); w++ {
		if a.cell[w] < a.cell[best] {
			best = w
		}
	}
	return best
}

// take lets a class use what is cheapest in (or from) a window.
func (a *ascent) take(c *class, w int) float64 {
	if math.IsInf(a.cell[w], 1) {
		a.stuck = true
		return 0
	}
	at := int(a.arg[w])
	l := at / a.windows
	time := float64(c.work * a.slow[c.shape][l])
	price, k := a.base[at]+a.extra[at], a.m.lanes[l].weigh
	share := 0.0
	for r := range resources {
		part := float64(time * a.frac[c.shape][l*resources+r])
		share += float64(a.weigh[k][r] * part)
		a.load[k][r] += float64(price * part)
	}
	a.use[at] += share
	return float64(c.work * a.cell[w])
}

// rate finds out what an hour of each lane is worth where it is scarce: what those who
// want it would pay elsewhere.
func (a *ascent) rate() {
	a.scale = make([]float64, len(a.m.lanes))
	saved := append([]float64(nil), a.base...)
	for at := range a.base {
		if !math.IsInf(a.room[at], 1) {
			a.base[at] = math.Inf(1)
		}
	}
	weight := make([]float64, len(a.m.lanes))
	a.stuck = false
	if a.alone = a.value(); a.stuck {
		a.alone = math.Inf(1)
	}
	dearest := 0.0
	for s := range a.slow {
		a.fill(int32(s))
		least := a.cell[0]
		for _, c := range a.cell {
			least = min(least, c)
		}
		for l, slow := range a.slow[s] {
			share := 0.0
			for r := range resources {
				share += float64(a.weigh[a.m.lanes[l].weigh][r] * a.frac[s][l*resources+r])
			}
			if math.IsInf(slow, 1) || math.IsInf(least, 1) || share == 0 {
				continue
			}
			worth := least / float64(slow*share)
			a.scale[l] += worth
			weight[l]++
			dearest = max(dearest, worth)
		}
	}
	a.base = saved
	for l := range a.scale {
		if a.scale[l] /= max(1, weight[l]); a.scale[l] == 0 {
			a.scale[l] = dearest
		}
		if a.scale[l] == 0 {
			a.scale[l] = 1
		}
	}
}

// dearest returns what an hour of machine time that is free is worth at most, at the
// present prices.
func (a *ascent) dearest() float64 {
	most := 0.0
	for s := range a.slow {
		a.fill(int32(s))
		for l, slow := range a.slow[s] {
			if a.m.lanes[l].spared == 0 || math.IsInf(slow, 1) {
				continue
			}
			share := 0.0
			for r := range resources {
				share += float64(a.weigh[a.m.lanes[l].weigh][r] * a.frac[s][l*resources+r])
			}
			for _, c := range a.cell {
				if share > 0 && !math.IsInf(c, 1) {
					most = max(most, c/float64(slow*share))
				}
			}
		}
	}
	return most
}

// elsewhere makes machine time that is free as dear as a part of the cheapest of the
// same type, or of what it is worth.
func (a *ascent) elsewhere(part float64) {
	for l := range a.m.lanes {
		for w := range a.windows {
			at := l*a.windows + w
			if a.base[at] > 0 || math.IsInf(a.room[at], 1) {
				continue
			}
			least := math.Inf(1)
			for k := range a.m.lanes {
				if p := a.base[k*a.windows+w]; a.m.lanes[k].kind == a.m.lanes[l].kind && p > 0 {
					least = min(least, p)
				}
			}
			if math.IsInf(least, 1) {
				least = a.scale[l]
			}
			a.extra[at] = part * least
		}
	}
}

// climb improves the prices for so many steps. It ends with the best found, and
// reports whether it stopped because little more was to be had.
func (a *ascent) climb(steps int) (taken int, settled bool) {
	const momentum = 0.6
	n := len(a.extra)
	bestExtra, bestLearn := make([]float64, n), make([][resources]float64, len(a.learn))
	move := make([]float64, n)
	theta, waited := 1.0, 0
	a.best = math.Inf(-1)
	keep := func() { copy(bestExtra, a.extra); copy(bestLearn, a.learn) }
	back := func() { copy(a.extra, bestExtra); copy(a.learn, bestLearn); a.normalise() }
	for taken = 0; ; taken++ {
		v := a.value()
		if v > a.best {
			if v > a.best+float64(1e-4*math.Abs(a.best)) {
				waited = 0
			}
			a.best = v
			keep()
		} else if waited++; waited >= 6 {
			waited, theta = 0, theta/2
			back()
			clear(move)
			a.value()
		}
		if taken >= steps || theta < 1e-3 {
			break
		}
		a.step(move, momentum, theta, v)
	}
	back()
	return taken, theta < 1e-3
}

// step moves prices of scarce machine time along what is used beyond the supply,
// and weights towards the resources that are paid for most.
func (a *ascent) step(move []float64, momentum, theta, v float64) {
	norm := 0.0
	for at := range move {
		if math.IsInf(a.room[at], 1) || math.IsInf(a.base[at], 1) {
			continue
		}
		g := float64((a.use[at] - a.room[at]) * a.scale[at/a.windows])
		move[at] = float64(momentum*move[at]) + float64((1-momentum)*g)
		if a.extra[at] > 0 || move[at] > 0 {
			norm += float64(move[at] * move[at])
		}
	}
	goal := a.best + float64(0.05*math.Abs(a.best)) + 1e-9
	if a.alone > a.best && !math.IsInf(a.alone, 1) {
		goal = a.best + float64(0.3*(a.alone-a.best))
	}
	if norm > 0 {
		length := float64(theta*(goal-v)) / norm
		for at := range move {
			if move[at] != 0 {
				a.extra[at] = max(0, a.extra[at]+float64(float64(length*move[at])*a.scale[at/a.windows]))
			}
		}
	}
	for k := range a.learn {
		most := 0.0
		for _, x := range a.load[k] {
			most = max(most, x)
		}
		for r, x := range a.load[k] {
			if most > 0 {
				a.learn[k][r] += float64(0.5 * theta * (x / most))
			}
		}
	}
	a.normalise()
}
