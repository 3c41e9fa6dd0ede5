package bench

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"skysim/bench/plot"
	"skysim/bench/stats"
)

// Draw makes the figures of a result, each as SVG and PNG, from what is stored.
func (r *Result) Draw() error {
	all, err := Compare(r.Rows, r.Manifest.Baseline)
	if err != nil {
		return err
	}
	Bound(all, r)
	d := drawing{result: r, all: all}
	for _, l := range all[0].Lines {
		d.policies = append(d.policies, l.Policy)
	}
	if err := os.MkdirAll(filepath.Join(r.Dir, figuresDir), 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		make func() (*plot.Figure, error)
	}{{"cost", d.cost}, {"waits", d.waits}, {"overtime", d.overTime}, {"costwait", d.costWait}, {"recovery", d.recovery}} {
		if f.name == "recovery" && !slices.ContainsFunc(all, func(c Comparison) bool { return c.some("recovered") }) {
			continue
		}
		figure, err := f.make()
		if err != nil {
			return fmt.Errorf("figure %s: %w", f.name, err)
		}
		if err := r.store(f.name, figure); err != nil {
			return err
		}
	}
	return nil
}

// DrawMissing makes the figures of what Run returned, unless they are there
// already: those of a result that was kept show all that is stored.
func (r *Result) DrawMissing() error {
	if !r.Kept {
		return r.Draw()
	}
	for _, name := range []string{"cost", "waits", "overtime", "costwait"} {
		for _, ending := range []string{".svg", ".png"} {
			if _, err := os.Stat(filepath.Join(r.Dir, figuresDir, name+ending)); err != nil {
				whole, err := ReadResult(r.Dir)
				if err != nil {
					return err
				}
				return whole.Draw()
			}
		}
	}
	return nil
}

// store writes a figure twice.
func (r *Result) store(name string, f *plot.Figure) error {
	var svg, png bytes.Buffer
	if err := f.WriteSVG(&svg); err != nil {
		return err
	}
	if err := f.WritePNG(&png); err != nil {
		return err
	}
	base := filepath.Join(r.Dir, figuresDir, name)
	if err := writeFile(base+".svg", svg.Bytes()); err != nil {
		return err
	}
	return writeFile(base+".png", png.Bytes())
}

// drawing turns comparisons into what figures are made of.
type drawing struct {
	result   *Result
	all      []Comparison
	policies []string
}

func (d *drawing) head(what, note string) plot.Head {
	return plot.Head{Title: d.result.Name + ": " + what, Note: note, Policies: d.policies}
}

// seeds is how the notes count them.
func (d *drawing) seeds() string {
	n := d.all[0].Seeds
	return fmt.Sprintf("mean and 95 %% interval over %d %s; light dots are the seeds", n, plural(n, "seed"))
}

// seedsAndBound is the note of figures that have costs.
func (d *drawing) seedsAndBound() string {
	for i := range d.all {
		if d.all[i].drawnBound() > 0 {
			return d.seeds() + "; dashes: what no policy can undercut"
		}
	}
	return d.seeds()
}

// drawnBound is the mean of the bounds in dollars, or 0.
func (c *Comparison) drawnBound() float64 {
	if b := c.boundCost(); b > 0 {
		return b
	}
	return 0
}

// title names a panel; a lone one needs no name.
func (d *drawing) title(c *Comparison) string {
	if len(d.all) == 1 {
		return ""
	}
	return c.Workload + " on " + c.Cloud
}

// rows returns the rows of a policy in a comparison.
func (c *Comparison) rows(policy string) []Row {
	for i := range c.Lines {
		if c.Lines[i].Policy == policy {
			return c.Lines[i].Rows
		}
	}
	return nil
}

// estimate is a metric's mean over rows, divided by unit.
func estimate(rows []Row, metric string, unit float64) plot.Estimate {
	var values []float64
	for i := range rows {
		if v, ok := rows[i].Metric(metric); ok {
			values = append(values, v/unit)
		}
	}
	return meanOf(values)
}

// meanOf is the mean of one value for each seed.
func meanOf(values []float64) plot.Estimate {
	i := stats.MeanInterval(values, 0.95)
	return plot.Estimate{Mean: i.Center, Low: i.Low, High: i.High, Seeds: values}
}

func (d *drawing) cost() (*plot.Figure, error) {
	data := plot.CostData{Head: d.head("cost by policy", d.seedsAndBound())}
	for i := range d.all {
		p := plot.CostPanel{Title: d.title(&d.all[i]), Bound: d.all[i].drawnBound()}
		for _, policy := range d.policies {
			p.Costs = append(p.Costs, estimate(d.all[i].rows(policy), "cost_nanousd", 1e9))
		}
		data.Panels = append(data.Panels, p)
	}
	return plot.CostByPolicy(data)
}

func (d *drawing) costWait() (*plot.Figure, error) {
	data := plot.CostWaitData{Head: d.head("cost against mean wait", d.seedsAndBound())}
	for i := range d.all {
		p := plot.CostWaitPanel{Title: d.title(&d.all[i]), Bound: d.all[i].drawnBound()}
		for _, policy := range d.policies {
			rows := d.all[i].rows(policy)
			p.Points = append(p.Points, plot.CostWaitPoint{
				Cost: estimate(rows, "cost_nanousd", 1e9), Wait: estimate(rows, "wait_mean_seconds", 1),
			})
		}
		data.Panels = append(data.Panels, p)
	}
	return plot.CostWait(data)
}

// recovery is cost against how long jobs stood still because something went wrong.
func (d *drawing) recovery() (*plot.Figure, error) {
	data := plot.CostWaitData{Head: d.head("cost against time stood still", d.seedsAndBound()), What: "time stood still per job, mean"}
	for i := range d.all {
		p := plot.CostWaitPanel{Title: d.title(&d.all[i]), Bound: d.all[i].drawnBound()}
		for _, policy := range d.policies {
			rows := d.all[i].rows(policy)
			var still []float64
			for k := range rows {
				mean, _ := rows[k].Metric("recovery_mean_seconds")
				still = append(still, float64(mean*float64(rows[k].Recovered))/float64(max(1, rows[k].Started)))
			}
			p.Points = append(p.Points, plot.CostWaitPoint{Cost: estimate(rows, "cost_nanousd", 1e9), Wait: meanOf(still)})
		}
		data.Panels = append(data.Panels, p)
	}
	return plot.CostWait(data)
}

func (d *drawing) waits() (*plot.Figure, error) {
	note := fmt.Sprintf("jobs of all %d %s together", d.all[0].Seeds, plural(d.all[0].Seeds, "seed"))
	if d.all[0].Seeds == 1 {
		note = "one seed"
	}
	data := plot.WaitData{Head: d.head("waits", note)}
	points := map[string][]WaitPoint{}
	for _, w := range d.result.Waits {
		points[w.Hash] = append(points[w.Hash], w)
	}
	for i := range d.all {
		p := plot.WaitPanel{Title: d.title(&d.all[i])}
		for _, policy := range d.policies {
			p.Curves = append(p.Curves, pool(d.all[i].rows(policy), points))
		}
		data.Panels = append(data.Panels, p)
	}
	return plot.WaitCDF(data)
}

func (d *drawing) overTime() (*plot.Figure, error) {
	points := map[string][]SeriesPoint{}
	for _, s := range d.result.Series {
		points[s.Hash] = append(points[s.Hash], s)
	}
	what := "CPU"
	for _, s := range d.result.Series {
		if s.OwnedGPUAvailable+s.RentedGPUAvailable > 0 {
			what = "GPU"
			break
		}
	}
	first := int64(math.MaxInt64)
	for _, r := range d.result.Rows {
		first = min(first, r.Seed)
	}
	data := plot.TimeData{Head: d.head("utilisation and spending over time",
		fmt.Sprintf("seed %d, until 99.5 %% of each bill is spent; utilisation is of the %ss on machines that are up; spending is spread over machines' lives", first, what))}
	for i := range d.all {
		p := plot.TimePanel{Title: d.title(&d.all[i])}
		for _, policy := range d.policies {
			var t plot.TimeSeries
			for _, r := range d.all[i].rows(policy) {
				if r.Seed == first {
					t = course(points[r.Hash], what == "GPU")
				}
			}
			p.Series = append(p.Series, t)
		}
		data.Panels = append(data.Panels, p)
	}
	return plot.OverTime(data)
}
