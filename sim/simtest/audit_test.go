package simtest

import (
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// forger passes on to an audit what it hears, with one thing changed.
type forger struct {
	*Audit
	event func(e *sim.Event)
	line  func(l *sim.Line)
}

func (f *forger) Observe(v *sim.View, events []sim.Event) {
	changed := append([]sim.Event(nil), events...)
	for i := range changed {
		if f.event != nil {
			f.event(&changed[i])
		}
	}
	f.Audit.Observe(v, changed)
}

func (f *forger) Charge(l sim.Line) {
	if f.line != nil {
		f.line(&l)
	}
	f.Audit.Charge(l)
}

// The audit must find each of these lies, and nothing where there is none.
func TestAuditFindsWhatIsForged(t *testing.T) {
	on := func(k sim.Kind, change func(e *sim.Event)) func(e *sim.Event) {
		return func(e *sim.Event) {
			if e.Kind == k {
				change(e)
			}
		}
	}
	cases := []struct {
		name   string
		event  func(e *sim.Event)
		line   func(l *sim.Line)
		totals func(s *sim.Totals)
		want   string // "" for nothing
	}{
		{name: "the truth"},
		{name: "a nano-dollar more", line: func(l *sim.Line) { l.Amount++ }, want: "line is"},
		{name: "a line for another machine", line: func(l *sim.Line) { l.Machine += 100 }, want: "was not charged"},
		{name: "a nano-dollar less in all", totals: func(s *sim.Totals) { s.Cost-- }, want: "the bill"},
		{name: "a later submission", event: on(sim.JobSubmitted, func(e *sim.Event) { e.Time++ }), want: "is submitted"},
		{name: "more work kept", event: on(sim.AttemptEnded, func(e *sim.Event) { e.Value++ }), want: "work kept"},
		{name: "a longer run", event: on(sim.AttemptEnded, func(e *sim.Event) { e.Run++ }), want: "ran"},
		{name: "a faster machine", event: on(sim.AttemptStarted, func(e *sim.Event) { e.Value++ }), want: "ppm"},
		{name: "a shorter turnaround", event: on(sim.JobEnded, func(e *sim.Event) { e.Value-- }), want: "ends after"},
		{name: "another price", event: on(sim.PriceChanged, func(e *sim.Event) { e.Value++ }), want: "price of offer"},
		{name: "another supply", event: on(sim.SupplyChanged, func(e *sim.Event) { e.Value++ }), want: "supply of offer"},
		{name: "a shorter notice", event: on(sim.MachineNoticed, func(e *sim.Event) { e.Value-- }), want: "will be lost at"},
		{name: "an event that was left out", event: func(e *sim.Event) { e.Seq++ }, want: "sequence number"},
		{name: "a job more", totals: func(s *sim.Totals) { s.Submitted++ }, want: "jobs submitted"},
		{name: "a shorter wait", totals: func(s *sim.Totals) { s.WaitSum.Lo-- }, want: "waits"},
		{name: "less work lost", totals: func(s *sim.Totals) { s.WorkLost.Lo-- }, want: "work lost"},
		{name: "fewer jobs in the system", totals: func(s *sim.Totals) { s.InSystem.Lo-- }, want: "∫N dt"},
		{name: "less capacity used", totals: func(s *sim.Totals) { s.Use[sim.Spot].UsedCPU.Lo-- }, want: "used resource-time"},
		{name: "less capacity there", totals: func(s *sim.Totals) { s.Use[sim.Spot].AvailableMem.Lo-- }, want: "available resource-time"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w, jobs := auditedWorld(t)
			f := &forger{NewAudit(w, jobs), c.event, c.line}
			s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: &InOrder{Rent: 0}, Observers: []sim.Observer{f}})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Run(); err != nil {
				t.Fatal(err)
			}
			totals := s.Totals()
			if c.totals != nil {
				c.totals(&totals)
			}
			err = f.Check(totals, s.Now())
			if (err == nil) != (c.want == "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
				t.Errorf("the audit says %v, want something about %q", err, c.want)
			}
		})
	}
}

// auditedWorld has a spot offer whose price and supply change, and three jobs.
func auditedWorld(t *testing.T) (*sim.World, []sim.Job) {
	b := newWorldBuilder()
	if err := b.read(`
		provider acme increment=1s minimum=1m notice=10s
		region east
		zone east-a
		type small cpu=2 mem=4
		offer spot small spot price=0.36 supply=2 boot=20s
		price spot at=50s is=0.72
		supply spot at=70s is=1
	`); err != nil {
		t.Fatal(err)
	}
	job := sim.Job{Work: int64(2 * time.Minute), Demand: sim.Demand{CPU: 2000, Mem: 1024}}
	return b.world, []sim.Job{job, job, job}
}
