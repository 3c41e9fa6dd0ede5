package sim

import (
	"fmt"
	"slices"
)

// Class is a set of rules that jobs are under: where they may run, where their
// data may be, whose machines and which of them they may use. An empty list allows
// everything.
type Class struct {
	Name string
	// Run are the jurisdictions (Region.Jurisdiction) in which a task may run, Rest those
	// in which what the job reads, writes or saves may be: it runs nowhere else if it
	// does any of that.
	Run  []string
	Rest []string
	// Providers and Types are who may be used, and the certified machine types.
	Providers []ProviderID
	Types     []TypeID
	// Overhead is what encryption costs: that much more time for the same work, in
	// parts per million.
	Overhead int64
}

// Tenant is who jobs belong to.
type Tenant struct {
	Name string
	// Providers are whom it may use; an empty list allows all.
	Providers []ProviderID
	// CPU (milli-vCPU) and GPU (thousandths of a device) are the most that its tasks may
	// hold at once, all replicas among them; 0 is no limit.
	CPU int64
	GPU int64
}

// rule is what the law asks of a job's machines. Jobs under the same rule have the
// same Demand.Rules.
type rule struct {
	Class  int32 // index plus one, or 0
	Tenant int32
	Data   bool // it has data, and its class says where that may be
}

// holding is what the tasks of a tenant hold now.
type holding struct{ CPU, GPU int64 }

// openLaw prepares what is looked up at every start.
func (s *Sim) openLaw() {
	w := s.world
	if len(w.Classes) > 0 || len(w.Tenants) > 0 {
		s.ruleIDs = make(map[rule]int32)
	}
	for i := range w.Tenants {
		s.quotas = s.quotas || w.Tenants[i].limited()
	}
}

func (t *Tenant) limited() bool { return t.CPU > 0 || t.GPU > 0 }

// rebuildLaw makes what is derived from the rules, after a restore.
func (s *Sim) rebuildLaw() {
	for i, r := range s.Rules {
		s.ruleIDs[r] = int32(i) + 1
		s.laws = append(s.laws, s.judge(r))
	}
}

// subject reports what is wrong with a job before the law, if anything.
func (s *Sim) subject(j *Job) error {
	w := s.world
	switch {
	case j.Class < 0 || int(j.Class) > len(w.Classes):
		return fmt.Errorf("class is %d, want 0 for none or up to %d: the world has %d", j.Class, len(w.Classes), len(w.Classes))
	case j.Tenant < 0 || int(j.Tenant) > len(w.Tenants):
		return fmt.Errorf("tenant is %d, want 0 for none or up to %d: the world has %d", j.Tenant, len(w.Tenants), len(w.Tenants))
	case j.Demand.Rules != 0:
		return fmt.Errorf("rules is %d, want 0: they follow from class and tenant", j.Demand.Rules)
	case j.Class == 0 || !j.Data.moves():
		return nil
	}
	c := &w.Classes[j.Class-1]
	if home := &w.Regions[j.Data.Home]; len(c.Rest) > 0 && !slices.Contains(c.Rest, home.Jurisdiction) {
		return fmt.Errorf("home of its data is region %s in %q, class %s allows %q", home.Name, home.Jurisdiction, c.Name, c.Rest)
	}
	return nil
}

// ruling returns the number of the rule that a job is under, 0 if it is free. Classes
// and tenants that rule nothing count as none.
func (s *Sim) ruling(j *Job) int32 {
	if j.Class == 0 && j.Tenant == 0 {
		return 0
	}
	var r rule
	if j.Class > 0 {
		c := &s.world.Classes[j.Class-1]
		r.Data = len(c.Rest) > 0 && (j.Data.moves() || j.Restart.Size > 0)
		if r.Data || len(c.Run)+len(c.Providers)+len(c.Types) > 0 || c.Overhead > 0 {
			r.Class = j.Class
		}
	}
	if j.Tenant > 0 {
		if t := &s.world.Tenants[j.Tenant-1]; len(t.Providers) > 0 || t.limited() {
			r.Tenant = j.Tenant
		}
	}
	if r == (rule{}) {
		return 0
	}
	id, known := s.ruleIDs[r]
	if !known {
		s.Rules = append(s.Rules, r)
		s.laws = append(s.laws, s.judge(r))
		id = int32(len(s.Rules))
		s.ruleIDs[r] = id
	}
	return id
}

// judge returns what a rule says of each offer.
func (s *Sim) judge(r rule) []Refusal {
	verdicts := make([]Refusal, len(s.world.Offers))
	for o := range verdicts {
		verdicts[o] = s.verdict(r, OfferID(o))
	}
	return verdicts
}

// verdict returns what a rule says of an offer. The class is asked first.
func (s *Sim) verdict(r rule, o OfferID) Refusal {
	w := s.world
	in, provider := w.Regions[s.regionOf(o)].Jurisdiction, s.providerOf(o)
	if r.Class > 0 {
		switch c := &w.Classes[r.Class-1]; {
		case !permits(c.Run, in):
			return OutsideResidence
		case r.Data && !permits(c.Rest, in):
			return DataOutsideResidence
		case !permits(c.Providers, provider):
			return ProviderBarred
		case !permits(c.Types, w.Offers[o].Type):
			return NotCertified
		}
	}
	if r.Tenant > 0 && !permits(w.Tenants[r.Tenant-1].Providers, provider) {
		return ProviderBarred
	}
	return Accepted
}

// permits reports whether a list is empty or has an entry.
func permits[T comparable](list []T, entry T) bool {
	return len(list) == 0 || slices.Contains(list, entry)
}

// law returns what the rules of that number, 0 for none, say of an offer.
func (s *Sim) law(rules int32, o OfferID) Refusal {
	if rules == 0 {
		return Accepted
	}
	return s.laws[rules-1][o]
}

// Lawful returns Accepted if a job's rules let it use an offer at all, and otherwise which
// of them does not. Quotas and partitions, which pass, have no part in it.
func (v *View) Lawful(j JobID, o OfferID) Refusal {
	s := v.s
	switch {
	case !s.isAlive(j):
		return StaleJob
	case !inside(o, s.Offers):
		return UnknownOffer
	}
	return s.law(s.Shapes.List[s.Jobs[j.slot()].Shape].Key.Rules, o)
}

// Permits reports whether jobs whose Demand.Rules this is may use an offer at all; it is
// Lawful for those who plan for kinds of jobs.
func (v *View) Permits(rules int32, o OfferID) bool {
	s := v.s
	return inside(o, s.Offers) && rules >= 0 && int(rules) <= len(s.laws) && s.law(rules, o) == Accepted
}
