package formats

import (
	"io"
	"strings"

	"skysim/sim"
	"skysim/traces/failures"
	"skysim/traces/summary"
)

func failureFormats() []Format {
	return []Format{
		{
			Name: "failures", Kind: KindFailures, Doc: "when the nodes of a cluster were down: node,down_s,up_s",
			fits: fitsFailures, sum: failureSum(failures.Read),
		},
		{
			Name: "fta-events", Kind: KindFailures, Doc: "event_trace.tab of the Failure Trace Archive",
			fits: fitsEvents, sum: failureSum(failures.ReadEvents),
		},
	}
}

// fitsFailures looks below the notes.
func fitsFailures(h *Head) string {
	for _, line := range h.lines {
		if strings.HasPrefix(line, "#") {
			continue
		}
		below := newHead([]byte(line), true)
		if below.header("node", "down_s", "up_s") {
			return "a header with node, down_s, up_s"
		}
		return ""
	}
	return ""
}

// fitsEvents looks for the names of the columns: rows alone could be much else.
func fitsEvents(h *Head) string {
	for _, line := range h.lines {
		if !strings.HasPrefix(line, "#") {
			return ""
		}
		if strings.Contains(line, "event_type\tevent_start_time") {
			return "a comment that names event_type and event_start_time"
		}
	}
	return ""
}

// failureSum sums up a recording of failures.
func failureSum(read func(io.Reader, string, failures.Options) (*failures.Trace, error)) func(*Input, *summary.Report) error {
	return func(in *Input, r *summary.Report) error {
		t, err := read(in.plain, in.Name, failures.Options{Lenient: true})
		if err != nil {
			return err
		}
		var down, up []int64
		broken, still := int64(0), sim.Wide{}
		for i := range t.Nodes {
			last := sim.Time(0)
			for k, o := range t.Nodes[i].Outages {
				down = append(down, int64(o.Up.Sub(o.Down)))
				still.AddProduct(int64(o.Up.Sub(o.Down)), 1)
				if k > 0 { // from one outage to the next; before the first nobody looked
					up = append(up, int64(o.Down.Sub(last)))
				}
				last = o.Up
			}
			if len(t.Nodes[i].Outages) > 0 {
				broken++
			}
		}
		r.Epoch, r.Rows, r.Skips = t.Start, t.Rows, t.Skipped
		r.Lead("points", t.Outages())
		r.Set("span_seconds", summary.Seconds(int64(t.Span)))
		r.Set("nodes", int64(len(t.Nodes)))
		r.Set("broken_nodes", broken)
		r.Set("outages", t.Outages())
		r.Set("down_share", still.Float()/(float64(t.Span)*float64(len(t.Nodes))))
		if len(down) > 0 {
			r.Set("down_seconds", summary.NewSpread(down, 9))
			r.Page.Panels = append(r.Page.Panels, summary.CDF("how long nodes were down", "seconds", down, 1e9))
		}
		if len(up) > 0 {
			r.Set("up_seconds", summary.NewSpread(up, 9))
		}
		r.Doubt(t.Merged, 0, "overlapping: outages that overlapped or touched another of their node, or had no length")
		r.Assume("times in seconds; time that no row covers counts as up")
		if t.Start.IsZero() {
			r.Lack("the calendar: times are since the beginning of the recording")
		}
		return nil
	}
}
