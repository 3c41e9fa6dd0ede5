package allocate

import (
	"math/big"
	"strconv"
	"strings"
)

// Decimal writes a rational as people read it: exactly, if twelve decimals suffice,
// and otherwise the nearest float.
func Decimal(x *big.Rat) string {
	for _, digits := range []int{0, 3, 6, 12} {
		text := x.FloatString(digits)
		if back, ok := new(big.Rat).SetString(text); ok && back.Cmp(x) == 0 {
			if strings.Contains(text, ".") {
				text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
			}
			return text
		}
	}
	f, _ := x.Float64()
	return strconv.FormatFloat(f, 'g', -1, 64)
}

// sum adds rationals up.
func sum(list []*big.Rat) *big.Rat {
	total := new(big.Rat)
	for _, x := range list {
		total.Add(total, x)
	}
	return total
}

// least returns the smaller one.
func least(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

// clamp returns x, or the end of [low, high] that it lies beyond.
func clamp(x, low, high *big.Rat) *big.Rat {
	if x.Cmp(low) < 0 {
		return low
	}
	return least(x, high)
}

// zeros returns n numbers 0.
func zeros(n int) []*big.Rat {
	list, memory := make([]*big.Rat, n), make([]big.Rat, n)
	for i := range list {
		list[i] = &memory[i]
	}
	return list
}

func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func neg(a *big.Rat) *big.Rat    { return new(big.Rat).Neg(a) }
