package openb

import (
	"fmt"
	"testing"

	"skysim/traces/tracetest"
)

func TestRecordedNodes(t *testing.T) {
	for _, c := range []struct {
		name string
		want NodeTotals
	}{
		{"all_node", NodeTotals{Nodes: 1_523, GPUNodes: 1_213, GPUs: 6_212, CPU: 125_514_000, Mem: 612_028_416}},
		{"gpu_node", NodeTotals{Nodes: 1_213, GPUNodes: 1_213, GPUs: 6_212, CPU: 107_018_000, Mem: 503_828_480}},
	} {
		nodes, err := ReadNodes(tracetest.Path(t, "openb/openb_node_list_"+c.name+".csv"))
		if err != nil {
			t.Error(err)
		}
		if got := TotalNodes(nodes); got != c.want {
			t.Errorf("%s: totals are %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestRecordedPods(t *testing.T) {
	for _, c := range []struct {
		name                       string
		pods, gpu, sharing, unseen int64
		gpus, hours                string
	}{
		{"default", 8_152, 7_064, 3_078, 897, "6086.80", "51498.736"},
		{"cpu050", 7_439, 7_064, 3_078, 878, "6086.80", "51498.736"},
		{"cpu100", 7_853, 7_064, 3_078, 883, "6086.80", "51498.736"},
		{"cpu200", 8_832, 7_064, 3_078, 927, "6086.80", "51498.736"},
		{"gpushare40", 8_152, 7_064, 4_001, 981, "5641.25", "42447.745"},
		{"gpushare60", 8_152, 7_064, 5_233, 1_050, "4908.34", "34438.958"},
		{"gpuspec10", 8_152, 7_064, 3_078, 897, "6086.80", "51498.736"},
		{"gpuspec20", 8_152, 7_064, 3_078, 897, "6086.80", "51498.736"},
		{"multigpu20", 8_324, 7_236, 3_078, 0, "7086.80", "0.000"},
		{"multigpu30", 8_508, 7_420, 3_078, 0, "8086.80", "0.000"},
	} {
		pods, err := ReadPods(tracetest.Path(t, "openb/openb_pod_list_"+c.name+".csv"))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		n := TotalPods(pods)
		if n.Pods != c.pods || n.GPUPods != c.gpu || n.Sharing != c.sharing || n.Never != c.unseen {
			t.Errorf("%s: totals are %+v, want %+v", c.name, n, c)
		}
		if got := fmt.Sprintf("%.2f", float64(n.Milli)/1000); got != c.gpus {
			t.Errorf("%s: effective GPUs = %s, want %s", c.name, got, c.gpus)
		}
		if got := fmt.Sprintf("%.3f", n.GPUHours()); got != c.hours {
			t.Errorf("%s: GPU-hours = %s, want %s", c.name, got, c.hours)
		}
	}
}

func TestRecordedPodsFitTheWorld(t *testing.T) {
	nodes, err := ReadNodes(tracetest.Path(t, "openb/openb_node_list_gpu_node.csv"))
	if err != nil {
		t.Fatal(err)
	}
	pods, err := ReadPods(tracetest.Path(t, "openb/openb_pod_list_gpuspec20.csv"))
	if err != nil {
		t.Fatal(err)
	}
	kinds := Kinds(nodes, pods)
	if got, want := fmt.Sprint(kinds), "[A10 G2 G3 P100 T4 V100M16 V100M32]"; got != want {
		t.Errorf("kinds are %s, want %s", got, want)
	}
	jobs, err := Jobs(pods, kinds)
	if err != nil || len(jobs) != len(pods) {
		t.Errorf("%d jobs, %v, want %d", len(jobs), err, len(pods))
	}
}
