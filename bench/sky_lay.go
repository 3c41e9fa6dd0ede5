package bench

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"skysim/sim"
	"skysim/workloads/weather"
)

// laid is a recording of a cloud, with what it is laid over.
type laid struct {
	how    *Recording
	tape   *tape
	sum    string // SHA-256 of the file
	offers []sim.OfferID
	region sim.RegionID // of carbon
	// Models, if it is fitted.
	supply weather.Supply
	prices weather.Prices
	mean   sim.Rate
}

// layable opens the recordings of a cloud, and returns them with a hash of what is
// in them. Models and repetitions last until an instant.
func (c *Cloud) layable(w *sim.World, data string, lasts sim.Time) (all []laid, hash string, err error) {
	taken := map[string]*Recording{}
	for i := range c.Recordings {
		r := &c.Recordings[i]
		path, err := dataFile(r.place, "the recording", r.Path, data)
		if err != nil {
			return nil, "", err
		}
		sum, err := hashFile(path)
		if err != nil {
			return nil, "", r.errorf("path", "%v", err)
		}
		hash = hashOf("recording", hash, sum, r.settings())
		l := laid{how: r, sum: sum}
		if l.region, l.offers, err = r.over(w, taken); err != nil {
			return nil, "", err
		}
		if err := l.open(path, w, lasts); err != nil {
			return nil, "", err
		}
		all = append(all, l)
	}
	return all, hash, nil
}

// over finds the region or the offers that a recording is laid over. Nothing may
// have two of one kind.
func (r *Recording) over(w *sim.World, taken map[string]*Recording) (at sim.RegionID, offers []sim.OfferID, err error) {
	if r.Kind == kindCarbon {
		at, err = r.region(w)
		return at, nil, err
	}
	var zones, kinds []string
	for o := range w.Offers {
		offer := &w.Offers[o]
		if offer.Purchase != sim.Spot && r.Kind != kindFailures {
			continue
		}
		zone, kind := w.Zones[offer.Zone].Name, w.Types[offer.Type].Name
		if zones = append(zones, zone); zone != r.Zone && (r.Zone != "" || r.Kind != kindFailures) {
			continue
		}
		if kinds = append(kinds, kind); r.Type == "" || kind == r.Type {
			offers = append(offers, sim.OfferID(o))
		}
	}
	spot := "spot machine"
	if r.Kind == kindFailures {
		spot = "machine"
	}
	if len(kinds) == 0 {
		return 0, nil, r.errorf("zone", "zone = %q has no %ss in this cloud%s", r.Zone, spot, suggest(r.Zone, distinct(zones)))
	}
	if len(offers) == 0 {
		return 0, nil, r.errorf("type", "type = %q is no %s of %s in this cloud%s", r.Type, spot, cmp.Or(r.Zone, "any zone"), suggest(r.Type, distinct(kinds)))
	}
	for _, o := range offers {
		key := r.Kind + " of " + w.OfferName(o)
		if before, twice := taken[key]; twice {
			return 0, nil, r.errorf("zone", "the %s was recorded in %s already: want one recording of a kind for each offer", key, before.Path)
		}
		taken[key] = r
	}
	return 0, offers, nil
}

func distinct(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// open reads the file and finds out what can be wrong about its start now, rather
// than when a cell runs.
func (l *laid) open(path string, w *sim.World, lasts sim.Time) (err error) {
	r := l.how
	for _, f := range recordingFormats() {
		if f.name == r.Format {
			if l.tape, err = f.open(r, path); err != nil {
				return r.placed("path", err)
			}
		}
	}
	if r.Fitted {
		return l.fit()
	}
	skip, err := l.skip(0, w.Epoch, r.until)
	if err != nil {
		return err
	}
	if r.Kind == kindFailures {
		if _, err := l.broken(skip).Over(w, l.offers, nil, lasts); err != nil {
			return r.errorf("path", "%s: %v", r.Path, err)
		}
		return nil
	}
	whole := weather.Recorded{Path: l.tape.path, Span: l.tape.span, Skip: skip, Repeat: r.Repeat}
	if _, err := whole.Lay(lasts); err != nil {
		return r.errorf("path", "%s: %v", r.Path, err)
	}
	return nil
}

// placed returns an error with a place in the experiment file, if it has none yet.
func (r *Recording) placed(key string, err error) error {
	var has *FileError
	if errors.As(err, &has) {
		return err
	}
	return r.errorf(key, "%v", err)
}

// fit makes the model.
func (l *laid) fit() (err error) {
	r := l.how
	if r.Kind == kindSupply {
		l.supply, err = weather.FitSupply(l.tape.path, l.tape.span)
	} else {
		l.prices, l.mean, err = weather.FitPrices(l.tape.path, l.tape.span, r.Every)
	}
	if err != nil {
		return r.errorf("model", "%s: %v", r.Path, err)
	}
	return nil
}

// skip returns the recording's time at which the run of a seed begins.
func (l *laid) skip(seed uint64, epoch time.Time, until sim.Duration) (sim.Duration, error) {
	r, t := l.how, l.tape
	at := r.At
	switch r.Start {
	case startOffset:
		if r.Offset >= t.span {
			return 0, r.errorf("offset", "offset = %v, but %s covers %v", r.Offset, r.Path, t.span)
		}
		return r.Offset, nil
	case startRandom:
		return l.drawn(seed, epoch, until)
	case startEpoch:
		at = epoch
	}
	switch {
	case t.start.IsZero():
		return 0, r.errorf("start", "%s does not say when it was recorded: want an offset", r.Path)
	case at.Before(t.start) || !at.Before(t.start.Add(t.span)):
		return 0, r.errorf("start", "the run begins %s, but %s is from %s to %s", at.Format(time.RFC3339), r.Path,
			t.start.Format(time.RFC3339), t.start.Add(t.span).Format(time.RFC3339))
	}
	return at.Sub(t.start), nil
}

// drawn draws where the run of a seed begins, at the epoch's hour of the day where
// the recording says which that is.
func (l *laid) drawn(seed uint64, epoch time.Time, until sim.Duration) (sim.Duration, error) {
	r, t := l.how, l.tape
	room := until
	switch {
	case r.Repeat:
		room = 1
	case until == 0:
		return 0, r.errorf("start", `start = "random" wants an until at the top of the file, or after = "repeat": how much must be left is not known`)
	}
	first := sim.Duration(0)
	if !t.start.IsZero() {
		const day = 24 * time.Hour
		first = ((sinceMidnight(epoch)-sinceMidnight(t.start))%day + day) % day
	}
	skip, err := weather.DrawSkip(seed, t.span, first, room)
	if err != nil {
		return 0, r.errorf("start", "%s: %v", r.Path, err)
	}
	return skip, nil
}

func sinceMidnight(t time.Time) sim.Duration {
	t = t.UTC()
	return t.Sub(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC))
}

// lay returns a copy of a world with the recordings of a seed in it. A recording of
// supply replaces what a model of the market has laid over the offer, and a recording
// of prices the prices; where a price history says that a machine was not offered,
// there is none.
func (c *cloud) lay(w *sim.World, seed uint64) (*sim.World, error) {
	out := *w
	out.Offers = slices.Clone(w.Offers)
	if w.Carbon != nil {
		counted := *w.Carbon
		counted.Intensity = slices.Clone(counted.Intensity)
		out.Carbon = &counted
	}
	for _, kind := range []string{kindCarbon, kindSupply, kindPrice} {
		for i := range c.laid {
			if l := &c.laid[i]; l.how.Kind == kind {
				if err := c.put(&out, l, seed); err != nil {
					return nil, fmt.Errorf("%s: %w", l.how.Path, err)
				}
			}
		}
	}
	return &out, nil
}

// put lays one recording over a world.
func (c *cloud) put(out *sim.World, l *laid, seed uint64) error {
	whole := weather.Recorded{Path: l.tape.path, Span: l.tape.span, Repeat: l.how.Repeat}
	var err error
	if !l.how.Fitted {
		if whole.Skip, err = l.skip(seed, c.base.Epoch, l.how.until); err != nil {
			return err
		}
	}
	path, err := whole.Lay(c.lasts)
	if err != nil {
		return err
	}
	if l.how.Kind == kindCarbon {
		out.Carbon.Intensity[l.region] = path
		return nil
	}
	for _, o := range l.offers {
		offer := &out.Offers[o]
		if l.how.Fitted {
			if path, err = l.draw(seed, weather.MarketKey(out, offer), c.lasts); err != nil {
				return err
			}
		}
		if l.how.Kind == kindSupply {
			offer.Supply = weather.Least(c.base.Offers[o].Supply, path)
			continue
		}
		offer.Price = path
		if len(l.tape.offered.At) > 0 && !l.how.Fitted {
			whole.Path = l.tape.offered
			there, err := whole.Lay(c.lasts)
			if err != nil {
				return err
			}
			offer.Supply = weather.Least(offer.Supply, there)
		}
	}
	return nil
}

// breakDown lays recordings of failures over the machines of a world, of which others say
// what is not recorded.
func (c *cloud) breakDown(w *sim.World, others sim.Faults, seed uint64) (sim.Faults, error) {
	for i := range c.laid {
		l := &c.laid[i]
		if l.how.Kind != kindFailures {
			continue
		}
		skip, err := l.skip(seed, c.base.Epoch, l.how.until)
		if err != nil {
			return nil, err
		}
		if others, err = l.broken(skip).Over(w, l.offers, others, c.lasts); err != nil {
			return nil, fmt.Errorf("%s: %w", l.how.Path, err)
		}
	}
	return others, nil
}

// broken is a recording of failures that is entered at an instant.
func (l *laid) broken(skip sim.Duration) *weather.Broken {
	return &weather.Broken{Nodes: l.tape.nodes, Span: l.tape.span, Skip: skip, Repeat: l.how.Repeat}
}

// draw returns what the fitted model has for a market under a seed.
func (l *laid) draw(seed, market uint64, until sim.Time) (sim.Path, error) {
	if l.how.Kind == kindSupply {
		return l.supply.Path(seed, market, until)
	}
	return l.prices.Path(l.mean, seed, market, until)
}
