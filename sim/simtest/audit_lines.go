package simtest

import (
	"slices"

	"skysim/sim"
)

// dispatched follows the machines' own lines.
func (a *Audit) dispatched(e *sim.Event) {
	j, m := a.tries[e.Job], a.machines[e.Machine]
	if j == nil || m == nil || j.ended || m.gone || len(j.live) > 0 || a.jobs[e.Job].Tasks > 1 {
		a.wrongf("job %d cannot stand in the line of machine %d, nor have stood there", e.Job, e.Machine)
		return
	}
	if e.Kind == sim.JobRecalled {
		a.step(e, j)
		return
	}
	if j.line >= 0 || m.noticed || m.wear.down || int(e.Value) != len(m.line) {
		a.wrongf("job %d goes from line %d to that of machine %d, behind %d of %v", e.Job, j.line, e.Machine, e.Value, m.line)
	}
	j.line, m.line = e.Machine, append(m.line, e.Job)
}

// step takes a job out of the line it stands in, and returns where it stood.
func (a *Audit) step(e *sim.Event, j *auditJob) int {
	m := a.machines[e.Machine]
	at := slices.Index(m.line, e.Job)
	if at < 0 || j.line != e.Machine {
		a.wrongf("job %d leaves the line of machine %d, %v, and stands in that of %d", e.Job, e.Machine, m.line, j.line)
		return at
	}
	j.line, m.line = -1, slices.Delete(m.line, at, at+1)
	return at
}

// served checks that a job that starts from a line is its head and runs at once.
func (a *Audit) served(e *sim.Event, j *auditJob) {
	if j.line < 0 {
		return
	}
	if at := a.step(e, j); at != 0 || e.Kind != sim.AttemptStarted || a.machines[e.Machine].up < 0 {
		a.wrongf("job %d starts out of the line of machine %d, where %d stand before it", e.Job, e.Machine, at)
	}
}

// standing checks what a policy can see of the lines, that machines with notice
// have none, and that no head could start.
func (a *Audit) standing(v *sim.View) {
	if a.closing {
		return
	}
	var all, counted int
	for id := v.FirstMachine(); id != 0; id = v.NextMachine(id) {
		i := v.Machine(id)
		m, line := a.machines[i.Number], v.InLine(id, nil)
		var numbers []int64
		for _, of := range line {
			job := v.Job(of)
			if numbers = append(numbers, job.Number); job.Line != id || job.Running != 0 || v.Next(of) != 0 {
				a.wrongf("job %d in the line of machine %d is %+v", job.Number, i.Number, job)
			}
		}
		all += len(line)
		if !slices.Equal(numbers, m.line) || v.Line(id) != len(line) {
			a.wrongf("in the line of machine %d are jobs %v and count %d, want %v", i.Number, numbers, v.Line(id), m.line)
		}
		if len(line) > 0 && (m.noticed || m.wear.down || m.up >= 0 && hasRoom(v, &i, line[0])) {
			a.wrongf("job %d stands at the head of the line of machine %d, which has notice: %v, or room", numbers[0], i.Number, m.noticed)
		}
	}
	for n := range a.sum.Submitted {
		if a.tries[n].line >= 0 {
			counted++
		}
	}
	if all != counted || all != v.Dispatched() {
		a.wrongf("%d jobs stand in lines that can be seen, the View says %d, the log %d", all, v.Dispatched(), counted)
	}
}

// hasRoom reports whether a job of one task fits into what is free.
func hasRoom(v *sim.View, m *sim.MachineInfo, of sim.JobID) bool {
	d := v.Job(of).Demand
	devices := int32(0)
	for g := 0; d.GPUs > 0 && g < 32; g++ {
		if v.Device(m.ID, g) >= d.Share {
			devices++
		}
	}
	return d.CPU <= m.FreeCPU && d.Mem <= m.FreeMem && devices >= d.GPUs
}
