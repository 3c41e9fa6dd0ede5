package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"skysim/bench/audit"
	"skysim/sim"
)

// unruly asks for anything and keeps a list of what it asked for and what it was told.
type unruly struct {
	random sim.Stream
	asked  []string
	wakes  int64
	next   sim.Time
	jobs   []sim.JobID
	tries  []sim.AttemptID
}

func (u *unruly) String() string { return "unruly" }

func (u *unruly) note(a sim.Action, why sim.Refusal) {
	if a == sim.ActWake && why == sim.Accepted {
		u.wakes++
		return
	}
	u.asked = append(u.asked, actions[a]+": "+why.String())
}

// Decide does a few things at random. What it does by chance is often not allowed.
func (u *unruly) Decide(v *sim.View, p *sim.Plan) {
	pick := func(n int) int { return int(u.random.Int64N(int64(max(n, 1)))) }
	for range 3 {
		u.jobs, u.tries = u.jobs[:0], u.tries[:0]
		for j := v.First(); j != 0; j = v.Next(j) {
			u.jobs = append(u.jobs, j)
		}
		var machines []sim.MachineID
		for m := v.FirstMachine(); m != 0; m = v.NextMachine(m) {
			machines = append(machines, m)
			u.jobs = v.InLine(m, u.jobs)
			u.jobs = v.Tasks(m, u.jobs)
		}
		var job sim.JobID
		var machine sim.MachineID
		var try sim.AttemptID
		if len(u.jobs) > 0 {
			job = u.jobs[pick(len(u.jobs))]
			if u.tries = v.Attempts(job, u.tries); len(u.tries) > 0 {
				try = u.tries[pick(len(u.tries))]
			}
		}
		if len(machines) > 0 {
			machine = machines[pick(len(machines))]
		}
		u.act(v, p, job, try, machine)
	}
	if v.Now() >= u.next { // one wake at a time, or each would bring forth another
		u.next = v.Now().Add(sim.Duration(1 + u.random.Int64N(600_000_000_000)))
		u.note(sim.ActWake, p.WakeAt(u.next))
	}
}

// act does one thing of twelve.
func (u *unruly) act(v *sim.View, p *sim.Plan, job sim.JobID, try sim.AttemptID, machine sim.MachineID) {
	places := slices.Repeat([]sim.Place{{Machine: machine}}, max(v.Gang(job), 1))
	switch u.random.Int64N(16) {
	case 0, 1:
		_, why := p.Rent(sim.OfferID(u.random.Int64N(int64(len(v.World().Offers)) + 1)))
		u.note(sim.ActRent, why)
	case 2:
		u.note(sim.ActRelease, p.Release(machine))
	case 3, 4, 5:
		_, why := p.Start(job, places...)
		u.note(sim.ActStart, why)
	case 6:
		u.note(sim.ActStop, p.Stop(try))
	case 7:
		if u.random.Bool(0.2) {
			u.note(sim.ActReject, p.Reject(job))
		}
	case 8, 9:
		u.note(sim.ActDispatch, p.Dispatch(job, machine))
	case 10:
		u.note(sim.ActRecall, p.Recall(job))
	case 11:
		_, why := p.Replicate(job, places...)
		u.note(sim.ActReplicate, why)
	case 12:
		_, why := p.Migrate(try, places...)
		u.note(sim.ActMigrate, why)
	case 13:
		u.note(sim.ActDefer, p.Defer(job, v.Now().Add(sim.Duration(u.random.Int64N(3_600_000_000_000)))))
	case 14:
		u.note(sim.ActInterval, p.SetInterval(job, sim.Duration(u.random.Int64N(3_600_000_000_000))))
	case 15:
		u.note(sim.ActCheckpoint, p.Checkpoint(try))
	}
}

// warned is a Source of jobs that save on notice, if there is time.
type warned struct {
	sim.Source
	n int64
}

func (w *warned) Next(j *sim.Job) bool {
	ok := w.Source.Next(j)
	w.n++
	if w.n%3 > 0 {
		j.Restart = sim.Restart{Keep: sim.KeepCheckpoint, Every: 3_600_000_000_000, Cost: sim.Duration(w.n%5) * 40_000_000_000, OnNotice: w.n%2 > 0}
	}
	return ok
}

// auditWorld has everything that a decision can be about: rules, spot machines that leave,
// boots that fail, machines of one's own, gangs and checkpoints.
func auditWorld(t *testing.T) *Plan {
	t.Helper()
	text := strings.NewReplacer(`purchases = ["on-demand"]`, `purchases = ["on-demand", "spot"]`, `gpu_fraction = 0.0`, "gpu_fraction = 0.3\n", `days = 0.5`, `days = 0.3`,
		`use = "catalog"`, "use = \"catalog\"", `"m5.large", `, `"m5.large", "m5.4xlarge", "p3.2xlarge", `, `"m5.*", `, `"m5.large", "p3.*", `).Replace(lawful)
	text = "until = \"12h\"\n" + strings.Replace(text, "[[workload]]", "[[cloud.machine]]\nname = \"server\"\ncount = 3\ncores = 8\nmem_gib = 32\n[[workload]]", 1) + "[weather]\nspot_up = \"1h\"\nspot_down = \"20m\"\n"
	p, err := Prepare(mustParse(t, text), "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// read returns the decisions of a log.
func readLog(t *testing.T, log []byte) (all []audit.Decision) {
	t.Helper()
	r := audit.NewReader(bytes.NewReader(log), "log")
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		if rec.Decision != nil {
			all = append(all, *rec.Decision)
		}
	}
}

// The log has every call of the Plan, in order, with its outcome, and nothing else: a
// policy that asks for anything at random says so itself. Two runs give the same bytes.
func TestAuditHasEveryDecision(t *testing.T) {
	p := auditWorld(t)
	seen := map[string]int{}
	for seed := range uint64(6) {
		for _, cell := range p.Cells {
			var logs [2]bytes.Buffer
			var policy *unruly
			var end audit.End
			for i := range logs {
				config, err := p.config(cell)
				if err != nil {
					t.Fatal(err)
				}
				policy = &unruly{random: sim.NewStream(seed, "unruly")}
				config.Policy, config.Thorough, config.Jobs = policy, true, &warned{Source: config.Jobs}
				if end, _, err = p.audit(context.Background(), cell, config, auditTo{&logs[i], 2}); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(logs[0].Bytes(), logs[1].Bytes()) {
				t.Fatal("two runs of one cell have different logs")
			}
			var got []string
			for _, d := range readLog(t, logs[0].Bytes()) {
				if d.What.Action == "admit" {
					continue
				}
				got = append(got, d.What.Action+": "+d.Outcome)
				seen[got[len(got)-1]]++
			}
			for i := range max(len(got), len(policy.asked)) {
				if i >= len(got) || i >= len(policy.asked) || got[i] != policy.asked[i] {
					t.Fatalf("seed %d, %s: the log and the policy part at decision %d:\n%q\n%q", seed, cell.Name, i, got[min(i, len(got)):min(i+5, len(got))], policy.asked[min(i, len(policy.asked)):min(i+5, len(policy.asked))])
				}
			}
			if end.Untold != policy.wakes || end.Accepted+end.Refused != int64(len(got)) {
				t.Errorf("the end says %+v; the policy was granted %d wakes", end, policy.wakes)
			}
		}
	}
	for _, want := range []string{
		"rent: accepted", "release: accepted", "start: accepted", "stop: accepted", "reject: accepted", "dispatch: accepted", "recall: accepted", "replicate: accepted", "migrate: accepted",
		"defer: accepted", "checkpoint: accepted", "set the checkpoint interval: accepted", "start: no room", "start: job may not run in this jurisdiction", "start: provider is not permitted", "rent: no supply",
	} {
		if seen[want] == 0 {
			t.Errorf("no decision of the runs is %q: they test less than they should\n%s", want, fmt.Sprint(seen))
		}
	}
}
