package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"skysim/sim"
	"skysim/traces/tracetest"
)

const openbText = `
name = "pods"
why = "Every list of pods on the GPU nodes."
until = "20000s"
seeds = { first = 42, count = 2 }
[[cloud]]
use = "openb"
path = "openb/openb_node_list_gpu_node.csv"
[[workload]]
use = "trace"
format = "openb"
path = "openb/openb_pod_list_*.csv"
fill = 1.3
shuffle = true
every = "1s"
stay = true
known_demands = true
[[policy]]
use = "greedy(order=fcfs,place=firstfit)"
`

// The nodes of the recorded cluster are a world, each list of pods is a workload named by
// what the star stands for, filled to 130 % of 6,212 GPUs, one pod per second that stays.
func TestOpenB(t *testing.T) {
	data := tracetest.Path(t, "")
	p, err := Prepare(parsed(t, openbText), data)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(data, "openb", "openb_pod_list_*.csv"))
	if err != nil || len(p.workloads) != len(files) || len(p.Cells) != 2*len(files) {
		t.Fatalf("%d workloads and %d cells of %d files, %v", len(p.workloads), len(p.Cells), len(files), err)
	}
	w := p.clouds[0].base
	if capacity, _, _ := owned(w); capacity != 6_212_000 {
		t.Errorf("the nodes have %d thousandths of GPUs, want those of 6,212", capacity)
	}
	for i, of := range p.workloads {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(files[i]), "openb_pod_list_"), ".csv")
		if x := p.Experiment.Workloads[i]; x.Name != name || x.Match != name {
			t.Errorf("workload %d is called %s for %s, want %s", i, x.Name, x.Match, name)
		}
		src, err := of.source(w, 42)
		if err != nil {
			t.Fatal(err)
		}
		var load, n int64
		for j := (sim.Job{}); src.Next(&j); j = (sim.Job{}) {
			load += request(j)
			if j.Submit != sim.Time(n*1e9) {
				t.Fatalf("%s: job %d comes at %v", name, n, j.Submit)
			}
			n++
		}
		if load > 8_075_600 || load < 8_075_600-8000 {
			t.Errorf("%s: the jobs ask for %d thousandths of GPUs, want 130 %% of 6,212,000 but for one job", name, load)
		}
	}
	// What policies are told is what the list has, whatever it is filled up to.
	c, err := p.workloads[3].demands(w)
	if err != nil {
		t.Fatal(err)
	}
	var tasks int64
	for i := range c {
		tasks += c[i].Count
		if i > 0 && c[i].Count > c[i-1].Count {
			t.Errorf("class %d is more frequent than the one before", i)
		}
	}
	if p.Experiment.Workloads[3].Name == "default" && tasks != 8152 {
		t.Errorf("the default list has %d tasks, want 8,152", tasks)
	}
}

// With the recorded times, nothing else said, the list is what was recorded: pods that
// end when they ended.
func TestOpenBAsRecorded(t *testing.T) {
	text := strings.Replace(openbText, "list_*.csv", "list_default.csv", 1)
	for _, line := range []string{"fill = 1.3\n", "shuffle = true\n", "every = \"1s\"\n", "stay = true\n", "known_demands = true\n"} {
		text = strings.Replace(text, line, "", 1)
	}
	p, err := Prepare(parsed(t, text), tracetest.Path(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := p.workloads[0].trace.list(p.clouds[0].base)
	if err != nil {
		t.Fatal(err)
	}
	var hours float64
	for i, j := range jobs {
		hours += float64(request(j)) / 1000 * float64(j.Work) / 3.6e12
		if i > 0 && j.Submit < jobs[i-1].Submit {
			t.Fatalf("job %d comes before the one in front of it", i)
		}
	}
	if len(jobs) != 8152 || hours < 51498.735 || hours > 51498.737 {
		t.Errorf("%d jobs of %v GPU-hours, want 8,152 of 51,498.736", len(jobs), hours)
	}
	if d, err := p.workloads[0].demands(p.clouds[0].base); d != nil || err != nil {
		t.Errorf("policies are told of %d classes though the workload does not say that they know them, %v", len(d), err)
	}
}

// Without every, pods come in order of time; with it, in that of the list.
func TestOrderOfPods(t *testing.T) {
	data := t.TempDir()
	nodes := "sn,cpu_milli,memory_mib,gpu,model\nn0,96000,393216,1,G2\n"
	pods := "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec,qos,pod_phase,creation_time,deletion_time,scheduled_time\n" +
		"p0,1000,1,0,0,,LS,Running,100,200,110\np1,2000,1,1,460,G2,LS,Running,50,400,50\np2,3000,1,0,0,,BE,Running,100,110,100\n"
	for name, text := range map[string]string{"nodes.csv": nodes, "pods.csv": pods} {
		if err := os.WriteFile(filepath.Join(data, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ more, want string }{
		{"", "2000@50s 1000@1m40s 3000@1m40s"},
		{"every = \"3s\"", "1000@0s 2000@3s 3000@6s"},
	} {
		p, err := Prepare(parsed(t, `
name = "pods"
why = "Three pods."
[[cloud]]
use = "openb"
path = "nodes.csv"
[[workload]]
use = "trace"
format = "openb"
path = "pods.csv"
`+c.more+`
[[policy]]
use = "greedy(order=fcfs,place=firstfit)"`), data)
		if err != nil {
			t.Fatal(err)
		}
		src, err := p.workloads[0].source(p.clouds[0].base, 1)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for j := (sim.Job{}); src.Next(&j); j = (sim.Job{}) {
			got = append(got, fmt.Sprintf("%d@%v", j.Demand.CPU, j.Submit))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("with %q the pods come as %v, want %s", c.more, got, c.want)
		}
	}
}

// A policy is built with the demands that the workload lets it know.
func TestDemandsReachThePolicy(t *testing.T) {
	p, err := Prepare(parsed(t, openbText), tracetest.Path(t, ""))
	if err != nil {
		t.Fatal(err)
	}
	got, err := p.env(p.Cells[0])
	if err != nil || len(got.Demands) == 0 || got.Seed != 42 {
		t.Errorf("a policy is built with seed %d and %d classes, %v", got.Seed, len(got.Demands), err)
	}
}
