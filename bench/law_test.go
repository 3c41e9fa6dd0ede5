package bench

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"skysim/sim"
)

// lawful is an experiment with rules, of which a test changes lines.
const lawful = `name = "law"
why = "who may run where"
[[cloud]]
name = "two"
use = "catalog"
providers = ["aws", "gcp"]
regions = ["us-east-1", "eu-central-1", "europe-west4"]
types = ["m5.large", "e2-standard-4"]
purchases = ["on-demand"]
zones_per_region = 1
rules = [false, true]
[[cloud.rule]]
class = "eu"
run = ["EU", "GB"]
rest = ["EEA"]
types = ["m5.*", "gcp/e2-*"]
encryption = 0.05
[[cloud.rule]]
class = "own-cloud"
providers = ["gcp"]
[[cloud.tenant]]
tenant = "research"
providers = ["aws"]
cores = 64
gpus = 0.5
[[workload]]
use = "diurnal"
days = 0.5
gpu_fraction = 0.0
classes = { eu = 0.4, own-cloud = 0.1 }
tenants = { research = 0.25 }
[workload.data]
home = "us-east-1"
homes = { eu = "aws/eu-central-1" }
reads_gb = 1
[[policy]]
use = "greedy"
`

func mustParse(t *testing.T, text string) *Experiment {
	t.Helper()
	e, err := Parse("law.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A cloud with rules has them in its world; the same without has a world that knows of
// none, and a hash of its own.
func TestRulesReachTheWorld(t *testing.T) {
	p, err := Prepare(mustParse(t, lawful), "")
	if err != nil {
		t.Fatal(err)
	}
	if names := []string{p.Experiment.Clouds[0].Name, p.Experiment.Clouds[1].Name}; !slices.Equal(names, []string{"two(rules=false)", "two(rules=true)"}) {
		t.Errorf("the clouds are %q", names)
	}
	off, on := p.clouds[0], p.clouds[1]
	if off.base.Classes != nil || off.base.Tenants != nil || off.hash == on.hash || off.bare != on.bare || off.hash == off.bare || on.hash == on.bare {
		t.Errorf("without rules: %v, %v; hashes %.8s, %.8s, without rules %.8s, %.8s", off.base.Classes, off.base.Tenants, off.hash, on.hash, off.bare, on.bare)
	}
	plain := mustParse(t, lawful)
	plain.Clouds = plain.Clouds[:1]
	plain.Clouds[0].Law = Law{}
	without, err := Prepare(plain, "")
	if err != nil {
		t.Fatal(err)
	}
	if without.clouds[0].hash != on.bare {
		t.Error("a cloud without rules has another hash than one with rules has without them")
	}
	eu := on.base.Classes[0]
	if len(eu.Run) != 28 || !slices.Contains(eu.Run, "GB") || len(eu.Rest) != 30 || !slices.Contains(eu.Rest, "NO") || eu.Overhead != 50_000 || len(eu.Types) != 2 || eu.Providers != nil {
		t.Errorf("class eu is %+v", eu)
	}
	if own := on.base.Classes[1]; len(own.Providers) != 1 || on.base.Providers[own.Providers[0]].Name != "gcp" || own.Run != nil || own.Types != nil {
		t.Errorf("class own-cloud is %+v", own)
	}
	if r := on.base.Tenants[0]; r.CPU != 64_000 || r.GPU != 500 || len(r.Providers) != 1 || on.base.Providers[r.Providers[0]].Name != "aws" {
		t.Errorf("tenant research is %+v", r)
	}
}

// What jobs are is drawn by the job's number alone: it is the same whatever else is drawn,
// and about as frequent as asked for. Data lives where the class says.
func TestLabelsReachTheJobs(t *testing.T) {
	p, err := Prepare(mustParse(t, lawful), "")
	if err != nil {
		t.Fatal(err)
	}
	alone := mustParse(t, strings.Replace(lawful, "tenants = { research = 0.25 }\n", "", 1))
	q, err := Prepare(alone, "")
	if err != nil {
		t.Fatal(err)
	}
	if p.workloads[0].hash == q.workloads[0].hash {
		t.Error("tenants are not in the workload's hash")
	}
	on, off, few := take(t, p, 1), take(t, p, 0), take(t, q, 1)
	count := map[[2]int32]float64{}
	for i := range on {
		j := on[i]
		count[[2]int32{j.Class, -1}]++
		count[[2]int32{-1, j.Tenant}]++
		home := "us-east-1"
		if j.Class == 1 {
			home = "eu-central-1"
		}
		if got := p.clouds[1].base.Regions[j.Data.Home].Name; got != home || j.Data.Reads != 1e9 {
			t.Fatalf("job %d of class %d reads %d bytes of %s, want of %s", i, j.Class, j.Data.Reads, got, home)
		}
		if few[i].Class != j.Class || few[i].Tenant != 0 {
			t.Fatalf("without tenants job %d has class %d and tenant %d, with them %d", i, few[i].Class, few[i].Tenant, j.Class)
		}
		if off[i].Class != 0 || off[i].Tenant != 0 || off[i].Data != j.Data || off[i].Submit != j.Submit || off[i].Work != j.Work {
			t.Fatalf("without rules job %d is %+v, with rules %+v", i, off[i], j)
		}
	}
	for _, c := range []struct {
		key  [2]int32
		want float64
	}{{[2]int32{1, -1}, 0.4}, {[2]int32{2, -1}, 0.1}, {[2]int32{0, -1}, 0.5}, {[2]int32{-1, 1}, 0.25}} {
		if got := count[c.key] / float64(len(on)); math.Abs(got-c.want) > 4*math.Sqrt(c.want*(1-c.want)/float64(len(on))) {
			t.Errorf("class, tenant %v: a share of %.3f of %d jobs, want %.2f", c.key, got, len(on), c.want)
		}
	}
}

// take returns the jobs of a plan's only workload on a cloud.
func take(t *testing.T, p *Plan, cloud int) (jobs []sim.Job) {
	t.Helper()
	src, err := p.workloads[0].source(p.clouds[cloud].base, 1)
	if err != nil {
		t.Fatal(err)
	}
	for {
		var j sim.Job
		if !src.Next(&j) {
			return jobs
		}
		jobs = append(jobs, j)
	}
}

// All jobs of one user have one label, and users may be named.
func TestLabelsByUser(t *testing.T) {
	l := &Labels{What: "tenants", By: "user", Names: []string{"a", "b"}, Shares: []float64{0, 0.5}, Members: [][]int64{{3, 5}, nil}}
	count := [3]int{}
	for user := range int32(2000) {
		j := sim.Job{User: user}
		first := l.of(7, 1, &j)
		if again := l.of(7, 900, &j); again != first {
			t.Fatalf("user %d has label %d and %d", user, first, again)
		}
		if user == 3 || user == 5 {
			if first != 0 {
				t.Errorf("user %d has label %d, want 0", user, first)
			}
			continue
		}
		count[first+1]++
	}
	if count[1] != 0 || count[2] < 900 || count[2] > 1100 {
		t.Errorf("none, a, b: %v of 1998 users, want half of them b and no other a", count)
	}
}

func TestLawErrors(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{`"EU", "GB"`, `"EU", "UK"`, `law.toml:14:1: run: unknown jurisdiction "UK"; did you mean "GB"?`},
		{`"EU", "GB"`, `"eu"`, `law.toml:14:1: run: unknown jurisdiction "eu"; did you mean "EU"?`},
		{`"EU", "GB"`, `"EU", "XX"`, `unknown jurisdiction "XX", want a code of ISO 3166-1 such as DE, or one of EU, EEA, adequate`},
		{`"EU", "GB"`, ``, `run is an empty list: leave it out to allow everything`},
		{`"m5.*", `, `"m6.*", `, `law.toml:16:1: types: no machine type of this cloud matches "m6.*"`},
		{`"m5.*", `, `"m5.[", `, `types: "m5.[" is not a pattern`},
		{`providers = ["gcp"]`, `providers = ["gpc"]`, `law.toml:20:1: providers: "gpc" is no provider of this cloud; did you mean "gcp"?`},
		{`class = "own-cloud"`, `class = "eu"`, `law.toml:19:1: class "eu" is there twice`},
		{`cores = 64`, `cores = 0`, `law.toml:24:1: cores = 0, want a number of at least 0.001`},
		{`cores = 64`, `corse = 64`, `law.toml:24:1: unknown key "corse"; did you mean "cores"?`},
		{`own-cloud = 0.1`, `own-clud = 0.1`, `law.toml:30:23: class "own-clud" is not known to the cloud's rules; did you mean "own-cloud"?`},
		{`research = 0.25`, `reserch = 0.25`, `law.toml:31:13: tenant "reserch" is not known to the cloud's rules; did you mean "research"?`},
		{`eu = 0.4, own`, `eu = 0.95, own`, `law.toml:30:1: the shares of classes are 1.05 together, want at most 1`},
		{`eu = 0.4, own`, `eu = 1.4, own`, `eu = 1.4, want a share of the jobs, from 0 to 1`},
		{`research = 0.25`, `research = [1, 2]`, `research is a list of users or groups: say which with tenants_by = "user" or "group"`},
		{`homes = { eu`, `homes = { us`, `law.toml:34:11: homes: the workload has no class "us"; there are eu, own-cloud`},
		{`aws/eu-central-1" }`, `aws/eu-central-2" }`, `law.toml:34:11: home = "aws/eu-central-2" is no region of the cloud; did you mean "aws/eu-central-1"?`},
		{`"aws/eu-central-1" }`, `"us-east-1" }`, `law.toml:34:11: the data of class "eu" lives in us-east-1, which is in "US": its rule lets data rest in AT BE`},
		{`rules = [false, true]`, `rules = "no"`, `law.toml:11:1: rules = "no" is a string, want true or false, or a list of them`},
		{`rules = [false, true]`, `rules = []`, `law.toml:11:1: rules is an empty list`},
	} {
		text := strings.Replace(lawful, c.old, c.new, 1)
		if text == lawful {
			t.Fatalf("nothing to replace: %s", c.old)
		}
		e, err := Parse("law.toml", []byte(text))
		if err == nil {
			_, err = Prepare(e, "")
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s → %s:\n%v\nwant %s", c.old, c.new, err, c.want)
		}
	}
	none := lawful[:strings.Index(lawful, "[[cloud.rule]]")] + lawful[strings.Index(lawful, "[[workload]]"):]
	if _, err := Parse("law.toml", []byte(none)); err == nil || !strings.Contains(err.Error(), "law.toml:11:1: rules = […], but the cloud has no [[cloud.rule]]") {
		t.Errorf("rules without any: %v", err)
	}
}

// Labels cost nothing where there are no rules: the run is that of the jobs without them.
func TestLabelsWithoutRulesChangeNothing(t *testing.T) {
	text := strings.Replace(lawful, "rules = [false, true]", "rules = false", 1)
	with := mustParse(t, text)
	bare := mustParse(t, strings.NewReplacer("classes = { eu = 0.4, own-cloud = 0.1 }\n", "", "tenants = { research = 0.25 }\n", "", "homes = { eu = \"aws/eu-central-1\" }\n", "").Replace(text))
	for _, w := range with.Workloads {
		w.Data.Homes = nil
	}
	var digests []string
	for _, e := range []*Experiment{with, bare} {
		p, err := Prepare(e, "")
		if err != nil {
			t.Fatal(err)
		}
		o, err := p.simulate(context.Background(), p.Cells[0], meter{now: time.Now, tick: func(int64) {}})
		if err != nil {
			t.Fatal(err)
		}
		digests = append(digests, o.Row.Digest)
	}
	if digests[0] != digests[1] {
		t.Errorf("the runs are %s with labels and %s without", digests[0], digests[1])
	}
}
