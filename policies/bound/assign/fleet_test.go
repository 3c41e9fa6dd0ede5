package assign

import (
	"fmt"
	"testing"
)

// Three machines of the first type for one job and one of the second for the others.
func ExampleSolveFleet() {
	r, err := SolveFleet(&Fleet{
		Price: []int64{101, 367}, Unit: 40,
		Load: [][]int64{{120, 120, 120, 120}, {12, 6, 15, 12}},
	}, 0)
	fmt.Println(r.Status, r.Price, r.Machines, err)
	// Output: optimal 670 [3 1] <nil>
}

// cheapest tries every assignment of jobs to types.
func cheapest(f *Fleet) int64 {
	n, kind, best := len(f.Load[0]), make([]int, len(f.Load[0])), int64(-1)
	for {
		load, ok := make([]int64, len(f.Price)), true
		for j, i := range kind {
			ok = ok && f.Load[i][j] >= 0
			load[i] += f.Load[i][j]
		}
		price := int64(0)
		for i, l := range load {
			price += (l + f.Unit - 1) / f.Unit * f.Price[i]
		}
		if ok && (best < 0 || price < best) {
			best = price
		}
		j := 0
		for ; j < n; j++ {
			if kind[j]++; kind[j] < len(f.Price) {
				break
			}
			kind[j] = 0
		}
		if j == n {
			return best
		}
	}
}

func TestFleetsAreAsCheapAsTryingEverything(t *testing.T) {
	for n := range uint64(1000) {
		draw := newDraws(n)
		f := &Fleet{Unit: 1 + draw(30)}
		jobs := 1 + draw(6)
		for range 1 + draw(3) {
			f.Price = append(f.Price, 1+draw(20))
			var row []int64
			for range jobs {
				row = append(row, draw(3*f.Unit)-f.Unit/4)
			}
			f.Load = append(f.Load, row)
		}
		r, err := SolveFleet(f, 0)
		if err != nil {
			continue // a job that nobody can serve
		}
		if want := cheapest(f); r.Status != Optimal || r.Price != want || r.Bound != want {
			t.Fatalf("fleet %d costs %d, bound %d, want %d: %+v", n, r.Price, r.Bound, want, f)
		}
		if r, err := SolveFleet(f, 1); err != nil || r.Bound > cheapest(f) {
			t.Fatalf("fleet %d after one try: bound %d above %d", n, r.Bound, cheapest(f))
		}
	}
}
