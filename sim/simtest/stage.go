package simtest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cockroachdb/datadriven"

	"skysim/sim"
)

// Policies makes the policy that a transcript names, for a world.
type Policies func(name string, w *sim.World) (sim.Policy, error)

// Transcripts runs every file of a directory as a transcript. Run the test with
// -rewrite to write the answers anew, and read the difference: a transcript
// that enshrines a mistake is worse than none. more may be nil, or make policies
// besides script and in-order.
func Transcripts(t *testing.T, dir string, more Policies) {
	datadriven.Walk(t, dir, func(t *testing.T, path string) {
		if !strings.HasSuffix(path, ".txt") {
			return // rapid keeps its failures here
		}
		stage := Stage{More: more}
		datadriven.RunTest(t, path, func(_ *testing.T, d *datadriven.TestData) string {
			return stage.Do(strings.TrimSpace(d.Cmd+" "+arguments(d)), d.Input)
		})
	})
}

func arguments(d *datadriven.TestData) string {
	var list []string
	for _, a := range d.CmdArgs {
		list = append(list, a.String())
	}
	return strings.Join(list, " ")
}

// Stage is where one transcript plays. Its commands are:
//
//	world       what there is; input lines: provider, region, zone, type, offer,
//	            price, supply, boot, profile; see worldBuilder
//	jobs        input lines: job at=10s work=1m cpu=2 ...; see readJob
//	script      input lines: at 10s start j0 on=m0; see Script
//	run         run to the end, or to=30s; the first one may say policy=in-order
//	            (script if it does not), rent=OFFER and release for that policy,
//	            until=1h for a horizon, rounds=10 for the limit of rounds
//	look        what a policy would see now
//	tries       and of the tries that hold places
//	snapshot    keep the run as it is now
//	resume      go on from the snapshot, as run does; with a policy it is a fork
//
// The answer to run and resume is the story of what happened, and when the run is over
// the bill, the sums, and what the Audit has to say, which should be nothing.
type Stage struct {
	// More makes policies that the stage does not know; it may be nil.
	More Policies

	world  *worldBuilder
	jobs   []sim.Job
	script string

	run      *sim.Sim
	settings words  // of the run
	played   string // and its script
	acting   *Script
	story    *story
	audit    *Audit
	kept     []byte
	keptAt   sim.Time
	auditing bool
}

// Do carries out one command with its input and returns the answer.
func (s *Stage) Do(command, input string) string {
	answer, err := s.command(readWords(command), input)
	if err != nil {
		return answer + "error: " + err.Error() + "\n"
	}
	return answer
}

func (s *Stage) command(w *words, input string) (string, error) {
	switch w.verb {
	case "world":
		*s = Stage{More: s.More, world: newWorldBuilder()}
		return "", errors.Join(w.done(), s.world.read(input))
	case "jobs":
		return "", errors.Join(w.done(), s.readJobs(input))
	case "script":
		s.script = input
		return "", w.done()
	case "run":
		return s.play(w)
	case "look":
		return s.look(), w.done()
	case "tries":
		return s.tries(), w.done()
	case "snapshot":
		var err error
		s.kept, err = s.run.Snapshot()
		s.keptAt = s.run.Now() + 1
		return "", errors.Join(err, w.done())
	case "resume":
		return s.resume(w)
	}
	return "", fmt.Errorf("no command %q: want world, jobs, script, run, look, tries, snapshot or resume", w.verb)
}

// play begins the run or goes on with it.
func (s *Stage) play(w *words) (string, error) {
	to := w.time("to")
	if s.run == nil {
		s.settings, s.played = *w, s.script
		s.story = &story{offers: s.world.names, world: s.world.world}
		s.audit, s.auditing = NewAudit(s.world.world, s.jobs).Under(s.world.faults()), true
		c, err := s.config(w, s.script, s.story, s.audit)
		if err != nil {
			return "", err
		}
		if s.run, err = sim.New(c); err != nil {
			return "", err
		}
	}
	if err := w.done(); err != nil {
		return "", err
	}
	return s.forward(to)
}

// forward runs on and tells the story.
func (s *Stage) forward(to sim.Time) (string, error) {
	if to == 0 {
		to = sim.Never
	}
	err := s.run.RunUntil(to)
	text := s.story.text.String()
	s.story.text.Reset()
	if err != nil || !s.run.Done() {
		return text, err
	}
	return text + s.ending(), nil
}

// ending tells the bill and the sums.
func (s *Stage) ending() string {
	t := s.run.Totals()
	var b strings.Builder
	fmt.Fprintf(&b, "%-8s the run is over\n", s.run.Now())
	b.WriteString(s.story.bill.String())
	if t.LinesCount > 1 {
		fmt.Fprintf(&b, "bill: %v in all\n", t.Cost)
	}
	fmt.Fprintf(&b, "jobs: %d submitted", t.Submitted)
	for o, word := range []string{"", "finished", "rejected", "timed out", "impossible", "orphaned", "forbidden"} {
		if t.Ended[o] > 0 {
			fmt.Fprintf(&b, ", %d %s", t.Ended[o], word)
		}
	}
	if t.Unfinished() > 0 {
		fmt.Fprintf(&b, ", %d unfinished", t.Unfinished())
	}
	if t.DeadlineJobs > 0 {
		fmt.Fprintf(&b, "; deadlines missed: %d of %d", t.DeadlineMisses, t.DeadlineJobs)
	}
	fmt.Fprintf(&b, "\nwork: %v bought, %v kept, %v lost\n", duration(t.WorkBought), duration(t.WorkKept), duration(t.WorkLost))
	if s.auditing {
		if err := s.audit.Check(t, s.run.Now()); err != nil {
			fmt.Fprintf(&b, "%v <-- via audit\n", err)
		}
	}
	if s.acting != nil {
		for _, line := range s.acting.undone() {
			fmt.Fprintf(&b, "never done: %s\n", line)
		}
	}
	return b.String()
}

func duration(w sim.Wide) sim.Duration { return sim.Duration(w.Lo) }

// config makes a run of the stage as it is.
func (s *Stage) config(w *words, lines string, observers ...sim.Observer) (sim.Config, error) {
	c := sim.Config{
		World: s.world.world, Jobs: sim.Jobs(s.jobs...), Boots: s.world, Until: w.time("until"),
		Observers: observers, RoundLimit: int(w.count("rounds")), Thorough: true, Faults: s.world.faults(),
	}
	script, err := readScript(lines, s.world.names)
	if err != nil {
		return c, err
	}
	switch name := w.value("policy"); name {
	case "", "script":
	case "in-order":
		then := &InOrder{Rent: -1, Release: w.has("release")}
		if rent := w.value("rent"); rent != "" {
			then.Rent = sim.OfferID(w.index("offer", rent, s.world.names))
		}
		script.Then = then
	default:
		if s.More == nil {
			return c, fmt.Errorf("no policy %q: want script or in-order", name)
		}
		if script.Then, err = s.More(name, s.world.world); err != nil {
			return c, err
		}
	}
	s.acting = script
	c.Policy = script
	return c, w.done()
}

// resume goes on from the snapshot. The same policy must give the rest of the
// same run: the audit that listens was brought up to date by running the
// beginning again, whose snapshot must have the same bytes.
func (s *Stage) resume(w *words) (string, error) {
	to := w.time("to")
	settings := s.settings
	s.audit, s.auditing = NewAudit(s.world.world, s.jobs).Under(s.world.faults()), true
	c, err := s.config(&settings, s.played, s.audit)
	if err != nil {
		return "", err
	}
	again, err := sim.New(c)
	if err != nil {
		return "", err
	}
	if err := again.RunUntil(s.keptAt); err != nil {
		return "", err
	}
	twin, err := again.Snapshot()
	if err != nil {
		return "", err
	}
	if !bytes.Equal(twin, s.kept) {
		return "", errors.New("the same run kept at the same instant has other bytes")
	}
	lines := s.script
	if w.value("policy") == "" {
		*w, lines = s.settings, s.played
	}
	s.story = &story{offers: s.world.names, world: s.world.world}
	if c, err = s.config(w, lines, s.story, s.audit); err != nil {
		return "", err
	}
	if s.run, err = sim.Resume(c, s.kept); err != nil {
		return "", err
	}
	return s.forward(to)
}
