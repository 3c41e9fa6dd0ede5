package reproduce

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"skysim/policies/greedy"
	"skysim/sim"
)

func TestRLSchedulerGivesThePublishedNumbers(t *testing.T) {
	out := allHold(t, rlscheduler(), dataWith(t, rlData))
	equal := 0
	for _, n := range out.Numbers {
		if n.Relation == Equal {
			equal++
		}
	}
	if equal < 20 {
		t.Errorf("%d numbers are gated, want the 20 of the shipped table", equal)
	}
}

// TestAnotherLogIsFound puts a log with a table of its own into a data folder, and one without:
// one processor, jobs of 100, 100 and 10 s at 0, 1 and 2 s.
func TestAnotherLogIsFound(t *testing.T) {
	data := write(t, map[string]string{
		"rlscheduler/tiny.swf": swfRows("0 100 1", "1 100 1", "2 10 1"),
		"rlscheduler/tiny.expected.csv": slowdownHeader + "\n" +
			"1,3,0,FCFS,no,7.93,0.01,(1 + 199/100 + 208/10)/3\n" +
			",,,sjf,no,4.63,0.01,(1 + 209/100 + 108/10)/3 would not be committed\n" +
			",2,0 1,\"greedy(order=sjf,place=firstfit)\",no,,,two windows of two\n",
		"rlscheduler/bare.swf": swfRows("0 1 1"),
	})
	r := rlscheduler()
	out, err := r.Do(context.Background(), &Lab{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range out.Numbers {
		got = append(got, fmt.Sprintf("%s %.4f %v", n.Case, n.Ours, n.OK))
	}
	want := []string{"tiny/FCFS 7.9300 true", "tiny/SJF 7.9300 false", "tiny/greedy(order=sjf,place=firstfit) 3.7225 true"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if notes := strings.Join(out.Notes, "; "); !strings.Contains(notes, "bare.swf is not compared: there is no bare.expected.csv beside it") {
		t.Errorf("the notes are %q, want one about the log without a table", notes)
	}
}

// swfRows writes a log of submit times, run times and processors.
func swfRows(rows ...string) string {
	var b strings.Builder
	for i, row := range rows {
		f := strings.Fields(row)
		fmt.Fprintf(&b, "%d %s -1 %s %s -1 -1 -1 -1 -1 1 -1 -1 -1 -1 -1 -1 -1\n", i+1, f[0], f[1], f[2])
	}
	return b.String()
}

func TestSlowdownTablesSayWhatIsWrong(t *testing.T) {
	for _, tt := range []struct{ rows, want string }{
		{"", "t.csv: no rows"},
		{"4,2,0,fcfs,perhaps,1,0.1,", `t.csv:2: backfill is "perhaps", want yes or no`},
		{",2,0,fcfs,no,1,0.1,", `t.csv:2: processors is "", want a whole number`},
		{"4,0,0,fcfs,no,1,0.1,", `t.csv:2: count is "0", want a whole number`},
		{"4,2,1 x,fcfs,no,1,0.1,", `t.csv:2: starts has "x"`},
		{"4,2,,fcfs,no,1,0.1,", `t.csv:2: starts is empty`},
		{"4,2,0,fcsf,no,1,0.1,", `t.csv:2: policy is "fcsf", want one of f1, fcfs, sjf`},
		{"4,2,0,commit(greedy),yes,1,0.1,", `t.csv:2: backfill is yes, but commit(greedy(order=fcfs,place=cheapest)) says itself`},
		{"4,2,0,fcfs,no,-1,0.1,", `t.csv:2: published is "-1"`},
		{"4,2,0,fcfs,no,,0.1,", `t.csv:2: tolerance is 0.1, but nothing was published`},
		{"4,2,0,fcfs,no,1,0.1,\n,,,FCFS,no,1,0.1,", `t.csv:3: FCFS is in t.csv:2 already`},
		{"4,2,0,fcfs,no,1", `wrong number of fields`},
	} {
		_, errs := readSlowdowns("t.csv", strings.NewReader(slowdownHeader+"\n"+tt.rows+"\n"))
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), tt.want) {
			t.Errorf("%q: %v, want %s", tt.rows, errs, tt.want)
		}
	}
	if _, errs := readSlowdowns("t.csv", strings.NewReader("a,b,c,d,e,f,g,h\n")); len(errs) != 1 || !strings.Contains(errs[0].Error(), "header is") {
		t.Errorf("another header: %v, want an error", errs)
	}
	o := done(t, &Reproduction{Name: "none", Run: func(ctx context.Context, _ *Lab) (*Outcome, error) {
		return runRLScheduler(ctx, &Lab{Data: write(t, map[string]string{"rlscheduler/readme.md": ""})})
	}})
	if o.Compared() != 0 || !strings.Contains(strings.Join(o.Notes, "; "), "lublin_256.swf is not compared: it is not in the folder") {
		t.Errorf("a folder without logs: %+v, want nothing and a note", o)
	}
}

// A broken row, table or log fails alone, and rows never take the windows of a broken one.
func TestRLSchedulerGoesOn(t *testing.T) {
	data := write(t, map[string]string{
		"rlscheduler/tiny.swf": swfRows("0 100 1", "1 100 1", "2 10 1"),
		"rlscheduler/tiny.expected.csv": slowdownHeader + "\n" +
			"1,3,0,FCFS,no,7.93,0.01,\n" +
			",9,0,sjf,no,4.63,0.01,beyond the end\n" +
			",three,0,sjf,no,4.63,0.01,\n" +
			",,,f1,no,4.63,0.01,whose windows are not known\n" +
			"1,3,0,oracle,no,4.63,0.01,\n" +
			",,,wfp3,no,,,\n",
		"rlscheduler/cut.swf":           swfRows("0 100 1") + "2 5 -1",
		"rlscheduler/cut.expected.csv":  slowdownHeader + "\n1,2,0,fcfs,no,1,0.01,\n,,,sjf,no,1,0.01,\n",
		"rlscheduler/head.swf":          swfRows("0 100 1"),
		"rlscheduler/head.expected.csv": "a,b\n",
		"rlscheduler/gone.expected.csv": slowdownHeader + "\n1,1,0,fcfs,no,1,0.01,\n",
	})
	r := rlscheduler()
	o, err := r.Do(context.Background(), &Lab{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, o, "tiny.expected.csv:3: ", `tiny.expected.csv:4: count is "three"`, `tiny.expected.csv:5: processors is ""`,
		`tiny.expected.csv:6: policy is "oracle"`, "cut.swf:2", "head.expected.csv: ")
	if o.Compared() != 1 || !o.Numbers[0].OK || o.Numbers[1].Case != "tiny/WFP3" {
		t.Errorf("%+v, want FCFS of tiny to hold, and WFP3", o.Numbers)
	}
	if notes := strings.Join(o.Notes, "; "); !strings.Contains(notes, "gone.swf is not compared: it is not in the folder") {
		t.Errorf("the notes are %q, want one about the table without a log", notes)
	}
}

// TestLoopIsTheArtifacts compares the loop before the engine with a loop of its own,
// second by second, on jobs that often come and end together and whose estimates are wrong.
func TestLoopIsTheArtifacts(t *testing.T) {
	var names []string
	for name := range heuristics() {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(rt *rapid.T) {
		var jobs []sim.Job
		at := int64(100)
		for range rapid.IntRange(1, 25).Draw(rt, "jobs") {
			at += rapid.Int64Range(0, 3).Draw(rt, "pause")
			run := rapid.Int64Range(1, 8).Draw(rt, "run")
			claim := run
			if rapid.Bool().Draw(rt, "is wrong") {
				claim = rapid.Int64Range(1, 12).Draw(rt, "claim")
			}
			jobs = append(jobs, sim.Job{
				Submit: sim.Time(at * 1e9), Work: run * 1e9, Estimate: sim.Duration(claim * 1e9),
				Demand: sim.Demand{CPU: 1000 * rapid.Int64Range(1, 8).Draw(rt, "cores")},
			})
		}
		h := heuristics()[rapid.SampledFrom(names).Draw(rt, "heuristic")]
		backfill := rapid.Bool().Draw(rt, "backfill")
		got, want := startsOf(rt, jobs, h, backfill), artifact(jobs, h, backfill)
		if !slices.Equal(got, want) {
			rt.Fatalf("%v (backfill %v) starts at %v, want %v", h.order+h.suffix, backfill, got, want)
		}
	})
}

// startsOf returns when each job starts on a machine of 8 cores, in seconds.
func startsOf(t *rapid.T, jobs []sim.Job, h *heuristic, backfill bool) []int64 {
	o := greedy.Default()
	o.Place = greedy.FirstFit
	for i, w := range greedy.Orders() {
		if w.Name == h.order {
			o.Order = greedy.Order(i + 1)
		}
	}
	g, err := greedy.New(o, 1)
	if err != nil {
		t.Fatal(err)
	}
	w := &sim.World{
		Providers: []sim.Provider{{Name: "p"}}, Regions: []sim.Region{{Name: "r"}}, Zones: []sim.Zone{{Name: "z"}},
		Types:  []sim.MachineType{{Name: "t", CPU: 8000, GPUKind: -1, Speed: 1_000_000}},
		Offers: []sim.Offer{{Purchase: sim.Owned, Price: sim.Constant(0), Supply: sim.Constant(1)}},
	}
	log := starts{at: make([]int64, len(jobs))}
	s, err := sim.New(sim.Config{World: w, Jobs: sim.Jobs(jobs...), Policy: newLoop(g, h, backfill), Observers: []sim.Observer{&log}, Thorough: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	if n := s.Totals().Refused; n > 0 {
		t.Fatalf("%d actions refused", n)
	}
	return log.at
}

type starts struct{ at []int64 }

func (s *starts) Observe(_ *sim.View, events []sim.Event) {
	for _, e := range events {
		if e.Kind == sim.AttemptStarted {
			s.at[e.Job] = int64(e.Time) / 1e9
		}
	}
}

// desktop is a machine of 8 cores, with jobs by index, in the artifact's order of events.
type desktop struct {
	jobs    []sim.Job
	now     int64
	next    int   // the next to come
	queue   []int // that came and did not start
	running []int // in order of start
	free    int64
	start   []int64
}

func (d *desktop) cores(i int) int64   { return d.jobs[i].Demand.CPU / 1000 }
func (d *desktop) ends(i int) int64    { return d.start[i] + d.jobs[i].Work/1e9 }
func (d *desktop) claimed(i int) int64 { return d.start[i] + int64(d.jobs[i].Estimate)/1e9 }

func (d *desktop) begin(i int) {
	d.start[i] = d.now
	d.free -= d.cores(i)
	d.running = append(d.running, i)
	d.queue = slices.DeleteFunc(d.queue, func(q int) bool { return q == i })
}

// step lets one thing happen: a job comes or, sooner, one ends.
func (d *desktop) step() {
	first := -1
	for _, i := range d.running {
		if first < 0 || d.ends(i) < d.ends(first) {
			first = i
		}
	}
	if d.next < len(d.jobs) && (first < 0 || int64(d.jobs[d.next].Submit)/1e9 <= d.ends(first)) {
		d.now = int64(d.jobs[d.next].Submit) / 1e9
		d.queue = append(d.queue, d.next)
		d.next++
		return
	}
	d.now = d.ends(first)
	d.free += d.cores(first)
	d.running = slices.DeleteFunc(d.running, func(r int) bool { return r == first })
}

// artifact returns when each job starts.
func artifact(jobs []sim.Job, h *heuristic, backfill bool) []int64 {
	d := &desktop{jobs: jobs, free: 8, start: make([]int64, len(jobs))}
	for d.next < len(jobs) || len(d.queue) > 0 {
		for len(d.queue) == 0 {
			d.step()
		}
		head := slices.MinFunc(d.queue, func(a, b int) int {
			return cmp.Or(cmp.Compare(d.score(h, a), d.score(h, b)), cmp.Compare(a, b))
		})
		until, free := d.now, d.free
		byClaim := slices.Clone(d.running)
		slices.SortStableFunc(byClaim, func(a, b int) int { return cmp.Compare(d.claimed(a), d.claimed(b)) })
		for _, i := range byClaim {
			if until, free = d.claimed(i), free+d.cores(i); free >= d.cores(head) {
				break
			}
		}
		for d.cores(head) > d.free {
			for _, i := range slices.Clone(d.queue) {
				if backfill && d.cores(i) <= d.free && d.now+int64(jobs[i].Estimate)/1e9 < until {
					d.begin(i)
				}
			}
			d.step()
		}
		d.begin(head)
	}
	return d.start
}

// score is that of a job that waits, smaller first, by the formulas of the papers.
func (d *desktop) score(h *heuristic, i int) float64 {
	j := &d.jobs[i]
	r, n, submit := float64(j.Estimate)/1e9, float64(d.cores(i)), float64(j.Submit)/1e9
	wait := float64(d.now) - submit
	if h.suffix != "" {
		wait = -1 - submit
	}
	switch h.order {
	case "sjf":
		return r
	case "f1":
		return math.Log10(r)*n + 870*math.Log10(submit)
	case "wfp3":
		return -math.Pow(wait/r, 3) * n
	case "unicep":
		return -(wait + 1e-15) / (math.Log2(n+1e-15) * r)
	}
	return submit
}

// TestPageDescribesTheTable keeps the page's example readable as a table.
func TestPageDescribesTheTable(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "reproductions", "rlscheduler.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(page), "```csv\n")
	example, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatal("the page has no example of a table")
	}
	if rows, err := readSlowdowns("rlscheduler.md", strings.NewReader(example)); err != nil || len(rows) < 3 {
		t.Errorf("the page's example: %d rows, %v, want 3 or more", len(rows), err)
	}
}
