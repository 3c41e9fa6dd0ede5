package bench

import (
	"encoding/json"
	"fmt"
	"math"
	"path"
	"slices"

	"skysim/sim"
)

// Rule is what jobs of a class are bound to: [[cloud.rule]]. A nil list allows
// everything.
type Rule struct {
	Class string
	// Run are the jurisdictions in which such a job may run, Rest those in which its
	// data may be: codes of ISO 3166-1, groups resolved.
	Run, Rest []string
	// Providers and Types are names; a type may be a pattern, and name its provider.
	Providers, Types []string
	Overhead         int64 // of encryption, in parts per million of the time
	place
}

// Tenant is who jobs belong to: [[cloud.tenant]].
type Tenant struct {
	Name      string
	Providers []string // nil is all
	CPU       int64    // milli-vCPU held at once; 0 is no limit
	GPU       int64    // thousandths of a GPU
	place
}

// Law is what a cloud demands of jobs. Its zero value demands nothing.
type Law struct {
	Rules   []Rule
	Tenants []Tenant
	// Off leaves all of it out of the runs: rules = false. It is still known which runs
	// would have broken it.
	Off bool
}

// none reports whether nothing is demanded, or would be.
func (l *Law) none() bool { return len(l.Rules) == 0 && len(l.Tenants) == 0 }

// readLaw reads the rules and tenants of a cloud, once for each value of its rules
// key, with what tells each from the others.
func readLaw(s *section) (all []Law, labels []string) {
	var l Law
	for _, r := range s.sections("rule") {
		l.Rules = append(l.Rules, readRule(r))
	}
	for _, t := range s.sections("tenant") {
		l.Tenants = append(l.Tenants, readTenant(t))
	}
	notTwice(s.doc, l.Rules, func(r *Rule) (place, string, string) { return r.place, "class", r.Class })
	notTwice(s.doc, l.Tenants, func(t *Tenant) (place, string, string) { return t.place, "tenant", t.Name })
	v, given := s.get("rules")
	list, several := v.([]any)
	if !several {
		list = []any{v}
	}
	if given && l.none() {
		s.fail("rules", "rules = %s, but the cloud has no [[cloud.rule]] and no [[cloud.tenant]]", show(v))
	}
	if several && len(list) == 0 {
		s.fail("rules", "rules is an empty list, want true, false or both")
	}
	for _, v := range list {
		on, ok := v.(bool)
		if given && !ok {
			s.wrong("rules", v, "true or false, or a list of them")
			break
		}
		variant, label := l, ""
		variant.Off = given && !on
		if several {
			label = fmt.Sprintf("rules=%t", on)
		}
		all, labels = append(all, variant), append(labels, label)
	}
	if len(all) == 0 {
		return []Law{l}, []string{""}
	}
	return all, labels
}

// notTwice notes names that are given twice.
func notTwice[T any](d *document, list []T, name func(*T) (at place, key, name string)) {
	seen := map[string]bool{}
	for i := range list {
		at, key, n := name(&list[i])
		if seen[n] && n != "" {
			d.fail(join(at.path, key), "%s %q is there twice", key, n)
		}
		seen[n] = true
	}
}

func readRule(s *section) Rule {
	r := Rule{
		Class: s.required("class"), Run: s.readJurisdictions("run"), Rest: s.readJurisdictions("rest"),
		Providers: s.allowed("providers"), Types: s.allowed("types"),
		Overhead: int64(math.Round(1e6 * min(s.number("encryption", 0, 0), 1000))),
		place:    place{s.doc, s.path},
	}
	for _, t := range r.Types {
		if _, err := path.Match(t, ""); err != nil {
			s.fail("types", "types: %q is not a pattern: a [ wants its ]", t)
		}
	}
	s.done()
	return r
}

func readTenant(s *section) Tenant {
	t := Tenant{
		Name: s.required("tenant"), Providers: s.allowed("providers"),
		CPU:   int64(math.Round(1000 * min(s.number("cores", 0.001, 0), 1e12))),
		GPU:   int64(math.Round(1000 * min(s.number("gpus", 0.001, 0), 1e12))),
		place: place{s.doc, s.path},
	}
	s.done()
	return t
}

// allowed returns a list of strings, which must not be empty if it is there: to allow
// nothing is to forbid every job.
func (s *section) allowed(key string) []string {
	list := s.texts(key)
	if v, given := s.values[key]; given {
		if written, ok := v.([]any); ok && len(written) == 0 {
			s.fail(key, "%s is an empty list: leave it out to allow everything", key)
		}
	}
	return list
}

// classes are the rules as a world has them. A provider or a type that the world does not
// have is an error: it may be a slip, and a list of nothing would allow everything.
func (l *Law) classes(w *sim.World) ([]sim.Class, error) {
	var all []sim.Class
	for i := range l.Rules {
		r := &l.Rules[i]
		providers, err := findProviders(w, r.Providers, r.place)
		if err != nil {
			return nil, err
		}
		types, err := r.types(w)
		if err != nil {
			return nil, err
		}
		all = append(all, sim.Class{Name: r.Class, Run: r.Run, Rest: r.Rest, Providers: providers, Types: types, Overhead: r.Overhead})
	}
	return all, nil
}

// tenants are the tenants as a world has them.
func (l *Law) tenants(w *sim.World) ([]sim.Tenant, error) {
	var all []sim.Tenant
	for i := range l.Tenants {
		t := &l.Tenants[i]
		providers, err := findProviders(w, t.Providers, t.place)
		if err != nil {
			return nil, err
		}
		all = append(all, sim.Tenant{Name: t.Name, Providers: providers, CPU: t.CPU, GPU: t.GPU})
	}
	return all, nil
}

// findProviders returns the providers of those names, in order of index.
func findProviders(w *sim.World, names []string, at place) (list []sim.ProviderID, err error) {
	var known []string
	for _, p := range w.Providers {
		known = append(known, p.Name)
	}
	for _, name := range names {
		i := slices.Index(known, name)
		if i < 0 {
			return nil, at.errorf("providers", "providers: %q is no provider of this cloud%s", name, suggest(name, known))
		}
		list = append(list, sim.ProviderID(i))
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// types returns the machine types that match the rule's patterns, in order of index.
func (r *Rule) types(w *sim.World) (list []sim.TypeID, err error) {
	var known []string
	for i := range w.Types {
		known = append(known, w.Types[i].Name)
	}
	for _, pattern := range r.Types {
		before := len(list)
		for i := range w.Types {
			full := w.Providers[w.Types[i].Provider].Name + "/" + w.Types[i].Name
			short, _ := path.Match(pattern, w.Types[i].Name) // patterns were checked when they were read
			long, _ := path.Match(pattern, full)
			if short || long {
				list = append(list, sim.TypeID(i))
			}
		}
		if len(list) == before {
			return nil, r.errorf("types", "types: no machine type of this cloud matches %q%s", pattern, nearestOf(pattern, known))
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// nearestOf suggests a name of a list that is too long to be told.
func nearestOf(word string, known []string) string {
	if n := nearest(word, known); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return ""
}

// govern puts a cloud's law into its world, unless it is off, and both into its hash. A
// cloud that has none keeps the hash it had.
func (c *cloud) govern(l *Law) error {
	if l.none() {
		return nil
	}
	w := *c.base
	var err error
	if w.Classes, err = l.classes(c.base); err != nil {
		return err
	}
	if w.Tenants, err = l.tenants(c.base); err != nil {
		return err
	}
	text, err := json.Marshal([]any{w.Classes, w.Tenants})
	if err != nil {
		return err
	}
	c.bare, c.law, c.lawOff = c.hash, &w, l.Off
	if l.Off {
		// The runs are those of a cloud without rules; what is said of them is not.
		c.hash = hashOf("world", c.bare, "looked at by", string(text))
		return nil
	}
	c.base, c.hash = &w, hashOf("world", c.bare, "rules", string(text))
	return w.Validate()
}
