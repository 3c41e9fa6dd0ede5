package bench

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"skysim/bench/stats"
	"skysim/sim"
)

// unlike says what the conditions of rows have that the baseline's do not, or "".
// Two results may call different things by one name.
func unlike(baseline, rows []Row) string {
	b := &baseline[0]
	for i := range rows {
		switch r := &rows[i]; {
		case r.WorkloadHash != b.WorkloadHash:
			return fmt.Sprintf("its workload is another of the same name (workload_hash %s, the baseline's is %s)", short(r.WorkloadHash), short(b.WorkloadHash))
		case r.CloudHash != b.CloudHash && r.Catalog != b.Catalog:
			return fmt.Sprintf("its cloud is another of the same name: the catalogue differs (catalog_hash %s, the baseline's is %s)", short(r.Catalog), short(b.Catalog))
		case r.CloudHash != b.CloudHash:
			return fmt.Sprintf("its cloud is another of the same name (cloud_hash %s, the baseline's is %s)", short(r.CloudHash), short(b.CloudHash))
		case r.Until != b.Until:
			return fmt.Sprintf("its runs end at until = %v, the baseline's at %v", time.Duration(r.Until), time.Duration(b.Until))
		case r.Warmup != b.Warmup:
			return fmt.Sprintf("its warmup is %v, the baseline's %v", time.Duration(r.Warmup), time.Duration(b.Warmup))
		}
	}
	return ""
}

func short(hash string) string { return hash[:min(len(hash), shortHash)] }

// count counts seeds.
func (c *Comparison) count(base int) {
	c.Seeds = len(c.Lines[base].Rows)
	c.Fewest, c.Most = c.Seeds, c.Seeds
	for _, l := range c.Lines {
		c.Fewest, c.Most = min(c.Fewest, len(l.Rows)), max(c.Most, len(l.Rows))
	}
}

// means says what the numbers of the table are means of.
func (c *Comparison) means() string {
	if c.Fewest != c.Most {
		return fmt.Sprintf("means of each policy's own seeds, %d to %d", c.Fewest, c.Most)
	}
	return fmt.Sprintf("mean of %d %s", c.Seeds, plural(c.Seeds, "seed"))
}

// warn gathers what weakens the comparison.
func (c *Comparison) warn(base int) {
	c.warnSeeds(base)
	c.warnStatistics(base)
	for i := range c.Lines {
		c.warnUndone(&c.Lines[i])
	}
	c.warnWarmup()
}

func (c *Comparison) add(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(c.Warnings, text) {
		c.Warnings = append(c.Warnings, text)
	}
}

// warnSeeds names the policies whose seeds are not the baseline's.
func (c *Comparison) warnSeeds(base int) {
	seeds := func(l *Line) (all []int64) {
		for i := range l.Rows {
			all = append(all, l.Rows[i].Seed)
		}
		slices.Sort(all)
		return all
	}
	baseline := seeds(&c.Lines[base])
	for i := range c.Lines {
		if own := seeds(&c.Lines[i]); !slices.Equal(own, baseline) {
			c.add("%s ran under seeds %s, the baseline under %s: changes are over those that both have", c.Lines[i].Policy, ranges(own), ranges(baseline))
		}
	}
}

// ranges writes sorted numbers as in 1-3, 7.
func ranges(sorted []int64) string {
	var parts []string
	for i := 0; i < len(sorted); {
		j := i
		for j+1 < len(sorted) && sorted[j+1] <= sorted[j]+1 {
			j++
		}
		if sorted[i] == sorted[j] {
			parts = append(parts, fmt.Sprint(sorted[i]))
		} else {
			parts = append(parts, fmt.Sprintf("%d-%d", sorted[i], sorted[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// warnStatistics passes on what the comparisons warn of. What holds for all of
// them is said once; otherwise the metric is named, and the policies unless it
// is all of them.
func (c *Comparison) warnStatistics(base int) {
	var texts []string
	about := map[string]map[string][]string{} // policies by text and metric
	compared := 0
	for i := range c.Lines {
		l := &c.Lines[i]
		if i == base || l.Unlike != "" {
			continue
		}
		compared++
		for _, m := range []struct {
			name string
			of   *stats.Comparison
		}{{"cost", &l.Cost}, {"wait", &l.Wait}} {
			for _, w := range m.of.Warnings {
				if w.Kind == stats.Unfinished || w.Kind == stats.MissingPairs { // said in the line, and of the seeds
					continue
				}
				if about[w.Text] == nil {
					texts = append(texts, w.Text)
					about[w.Text] = map[string][]string{}
				}
				about[w.Text][m.name] = append(about[w.Text][m.name], l.Policy)
			}
		}
	}
	for _, text := range texts {
		cost, wait := about[text]["cost"], about[text]["wait"]
		switch {
		case len(cost) == compared && len(wait) == compared:
			c.add("%s", text)
		case slices.Equal(cost, wait):
			c.add("cost and wait of %s: %s", strings.Join(cost, ", "), text)
		default:
			c.warnMetric("cost", cost, compared, text)
			c.warnMetric("wait", wait, compared, text)
		}
	}
}

func (c *Comparison) warnMetric(metric string, policies []string, all int, text string) {
	switch {
	case len(policies) == 0:
	case len(policies) == all:
		c.add("%s of every policy: %s", metric, text)
	default:
		c.add("%s of %s: %s", metric, strings.Join(policies, ", "), text)
	}
}

// warnUndone counts the jobs that nothing could be done for, and those left.
func (c *Comparison) warnUndone(l *Line) {
	var impossible, forbidden int64
	var worst *Row
	for i := range l.Rows {
		r := &l.Rows[i]
		impossible, forbidden = max(impossible, r.Impossible), max(forbidden, r.Forbidden)
		if r.Unfinished > 0 && (worst == nil || r.Unfinished > worst.Unfinished) {
			worst = r
		}
	}
	if impossible > 0 {
		c.add("up to %d jobs per run fit no machine of this cloud and were counted as impossible", impossible)
	}
	if forbidden > 0 {
		c.add("up to %d jobs per run were forbidden: no machine of this cloud that could hold them is allowed by their rules", forbidden)
	}
	if worst == nil {
		return
	}
	such := ""
	if worst.WaitingJob != nil {
		such = fmt.Sprintf(", such as job %d of seed %d", *worst.WaitingJob, worst.Seed)
	}
	if worst.Until > 0 {
		c.add("%s: up to %d jobs per run had not ended at until = %v%s", l.Policy, worst.Unfinished, sim.Duration(worst.Until), such)
		return
	}
	c.add("%s: up to %d jobs per run wait for ever%s: nothing more happens that could start them", l.Policy, worst.Unfinished, such)
}

// warnWarmup finds runs that were over before the warmup was.
func (c *Comparison) warnWarmup() {
	for i := range c.Lines {
		for k := range c.Lines[i].Rows {
			if r := &c.Lines[i].Rows[k]; r.Warmup > 0 && r.WaitMean == nil && r.Started > 0 {
				c.add("%s: no job of seed %d that started was submitted after the warmup of %v: no waits are measured", c.Lines[i].Policy, r.Seed, sim.Duration(r.Warmup))
				break
			}
		}
	}
}
