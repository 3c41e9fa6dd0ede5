package formats

import (
	"fmt"
	"strings"

	"skysim/traces/gavel"
	"skysim/traces/summary"
)

// fitsGavel looks for tabs between 7, 9, 10, 11 or 12 columns.
func fitsGavel(h *Head) string {
	n := 0
	for _, line := range h.lines[:min(len(h.lines), 5)] {
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		switch n = len(cells); n {
		case 7, 9, 10, 11, 12:
		default:
			return ""
		}
		if !strings.Contains(cells[0], "(batch size") && !number(cells[n-1]) {
			return ""
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d columns with tabs between them, numbers in the last", n)
}

func sumGavel(in *Input, r *summary.Report) error {
	list, err := gavel.NewReader(in.plain, in.Name, gavel.Options{Sort: true, Lenient: true})
	if err != nil {
		return err
	}
	rows, durations := []gavel.Row{}, 0
	for row := (gavel.Row{}); list.Next(&row); row = (gavel.Row{}) {
		rows = append(rows, row)
		if row.Duration != gavel.Absent {
			durations++
		}
	}
	if err := list.Err(); err != nil {
		return err
	}
	inFileOrder(rows, func(row *gavel.Row) int { return row.Line })
	sum := summary.NewJobs(summary.JobOptions{GPUs: true, NoRuns: durations < len(rows), GPUCapacity: 1000 * in.Options.GPUs})
	types, steps := map[string]bool{}, []int64{}
	for i := range rows {
		row := &rows[i]
		types[row.Type] = true
		steps = append(steps, row.Steps)
		sum.Add(summary.Job{
			Submit: row.Arrival, Begin: summary.Unknown, Run: max(row.Duration, 0), GPU: 1000 * int64(row.Scale),
			Request: summary.Unknown, User: hashName(row.Type) & 0x7fffffff, Line: row.Line,
		})
	}
	sum.Put(r)
	r.Skips = list.Skipped()
	r.Rows = sum.Len() + r.Skipped()
	r.Set("columns", int64(list.Columns()))
	r.Set("job_types", int64(len(types)))
	r.Set("steps", summary.NewSpread(steps, 0))
	r.Assume("arrivals in seconds; what the columns mean follows from how many there are")
	if durations < len(rows) {
		r.Lack("durations of all jobs: their steps become time only with a table of speeds")
	}
	return nil
}
