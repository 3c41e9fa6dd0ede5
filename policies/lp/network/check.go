package network

import (
	"fmt"

	"skysim/sim"
)

// Check returns an error unless s is right about p: the flow fits supplies,
// demands and capacities; the cost is what it costs; the prices are allowed and
// prove the bound; the bound is not above the cost; and if s is Optimal the two
// are equal, which makes the flow and the prices optimal both. All of it is
// exact. A Solution that came with ErrBudget lacks required demand, and Check
// says so.
func Check(p *Problem, s *Solution) error {
	if err := p.Validate(); err != nil {
		return err
	}
	if len(s.Flow) != len(p.Arcs) || len(s.Shortage) != len(p.Demand) || len(s.SourcePrice) != len(p.Supply) || len(s.SinkPrice) != len(p.Demand) {
		return fmt.Errorf("network: a solution of %d arcs, %d sources and %d sinks for a problem of %d, %d and %d", len(s.Flow), len(s.SourcePrice), len(s.SinkPrice), len(p.Arcs), len(p.Supply), len(p.Demand))
	}
	if err := checkFlow(p, s); err != nil {
		return err
	}
	if c := cost(p, s); c != s.Cost {
		return fmt.Errorf("network: cost is said to be %s, but the flow costs %s", s.Cost, c)
	}
	if err := CheckBound(p, s); err != nil {
		return err
	}
	if less(s.Cost, s.Bound) {
		return fmt.Errorf("network: cost %s is below the bound %s", s.Cost, s.Bound)
	}
	if s.Optimal && s.Bound != s.Cost {
		return fmt.Errorf("network: said to be optimal, but cost is %s and bound %s", s.Cost, s.Bound)
	}
	return nil
}

// checkFlow checks that every node and arc has what it may.
func checkFlow(p *Problem, s *Solution) error {
	kept, lacking := make([]sim.Wide, len(p.Supply)), make([]sim.Wide, len(p.Demand))
	for i, n := range p.Supply {
		kept[i] = sim.Product(n, 1)
	}
	for j, n := range p.Demand {
		lacking[j] = sim.Product(n, 1)
	}
	for i, x := range s.Flow {
		a := &p.Arcs[i]
		if x < 0 || x > a.Cap {
			return fmt.Errorf("network: flow on arc %d is %d, want 0 to %d", i, x, a.Cap)
		}
		kept[a.From] = kept[a.From].Minus(sim.Product(x, 1))
		lacking[a.To] = lacking[a.To].Minus(sim.Product(x, 1))
	}
	for i, n := range kept {
		if n.Hi < 0 {
			return fmt.Errorf("network: source %d ships %s more than its %d", i, sim.Wide{}.Minus(n), p.Supply[i])
		}
	}
	for j, n := range lacking {
		if n != sim.Product(s.Shortage[j], 1) || n.Hi < 0 {
			return fmt.Errorf("network: sink %d lacks %s of %d, said to be %d", j, n, p.Demand[j], s.Shortage[j])
		}
		if !n.IsZero() && p.penalty(j) == Required {
			return fmt.Errorf("network: sink %d lacks %s of its required %d", j, n, p.Demand[j])
		}
	}
	return nil
}

// CheckBound returns an error unless the prices of s prove its Bound, whatever
// its flow.
func CheckBound(p *Problem, s *Solution) error {
	for i, u := range s.SourcePrice {
		if u < 0 || u >= 4*mostPrice {
			return fmt.Errorf("network: price of source %d is %d, want 0 to 2⁶²", i, u)
		}
	}
	for j, v := range s.SinkPrice {
		if v > p.penalty(j) || v <= -4*mostPrice || v >= 4*mostPrice {
			return fmt.Errorf("network: price of sink %d is %d, want at most its penalty %d, and between −2⁶² and 2⁶²", j, v, p.penalty(j))
		}
	}
	if b, fits := bound(p, s); !fits || b != s.Bound {
		return fmt.Errorf("network: bound is said to be %s, but the prices prove %s", s.Bound, b)
	}
	return nil
}

// less reports a < b.
func less(a, b sim.Wide) bool { return a.Minus(b).Hi < 0 }
