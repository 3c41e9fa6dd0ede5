package backtest

import (
	"slices"
	"testing"
	"time"

	"skysim/policies/learned/recognise"
	"skysim/sim"
	"skysim/traces/openb"
	"skysim/traces/tracetest"
)

// The pods of Alibaba's GPU cluster say how much their latency matters (qos: LS sensitive, BE best effort, and two rare
// ones). The first two thirds by time teach, the last third is held out: what pods ask for tells
// most of it.
func TestRecogniseQoSOfPods(t *testing.T) {
	nodes, err := openb.ReadNodes(tracetest.Path(t, "openb/openb_node_list_all_node.csv"))
	if err != nil {
		t.Fatal(err)
	}
	pods, err := openb.ReadPods(tracetest.Path(t, "openb/openb_pod_list_default.csv"))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(pods, func(a, b openb.Pod) int { return int(a.Created - b.Created) })
	classes := []string{"LS", "BE", "Burstable", "Guaranteed"}
	kinds := openb.Kinds(nodes, pods)
	world := &sim.World{Epoch: time.Unix(0, 0)}
	var all []recognise.Sample
	for i := range pods {
		j, err := pods[i].Job(kinds)
		if err != nil {
			t.Fatal(err)
		}
		info := sim.JobInfo{Submit: j.Submit, Demand: j.Demand, Tasks: max(j.Tasks, 1), Restart: j.Restart}
		all = append(all, recognise.Sample{Features: recognise.OfJob(&info, world), Class: slices.Index(classes, pods[i].QoS)})
	}
	c, err := recognise.New(classes, 1)
	if err != nil {
		t.Fatal(err)
	}
	cut := len(all) * 2 / 3
	for _, s := range all[:cut] {
		c.Observe(s.Features, s.Class)
	}
	table := recognise.Evaluate(c, all[cut:])
	t.Logf("\n%vaccuracy %.3f on the last third, the most frequent class %.3f", &table, table.Accuracy(), table.Majority())
	if table.Accuracy() <= table.Majority() {
		t.Errorf("accuracy %.3f, and always saying the most frequent class has %.3f", table.Accuracy(), table.Majority())
	}
}
