package bill

import (
	"skysim/sim"
	"skysim/traces"
	"skysim/traces/usage"
)

// machine prices a machine, or several equal ones, each rounded by itself.
func (j *job) machine(i int) *traces.SyntaxError {
	r := &j.rows[i]
	t, f := j.at(r, r.Start)
	if f != nil {
		return f
	}
	life := r.End.Sub(r.Start)
	from := instant(r.Start)
	until := from.Add(t.billing.Time(life))
	if t.billing.Time(life) < life || until == sim.Never {
		return r.Fault("end", "an earlier time: the machine lives too long to be billed", "")
	}
	path, f := j.path(r, until)
	if f != nil {
		return f
	}
	use := sim.MachineUse{From: from, Life: life, Price: path, Spot: r.Purchase == usage.Spot, Reclaimed: r.EndedBy == usage.ByProvider}
	c, ok := t.billing.Charge(use)
	if !ok {
		return tooMuch(r, "end")
	}
	amount, ok := times(c.Amount, r.Count)
	if !ok {
		return tooMuch(r, "count")
	}
	month, _ := t.month(r.Start)
	j.add(i, Line{Kind: Machine, Month: month, Amount: amount, Why: whyMachine(r, t, path, c)})
	if r.Purchase == usage.OnDemand {
		j.usage = append(j.usage, machineUse{i, path, from, until})
	}
	return nil
}
