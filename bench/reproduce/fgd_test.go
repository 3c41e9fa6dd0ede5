package reproduce

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"skysim/sim"
)

// fgdDir makes a data directory with files below openb.
func fgdDir(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "openb"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, "openb", name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	fgdHead  = "workload,sc_policy,tune,seed,total_gpus,0,1,2\n"
	fgdNodes = "sn,cpu_milli,memory_mib,gpu,model\na,64000,262144,2,T4\nb,64000,262144,2,T4\n"
	fgdPods  = "name,cpu_milli,memory_mib,num_gpu,gpu_milli\np0,1000,1024,1,1000\np1,1000,1024,1,500\np2,1000,1024,0,0\n"
)

func TestFGDFindsListsByLooking(t *testing.T) {
	const rows = fgdHead + "openb_pod_list_new,06-FGD,1.5,1,4,0,0,100\nopenb_pod_list_new,06-FGD,1.5,2,4,0,0,90\n" +
		"openb_pod_list_new,07-Oracle,1.5,1,4,0,0,100\nopenb_pod_list_gone,06-FGD,1.5,1,4,0,0,100\nopenb_pod_list_new,05-BestFit,1.5,1,5,0,0,100\n"
	dir := fgdDir(t, map[string]string{
		"openb_node_list_gpu_node.csv": fgdNodes, "openb_pod_list_new.csv": fgdPods, "openb_pod_list_other.csv": fgdPods,
		"expected_allocation_more.csv": rows,
	})
	r := fgd()
	o, err := r.Do(context.Background(), &Lab{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	var cases []string
	for _, n := range o.Numbers {
		cases = append(cases, n.Case)
	}
	want := []string{
		"new/FGD at 0 %", "new/FGD at 1 %", "new/FGD at 2 %", "farthest point of all: new/FGD at 2 %", "new/FGD at 2 %" + exactly,
		"new/Oracle", "new/BestFit",
	}
	if !slices.Equal(cases, want) || o.Numbers[2].Published != 95 {
		t.Errorf("cases %q, the third published %v, want %q and 95", cases, o.Numbers[2].Published, want)
	}
	notes := strings.Join(o.Notes, "\n")
	for _, say := range []string{
		"openb_pod_list_other.csv is not compared: no expected*.csv has rows of it",
		"openb_pod_list_gone.csv is not compared: it is not in the folder",
	} {
		if !strings.Contains(notes, say) {
			t.Errorf("notes\n%s\nwant %s", notes, say)
		}
	}
	refused(t, o, "expected_allocation_more.csv:4: no policy of the experiment is called \"Oracle\"",
		"expected_allocation_more.csv:6: total_gpus is 5, the nodes have 4")
}

func TestFGDRefusesWhatItCannotRead(t *testing.T) {
	row := "openb_pod_list_new,06-FGD,1.3,42,4,0,1,2\n"
	for _, tt := range []struct{ name, text, want string }{
		{"no file", "", "no expected*.csv"},
		{"no rows", fgdHead, "expected_allocation.csv: no rows below the header"},
		{"another head", "workload,policy\n", `expected_allocation.csv:1: column 2 is "policy", want "sc_policy"`},
		{"percents that go back", strings.Replace(fgdHead, "1,2", "1,1", 1), `:1: column 8 is "1", want a whole percent`},
		{"no percents", "workload,sc_policy,tune,seed,total_gpus\n", ":1: no percents"},
		{"not a number", fgdHead + strings.Replace(row, "0,1,2", "0,x,2", 1), `:2: field 7 is "x", want a number`},
		{"not finite", fgdHead + strings.Replace(row, "0,1,2", "0,NaN,2", 1), `:2: field 7 is "NaN"`},
		{"a short row", fgdHead + "a,b\n", "wrong number of fields"},
		{"twice", fgdHead + row + row, ":3: FGD on openb_pod_list_new has seed 42 twice"},
		{"two clusters", fgdHead + row + strings.Replace(row, "42,4", "43,5", 1), ":3: FGD on openb_pod_list_new has tune 1.3, 5 GPUs"},
	} {
		files := map[string]string{"openb_node_list_gpu_node.csv": fgdNodes, "openb_pod_list_new.csv": fgdPods}
		if tt.text != "" {
			files["expected_allocation.csv"] = tt.text
		}
		r := fgd()
		o, err := r.Do(context.Background(), &Lab{Data: fgdDir(t, files)})
		if tt.text == "" {
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		refused(t, o, tt.want)
	}
}

// TestAllocationIsAMeanOverArrivals is the definition of a point of the curve.
func TestAllocationIsAMeanOverArrivals(t *testing.T) {
	a := &allocation{total: 200_000}
	for _, step := range []struct{ asked, given int64 }{{0, 0}, {800, 800}, {400, 400}, {400, 0}, {5000, 5000}} {
		events := []sim.Event{{Kind: sim.JobSubmitted, GPU: step.asked}}
		if step.given > 0 {
			events = append(events, sim.Event{Kind: sim.AttemptStarted, GPU: step.given})
		}
		a.Observe(nil, events)
	}
	a.Observe(nil, []sim.Event{{Kind: sim.AttemptEnded, GPU: 1000}}) // no arrival
	for percent, want := range map[int]float64{0: (0 + 0.4) / 2, 1: 0.6, 2: 0.6, 3: 3.1, 9: 3.1} {
		if got := a.percent(percent); math.Abs(got-want) > 1e-12 {
			t.Errorf("at %d %%: %v, want %v", percent, got, want)
		}
	}
	if got := (&allocation{}).percent(7); got != 0 {
		t.Errorf("of nothing: %v, want 0", got)
	}
}

// A broken list, row or file fails alone; files of some percents, with a byte order mark, are read.
func TestFGDGoesOn(t *testing.T) {
	dir := fgdDir(t, map[string]string{
		"openb_node_list_gpu_node.csv": fgdNodes, "openb_pod_list_new.csv": fgdPods, "openb_pod_list_broken.csv": "name\n1\n",
		"expected_a.csv": "\ufeffworkload,sc_policy,tune,seed,total_gpus,1,130\nopenb_pod_list_new,06-FGD,1.5,1,4,0,100\n" +
			"openb_pod_list_new,06-FGD,1.5,2,4,0,\nopenb_pod_list_broken,06-FGD,1.5,1,4,0,100\n",
		"expected_b.csv": "a,b\n",
	})
	r := fgd()
	o, err := r.Do(context.Background(), &Lab{Data: dir, Quick: false})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, o, `expected_a.csv:3: field 7 is ""`, `expected_b.csv:1: column 1 is "a"`, "openb_pod_list_broken.csv:1")
	if o.Numbers[0].Case != "new/FGD at 1 %" || o.Numbers[1].Case != "new/FGD at 130 %" || o.Compared() != 3 {
		t.Errorf("numbers %+v, want FGD at 1 and 130 %%, and the farthest", o.Numbers)
	}
}

// TestFGDInShort runs ten seeds of the paper's own list.
func TestFGDInShort(t *testing.T) {
	if testing.Short() {
		t.Skip("runs 60 simulations and more")
	}
	r := fgd()
	o, err := r.Do(context.Background(), &Lab{Data: dataWith(t, "openb"), Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range o.Numbers {
		if !n.OK {
			t.Errorf("%s: ours %v, published %v: %s", n.Case, n.Ours, n.Published, n.Note)
		}
	}
	if len(o.Numbers) < 6*131 || len(o.Figures) != 1 {
		t.Errorf("%d numbers and %d figures, want at least %d and 1", len(o.Numbers), len(o.Figures), 6*131)
	}
}
