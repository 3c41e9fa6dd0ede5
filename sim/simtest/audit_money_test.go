package simtest

import (
	"strings"
	"testing"

	"skysim/sim"
)

// spendingWorld has data that moves between two clouds across the border of a tier
// and of a month, rules of billing that change, and a commitment.
const spendingWorld = `
	provider acme
	billing acme from=30m increment=1h
	type box cpu=2
	region east
	zone east-a
	offer demand box on-demand price=1.00 supply=9
	provider bolt
	type box cpu=2
	region north
	zone north-a
	offer spot box spot price=0.30 supply=1
	account acme free=1 months=0s,1h,2h,9h
	route internet counter=0 tiers=0:0.09,10:0.05
	send internet from=east to=north
	send internet from=north to=east
	storage east price=0.02
	commitment box in=east count=1 price=0.60 from=0s to=2h
`

// TestAuditFindsForgedMoney tells the audit lies about money.
func TestAuditFindsForgedMoney(t *testing.T) {
	on := func(k sim.LineKind, change func(l *sim.Line)) func(l *sim.Line) {
		return func(l *sim.Line) {
			if l.Kind == k {
				change(l)
			}
		}
	}
	for _, c := range []struct {
		name   string
		line   func(l *sim.Line)
		totals func(s *sim.Totals)
		want   string
	}{
		{name: "the truth"},
		{name: "dearer machines", line: on(sim.MachineLine, func(l *sim.Line) { l.Amount++ }), want: "line is"},
		{name: "dearer traffic", line: on(sim.TrafficLine, func(l *sim.Line) { l.Amount++ }), want: "line is"},
		{name: "more of it free", line: on(sim.TrafficLine, func(l *sim.Line) { l.Moved.Free++ }), want: "line is"},
		{name: "from another position", line: on(sim.TrafficLine, func(l *sim.Line) { l.Moved.Before++ }), want: "line is"},
		{name: "other bytes", line: on(sim.TrafficLine, func(l *sim.Line) { l.Moved.Bytes++ }), want: "not charged"},
		{name: "for another try", line: on(sim.TrafficLine, func(l *sim.Line) { l.Moved.Attempt++ }), want: "did not happen"},
		{name: "a larger credit", line: on(sim.CreditLine, func(l *sim.Line) { l.Amount-- }), want: "credit"},
		{name: "more covered", line: on(sim.CreditLine, func(l *sim.Line) { l.Billed++ }), want: "credit"},
		{name: "credit for another hour", line: on(sim.CreditLine, func(l *sim.Line) { l.From += 5 * clockHour }), want: "nothing is covered"},
		{name: "dearer storage", line: on(sim.StorageLine, func(l *sim.Line) { l.Amount++ }), want: "at rest was"},
		{name: "longer storage", line: on(sim.StorageLine, func(l *sim.Line) { l.Life++ }), want: "not at rest"},
		{name: "a lower fee", line: on(sim.FeeLine, func(l *sim.Line) { l.Amount-- }), want: "the fee"},
		{name: "another sum of fees", totals: func(s *sim.Totals) { s.CostBy[sim.FeeLine]-- }, want: "kind fee"},
		{name: "another provider", totals: func(s *sim.Totals) { s.CostAt[0]-- }, want: "bill of acme"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newWorldBuilder()
			if err := b.read(spendingWorld); err != nil {
				t.Fatal(err)
			}
			var stage Stage
			stage.world = b
			if err := stage.readJobs("job work=40m cpu=2 home=north reads=9 writes=3\njob at=50m work=100m cpu=2 home=north reads=8\njob at=50m work=20m cpu=2 keep=checkpoint every=3m size=70"); err != nil {
				t.Fatal(err)
			}
			f := &forger{NewAudit(b.world, stage.jobs), nil, c.line}
			s, err := sim.New(sim.Config{World: b.world, Jobs: sim.Jobs(stage.jobs...), Policy: &InOrder{Rent: 0, Release: true}, Observers: []sim.Observer{f}, Thorough: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Run(); err != nil {
				t.Fatal(err)
			}
			totals := s.Totals()
			for k, m := range totals.CostBy {
				if m == 0 {
					t.Errorf("nothing is paid for %v", sim.LineKind(k))
				}
			}
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
