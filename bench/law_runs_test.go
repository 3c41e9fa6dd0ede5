package bench

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"skysim/bench/table"
	"skysim/sim"
)

// court runs three jobs of 100 s on two kinds of machines under some rules, and returns the
// row without them and the one with them.
func court(t *testing.T, rules, labels string) (off, on Row) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "j.csv"), []byte("arrival_s,duration_s,cores\n0,100,1\n0,100,1\n0,100,1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	e := mustParse(t, `name = "court"
why = "what each rule does"
[[cloud]]
name = "c"
use = "machines"
rules = [false, true]
[[cloud.machine]]
name = "cheap"
provider = "far"
jurisdiction = "US"
purchase = "on-demand"
cores = 1
price_per_hour = 36
[[cloud.machine]]
name = "dear"
provider = "near"
jurisdiction = "DE"
purchase = "on-demand"
cores = 1
price_per_hour = 72
`+rules+`
[[workload]]
use = "trace"
format = "jobs"
path = "j.csv"
`+labels+`
[[policy]]
use = "greedy(idle=0s)"
`)
	p, err := Prepare(e, dir)
	if err != nil {
		t.Fatal(err)
	}
	var rows [2]Row
	for i := range rows {
		o, err := p.simulate(context.Background(), p.Cells[i], meter{now: time.Now, tick: func(int64) {}})
		if err != nil {
			t.Fatal(err)
		}
		rows[i] = o.Row
	}
	return rows[0], rows[1]
}

// Each rule does what it says, from the file to the row. Without rules three jobs cost three
// dollars and end after 100 s.
func TestEachRule(t *testing.T) {
	const dollar = 1_000_000_000
	for _, c := range []struct {
		name, rules, labels string
		cost, makespan      int64 // nano-dollars, seconds
		forbidden           int64
		lawful              float64 // share of the cost without rules, -1 for none
	}{
		{"nobody is under it", "[[cloud.rule]]\nclass = \"a\"\nrun = [\"DE\"]", "", 3 * dollar, 100, 0, -1},
		{"jurisdiction", "[[cloud.rule]]\nclass = \"a\"\nrun = [\"EU\"]", "classes = { a = 1.0 }", 6 * dollar, 100, 0, 0},
		{"jurisdiction of data, without data", "[[cloud.rule]]\nclass = \"a\"\nrest = [\"EU\"]", "classes = { a = 1.0 }", 3 * dollar, 100, 0, 1},
		{"jurisdiction of data", "[[cloud.rule]]\nclass = \"a\"\nrest = [\"EU\"]", "classes = { a = 1.0 }\ndata = { home = \"near\", reads_gb = 1 }", 6 * dollar, 100, 0, 0},
		{"provider of a class", "[[cloud.rule]]\nclass = \"a\"\nproviders = [\"near\"]", "classes = { a = 1.0 }", 6 * dollar, 100, 0, 0},
		{"provider of a tenant", "[[cloud.tenant]]\ntenant = \"b\"\nproviders = [\"near\"]", "tenants = { b = 1.0 }", 6 * dollar, 100, 0, 0},
		{"certified types", "[[cloud.rule]]\nclass = \"a\"\ntypes = [\"near/d*\"]", "classes = { a = 1.0 }", 6 * dollar, 100, 0, 0},
		{"encryption", "[[cloud.rule]]\nclass = \"a\"\nencryption = 0.25", "classes = { a = 1.0 }", 3.75 * dollar, 125, 0, 1},
		{"quota", "[[cloud.tenant]]\ntenant = \"b\"\ncores = 1", "tenants = { b = 1.0 }", 3 * dollar, 300, 0, 1},
		{"quota of two", "[[cloud.tenant]]\ntenant = \"b\"\ncores = 2.5", "tenants = { b = 1.0 }", 3 * dollar, 200, 0, 1},
		{"quota too small", "[[cloud.tenant]]\ntenant = \"b\"\ncores = 0.5", "tenants = { b = 1.0 }", 0, 0, 3, 1},
		{"forbidden", "[[cloud.rule]]\nclass = \"a\"\nrun = [\"DE\"]\nproviders = [\"far\"]", "classes = { a = 1.0 }", 0, 0, 3, 0},
		{"the user's own", "[[cloud.tenant]]\ntenant = \"b\"\nproviders = [\"near\"]", "tenants = { b = [0] }\ntenants_by = \"user\"", 6 * dollar, 100, 0, 0},
	} {
		off, on := court(t, c.rules, c.labels)
		if off.Cost != 3*dollar || off.Makespan != 100e9 || off.Forbidden != 0 {
			t.Errorf("%s: without rules the cost is %d, the end at %d", c.name, off.Cost, off.Makespan)
		}
		if on.Cost != c.cost || on.Forbidden != c.forbidden || c.forbidden == 0 && on.Makespan != c.makespan*1e9 || on.Refused != 0 {
			t.Errorf("%s: the cost is %d, %d jobs are forbidden, the end is at %d, %d refusals; want %d, %d, %d s and none", c.name, on.Cost, on.Forbidden, on.Makespan, on.Refused, c.cost, c.forbidden, c.makespan)
		}
		switch {
		case c.lawful < 0 && off.CostLawful != nil || c.lawful >= 0 && (off.CostLawful == nil || *off.CostLawful != c.lawful):
			t.Errorf("%s: a share of %v is lawful without rules, want %v", c.name, off.CostLawful, c.lawful)
		case c.lawful >= 0 && on.Finished > 0 && (on.CostLawful == nil || *on.CostLawful != 1):
			t.Errorf("%s: a share of %v is lawful with the rules, want 1", c.name, on.CostLawful)
		}
	}
}

// Where every rule is satisfied anyway the rules cost nothing: the same events, to the byte.
func TestSatisfiedRulesCostNothing(t *testing.T) {
	rules := strings.NewReplacer(
		`run = ["EU", "GB"]`, `run = ["US", "EEA"]`, `rest = ["EEA"]`, `rest = ["US", "EU"]`, `"m5.*", "gcp/e2-*"`, `"*"`, `encryption = 0.05`, ``,
		`providers = ["gcp"]`, `providers = ["gcp", "aws"]`, `providers = ["aws"]`, `providers = ["aws", "gcp"]`, `cores = 64`, `cores = 100000`,
	).Replace(lawful)
	rules = rules[:strings.Index(rules, "[[policy]]")]
	for _, use := range []string{
		"greedy", "greedy(order=sjf,place=bestfit)", "greedy(order=edf,place=fastest)", "greedy(order=fcfs,place=leastloaded)", "greedy(order=fcfs,place=scatter)", "failover(greedy)", "retry(greedy)", "lp",
	} {
		rules += "[[policy]]\nuse = \"" + use + "\"\n"
	}
	p, err := Prepare(mustParse(t, rules), "")
	if err != nil {
		t.Fatal(err)
	}
	n := len(p.Experiment.Policies)
	for i := range n {
		var rows [2]Row
		for k := range rows {
			o, err := p.simulate(context.Background(), p.Cells[i+k*n], meter{now: time.Now, tick: func(int64) {}})
			if err != nil {
				t.Fatal(err)
			}
			rows[k] = o.Row
		}
		if rows[0].Rules != "off" || rows[1].Rules != "on" || rows[0].Digest != rows[1].Digest || rows[0].Cost != rows[1].Cost {
			t.Errorf("%s: $%d and %s without rules, $%d and %s with rules that all satisfy", rows[0].Policy, rows[0].Cost, rows[0].Digest, rows[1].Cost, rows[1].Digest)
		}
		if rows[0].CostLawful == nil || *rows[0].CostLawful != 1 {
			t.Errorf("%s: a share of %v is lawful, want 1", rows[0].Policy, rows[0].CostLawful)
		}
	}
}

// jurist is an Observer that holds verdict against what the engine says of the law.
type jurist struct {
	t     *testing.T
	jobs  *register
	world *sim.World
	seen  map[sim.Refusal]int
}

func (o *jurist) Observe(v *sim.View, _ []sim.Event) {
	for id := v.First(); id != 0; id = v.Next(id) {
		k := o.jobs.jobs[v.Job(id).Number]
		class, tenant := o.jobs.ruled(k)
		for offer := range sim.OfferID(len(o.world.Offers)) {
			want, got := v.Lawful(id, offer), verdict(o.world, &k.job, class, tenant, offer)
			if o.seen[want]++; got != want {
				o.t.Fatalf("class %d, tenant %d on %s: %v, the engine says %v", class, tenant, o.world.OfferName(offer), got, want)
			}
		}
	}
}

func TestVerdictIsTheEngines(t *testing.T) {
	p := auditWorld(t)
	seen := map[sim.Refusal]int{}
	for seed := range uint64(2) {
		config, err := p.config(p.Cells[1])
		if err != nil {
			t.Fatal(err)
		}
		jobs, err := p.workloads[0].register(config.Jobs, 1, config.World)
		if err != nil {
			t.Fatal(err)
		}
		config.Jobs, config.Policy = jobs, &unruly{random: sim.NewStream(seed, "unruly")}
		config.Observers = []sim.Observer{&jurist{t, jobs, config.World, seen}}
		s, err := sim.New(config)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Run(); err != nil {
			t.Fatal(err)
		}
	}
	for _, why := range []sim.Refusal{sim.Accepted, sim.OutsideResidence, sim.ProviderBarred, sim.NotCertified} {
		if seen[why] == 0 {
			t.Errorf("nothing was %v: the test says less than it should", why)
		}
	}
}

// The table of the cost of compliance has both costs and what lies between them, and a
// cloud that never had rules is one without them.
func TestComplianceTable(t *testing.T) {
	for _, plain := range []bool{false, true} {
		var rows []Row
		for _, r := range made(8) {
			share := 0.5
			r.Rules, r.BareCloud, r.CloudHash, r.CostLawful = "off", "bare", "off", &share
			if plain {
				r.Rules, r.BareCloud, r.CloudHash, r.CostLawful = "", "", "bare", nil
			}
			rows = append(rows, r)
		}
		for _, r := range made(8) {
			all := 1.0
			r.Cloud, r.Cost, r.Rules, r.BareCloud, r.CloudHash, r.CostLawful, r.RefusedByRule = "ruled", r.Cost*5/4, "on", "bare", "on", &all, 7
			rows = append(rows, r)
		}
		all, err := Compare(rows, "a")
		if err != nil {
			t.Fatal(err)
		}
		tables := Across(all)
		if len(tables) != 1 {
			t.Fatalf("%d tables, want the cost of compliance alone", len(tables))
		}
		var text strings.Builder
		if err := tables[0].WriteText(&text, table.TextOptions{}); err != nil {
			t.Fatal(err)
		}
		want := []string{"cost of compliance: workload w on k and on ruled", "$103.50", "$129.38", "25.0 % [25.0, 25.0]", "100.0 %", "7.00"}
		if !plain {
			want = append(want, "50.0 %")
		}
		for _, w := range want {
			if !strings.Contains(text.String(), w) {
				t.Errorf("the table lacks %q:\n%s", w, text.String())
			}
		}
	}
}
