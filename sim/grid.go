package sim

import "math/bits"

// grid finds the tightest machine in worlds without GPUs whose capacities and
// demands are multiples of a coarse enough quantum: one cell for each pair of
// free CPU and free memory, each a heap of ranks, and a bitmap of the occupied
// cells of each row. Where the quantum would be too fine it is not exact, and
// best fit scans instead.
type grid struct {
	exact      bool
	qCPU, qMem int64
	cols       int32     // cells in a row
	colWords   int32     // words of a row's bitmap
	cells      [][]int32 // heaps of ranks
	occupied   []uint64  // by row
	rows       []uint64  // rows that hold a machine
	cell       []int32   // by slot, or -1
	pos        []int32   // by slot: index in the cell's heap
}

// maxCells bounds the grid; 64 cores × 256 GiB need 16,705 cells.
const maxCells = 1 << 18

// refine makes the quanta fit one more demand.
func (g *grid) refine(f *fitIndex, d *Demand) {
	cpu, mem := gcd(g.qCPU, d.CPU), gcd(g.qMem, d.Mem)
	var mostCPU, mostMem int64
	for i := range f.s.world.Types {
		t := &f.s.world.Types[i]
		cpu, mem = gcd(cpu, t.CPU), gcd(mem, t.Mem)
		mostCPU, mostMem = max(mostCPU, t.CPU), max(mostMem, t.Mem)
	}
	cpu, mem = max(cpu, 1), max(mem, 1)
	if g.qCPU == cpu && g.qMem == mem {
		return
	}
	g.qCPU, g.qMem = cpu, mem
	rows, cols := mostCPU/cpu+1, mostMem/mem+1
	g.exact = rows <= maxCells && cols <= maxCells && rows*cols <= maxCells
	if !g.exact {
		g.cells, g.occupied, g.rows = nil, nil, nil
		return
	}
	g.cols, g.colWords = int32(cols), int32(cols+63)/64
	g.cells = make([][]int32, rows*cols)
	g.occupied = make([]uint64, rows*int64(g.colWords))
	g.rows = make([]uint64, (rows+63)/64)
	g.rebuild(f)
}

// rebuild puts every machine into its cell anew.
func (g *grid) rebuild(f *fitIndex) {
	if !g.exact {
		return
	}
	for i := range g.cells {
		g.cells[i] = g.cells[i][:0]
	}
	clear(g.occupied)
	clear(g.rows)
	for i := range g.cell {
		g.cell[i] = -1
	}
	for _, ms := range f.byRank {
		if ms >= 0 {
			g.place(f, ms)
		}
	}
}

// place moves a machine into the cell of what it has free, or out of the grid
// if nothing may start on it.
func (g *grid) place(f *fitIndex, ms int32) {
	if !g.exact {
		return
	}
	for int(ms) >= len(g.cell) {
		g.cell = append(g.cell, -1)
		g.pos = append(g.pos, 0)
	}
	m := &f.s.Machines[ms]
	cell := int32(m.FreeCPU/g.qCPU)*g.cols + int32(m.FreeMem/g.qMem)
	if m.State >= Noticed || m.State == 0 || m.Cordoned {
		cell = -1
	}
	if cell == g.cell[ms] {
		return
	}
	if g.cell[ms] >= 0 {
		g.remove(f, ms)
	}
	if g.cell[ms] = cell; cell >= 0 {
		g.insert(f, ms)
	}
}

// drop is place for a machine that is gone and about to lose its rank.
func (g *grid) drop(ms int32) {
	if g.exact && g.cell[ms] >= 0 {
		panic("sim: a machine that is gone is still in the grid")
	}
}

func (g *grid) insert(f *fitIndex, ms int32) {
	c := g.cell[ms]
	if len(g.cells[c]) == 0 {
		row, col := c/g.cols, c%g.cols
		g.occupied[row*g.colWords+col>>6] |= 1 << (col & 63)
		g.rows[row>>6] |= 1 << (row & 63)
	}
	g.cells[c] = append(g.cells[c], 0)
	g.up(f, g.cells[c], len(g.cells[c])-1, f.rank[ms])
}

func (g *grid) remove(f *fitIndex, ms int32) {
	c, at := g.cell[ms], int(g.pos[ms])
	h := g.cells[c]
	last := h[len(h)-1]
	h = h[:len(h)-1]
	g.cells[c] = h
	if at < len(h) {
		if at > 0 && last < h[(at-1)/2] {
			g.up(f, h, at, last)
		} else {
			g.down(f, h, at, last)
		}
	}
	if len(h) > 0 {
		return
	}
	row, col := c/g.cols, c%g.cols
	words := g.occupied[row*g.colWords : (row+1)*g.colWords]
	words[col>>6] &^= 1 << (col & 63)
	for _, w := range words {
		if w != 0 {
			return
		}
	}
	g.rows[row>>6] &^= 1 << (row & 63)
}

func (g *grid) up(f *fitIndex, h []int32, i int, rank int32) {
	for i > 0 && rank < h[(i-1)/2] {
		h[i] = h[(i-1)/2]
		g.pos[f.byRank[h[i]]] = int32(i)
		i = (i - 1) / 2
	}
	h[i] = rank
	g.pos[f.byRank[rank]] = int32(i)
}

func (g *grid) down(f *fitIndex, h []int32, i int, rank int32) {
	for {
		c := 2*i + 1
		if c >= len(h) {
			break
		}
		if c+1 < len(h) && h[c+1] < h[c] {
			c++
		}
		if rank < h[c] {
			break
		}
		h[i] = h[c]
		g.pos[f.byRank[h[i]]] = int32(i)
		i = c
	}
	h[i] = rank
	g.pos[f.byRank[rank]] = int32(i)
}

// find returns the oldest machine in the first cell, by CPU and then by
// memory, that holds the demand, or -1.
func (g *grid) find(f *fitIndex, d *Demand) int32 {
	row, col := int32((d.CPU+g.qCPU-1)/g.qCPU), int32((d.Mem+g.qMem-1)/g.qMem)
	if col >= g.cols {
		return -1
	}
	for ; ; row++ {
		if row = nextBit(g.rows, row); row < 0 {
			return -1
		}
		words := g.occupied[row*g.colWords : (row+1)*g.colWords]
		if c := nextBit(words, col); c >= 0 {
			return f.byRank[g.cells[row*g.cols+c][0]]
		}
	}
}

// nextBit returns the first bit from i on that is set, or -1.
func nextBit(words []uint64, i int32) int32 {
	w := int(i >> 6)
	if w >= len(words) {
		return -1
	}
	rest := words[w] >> (i & 63) << (i & 63)
	for rest == 0 {
		if w++; w == len(words) {
			return -1
		}
		rest = words[w]
	}
	return int32(w<<6 + bits.TrailingZeros64(rest))
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
