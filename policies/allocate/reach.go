package allocate

// reach knows how full a resource can get with the demands from each one on: a
// capacity of 10 takes no more than 7 of demands of 7. It is what makes the relaxation
// tight, and the whole of dynamic programming where there is one resource.
type reach struct {
	step int64     // all sizes are multiples of it
	full [][]int32 // by the first demand and room in steps: the largest sum that fits
	free int64     // divisible, and fills any room
	size []int64
}

// mostReach is the largest table, in entries of 4 bytes.
const mostReach = 1 << 24

// newReach makes the table, or none if it would be too large.
func newReach(c *counted) *reach {
	r := &reach{free: c.free, size: c.size}
	widest := int64(0)
	for _, m := range c.capacity {
		widest = max(widest, m)
	}
	for _, s := range c.size {
		r.step = gcd(r.step, s)
	}
	n := int64(len(c.size))
	if r.step == 0 || min(widest, c.rest[0])/r.step+1 > mostReach/(n+1) {
		return r
	}
	width := min(widest, c.rest[0])/r.step + 1
	memory := make([]int32, (n+1)*width)
	r.full = make([][]int32, n+1)
	r.full[n] = memory[n*width:] // nothing is left to place
	hit := make([]bool, width)   // which sums can be made
	hit[0] = true
	for k := n - 1; k >= 0; k-- {
		s := c.size[k] / r.step
		for x := width - 1; x >= s; x-- {
			hit[x] = hit[x] || hit[x-s]
		}
		row, last := memory[k*width:(k+1)*width], int32(0)
		for x := range row {
			if hit[x] {
				last = int32(x)
			}
			row[x] = last
		}
		r.full[k] = row
	}
	return r
}

// most returns how much of a room the demands from k on can fill.
func (r *reach) most(k int, room int64) int64 {
	if r.full != nil {
		row := r.full[k]
		at := min(room/r.step, int64(len(row)-1))
		return min(room, int64(row[at])*r.step+r.free)
	}
	if k < len(r.size) && r.size[len(r.size)-1] <= room {
		return room
	}
	return min(room, r.free) // not even the smallest fits
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
