package allocate

import (
	"fmt"
	"math/big"
	"slices"
)

// colours says how demands are coloured in a figure: of is the colour of each demand, an
// index into names.
type colours struct {
	names []string
	of    []int
}

const (
	// mostColours is how many demands, or sizes of demands, are told apart.
	mostColours = 7
	// mostNamed is up to how many demands the largest have names; where there are more,
	// those would be lost among the others, and colours stand for sizes.
	mostNamed = 24
)

// colours chooses them: a colour for each demand while there are enough, then for those
// that take the most room on the resources drawn, and then for sizes.
func (r *Report) colours(answers []Answer, bars []int) colours {
	demands := r.File.Problem.Demands
	order := make([]int, len(demands))
	for j := range order {
		order[j] = j
	}
	if len(demands) > mostNamed {
		return r.sizes(order)
	}
	if len(demands) > mostColours {
		placed := make([]*big.Rat, len(demands))
		for j := range placed {
			placed[j] = new(big.Rat)
			for _, a := range answers {
				for _, i := range bars {
					if a.Result != nil {
						placed[j].Add(placed[j], a.Result.Allocation[j][i])
					}
				}
			}
		}
		slices.SortStableFunc(order, func(a, b int) int { return placed[b].Cmp(placed[a]) })
		slices.Sort(order[:mostColours])
	}
	k := colours{of: make([]int, len(demands))}
	for at, j := range order {
		if k.of[j] = min(at, mostColours); at < mostColours {
			k.names = append(k.names, demands[j].Name)
		}
	}
	if more := len(demands) - mostColours; more > 0 {
		k.names = append(k.names, fmt.Sprintf("%d others", more))
	}
	return k
}

// sizes divides the demands into classes by amount, about as many in each; demands of one
// amount are in one class.
func (r *Report) sizes(order []int) colours {
	demands := r.File.Problem.Demands
	slices.SortStableFunc(order, func(a, b int) int { return demands[a].Amount.Cmp(demands[b].Amount) })
	k := colours{of: make([]int, len(demands))}
	for from := 0; from < len(order); {
		to := min(len(order), max(from+1, (len(k.names)+1)*len(order)/mostColours))
		for to < len(order) && demands[order[to]].Amount.Cmp(demands[order[to-1]].Amount) == 0 {
			to++
		}
		for _, j := range order[from:to] {
			k.of[j] = len(k.names)
		}
		least, most := short(demands[order[from]].Amount), short(demands[order[to-1]].Amount)
		if least != most {
			least += " to " + most
		}
		k.names = append(k.names, fmt.Sprintf("%s of %s", counted(to-from, "demand"), least))
		from = to
	}
	return k
}
