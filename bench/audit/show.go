package audit

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// AllJobs makes Show tell of all decisions.
const AllJobs = int64(-1)

// Show writes a log for people, and verifies it on the way: what stood before the first
// line that was altered is written, and the *AlteredError returned. With a job's number
// it tells of the decisions about that job alone.
func Show(from io.Reader, file string, job int64, to io.Writer) error {
	r := NewReader(from, file)
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		var text string
		switch {
		case rec.Begin != nil:
			text = rec.Begin.tell()
		case rec.End != nil:
			text = rec.End.tell(r.Head())
		case job == AllJobs || rec.Decision.What.Job != nil && *rec.Decision.What.Job == job:
			text = rec.Decision.tell(rec.Seq)
		}
		if _, err := io.WriteString(to, text); err != nil {
			return err
		}
	}
}

func (b *Begin) tell() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s, cell %s\nhash %s, engine %s\npolicy %s\ntime 0 is %s\n", b.Experiment, b.Cell, b.Hash, b.Engine, b.Policy, b.Epoch)
	if len(b.Rules) == 0 {
		s.WriteString("no rules\n")
	}
	for _, r := range b.Rules {
		fmt.Fprintf(&s, "rule: %s\n", r)
	}
	fmt.Fprintf(&s, "%s\n\n", b.Note)
	return s.String()
}

func (e *End) tell(head string) string {
	return fmt.Sprintf("%v: the run is over; %d decisions, %d accepted and %d refused, %d jobs that the rules did not let in; %d accepted calls left no event\nhead %s\n",
		time.Duration(e.TimeNS), e.Decisions, e.Accepted, e.Refused, e.Forbidden, e.Untold, head)
}

// tell says a decision in a few lines.
func (d *Decision) tell(seq int64) string {
	var s strings.Builder
	fmt.Fprintf(&s, "%d. %s (%v) %s", seq, d.Time, time.Duration(d.TimeNS), d.What.tell())
	if d.What.Job != nil {
		s.WriteString(d.Who.tell())
	}
	fmt.Fprintf(&s, ": %s", d.Outcome)
	if d.Rule != "" {
		fmt.Fprintf(&s, " (%s)", d.Rule)
	}
	s.WriteString("\n")
	if d.Why != nil {
		fmt.Fprintf(&s, "     %s\n", d.Why.Text)
	}
	for i := range d.Alternatives {
		s.WriteString(d.Alternatives[i].tell())
	}
	if d.LeftOut > 0 {
		fmt.Fprintf(&s, "       and %d more\n", d.LeftOut)
	}
	return s.String()
}

func (w *What) tell() string {
	var s strings.Builder
	s.WriteString(w.Action)
	if w.Job != nil {
		fmt.Fprintf(&s, " job %d", *w.Job)
	}
	if w.Attempt > 0 {
		fmt.Fprintf(&s, ", attempt %d", w.Attempt)
	}
	machines := slices.Clone(w.Machines)
	slices.Sort(machines)
	if machines = slices.Compact(machines); len(machines) > 0 {
		fmt.Fprintf(&s, ", machine %s", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(machines)), ", "), "[]"))
	}
	if w.Offer != "" {
		fmt.Fprintf(&s, ", %s", w.Offer)
	}
	if w.Until != nil {
		fmt.Fprintf(&s, " until %v", time.Duration(*w.Until))
	}
	if w.Every != nil {
		fmt.Fprintf(&s, " to %v", time.Duration(*w.Every))
	}
	return s.String()
}

func (w *Who) tell() string {
	var parts []string
	if w.Tenant != "" {
		parts = append(parts, "tenant "+w.Tenant)
	}
	if w.Class != "" {
		parts = append(parts, "class "+w.Class)
	}
	if len(parts) == 0 {
		return ""
	}
	return " [" + strings.Join(parts, ", ") + "]"
}

func (a *Alternative) tell() string {
	mark := " "
	if a.Chosen {
		mark = "*"
	}
	return fmt.Sprintf("     %s %-60s $%.4f an hour of the job; %s, %d there: %s\n", mark, a.Offer, float64(a.Effective)/1e12, available(a.Available), a.There, a.Verdict)
}

// available says how many machines can be rented; a supply without limit is 2⁴⁰.
func available(n int64) string {
	if n > 1<<39 {
		return "any number to rent"
	}
	return fmt.Sprintf("%d to rent", n)
}
