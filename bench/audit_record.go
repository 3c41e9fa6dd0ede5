package bench

import (
	"time"

	"skysim/bench/audit"
	"skysim/sim"
)

// what begins to say what was asked for.
func (l *auditor) what(action string, e *sim.Event) audit.What {
	w := audit.What{Action: action, Attempt: e.Attempt}
	if e.Job >= 0 {
		job := e.Job
		w.Job = &job
	}
	if e.Machine >= 0 {
		w.Machines = []int64{e.Machine}
	}
	if e.Offer >= 0 {
		w.Offer = l.world.OfferName(e.Offer)
	}
	return w
}

// offers returns what there was to choose for an event's job, nil if it is about none.
func (l *auditor) offers(e *sim.Event) *offering {
	k := l.jobs.jobs[e.Job]
	if k == nil {
		return nil
	}
	o := l.choose(l.view, &k.job, l.extra, e.Offer)
	return &o
}

// refusedOffers is offers for refusals of what needs a choice.
func (l *auditor) refusedOffers(e *sim.Event) *offering {
	switch e.Action {
	case sim.ActStart, sim.ActDispatch, sim.ActReplicate, sim.ActMigrate, sim.ActReject, sim.ActDefer:
		about := *e
		about.Offer = -1 // nothing was taken
		return l.offers(&about)
	}
	return nil
}

// who says for whom a decision was.
func (l *auditor) who(e *sim.Event) audit.Who {
	w := audit.Who{Policy: l.policy}
	k := l.jobs.jobs[e.Job]
	if k == nil {
		return w
	}
	user, group := k.job.User, k.job.Group
	w.User, w.Group = &user, &group
	if k.class >= 0 {
		w.Class = l.jobs.of.classes.Names[k.class]
	}
	if k.tenant >= 0 {
		w.Tenant = l.jobs.of.tenants.Names[k.tenant]
	}
	return w
}

// add writes a decision.
func (l *auditor) add(e *sim.Event, what audit.What, choice *offering) {
	d := audit.Decision{
		TimeNS: int64(e.Time), Time: l.world.Epoch.Add(sim.Duration(e.Time)).UTC().Format(time.RFC3339Nano), Round: e.Round,
		Who: l.who(e), What: what, Outcome: sim.Accepted.String(),
	}
	switch {
	case e.Kind == sim.ActionRefused:
		l.end.Refused++
		d.Outcome = e.Refusal.String()
		d.Rule = l.rule(e)
	case e.Outcome == sim.Forbidden:
		l.end.Forbidden++
		d.Who.Policy, d.Outcome = "rules", "forbidden"
		d.Rule = l.ruleOf(e.Job)
	default:
		l.end.Accepted++
	}
	if choice != nil {
		d.Alternatives, d.LeftOut = choice.best, choice.left
		d.Why = choice.why(d.Outcome == sim.Accepted.String() && what.Offer != "")
	}
	if err := l.log.Add(d); err != nil && l.err == nil {
		l.err = err
	}
}

// rule says which rule a refusal is by, in words; "" if it is by none.
func (l *auditor) rule(e *sim.Event) string {
	switch e.Refusal {
	case sim.OutsideResidence, sim.DataOutsideResidence, sim.NotCertified, sim.ProviderBarred, sim.OverQuota:
		return l.ruleOf(e.Job)
	}
	return ""
}

// ruleOf says what rules a job is under.
func (l *auditor) ruleOf(job int64) string {
	k := l.jobs.jobs[job]
	if k == nil {
		return ""
	}
	text := ""
	lines := inWords(l.world)
	if c := k.job.Class; c > 0 {
		text = lines[c-1]
	}
	if t := k.job.Tenant; t > 0 {
		if text != "" {
			text += "; "
		}
		text += lines[len(l.world.Classes)+int(t)-1]
	}
	return text
}
