package formats

import (
	"fmt"
	"time"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/summary"
	"skysim/traces/swf"
)

// fitsSWF looks for 18 columns of numbers.
func fitsSWF(h *Head) string {
	row, comments := h.row(";")
	if len(row) < swf.Columns {
		return ""
	}
	for _, cell := range row[:swf.Columns] {
		if !number(cell) {
			return ""
		}
	}
	why := fmt.Sprintf("%d columns of numbers", len(row))
	if comments {
		why += " below comments that begin with ;"
	}
	return why
}

func sumSWF(in *Input, r *summary.Report) error {
	log, err := swf.NewReader(in.plain, in.Name, swf.Options{Processors: swf.Allocated, AnyOrder: true, Lenient: true})
	if err != nil {
		return err
	}
	capacity, of := in.Options.Cores, "as was said"
	if capacity == 0 {
		capacity, of = log.Header().Procs(), "as the header says"
	}
	sum := summary.NewJobs(summary.JobOptions{CPUs: true, Numbered: true, Users: true, CPUCapacity: 1000 * capacity})
	for j := (sim.Job{}); log.Next(&j); j = (sim.Job{}) {
		row := log.Row()
		begin := int64(summary.Unknown)
		if row.Wait >= 0 {
			begin = row.Submit + row.Wait
		}
		sum.Add(summary.Job{
			Submit: row.Submit, Begin: begin, Run: row.Run, CPU: 1000 * row.Procs(swf.Allocated), Request: row.Request,
			User: row.User, Number: row.Number, Line: row.Line,
		})
	}
	if err := log.Err(); err != nil {
		return err
	}
	sum.Put(r)
	counts := log.Counts()
	r.Rows = counts.Rows
	r.Set("jobs_that_ran", sum.Len())
	idle := int64(0)
	for _, s := range log.Skipped() {
		if !idleJob(s.First) {
			r.Skips = append(r.Skips, s)
			continue
		}
		idle += s.Rows
		r.Doubt(s.Rows, s.First.Line, fmt.Sprintf("jobs that did not run and are left out of a simulation: %s is %s", s.First.Field, s.First.Value))
	}
	r.Set("jobs", sum.Len()+idle)
	r.Set("columns", int64(swf.Columns+len(log.Row().Extra)))
	if claimed := log.Header().MaxJobs; claimed > 0 {
		r.Set("header_max_jobs", claimed)
	}
	if at, ok := log.Header().Epoch(); ok {
		r.Epoch = at
	}
	r.Assume("times in seconds of the log, whose first need not be 0; -1 is unknown")
	r.Assume("cores are the processors allocated, or those requested where these are unknown; trace convert and a simulation take those requested first")
	if capacity > 0 {
		r.Assume("the machine has %d processors, %s", capacity, of)
	} else {
		r.Lack("the size of the machine, which utilisation needs: say --capacity")
	}
	for _, doubt := range log.Doubts() {
		r.Assume("%s", doubt)
	}
	r.Lack("GPUs")
	return nil
}

// idleJob reports whether a row was left out although it is one of a whole job: of
// one that did not run, or of which it is not known how long or on what.
func idleJob(e *traces.SyntaxError) bool {
	return e.Column == 0 && (e.Field == "run time" || e.Field == "processors" || e.Field == "status" && e.Value == "5")
}

func jobsSWF(in *Input) (Jobs, error) {
	log, err := swf.NewReader(in.plain, in.Name, swf.Options{Sort: in.Options.Sort})
	if err != nil {
		return nil, err
	}
	at, ok := log.Header().Epoch()
	if !ok {
		at = time.Time{}
	}
	return swfJobs{plainJobs{log, at}, log}, nil
}

// swfJobs are the jobs of a log that ran.
type swfJobs struct {
	plainJobs
	log *swf.Reader
}

// Skipped returns the jobs that did not run, by reason.
func (s swfJobs) Skipped() []traces.Skip { return s.log.Skipped() }

// Notes says which of its two numbers of processors a job has.
func (s swfJobs) Notes() []string {
	return []string{"cores are the processors requested, which a scheduler sees, or those allocated where these are unknown; trace stats counts those allocated"}
}
