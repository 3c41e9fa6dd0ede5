package interchange

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/requests"
)

var (
	gpuKinds = []string{"T4", "A100-80GB", "RTX 2080"}
	regions  = []string{"aws/us-east-1", "gcp/europe-west4"}
)

// listed is a source of jobs with names.
type listed struct{ sim.Source }

func (listed) GPUKinds() []string { return gpuKinds }

// drawJob draws any job that a world could take; n are before it.
func drawJob(t *rapid.T, after sim.Time, n int64) sim.Job {
	span := func(what string) sim.Duration { return sim.Duration(rapid.Int64Range(0, 1<<60).Draw(t, what)) }
	small := func(what string) int32 { return rapid.Int32Range(0, 1<<31-1).Draw(t, what) }
	j := sim.Job{
		Submit: after + sim.Time(rapid.Int64Range(0, 1<<40).Draw(t, "gap")),
		Work:   rapid.Int64Range(0, 1<<63-1).Draw(t, "work"),
		Demand: sim.Demand{CPU: rapid.Int64Range(0, 1<<32).Draw(t, "cpu"), Mem: rapid.Int64Range(0, 1<<32).Draw(t, "mem")},
		Tasks:  small("tasks"), Profile: small("profile"), User: small("user"), Group: small("group"),
		Estimate: span("estimate"), Limit: span("limit"), Priority: rapid.Int32().Draw(t, "priority"),
		Restart: sim.Restart{
			Keep: sim.Keep(rapid.IntRange(0, 2).Draw(t, "keep")), Every: span("every") + 1, Cost: span("cost"), Overhead: span("overhead"),
			Owes: sim.Owe(rapid.IntRange(0, 7).Draw(t, "owes")),
		},
	}
	if rapid.Bool().Draw(t, "gpus?") {
		j.Demand.GPUs = rapid.Int32Range(1, 32).Draw(t, "gpus")
		j.Demand.Share = rapid.Int32Range(1, 1000).Draw(t, "share")
		j.Demand.Kinds = rapid.Uint64Range(0, 7).Draw(t, "kinds")
	}
	if rapid.Bool().Draw(t, "deadline?") {
		j.Deadline = j.Submit + sim.Time(rapid.Int64Range(1, 1<<40).Draw(t, "deadline"))
	}
	if rapid.Bool().Draw(t, "data?") {
		j.Data = sim.Data{Home: sim.RegionID(rapid.IntRange(0, 1).Draw(t, "home")), Reads: 1 + int64(span("reads")), Writes: int64(span("writes"))}
	}
	if n > 0 && rapid.Bool().Draw(t, "after?") {
		j.After = rapid.SliceOfN(rapid.Int64Range(0, n-1), 1, 3).Draw(t, "after")
	}
	return j
}

// read returns all jobs of a file in memory.
func read(b []byte, names Names) (jobs []sim.Job, err error) {
	r, err := ReadJobs(Source{Name: "x", From: bytes.NewReader(b), At: bytes.NewReader(b), Size: int64(len(b))}, names)
	if err != nil {
		return nil, err
	}
	for j := (sim.Job{}); r.Next(&j); j = (sim.Job{}) {
		jobs = append(jobs, j)
	}
	return jobs, r.Err()
}

func TestJobsAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var jobs []sim.Job
		last := sim.Time(0)
		for i := range rapid.IntRange(1, 8).Draw(t, "jobs") {
			j := drawJob(t, last, int64(i))
			last = j.Submit
			jobs = append(jobs, j)
		}
		for _, form := range []Form{Parquet, CSV} {
			var b bytes.Buffer
			n, err := WriteJobs(&b, form, listed{sim.Jobs(jobs...)}, regions, Meta{Epoch: "2024-01-01T00:00:00Z"})
			if err != nil || n != int64(len(jobs)) {
				t.Fatalf("form %d: WriteJobs = %d, %v", form, n, err)
			}
			got, err := read(b.Bytes(), Names{GPUKinds: gpuKinds, Regions: regions})
			if err != nil || !cmp.Equal(got, jobs) {
				t.Fatalf("form %d: %v (-got +want):\n%s", form, err, cmp.Diff(got, jobs))
			}
			// A world that lists its kinds in another order has other bits and the same names.
			turned := Names{GPUKinds: []string{"H100", gpuKinds[2], gpuKinds[0], gpuKinds[1]}, Regions: regions}
			got, err = read(b.Bytes(), turned)
			if err != nil {
				t.Fatal(err)
			}
			for i := range got {
				k := jobs[i].Demand.Kinds
				if want := k<<2&0b1100 | k>>1&0b10; got[i].Demand.Kinds != want {
					t.Fatalf("kinds %b in another world are %b, want %b", k, got[i].Demand.Kinds, want)
				}
			}
		}
	})
}

func TestNamesAreLearned(t *testing.T) {
	var b bytes.Buffer
	jobs := []sim.Job{{Demand: sim.Demand{GPUs: 1, Share: 1, Kinds: 0b100}}, {Demand: sim.Demand{GPUs: 1, Share: 1, Kinds: 0b101}, Data: sim.Data{Home: 1, Reads: 1}}}
	if _, err := WriteJobs(&b, CSV, listed{sim.Jobs(jobs...)}, regions, Meta{}); err != nil {
		t.Fatal(err)
	}
	r, err := ReadJobs(Source{Name: "x", From: &b}, Names{Learn: true})
	if err != nil {
		t.Fatal(err)
	}
	var c bytes.Buffer
	if _, err := WriteJobs(&c, Parquet, r, nil, Meta{}); err != nil {
		t.Fatal(err)
	}
	if got, err := read(c.Bytes(), Names{GPUKinds: gpuKinds, Regions: regions}); err != nil || !cmp.Equal(got, jobs) {
		t.Errorf("through a learning reader: %v (-got +want):\n%s", err, cmp.Diff(got, jobs))
	}
}

// header is the first line of a CSV file of jobs, and row a row of it.
const header = "submit_ns,work_ns,cpu_milli,mem_mib,gpus,gpu_milli,gpu_kinds,tasks,profile,estimate_ns,limit_ns,deadline_ns,priority,user,group,keep,checkpoint_every_ns,checkpoint_cost_ns,overhead_ns,overhead_at,data_home,data_reads_bytes,data_writes_bytes,after\n"

func row(change map[string]string) string {
	plain := map[string]string{"gpu_kinds": "", "keep": "", "overhead_at": "", "data_home": "", "after": ""}
	var cells []string
	for _, name := range strings.Split(strings.TrimSpace(header), ",") {
		cell, known := plain[name]
		if !known {
			cell = "0"
		}
		if c, ok := change[name]; ok {
			cell = c
		}
		cells = append(cells, cell)
	}
	return strings.Join(cells, ",") + "\n"
}

func TestFaultsSayWhere(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no rows", header, "x: the file is empty"},
		{"empty", "", "x: the file is empty"},
		{"column missing", "submit_ns,work_ns\n1,2\n", `x:1: header is "submit_ns,work_ns", want a column cpu_milli`},
		{"column misspelt", strings.Replace(header, "work_ns", "wrok_ns", 1), `x:1:11: column is "wrok_ns"`},
		{"blank number", header + row(map[string]string{"work_ns": ""}), `x:2:3: work_ns is "", want a whole number`},
		{"fraction", header + row(map[string]string{"work_ns": "1.5"}), `x:2:3: work_ns is "1.5"`},
		{"negative", header + row(nil) + row(map[string]string{"work_ns": "-1"}), `x:3: work_ns is "-1", want nanoseconds`},
		{"backwards", header + row(map[string]string{"submit_ns": "5"}) + row(map[string]string{"submit_ns": "4"}), `x:3: submit_ns is "4", want at least the 5 of the row above`},
		{"no world", header + row(map[string]string{"gpus": "1", "gpu_milli": "1", "gpu_kinds": "T5"}), `x:2: gpu_kinds is "T5", want one that the world has: T4`},
		{"share of nothing", header + row(map[string]string{"gpu_milli": "7"}), `x:2: gpu_milli is "7"`},
		{"kind of nothing", header + row(map[string]string{"gpu_kinds": "T4"}), `x:2: gpu_kinds is "T4", want nothing`},
		{"home of nothing", header + row(map[string]string{"data_home": "aws/us-east-1"}), `x:2: data_home is "aws/us-east-1", want nothing`},
		{"no home", header + row(map[string]string{"data_reads_bytes": "7"}), `x:2: data_home is "", want a region`},
		{"keep", header + row(map[string]string{"keep": "some"}), `x:2: keep is "some"`},
		{"never checkpoints", header + row(map[string]string{"keep": "checkpoint"}), `x:2: checkpoint_every_ns is "0"`},
		{"owes", header + row(map[string]string{"overhead_at": "first|never"}), `x:2: overhead_at is "first|never"`},
		{"after itself", header + row(map[string]string{"after": "0"}), `x:2: after is "0"`},
		{"too late", header + row(map[string]string{"submit_ns": "9223372036854775807"}), `x:2: submit_ns is "9223372036854775807"`},
		{"due before", header + row(map[string]string{"submit_ns": "9", "deadline_ns": "8"}), `x:2: deadline_ns is "8"`},
	} {
		_, err := read([]byte(c.text), Names{GPUKinds: gpuKinds, Regions: regions})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestJobsThatCannotBeWritten(t *testing.T) {
	for _, c := range []struct {
		name string
		job  sim.Job
		want string
	}{
		{name: "backwards", job: sim.Job{Submit: 4}, want: "job 1 cannot be written"},
		{name: "negative", job: sim.Job{Submit: 5, Work: -1}, want: `work_ns is "-1"`},
		{name: "kind without name", job: sim.Job{Submit: 5, Demand: sim.Demand{GPUs: 1, Share: 1, Kinds: 8}}, want: "GPU kind 3 has no name"},
		{name: "home without name", job: sim.Job{Submit: 5, Data: sim.Data{Home: 2, Reads: 1}}, want: "region 2 without a name"},
		{name: "home without data", job: sim.Job{Submit: 5, Data: sim.Data{Home: 1}}, want: "it would be read back as"},
		{name: "keep", job: sim.Job{Submit: 5, Restart: sim.Restart{Keep: 9}}, want: "keep is 9"},
		{name: "owes", job: sim.Job{Submit: 5, Restart: sim.Restart{Owes: 8}}, want: "it would be read back as"},
		{name: "after itself", job: sim.Job{Submit: 5, After: []int64{1}}, want: `after is "1"`},
	} {
		for _, form := range []Form{Parquet, CSV} {
			n, err := WriteJobs(io.Discard, form, listed{sim.Jobs(sim.Job{Submit: 5}, c.job)}, regions, Meta{})
			if err == nil || !strings.Contains(err.Error(), c.want) || n != 1 {
				t.Errorf("%s: WriteJobs = %d, %v, want 1 and %s", c.name, n, err, c.want)
			}
		}
	}
}

// requestList and marketList are sources in memory.
type requestList struct{ list []requests.Request }

func (s *requestList) Next(q *requests.Request) bool {
	if len(s.list) == 0 {
		return false
	}
	*q, s.list = s.list[0], s.list[1:]
	return true
}
func (s *requestList) Err() error { return nil }

type marketList struct{ list []MarketRow }

func (s *marketList) Next(row *MarketRow) bool {
	if len(s.list) == 0 {
		return false
	}
	*row, s.list = s.list[0], s.list[1:]
	return true
}
func (s *marketList) Err() error { return nil }

func TestRequestsAndMarkets(t *testing.T) {
	dir := t.TempDir()
	asked := []requests.Request{{At: 0, Input: 3, Output: 1}, {At: 7, Input: 600, Output: 0, Blocks: []int64{0, -5}}}
	market := []MarketRow{{At: 0, Zone: "a", Machine: "m", Supply: new(int64(0))}, {At: 9, Zone: "a", Machine: "m", Product: "Linux/UNIX", Price: new(int64(1)), OnDemand: new(int64(2))}}
	for _, name := range []string{"x.parquet", "x.csv"} {
		form, err := FormOf(name)
		if err != nil {
			t.Fatal(err)
		}
		write := func(file string, do func(io.Writer) (int64, error)) string {
			var b bytes.Buffer
			if n, err := do(&b); err != nil || n != 2 {
				t.Fatalf("%s: wrote %d, %v, want 2", file, n, err)
			}
			path := filepath.Join(dir, file+name)
			if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		m := Meta{Epoch: "2024-01-01T00:00:00Z", Source: "a test", Until: 600}
		r, err := OpenRequests(write("r", func(w io.Writer) (int64, error) { return WriteRequests(w, form, &requestList{asked}, m) }))
		if err != nil {
			t.Fatal(err)
		}
		if r.Epoch() != m.Epoch || r.Source() != m.Source {
			t.Errorf("%s: the epoch is %q and the source %q, want %+v", name, r.Epoch(), r.Source(), m)
		}
		var got []requests.Request
		for q := (requests.Request{}); r.Next(&q); q = (requests.Request{}) {
			q.Line = 0
			got = append(got, q)
		}
		if r.Err() != nil || !cmp.Equal(got, asked) {
			t.Errorf("%s: %v (-got +want):\n%s", name, r.Err(), cmp.Diff(got, asked))
		}
		s, err := OpenMarket(write("m", func(w io.Writer) (int64, error) { return WriteMarket(w, form, &marketList{market}, m) }))
		if err != nil {
			t.Fatal(err)
		}
		var rows []MarketRow
		for row := (MarketRow{}); s.Next(&row); row = (MarketRow{}) {
			rows = append(rows, row)
		}
		if s.Err() != nil || !cmp.Equal(rows, market) {
			t.Errorf("%s: %v (-got +want):\n%s", name, s.Err(), cmp.Diff(rows, market))
		}
		if s.Until() != m.Until {
			t.Errorf("%s: until %v, want %v", name, s.Until(), m.Until)
		}
		if _, err := OpenJobs(filepath.Join(dir, "r"+name), Names{}); err == nil {
			t.Errorf("%s: requests were opened as jobs", name)
		}
	}
	if _, err := FormOf("x.json"); err == nil || err.Error() != `x.json: the name ends in ".json", want .parquet or .csv` {
		t.Errorf("FormOf of x.json: %v", err)
	}
}

func FuzzJobs(f *testing.F) {
	f.Add([]byte(header + row(nil)))
	f.Add([]byte(header + row(map[string]string{"gpus": "1", "gpu_milli": "1", "gpu_kinds": "T4|x"}) + row(map[string]string{"after": "0"})))
	var b bytes.Buffer
	WriteJobs(&b, Parquet, listed{sim.Jobs(sim.Job{Work: 1}, sim.Job{Submit: 3, After: []int64{0}})}, regions, Meta{})
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		names := Names{Learn: true}
		jobs, err := read(b, names)
		if err != nil {
			var bad *traces.SyntaxError
			if errors.As(err, &bad) && bad.File != "x" {
				t.Fatalf("%v does not name the file", err)
			}
			return
		}
		r, _ := ReadJobs(Source{Name: "x", From: bytes.NewReader(b), At: bytes.NewReader(b), Size: int64(len(b))}, names)
		var out bytes.Buffer
		if n, err := WriteJobs(&out, Parquet, r, nil, Meta{}); err != nil || n != int64(len(jobs)) {
			t.Fatalf("WriteJobs of %d jobs that were read: %d, %v", len(jobs), n, err)
		}
		if back, err := read(out.Bytes(), names); err != nil || !cmp.Equal(back, jobs) {
			t.Fatalf("read back %v (-got +want):\n%s", err, cmp.Diff(back, jobs))
		}
	})
}
