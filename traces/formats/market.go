package formats

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces/spot"
	"skysim/traces/summary"
)

func marketFormats() []Format {
	samples := func(p spot.Polarity) Format {
		return Format{
			Name: "spot-" + p.String(), Kind: KindSupply, Doc: "JSON with a sample of spot supply every so many seconds; 1 means " + p.String(),
			Declares: "1 means " + p.String(),
			fits:     func(h *Head) string { return fitsSamples(h, p) },
			sum:      supplySum(spot.ReadSamples, p),
			market:   supplyMarket(spot.ReadSamples, p),
		}
	}
	texts := func(p spot.Polarity) Format {
		return Format{
			Name: "text-" + p.String(), Kind: KindSupply, Doc: "bare samples of spot supply, with --gap between them; 1 means " + p.String(),
			Declares: "1 means " + p.String(),
			fits:     func(h *Head) string { return fitsBare(h, p) },
			sum:      supplySum(spot.ReadText, p),
			market:   supplyMarket(spot.ReadText, p),
		}
	}
	return []Format{
		samples(spot.Available), samples(spot.Unavailable), texts(spot.Available), texts(spot.Unavailable),
		{
			Name: "spot-counts", Kind: KindSupply, Doc: "a time and a number of machines that could be had in each line",
			fits: fitsCounts, sum: supplySum(spot.ReadCounts, 0), market: supplyMarket(spot.ReadCounts, 0),
		}, {
			Name: "bamboo", Kind: KindSupply, Doc: "Bamboo's logs: spot machines that come and go, by name; milliseconds",
			fits: fitsBamboo, sum: supplySum(spot.ReadMembers, 0), market: supplyMarket(spot.ReadMembers, 0),
		}, {
			Name: "aws-spot", Kind: KindPrices, Doc: "AWS spot price history, as CSV or the JSON of describe-spot-price-history",
			fits: fitsPrices, sum: sumPrices, market: marketPrices,
		},
	}
}

// fitsSamples looks for the JSON of samples. One above 1 can only be a count of
// what is available: such a file decides by itself.
func fitsSamples(h *Head, p spot.Polarity) string {
	if !h.object("metadata", "gap_seconds", "data") {
		return ""
	}
	why := "a JSON object with metadata, gap_seconds and data"
	_, data, _ := bytes.Cut(h.bytes, []byte(`"data"`))
	data, _, _ = bytes.Cut(data, []byte("]"))
	for _, cell := range bytes.FieldsFunc(data, func(r rune) bool { return strings.ContainsRune(":[, \r\n\t", r) }) {
		if len(cell) > 1 || cell[0] > '1' {
			if p == spot.Unavailable {
				return ""
			}
			return why + ", and a sample above 1, which only counts of what is available can be"
		}
	}
	return why
}

var (
	bare   = regexp.MustCompile(`^[0-9]+([ \t,]+[0-9]+)*[ \t,]*$`)
	event  = regexp.MustCompile(`^[0-9]+,(add|remove),[^,]+$`)
	counts = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}[ ,T]+[0-9]{2}:[0-9]{2}:[0-9]{2}, *[0-9]+$`)
)

// fitsBare looks for nothing but small whole numbers.
func fitsBare(h *Head, p spot.Polarity) string {
	above := false
	for _, line := range h.lines {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if !bare.MatchString(line) {
			return ""
		}
		for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' }) {
			if len(cell) > 2 {
				return ""
			}
			above = above || cell != "0" && cell != "1"
		}
	}
	if above && p == spot.Unavailable || fitsSWF(h)+fitsGap(h)+fitsBinpack(h) != "" {
		return ""
	}
	return "nothing but small whole numbers"
}

func fitsCounts(h *Head) string {
	lines := h.lines
	if h.header("date", "availability") {
		lines = lines[1:]
	}
	if len(lines) == 0 || !counts.MatchString(strings.TrimSpace(lines[0])) {
		return ""
	}
	return "a date, a time and a whole number in each line"
}

func fitsBamboo(h *Head) string {
	if !event.MatchString(strings.TrimSpace(h.lines[0])) {
		return ""
	}
	return "a whole number, add or remove, and a name in each line"
}

func fitsPrices(h *Head) string {
	if h.object("SpotPriceHistory") {
		return "a JSON object with SpotPriceHistory"
	}
	text := bytes.TrimLeft(h.bytes, " \t\r\n")
	if len(text) > 0 && text[0] == '[' && bytes.Contains(text, []byte(`"SpotPrice"`)) {
		return "a JSON array of points with SpotPrice"
	}
	for _, names := range [][]string{
		{"timestamp_utc", "az", "instance_type", "spot_usd_per_h"}, {"time_utc", "zone", "instance_type", "spot_usd_per_h"},
		{"Timestamp", "AvailabilityZone", "InstanceType", "SpotPrice"}, {"timestamp", "availability_zone", "instance_type", "spot_price"},
	} {
		if h.header(names...) {
			return "a header with " + strings.Join(names, ", ")
		}
	}
	return ""
}

// readSupply is how package spot reads one of its formats.
type readSupply func(io.Reader, string, spot.Options) (*spot.Supply, error)

// supplySum sums up a recording of supply. What goes back in it is put in order and
// counted.
func supplySum(read readSupply, p spot.Polarity) func(*Input, *summary.Report) error {
	return func(in *Input, r *summary.Report) error {
		s, err := read(in.plain, in.Name, spot.Options{Polarity: p, Gap: in.Options.Gap, Sort: true})
		if err != nil {
			return err
		}
		var c summary.Course
		var prices []int64
		changes := int64(0)
		for i, point := range s.Points {
			c.Add(int64(point.At), int64(point.Count), 0)
			if i > 0 && (point.Count > 0) != (s.Points[i-1].Count > 0) {
				changes++
			}
		}
		for _, price := range s.Prices {
			prices = append(prices, int64(price))
		}
		n := int64(len(s.Points))
		r.Lead("points", n)
		r.Rows = n
		r.Epoch = s.Start
		c.Put(r)
		r.Anomalies = nil // of the sorted points: what the file has is said below
		r.Set("peak", int64(s.Peak()))
		if s.Gap > 0 {
			available, _ := s.Share()
			r.Set("available", int64(available))
			r.Set("available_share", summary.Share(int64(available), n))
			r.Set("gap_seconds", summary.Seconds(int64(s.Gap)))
		} else {
			// A share of points says nothing where each stands for another length of time.
			r.Set("available_share", shareOfTime(s))
			r.Set("gap_seconds", nil)
		}
		r.Set("changes", changes) // from none to some, or back
		supplyFacts(r, s, prices)
		r.Doubt(s.Unsorted.N, s.Unsorted.Line, "unsorted: points earlier than the one above them")
		r.Doubt(s.Duplicates.N, s.Duplicates.Line, "duplicate: points at the instant of another, with the same number")
		r.Doubt(s.Conflicts.N, s.Conflicts.Line, "overlapping: points at the instant of another, with another number; the later in the file holds")
		c.Hold(int64(s.Span()))
		r.Page.Panels = append(r.Page.Panels, summary.Panel{
			Title: "supply", X: "time since the first point", Y: "machines to be had (means over each stretch)", Steps: true, Time: true,
			Curves: []summary.Curve{c.Curve("machines")},
		})
		if len(prices) > 0 {
			var course summary.Course
			course.Places = 12
			for i, price := range prices {
				course.Add(int64(s.Points[i].At), price, 0)
			}
			r.Page.Panels = append(r.Page.Panels, summary.Panel{
				Title: "price", X: "time since the first point", Y: "$ per hour", Steps: true, Time: true, Curves: []summary.Curve{course.Curve("spot")},
			})
		}
		return nil
	}
}

// shareOfTime returns the share of a recording's time at which there was a machine to be
// had, nil where it has no length.
func shareOfTime(s *spot.Supply) any {
	var up, all int64
	for i := 1; i < len(s.Points); i++ {
		stay := int64(s.Points[i].At - s.Points[i-1].At)
		if all += stay; s.Points[i-1].Count > 0 {
			up += stay
		}
	}
	if all == 0 {
		return nil
	}
	return summary.Share(up, all)
}

// supplyFacts puts what some recordings say beside the samples.
func supplyFacts(r *summary.Report, s *spot.Supply, prices []int64) {
	if s.Adds+s.Removes > 0 {
		r.Set("adds", s.Adds)
		r.Set("removes", s.Removes)
		r.Assume("times in milliseconds")
	}
	for _, f := range []struct{ key, value string }{{"zone", s.Zone}, {"machine", s.Machine}} {
		if f.value != "" {
			r.Set(f.key, f.value)
		}
	}
	if s.Spot > 0 {
		r.Set("spot_usd_per_hour", summary.Units(int64(s.Spot), 12))
	}
	if s.OnDemand > 0 {
		r.Set("ondemand_usd_per_hour", summary.Units(int64(s.OnDemand), 12))
	}
	if s.Filled != nil {
		r.Set("filled_points", int64(s.Filled[1]-s.Filled[0]+1))
		r.Doubt(int64(s.Filled[1]-s.Filled[0]+1), 0, "points that were filled in, not recorded")
	}
	if len(prices) > 0 {
		r.Set("prices_usd_per_hour", summary.NewSpread(prices, 12))
		above := int64(0)
		for _, p := range s.Prices {
			if s.OnDemand > 0 && p > s.OnDemand {
				above++
			}
		}
		r.Doubt(above, 0, "spot price above the on-demand price")
	} else {
		r.Lack("prices")
	}
	if s.Start.IsZero() {
		r.Lack("the calendar: times are since the first point")
	}
}

// supplyMarket streams a recording of supply.
func supplyMarket(read readSupply, p spot.Polarity) func(*Input) (Market, error) {
	return func(in *Input) (Market, error) {
		s, err := read(in.plain, in.Name, spot.Options{Polarity: p, Gap: in.Options.Gap, Sort: in.Options.Sort})
		if err != nil {
			return nil, err
		}
		return &supplyPoints{supply: s}, nil
	}
}

type supplyPoints struct {
	supply *spot.Supply
	next   int
}

// Next gives the next point.
func (s *supplyPoints) Next(p *MarketPoint) bool {
	if s.next == len(s.supply.Points) {
		return false
	}
	at := s.supply.Points[s.next]
	*p = MarketPoint{At: at.At, Zone: s.supply.Zone, Type: s.supply.Machine, Supply: int64(at.Count), Price: Absent, OnDemand: Absent}
	if s.supply.Prices != nil {
		p.Price = s.supply.Prices[s.next]
	}
	if s.supply.OnDemand > 0 {
		p.OnDemand = s.supply.OnDemand
	}
	s.next++
	return true
}

// Epoch returns the instant of the first point.
func (s *supplyPoints) Epoch() time.Time { return s.supply.Start }

// Until returns how far the recording reaches: the last sample holds for a gap.
func (s *supplyPoints) Until() sim.Time { return sim.Time(s.supply.Span()) }

// Err returns nil: what was wrong was said when it was read.
func (s *supplyPoints) Err() error { return nil }
