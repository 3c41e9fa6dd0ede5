package openb

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

func TestNodes(t *testing.T) {
	got, err := ReadNodes("testdata/nodes.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := []Node{
		{Name: "made-up-0", CPU: 32_000, Mem: 131_072},
		{Name: "made-up-1", CPU: 96_000, Mem: 393_216, GPUs: 2, Model: "T4"},
		{Name: "made-up-2", CPU: 128_000, Mem: 786_432, GPUs: 8, Model: "V100M32"},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("nodes (-got +want):\n%s", diff)
	}
	if got, want := TotalNodes(got), (NodeTotals{Nodes: 3, GPUNodes: 2, GPUs: 10, CPU: 256_000, Mem: 1_310_720}); got != want {
		t.Errorf("totals are %+v, want %+v", got, want)
	}
}

func TestPods(t *testing.T) {
	got, err := ReadPods("testdata/pods.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := []Pod{
		{Name: "p0", CPU: 6_000, Mem: 12_288, GPUs: 1, Milli: 460, QoS: "LS", Phase: "Running", Created: 100, Deleted: 3_700, Scheduled: 110, Line: 2},
		{Name: "p1", CPU: 8_000, Mem: 30_517, QoS: "BE", Phase: "Succeeded", Created: 50, Deleted: 80, Scheduled: 50, Line: 3},
		{
			Name: "p2", CPU: 64_000, Mem: 262_144, GPUs: 8, Milli: 1000, Spec: "V100M16|V100M32|V100M32", Model: []string{"V100M16", "V100M32"},
			QoS: "Burstable", Phase: "Failed", Created: 100, Deleted: 200, Scheduled: 200, Line: 4,
		},
		{
			Name: "p3", CPU: 4_000, Mem: 8_192, GPUs: 1, Milli: 1000, Spec: "T4", Model: []string{"T4"}, QoS: "LS", Phase: "Pending",
			Created: 300, Deleted: 400, Scheduled: Absent, Line: 5,
		},
		{Name: "p4", CPU: 4_000, Mem: 8_192, GPUs: 2, Milli: 500, QoS: "Guaranteed", Phase: "Running", Deleted: 360, Line: 6},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("pods (-got +want):\n%s", diff)
	}
	totals := PodTotals{
		Pods: 5, GPUPods: 4, Sharing: 1, Never: 1, Milli: 460 + 8000 + 1000 + 1000, CPU: 86_000,
		// p2 was deleted as it was scheduled; p3 counts from created to deleted
		MilliSeconds: sim.Product(460*3590+1000*100+1000*360, 1), CPUSeconds: sim.Product(6000*3590+8000*30+4000*100+4000*360, 1),
	}
	if got := TotalPods(got); got != totals {
		t.Errorf("totals are %+v, want %+v", got, totals)
	}
}

// The multigpu variants have five columns and no times.
func TestPodsOfFiveColumns(t *testing.T) {
	got, err := ReadPods("testdata/pods5.csv")
	if err != nil {
		t.Fatal(err)
	}
	want := []Pod{
		{Name: "p0", CPU: 6_000, Mem: 12_288, GPUs: 1, Milli: 460, Created: Absent, Deleted: Absent, Scheduled: Absent, Line: 2},
		{Name: "p1", CPU: 8_000, Mem: 30_517, Created: Absent, Deleted: Absent, Scheduled: Absent, Line: 3},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("pods (-got +want):\n%s", diff)
	}
	if got := TotalPods(got); got.Never != 0 || !got.MilliSeconds.IsZero() {
		t.Errorf("totals of pods without times are %+v, want none that was never scheduled and no time", got)
	}
	j, err := got[0].Job(nil)
	if want := (sim.Job{Demand: sim.Demand{CPU: 6_000, Mem: 12_288, GPUs: 1, Share: 460}, Tasks: 1}); err != nil || cmp.Diff(j, want) != "" {
		t.Errorf("Job() = %+v, %v, want %+v", j, err, want)
	}
	wantErr := "pod p0 in line 2: there are no times, want creation_time and deletion_time"
	if _, err := Jobs(got, nil); err == nil || err.Error() != wantErr {
		t.Errorf("Jobs of pods without times: %v, want %s", err, wantErr)
	}
}

func TestJobs(t *testing.T) {
	pods, err := ReadPods("testdata/pods.csv")
	if err != nil {
		t.Fatal(err)
	}
	nodes, err := ReadNodes("testdata/nodes.csv")
	if err != nil {
		t.Fatal(err)
	}
	kinds := Kinds(nodes, pods)
	if diff := cmp.Diff(kinds, []string{"T4", "V100M16", "V100M32"}); diff != "" {
		t.Fatalf("kinds (-got +want):\n%s", diff)
	}
	got, err := Jobs(pods, kinds)
	if err != nil {
		t.Fatal(err)
	}
	job := func(at, life time.Duration, d sim.Demand) sim.Job {
		return sim.Job{Submit: sim.Time(at * time.Second), Work: int64(life * time.Second), Demand: d, Tasks: 1}
	}
	want := []sim.Job{
		job(0, 360, sim.Demand{CPU: 4_000, Mem: 8_192, GPUs: 2, Share: 500}),
		job(50, 30, sim.Demand{CPU: 8_000, Mem: 30_517}),
		job(100, 3590, sim.Demand{CPU: 6_000, Mem: 12_288, GPUs: 1, Share: 460}),
		job(100, 0, sim.Demand{CPU: 64_000, Mem: 262_144, GPUs: 8, Share: 1000, Kinds: 0b110}),
		job(300, 100, sim.Demand{CPU: 4_000, Mem: 8_192, GPUs: 1, Share: 1000, Kinds: 0b001}),
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("jobs (-got +want):\n%s", diff)
	}
	wantErr := `pod p2 in line 4: GPU model is "V100M16", want one of T4, V100M32; did you mean "V100M32"?`
	if _, err := Jobs(pods, []string{"T4", "V100M32"}); err == nil || err.Error() != wantErr {
		t.Errorf("Jobs for a world without V100M16: %v, want %s", err, wantErr)
	}
}

func TestDamage(t *testing.T) {
	r, err := OpenPods("testdata/damaged.csv", Options{Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var names, skipped []string
	for p := (Pod{}); r.Next(&p); {
		names = append(names, p.Name)
	}
	for _, k := range r.Skipped() {
		skipped = append(skipped, k.String())
	}
	want := []string{
		`1 row skipped, first testdata/damaged.csv:2:17: gpu_milli is "0", want a whole number from 1 to 1000`,
		`1 row skipped, first testdata/damaged.csv:3:17: gpu_milli is "500", want 0, as the pod has no GPUs`,
		`1 row skipped, first testdata/damaged.csv:4:15: num_gpu is "33", want a whole number from 0 to 32`,
		`1 row skipped, first testdata/damaged.csv:5:22: gpu_spec is "T4||P100", want GPU models with a | between them`,
		`1 row skipped, first testdata/damaged.csv:6:36: creation_time is "", want seconds; it was created at some time`,
		`1 row skipped, first testdata/damaged.csv:7:45: scheduled_time is "90", want a time after creation_time`,
		`1 row skipped, first testdata/damaged.csv:8:40: deletion_time is "105", want a time after creation_time and scheduled_time`,
		`1 row skipped, first testdata/damaged.csv:10: number of columns is "5", want 11, as in the header`,
	}
	if diff := cmp.Diff(skipped, want); diff != "" || len(names) != 1 || names[0] != "p7" || r.Err() != nil {
		t.Errorf("pods %q, %v; skipped (-got +want):\n%s", names, r.Err(), diff)
	}
	for text, want := range map[string]string{
		"sn,cpu_milli,memory_mib,gpu,model\na,1,1,1,\n":   `x.csv:2:9: model is "", want the model of the node's GPUs`,
		"sn,cpu_milli,memory_mib,gpu,model\na,1,1,0,T4\n": `x.csv:2:9: model is "T4", want empty, as the node has no GPUs`,
		"sn,cpu_milli,memory_mib,gpu\n":                   `x.csv:1: header is "sn,cpu_milli,memory_mib,gpu", want a column model`,
	} {
		r, err := NewNodes(strings.NewReader(text), "x.csv", Options{})
		if err == nil {
			r.Next(new(Node))
			err = r.Err()
		}
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func FuzzPods(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.csv")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, true)
		f.Add(b, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, lenient bool) {
		if r, err := NewNodes(bytes.NewReader(b), "x.csv", Options{Lenient: lenient}); err == nil {
			for n := (Node{}); r.Next(&n); {
				if n.CPU < 0 || n.Mem < 0 || n.GPUs < 0 || n.GPUs > 32 || (n.GPUs > 0) != (n.Model != "") {
					t.Fatalf("node is %+v", n)
				}
			}
		}
		r, err := NewPods(bytes.NewReader(b), "x.csv", Options{Lenient: lenient})
		if err != nil {
			return
		}
		for p := (Pod{}); r.Next(&p); {
			j, err := p.Job(p.Model)
			if d := j.Demand; p.Life() < 0 || j.Submit < 0 || d.GPUs > 0 && (d.Share < 1 || d.Share > 1000) || d.GPUs == 0 && d.Share != 0 {
				t.Fatalf("pod %+v is job %+v, %v", p, j, err)
			}
		}
	})
}
