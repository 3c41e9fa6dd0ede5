package swf

import (
	"fmt"

	"skysim/sim"
)

// Counts is what a Reader has seen. All but Jobs is about every row read that
// makes sense, those before the window included; a window stops the reading.
type Counts struct {
	Rows int64 // lines with columns, good and bad, jobs or not
	Jobs int64 // given out
	// Jobs that claim nothing: the estimate of such a job is its run time.
	NoRequest int64
	// Jobs that ran longer than they asked for.
	OverRequest int64
	// Jobs that ran 0 s, that is less than half a second.
	Zero int64
	// Jobs on more processors than the header says there are.
	TooWide int64
	// Jobs that got another number of processors than they asked for.
	Differ int64
	// ProcTime is the sum of processors × run time in ns, over all rows where
	// both are known but the parts of jobs, by the allocated processors or,
	// where these are unknown, the requested ones.
	ProcTime sim.Wide
	// First is the least submit time and Last the latest end of a row, in ns of
	// the log's own time. A row's end is its submit time plus its wait and run
	// time, as far as these are known.
	First, Last int64
	good        bool // a row was seen that makes sense
}

// CoreHours returns ProcTime in hours, for people.
func (c *Counts) CoreHours() float64 { return c.ProcTime.Float() / 3.6e12 }

// Utilisation returns the share of so many processors that was in use between
// First and Last, for people.
func (c *Counts) Utilisation(procs int64) float64 {
	if c.Last <= c.First || procs <= 0 {
		return 0
	}
	return c.ProcTime.Float() / (float64(procs) * float64(c.Last-c.First))
}

// add counts one row.
func (c *Counts) add(r *Row, h *Header) {
	if !c.good || r.Submit < c.First {
		c.First = r.Submit
	}
	c.good = true
	c.Rows++
	c.Last = max(c.Last, r.Submit+max(r.Wait, 0)+max(r.Run, 0))
	procs := r.Procs(Allocated)
	if PartContinued <= r.Status && r.Status <= PartFailed || r.Run == Unknown || procs <= 0 {
		return
	}
	c.ProcTime.AddProduct(procs, r.Run)
	tally(&c.NoRequest, r.Request <= 0)
	tally(&c.OverRequest, r.Request > 0 && r.Run > r.Request)
	tally(&c.Zero, r.Run == 0)
	tally(&c.TooWide, h.Procs() > 0 && procs > h.Procs())
	tally(&c.Differ, r.Allocated > 0 && r.Requested > 0 && r.Allocated != r.Requested)
}

func tally(n *int64, yes bool) {
	if yes {
		*n++
	}
}

// Doubts returns what a careful reader would want to know about the log, as
// far as it was read: where the header does not fit the rows, and what was
// assumed.
func (r *Reader) Doubts() []string {
	doubts := append([]string(nil), r.doubts...)
	say := func(yes bool, format string, args ...any) {
		if yes {
			doubts = append(doubts, fmt.Sprintf(format, args...))
		}
	}
	c, h := &r.counts, &r.header
	whole := r.options.Count == 0 && r.ended && r.err == nil
	say(whole && h.MaxRecords > c.Rows, "rows are %[2]d, and the header's MaxRecords is %[1]d: the log was cleaned, or cut short", h.MaxRecords, c.Rows)
	say(whole && h.MaxRecords > 0 && h.MaxRecords < c.Rows, "rows are %[2]d, and the header's MaxRecords is %[1]d", h.MaxRecords, c.Rows)
	say(whole && h.MaxJobs > c.Rows && h.MaxJobs != h.MaxRecords, "rows are %[2]d, and the header's MaxJobs is %[1]d: it counts jobs that were removed", h.MaxJobs, c.Rows)
	say(h.Procs() == 0, "the header does not say how many processors there are")
	say(c.TooWide > 0, "jobs on more processors than the header's %d: %d", h.Procs(), c.TooWide)
	say(c.NoRequest > 0, "jobs without a requested time, for which their run time stands: %d", c.NoRequest)
	say(c.OverRequest > 0, "jobs that ran longer than they asked for: %d", c.OverRequest)
	say(c.Zero > 0, "jobs that ran 0 s: %d", c.Zero)
	say(c.Differ > 0, "jobs that got another number of processors than they asked for: %d", c.Differ)
	say(r.width > Columns, "the rows have %d columns, %d more than the format", r.width, r.width-Columns)
	return doubts
}
