package bench

import (
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/traces/failures"
	"skysim/traces/spot"
)

// The kinds of recordings.
const (
	kindSupply   = "supply"
	kindPrice    = "price"
	kindCarbon   = "carbon"
	kindFailures = "failures"
)

// recordingKinds lists them.
var recordingKinds = []string{kindSupply, kindPrice, kindCarbon, kindFailures}

// Recording is weather that somebody recorded, laid over spot offers, over machines or
// over the grid of a region: [[cloud.recording]]. Every policy meets the same.
type Recording struct {
	Kind   string // supply, price, carbon or failures
	Path   string // of the file, below the data directory
	Format string
	// Polarity is what 1 means where the file does not say, and Gap the time
	// between samples.
	Polarity spot.Polarity
	Gap      sim.Duration
	// Zone and Type name the spot offers that it is laid over; an empty Type is all
	// of the zone. Of failures they name offers of every kind, and an empty Zone is all
	// zones. Region is for carbon.
	Zone, Type, Region string
	// Market is the market of a price history that has several; its names are those
	// of the offers where they are empty.
	Market spot.Market
	// Count is how many machines each one of a recording of supply stands for.
	Count int64
	// Scope of carbon: what burns, or the whole life cycle.
	LifeCycle bool

	// Start says which instant of the recording is the run's epoch: Offset after its
	// beginning, or the instant At, or that of the epoch itself, or one that is
	// drawn from the seed.
	Start  beginning
	Offset sim.Duration
	At     time.Time
	// Repeat begins the recording anew when it ends; otherwise what holds at its
	// end stays.
	Repeat bool
	// Fitted draws, for each seed, from a model fitted to the recording instead.
	// Every is how often prices are looked at for that.
	Fitted bool
	Every  sim.Duration
	until  sim.Duration // of the experiment, 0 if it has none
	place
}

// beginning is how a recording says where a run begins.
type beginning uint8

// The starts.
const (
	startOffset beginning = iota
	startAt
	startEpoch
	startRandom
)

// recordingFormat is one in which recordings are written.
type recordingFormat struct {
	name  string
	kinds []string // that it can be
	open  func(r *Recording, path string) (*tape, error)
	// What the file does not say and the experiment has to.
	polarity, gap bool
}

// recordingFormats lists them, in the order of messages. The names are those of
// `skysim trace stats`, where a name can say what 1 means.
func recordingFormats() []recordingFormat {
	both := []string{kindSupply, kindPrice}
	supply := []string{kindSupply}
	return []recordingFormat{
		{name: "spot-json", kinds: both, open: supplyTape(spot.OpenSamples), polarity: true},
		{name: "spot-text", kinds: supply, open: supplyTape(spot.OpenText), polarity: true, gap: true},
		{name: "spot-counts", kinds: supply, open: supplyTape(spot.OpenCounts)},
		{name: "bamboo", kinds: supply, open: supplyTape(spot.OpenMembers)},
		{name: "aws-spot", kinds: []string{kindPrice}, open: priceTape},
		{name: "skysim", kinds: both, open: skysimTape},
		{name: "carbon-hourly", kinds: []string{kindCarbon}, open: carbonTape},
		{name: "failures", kinds: []string{kindFailures}, open: failureTape(failures.Open)},
		{name: "fta-events", kinds: []string{kindFailures}, open: failureTape(failures.OpenEvents)},
	}
}

// readRecording reads one [[cloud.recording]].
func readRecording(s *section) Recording {
	r := Recording{
		Kind: s.word("kind", "", recordingKinds...), Path: s.required("path"), Gap: s.span("gap"),
		Zone: s.text("zone"), Type: s.text("type"), Region: s.text("region"),
		Market: spot.Market{Zone: s.text("recorded_zone"), Type: s.text("recorded_type"), Product: s.text("product")},
		Count:  s.whole("count", 1, 1), LifeCycle: s.word("scope", "direct", "direct", "life-cycle") == "life-cycle",
		Repeat: s.word("after", "hold", "hold", "repeat") == "repeat",
		Fitted: s.word("model", "recorded", "recorded", "fitted") == "fitted",
		Every:  s.span("every"), place: place{s.doc, s.path},
	}
	format := r.readFormat(s)
	r.readPolarity(s, format)
	r.readStart(s)
	r.readSubject(s)
	if r.Every == 0 {
		r.Every = time.Hour
	}
	if r.Count > sim.Unlimited>>20 {
		s.fail("count", "count = %d, want at most %d", r.Count, sim.Unlimited>>20)
	}
	s.done()
	return r
}

// word returns one of a few words, or otherwise when it is absent; without an
// otherwise it must be there.
func (s *section) word(key, otherwise string, words ...string) string {
	if _, there := s.values[key]; !there && otherwise != "" {
		s.known = append(s.known, key)
		return otherwise
	}
	w := s.required(key)
	if w != "" && !slices.Contains(words, w) {
		s.fail(key, "unknown %s %q%s", key, w, suggest(w, words))
	}
	return w
}

// elsewhere is what an experiment writes for names that trace stats has.
var elsewhere = map[string]string{
	"spot-available": `format = "spot-json" and available = 1`, "spot-unavailable": `format = "spot-json" and available = 0`,
	"text-available": `format = "spot-text" and available = 1`, "text-unavailable": `format = "spot-text" and available = 0`,
	"skysim-market": `format = "skysim"`,
}

// readFormat reads the format, which must fit the kind.
func (r *Recording) readFormat(s *section) recordingFormat {
	r.Format = s.required("format")
	var names []string
	for _, f := range recordingFormats() {
		if r.Kind != "" && !slices.Contains(f.kinds, r.Kind) {
			continue
		}
		if names = append(names, f.name); f.name == r.Format {
			return f
		}
	}
	if own, ok := elsewhere[r.Format]; ok {
		s.fail("format", "format = %q is what trace stats calls it, want %s", r.Format, own)
		return recordingFormat{}
	}
	if r.Format != "" && slices.Contains(recordingKinds, r.Kind) {
		s.fail("format", "unknown format %q of a recording of %s%s", r.Format, r.Kind, suggest(r.Format, names))
	}
	return recordingFormat{}
}

// readPolarity reads what 1 means, which two groups write differently.
func (r *Recording) readPolarity(s *section, f recordingFormat) {
	_, given := s.values["available"]
	one := s.whole("available", 0, -1)
	switch {
	case f.name == "":
	case given && !f.polarity:
		s.fail("available", "available = %d, but the format %s says by itself what can be had", one, f.name)
	case f.polarity && (!given || one > 1):
		s.doc.fail(s.path, "the file does not say what 1 means: want available = 1 (spot-traces) or available = 0 (SkyNomad)")
	case f.polarity && one == 1:
		r.Polarity = spot.Available
	case f.polarity:
		r.Polarity = spot.Unavailable
	}
	if f.gap && r.Gap == 0 {
		s.doc.fail(s.path, `the file does not say how far apart its samples are: want gap, a duration such as "10m"`)
	}
}

// readStart reads which instant of the recording is the run's epoch.
func (r *Recording) readStart(s *section) {
	r.Offset = s.span("offset")
	word := s.text("start")
	if _, both := s.values["offset"]; both && word != "" {
		s.fail("start", "start = %q and an offset as well: want one of them", word)
	}
	switch word {
	case "":
	case "random":
		r.Start = startRandom
	case "epoch":
		r.Start = startEpoch
	default:
		r.Start = startAt
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
			at, err := time.Parse(layout, word)
			if err == nil {
				r.At = at.UTC()
				return
			}
		}
		s.fail("start", `start = %q, want an instant such as "2023-02-16T00:00:00Z", "epoch" or "random"`, word)
	}
}

// readSubject reads what the recording is laid over.
func (r *Recording) readSubject(s *section) {
	unwanted, over, name := []string{"region", "scope"}, "zone", r.Zone
	if r.Kind == kindCarbon {
		unwanted, over, name = []string{"zone", "type", "count", "model", "every"}, "region", r.Region
	}
	if r.Kind == kindFailures {
		over, unwanted = "", append(unwanted, "count", "model", "every")
	}
	if _, there := s.values[over]; over != "" && (!there || name == "" && len(s.doc.errs) == 0) {
		s.doc.fail(s.path, "%s is missing: want what the recording is laid over", over)
	}
	if r.Kind == kindPrice {
		unwanted = append(unwanted, "count")
	} else if r.Format != "skysim" {
		unwanted = append(unwanted, "recorded_zone", "recorded_type", "product")
	}
	for _, key := range unwanted {
		if _, there := s.values[key]; there && r.Kind != "" {
			s.fail(key, "%s says nothing about a recording of %s", key, r.Kind)
		}
	}
}

// settings are what a cell's hash is made of, beside the contents of the file and
// the offers that it is laid over.
func (r *Recording) settings() string {
	return fmt.Sprintf("%s %s %v %v %q %q %q %q %d %v %d %v %v %v %v %v", r.Kind, r.Format, r.Polarity, r.Gap, r.Zone, r.Type, r.Region, r.Market,
		r.Count, r.LifeCycle, r.Start, r.Offset, r.At.Format(time.RFC3339Nano), r.Repeat, r.Fitted, r.Every)
}
