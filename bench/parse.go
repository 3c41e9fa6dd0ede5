package bench

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// maxSize is the largest experiment file, in bytes: one is written by a person.
const maxSize = 1 << 20

// ReadFile parses the experiment file at path, and the files of machines that
// it names, which stand relative to it. Errors are as of Parse.
func ReadFile(path string) (*Experiment, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	e, err := Parse(path, data)
	if err != nil {
		return nil, err
	}
	for i := range e.Clouds {
		if err := e.Clouds[i].readFile(filepath.Dir(path)); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// readFile reads the [[machine]] tables of the file that the cloud names.
func (c *Cloud) readFile(dir string) error {
	if c.File == "" {
		return nil
	}
	path := filepath.Join(dir, c.File)
	data, err := os.ReadFile(path)
	if err != nil {
		return c.errorf("path", "%v", err)
	}
	doc, err := readDocument(path, data)
	if err != nil {
		return err
	}
	s := &section{doc: doc, values: doc.root}
	for _, m := range s.sections("machine") {
		c.Machines = append(c.Machines, readMachines(m))
	}
	s.done()
	if len(c.Machines) == 0 && len(doc.errs) == 0 {
		doc.failAt(Position{1, 1}, "no [[machine]]: want at least one")
	}
	c.Contents = data
	return doc.err()
}

// Parse reads an experiment; file is its name in errors. What is wrong comes
// as one or more *FileError with the place, the value and what was wanted.
// Whether the policies, workloads and offers named exist is not known here:
// Prepare finds out.
func Parse(file string, data []byte) (*Experiment, error) {
	if len(data) > maxSize {
		return nil, &FileError{File: file, Msg: fmt.Sprintf("%d bytes, want at most %d", len(data), maxSize)}
	}
	doc, err := readDocument(file, data)
	if err != nil {
		return nil, err
	}
	e := &Experiment{File: file, Source: data}
	root := &section{doc: doc, values: doc.root}
	e.readTop(root)
	e.readZip(root)
	e.readAxes(root)
	e.readExpects(root)
	root.done()
	e.check(doc)
	return e, doc.err()
}

func (e *Experiment) readTop(s *section) {
	e.Name = s.required("name")
	e.Why = s.required("why")
	e.Baseline = s.text("baseline")
	e.Until = s.span("until")
	e.Warmup = s.span("warmup")
	e.Epoch = s.day("epoch")
	if bound, given := read[bool](s, "bound", "true or false"); given {
		e.NoBound = !bound
	}
	e.Seeds = Seeds{1, 1}
	if seeds := s.section("seeds"); seeds != nil {
		e.Seeds.First = seeds.whole("first", 0, 1)
		e.Seeds.Count = seeds.whole("count", 1, 1)
		seeds.done()
	}
}

func (e *Experiment) readAxes(s *section) {
	weather := e.readWeather(s.section("weather"))
	for _, c := range s.sections("cloud") {
		e.Clouds = append(e.Clouds, e.readCloud(c, weather)...)
	}
	for _, w := range s.sections("workload") {
		e.Workloads = append(e.Workloads, readWorkload(w)...)
	}
	for _, p := range s.sections("policy") {
		e.Policies = append(e.Policies, readPolicy(p))
	}
}

// readCloud reads one [[cloud]], which is several if its weather has lists;
// weather is what holds for clouds that say nothing about theirs.
func (e *Experiment) readCloud(s *section, weather []Weather) []Cloud {
	c := Cloud{Name: s.text("name"), place: place{s.doc, s.path}}
	use := s.required("use")
	switch use {
	case "catalog":
		c.Catalog = readSelection(s)
	case "file":
		c.File = s.required("path")
	case "openb":
		c.Nodes = s.required("path")
	case "machines", "":
	default:
		s.fail("use", "unknown kind of cloud %q%s", use, suggest(use, []string{"catalog", "machines", "file", "openb"}))
	}
	for _, m := range s.sections("machine") {
		c.Machines = append(c.Machines, readMachines(m))
	}
	if use == "machines" && len(c.Machines) == 0 {
		s.fail("use", `a cloud with use = "machines" wants at least one [[cloud.machine]]`)
	}
	if w := e.readWeather(s.section("weather")); w != nil {
		weather = w
	}
	if c.Name == "" {
		c.Name = use
	}
	c.Tariff = readTariff(s.section("tariff"))
	for _, m := range s.sections("commitment") {
		c.Committed = append(c.Committed, readCommitted(m))
	}
	for _, m := range s.sections("recording") {
		r := readRecording(m)
		r.until = e.Until
		c.Recordings = append(c.Recordings, r)
	}
	c.Carbon = readCarbon(s.section("carbon"))
	c.Speeds = readSpeeds(s.section("speeds"))
	c.readBreaks(s)
	c.Network = readNetwork(s.section("network"))
	laws, labels := readLaw(s)
	s.done()
	return c.variants(weather, laws, labels)
}

// variants returns a cloud for each weather and law; no weather is one, too.
func (c *Cloud) variants(weather []Weather, laws []Law, labels []string) []Cloud {
	var all []Cloud
	for i := range max(len(weather), 1) {
		for k := range laws {
			variant, label := *c, labels[k]
			variant.Law = laws[k]
			if len(weather) > 0 {
				variant.Weather, label = &weather[i], both(weather[i].label, label)
			}
			variant.Name = labelled(c.Name, label)
			all = append(all, variant)
		}
	}
	return all
}

func readSelection(s *section) *Selection {
	return &Selection{
		Providers: s.texts("providers"), Regions: s.texts("regions"), Zones: s.texts("zones"),
		Types: s.texts("types"), GPUKinds: s.texts("gpu_kinds"), Purchases: s.texts("purchases"),
		ZonesPerRegion: int(min(s.whole("zones_per_region", 0, 0), 1<<20)), Date: s.day("date"),
		Follow: s.span("follow_prices"),
	}
}

// readWorkload reads one [[workload]], which is several if it has lists.
func readWorkload(s *section) []Workload {
	w := Workload{Name: s.text("name"), Use: s.required("use"), place: place{s.doc, s.path}}
	if w.Use == "trace" {
		w.Format = s.required("format")
		w.Path = s.required("path")
		if w.Format != "" && !slices.Contains(formatNames(), w.Format) {
			s.fail("format", "unknown trace format %q%s", w.Format, suggest(w.Format, formatNames()))
		}
	}
	w.base, w.Name = w.Name, cmp.Or(w.Name, w.Use)
	w.Data = readData(s.section("data"))
	w.Quorum = int32(min(s.whole("quorum", 1, 1), 1<<20))
	w.Classes, w.Tenants = readLabels(s, "classes"), readLabels(s, "tenants")
	var all []Workload
	params, labels := variants(s, restParams(s, "zip"))
	for i := range params {
		variant := w
		variant.Params, variant.Name, variant.label = params[i], labelled(w.Name, labels[i]), labels[i]
		all = append(all, variant)
	}
	return all
}

func readPolicy(s *section) Policy {
	p := Policy{Name: s.text("name"), Use: s.required("use"), place: place{s.doc, s.path}}
	if p.Name == "" {
		p.Name = p.Use
	}
	s.done()
	return p
}

// readWeather reads a [weather], which is several if it has lists; an empty one
// is the usual weather.
func (e *Experiment) readWeather(s *section) []Weather {
	if s == nil {
		return nil
	}
	w := Weather{Lasts: s.span("lasts"), place: place{s.doc, s.path}}
	if w.Lasts == 0 {
		w.Lasts = cmp.Or(e.Until, 90*24*time.Hour)
	}
	var all []Weather
	params, labels := variants(s, restParams(s, "zip"))
	for i := range params {
		variant := w
		variant.Params, variant.label = params[i], labels[i]
		all = append(all, variant)
	}
	return all
}

// restParams returns the keys not asked for so far, sorted, but for those named.
func restParams(s *section, but ...string) []Param {
	var out []Param
	for _, key := range s.rest() {
		if slices.Contains(but, key) {
			continue
		}
		v := s.values[key]
		if m, ok := v.(map[string]any); ok {
			s.wrong(key, m, "a plain value")
			continue
		}
		out = append(out, Param{key, v})
	}
	return out
}

// safeName is what may name a directory everywhere.
var safeName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// check finds what is wrong between the parts.
func (e *Experiment) check(d *document) {
	if e.Name != "" && !safeName.MatchString(e.Name) {
		d.fail("name", "name = %q, want letters, digits, dots and hyphens: it names a directory", e.Name)
	}
	if err := e.Seeds.Check(); err != nil && len(d.errs) == 0 { // otherwise it may be said already
		d.fail("seeds", "%v", err)
	}
	e.checkAxis(d, "cloud", len(e.Clouds), func(i int) string { return e.Clouds[i].Name })
	e.checkAxis(d, "workload", len(e.Workloads), func(i int) string { return e.Workloads[i].Name })
	e.checkZip(d)
	e.checkAxis(d, "policy", len(e.Policies), func(i int) string { return e.Policies[i].Name })
	if e.Baseline == "" && len(e.Policies) > 0 {
		e.Baseline = e.Policies[0].Name
	}
	if len(e.Policies) > 0 && !slices.Contains(e.policyNames(), e.Baseline) {
		d.fail("baseline", "unknown baseline %q%s", e.Baseline, suggest(e.Baseline, e.policyNames()))
	}
	if e.Until > 0 && e.Warmup >= e.Until {
		d.fail("warmup", "warmup = %v, want less than until = %v", e.Warmup, e.Until)
	}
}

// checkAxis finds an empty axis and values of one name.
func (e *Experiment) checkAxis(d *document, axis string, n int, name func(int) string) {
	if n == 0 && len(d.errs) == 0 { // otherwise it may be what was misspelt
		d.failAt(Position{1, 1}, "no [[%s]]: want at least one", axis)
	}
	first := map[string]int{}
	for i := range n {
		if j, twice := first[name(i)]; twice {
			d.fail(fmt.Sprintf("%s[%d]", axis, i), "%s %q has the name of %s %d: give it a name of its own", axis, name(i), axis, j+1)
		}
		first[name(i)] = i
	}
}

func (e *Experiment) policyNames() []string {
	var names []string
	for _, p := range e.Policies {
		names = append(names, p.Name)
	}
	return names
}
