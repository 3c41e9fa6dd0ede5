package formats

import (
	"fmt"
	"strings"
	"time"

	"skysim/sim"
	"skysim/traces/interchange"
	"skysim/traces/requests"
	"skysim/traces/summary"
)

// ownFormats are those of package interchange, in CSV and in Parquet.
func ownFormats() []Format {
	return []Format{
		{
			Name: "skysim-jobs", Kind: KindJobs, Doc: "jobs in skysim's interchange format, CSV or Parquet",
			fits: fitsOwn("jobs", "submit_ns", "work_ns", "cpu_milli"), sum: sumOwnJobs,
			jobs: func(in *Input) (Jobs, error) {
				return opened(in, learning)
			},
		}, {
			Name: "skysim-requests", Kind: KindRequests, Doc: "requests in skysim's interchange format, CSV or Parquet",
			fits: fitsOwn("requests", "at_ns", "input_tokens", "output_tokens"), sum: sumOwnRequests,
			requests: func(in *Input) (Requests, error) { return opened(in, interchange.ReadRequests) },
		}, {
			Name: "skysim-market", Kind: KindPrices, Doc: "supply and prices in skysim's interchange format, CSV or Parquet",
			fits: fitsOwn("market", "at_ns", "zone", "machine", "supply"), sum: sumOwnMarket,
			market: func(in *Input) (Market, error) {
				m, err := opened(in, interchange.ReadMarket)
				if err != nil {
					return nil, err
				}
				return ownMarket{m}, nil
			},
		},
	}
}

// fitsOwn looks for a header, or for what a Parquet file says about itself.
func fitsOwn(kind string, names ...string) func(*Head) string {
	return func(h *Head) string {
		if h.parquet() {
			if h.meta["skysim-interchange"] != kind+" 1" {
				return ""
			}
			return "a Parquet file whose metadata says skysim-interchange = " + kind + " 1"
		}
		return headed(names...)(h)
	}
}

// opened opens the file with package interchange.
func opened[T any](in *Input, open func(interchange.Source) (T, error)) (none T, err error) {
	s := interchange.Source{Name: in.Name, From: in.plain}
	if in.Head.parquet() {
		if in.file == nil {
			return none, fmt.Errorf("%s: a Parquet file cannot be read from a pipe, want the name of a file", in.Name)
		}
		s.At, s.Size = &stoppable{at: in.file, stop: in.Options.Stop}, in.size
	}
	return open(s)
}

// learning opens jobs and learns the names in them.
func learning(s interchange.Source) (*interchange.Jobs, error) {
	return interchange.ReadJobs(s, interchange.Names{Learn: true})
}

// ownEpoch tells a report the instant of second 0.
func ownEpoch(r *summary.Report, text string) {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		r.Epoch = at
	}
}

func sumOwnJobs(in *Input, r *summary.Report) error {
	list, err := opened(in, learning)
	if err != nil {
		return err
	}
	sum := summary.NewJobs(summary.JobOptions{
		CPUs: true, GPUs: true, Users: true, CPUCapacity: 1000 * in.Options.Cores, GPUCapacity: 1000 * in.Options.GPUs,
	})
	for j := (sim.Job{}); list.Next(&j); j = (sim.Job{}) {
		sum.Add(recorded(&j, list.Line()))
	}
	if err := list.Err(); err != nil {
		return err
	}
	sum.Put(r)
	r.Rows = sum.Len()
	r.Set("gpu_kinds", strings.Join(list.GPUKinds(), ", "))
	ownEpoch(r, list.Epoch())
	r.Assume("nanoseconds, thousandths of cores and GPUs, MiB, bytes")
	return nil
}

func sumOwnRequests(in *Input, r *summary.Report) error {
	list, err := opened(in, interchange.ReadRequests)
	if err != nil {
		return err
	}
	sum := summary.NewRequests(summary.RequestOptions{})
	for q := (requests.Request{}); list.Next(&q); q = (requests.Request{}) {
		sum.Add(summary.Request{At: int64(q.At), In: q.Input, Out: q.Output, Blocks: q.Blocks, Line: q.Line})
		r.Rows++
	}
	if err := list.Err(); err != nil {
		return err
	}
	sum.Put(r)
	ownEpoch(r, list.Epoch())
	r.Assume("nanoseconds")
	return nil
}

func sumOwnMarket(in *Input, r *summary.Report) error {
	list, err := opened(in, interchange.ReadMarket)
	if err != nil {
		return err
	}
	var supply summary.Course
	price := summary.Course{Places: 12}
	markets, available := map[[3]string]bool{}, int64(0)
	for row := (interchange.MarketRow{}); list.Next(&row); row = (interchange.MarketRow{}) {
		r.Rows++
		markets[[3]string{row.Zone, row.Machine, row.Product}] = true
		if row.Supply != nil {
			supply.Add(row.At, *row.Supply, 0)
			if *row.Supply > 0 {
				available++
			}
		}
		if row.Price != nil {
			price.Add(row.At, *row.Price, 0)
		}
		if r.Rows == 1 {
			r.Set("first", summary.Seconds(row.At))
		}
		r.Set("last", summary.Seconds(row.At))
	}
	if err := list.Err(); err != nil {
		return err
	}
	r.Lead("points", r.Rows)
	r.Set("until", summary.Seconds(int64(list.Until())))
	r.Set("markets", int64(len(markets)))
	r.Set("supply", supply.Spread())
	r.Set("available_share", summary.Share(available, supply.Len()))
	r.Set("price_usd_per_hour", price.Spread())
	ownEpoch(r, list.Epoch())
	r.Assume("nanoseconds, pico-dollars per hour")
	supply.Hold(int64(list.Until())) // for the pictures
	price.Hold(int64(list.Until()))
	for _, p := range []struct {
		title, y string
		course   *summary.Course
	}{{"supply", "machines to be had (means over each stretch)", &supply}, {"price", "$ per hour (means over each stretch)", &price}} {
		if p.course.Len() > 0 && len(markets) == 1 {
			r.Page.Panels = append(r.Page.Panels, summary.Panel{
				Title: p.title, X: "time", Y: p.y, Steps: true, Time: true, Curves: []summary.Curve{p.course.Curve(p.title)},
			})
		}
	}
	return nil
}

// ownMarket gives the rows of a file as points.
type ownMarket struct{ *interchange.Market }

// Next gives the next point.
func (m ownMarket) Next(p *MarketPoint) bool {
	var row interchange.MarketRow
	if !m.Market.Next(&row) {
		return false
	}
	known := func(n *int64) int64 {
		if n == nil {
			return Absent
		}
		return *n
	}
	*p = MarketPoint{
		At: sim.Time(row.At), Zone: row.Zone, Type: row.Machine, Product: row.Product,
		Supply: known(row.Supply), Price: sim.Rate(known(row.Price)), OnDemand: sim.Rate(known(row.OnDemand)),
	}
	return true
}
