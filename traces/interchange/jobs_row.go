package interchange

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"skysim/sim"
	"skysim/traces"
	"skysim/traces/internal/nearest"
)

// row makes a row of a job.
func (r *Jobs) row(j *sim.Job) (*JobRow, error) {
	row := &JobRow{
		Submit: int64(j.Submit), Work: j.Work,
		CPU: j.Demand.CPU, Mem: j.Demand.Mem, GPUs: int64(j.Demand.GPUs), Share: int64(j.Demand.Share),
		Tasks: int64(j.Tasks), Profile: int64(j.Profile),
		Estimate: int64(j.Estimate), Limit: int64(j.Limit), Deadline: int64(j.Deadline),
		Priority: int64(j.Priority), User: int64(j.User), Group: int64(j.Group),
		Every: int64(j.Restart.Every), Cost: int64(j.Restart.Cost), Overhead: int64(j.Restart.Overhead),
		Reads: j.Data.Reads, Writes: j.Data.Writes,
	}
	var names []string
	for i := range 64 {
		if j.Demand.Kinds>>i&1 == 0 {
			continue
		}
		if i >= len(r.names.GPUKinds) {
			return nil, fmt.Errorf("GPU kind %d has no name, there are %d", i, len(r.names.GPUKinds))
		}
		if name := r.names.GPUKinds[i]; name == "" || !plainText(name) || strings.Contains(name, "|") {
			return nil, fmt.Errorf("GPU kind is %q, want a name without | or spaces around it", name)
		}
		names = append(names, r.names.GPUKinds[i])
	}
	row.Kinds = strings.Join(names, "|")
	if int(j.Restart.Keep) >= len(keeps) {
		return nil, fmt.Errorf("keep is %d, want one of %s", j.Restart.Keep, strings.Join(keeps, ", "))
	}
	if j.Restart.Keep != 0 {
		row.Keep = keeps[j.Restart.Keep]
	}
	names = nil
	for i, name := range owes {
		if j.Restart.Owes>>i&1 == 1 {
			names = append(names, name)
		}
	}
	row.Owes = strings.Join(names, "|")
	if j.Data.Reads != 0 || j.Data.Writes != 0 {
		if int(j.Data.Home) < 0 || int(j.Data.Home) >= len(r.names.Regions) {
			return nil, fmt.Errorf("home of data is region %d without a name, there are %d", j.Data.Home, len(r.names.Regions))
		}
		row.Home = r.names.Regions[j.Data.Home]
	}
	for i, n := range j.After {
		if i > 0 {
			row.After += "|"
		}
		row.After += strconv.FormatInt(n, 10)
	}
	return row, nil
}

// keeps are the words of sim.Keep, and owes those of the bits of sim.Owe.
var (
	keeps = []string{"nothing", "checkpoint", "all"}
	owes  = []string{"first", "restart", "move"}
)

const (
	wantTime  = "nanoseconds, 0 or more and below 9223372036854775807"
	wantBytes = "bytes, 0 or more"
	wantCount = "0 to 2147483647"
)

// job makes a job of a row.
func (r *Jobs) job(row *JobRow, j *sim.Job) *traces.SyntaxError {
	for _, c := range [...]struct {
		name        string
		value       int64
		least, most int64
		want        string
	}{
		{"submit_ns", row.Submit, 0, math.MaxInt64 - 1, wantTime},
		{"work_ns", row.Work, 0, math.MaxInt64, wantTime},
		{"cpu_milli", row.CPU, 0, 1 << 32, "0 to 4294967296"},
		{"mem_mib", row.Mem, 0, 1 << 32, "0 to 4294967296"},
		{"gpus", row.GPUs, 0, 32, "0 to 32"},
		{"gpu_milli", row.Share, 0, 1000, "0 to 1000"},
		{"tasks", row.Tasks, 0, math.MaxInt32, wantCount},
		{"profile", row.Profile, 0, math.MaxInt32, wantCount},
		{"estimate_ns", row.Estimate, 0, math.MaxInt64 - 1, wantTime},
		{"limit_ns", row.Limit, 0, math.MaxInt64 - 1, wantTime},
		{"deadline_ns", row.Deadline, 0, math.MaxInt64 - 1, wantTime},
		{"priority", row.Priority, math.MinInt32, math.MaxInt32, "-2147483648 to 2147483647"},
		{"user", row.User, 0, math.MaxInt32, wantCount},
		{"group", row.Group, 0, math.MaxInt32, wantCount},
		{"checkpoint_every_ns", row.Every, 0, math.MaxInt64 - 1, wantTime},
		{"checkpoint_cost_ns", row.Cost, 0, math.MaxInt64 - 1, wantTime},
		{"overhead_ns", row.Overhead, 0, math.MaxInt64 - 1, wantTime},
		{"data_reads_bytes", row.Reads, 0, math.MaxInt64, wantBytes},
		{"data_writes_bytes", row.Writes, 0, math.MaxInt64, wantBytes},
	} {
		if c.value < c.least || c.value > c.most {
			return r.fault(c.name, strconv.FormatInt(c.value, 10), c.want)
		}
	}
	*j = sim.Job{
		Submit: sim.Time(row.Submit), Work: row.Work, Tasks: int32(row.Tasks), Profile: int32(row.Profile),
		Demand:   sim.Demand{CPU: row.CPU, Mem: row.Mem, GPUs: int32(row.GPUs), Share: int32(row.Share)},
		Estimate: sim.Duration(row.Estimate), Limit: sim.Duration(row.Limit), Deadline: sim.Time(row.Deadline),
		Priority: int32(row.Priority), User: int32(row.User), Group: int32(row.Group),
		Restart: sim.Restart{Every: sim.Duration(row.Every), Cost: sim.Duration(row.Cost), Overhead: sim.Duration(row.Overhead)},
		Data:    sim.Data{Reads: row.Reads, Writes: row.Writes},
	}
	if bad := r.words(row, j); bad != nil {
		return bad
	}
	return r.contradiction(row, j)
}

// contradiction reports what the columns of a row say against each other.
func (r *Jobs) contradiction(row *JobRow, j *sim.Job) *traces.SyntaxError {
	switch {
	case j.Submit < r.last:
		return r.fault("submit_ns", strconv.FormatInt(row.Submit, 10), fmt.Sprintf("at least the %d of the row above", int64(r.last)))
	case (j.Demand.GPUs == 0) != (j.Demand.Share == 0):
		return r.fault("gpu_milli", strconv.FormatInt(row.Share, 10), "1 to 1000 with GPUs, and 0 without")
	case j.Demand.GPUs == 0 && j.Demand.Kinds != 0:
		return r.fault("gpu_kinds", row.Kinds, "nothing without GPUs")
	case j.Deadline != 0 && j.Deadline < j.Submit:
		return r.fault("deadline_ns", strconv.FormatInt(row.Deadline, 10), "0, or not before submit_ns")
	case j.Restart.Keep == sim.KeepCheckpoint && j.Restart.Every == 0:
		return r.fault("checkpoint_every_ns", "0", "above 0 where keep is checkpoint")
	}
	return nil
}

// words reads the columns that are text.
func (r *Jobs) words(row *JobRow, j *sim.Job) *traces.SyntaxError {
	var bad *traces.SyntaxError
	if j.Demand.Kinds, bad = r.bits(row.Kinds); bad != nil {
		return bad
	}
	if row.Keep != "" {
		i := slices.Index(keeps, row.Keep)
		if i < 0 {
			return r.fault("keep", row.Keep, "nothing, checkpoint or all")
		}
		j.Restart.Keep = sim.Keep(i)
	}
	for name := range strings.SplitSeq(row.Owes, "|") {
		i := slices.Index(owes, name)
		if i < 0 && row.Owes != "" {
			return r.fault("overhead_at", row.Owes, "first, restart and move, joined by |, or nothing")
		}
		if i >= 0 {
			j.Restart.Owes |= 1 << i
		}
	}
	if j.Data.Home, bad = r.home(row); bad != nil {
		return bad
	}
	return r.after(row.After, j)
}

// home reads the region of a job's data.
func (r *Jobs) home(row *JobRow) (sim.RegionID, *traces.SyntaxError) {
	if row.Home == "" {
		if row.Reads != 0 || row.Writes != 0 {
			return 0, r.fault("data_home", "", "a region, as the job moves data")
		}
		return 0, nil
	}
	if row.Reads == 0 && row.Writes == 0 {
		return 0, r.fault("data_home", row.Home, "nothing, as the job moves no data")
	}
	id, ok := r.homes[row.Home]
	if !ok {
		i, bad := r.index(&r.names.Regions, "data_home", row.Home, math.MaxInt32)
		if bad != nil {
			return 0, bad
		}
		id = sim.RegionID(i)
		r.homes[row.Home] = id
	}
	return id, nil
}

// bits reads names of GPU kinds.
func (r *Jobs) bits(text string) (bits uint64, bad *traces.SyntaxError) {
	if text == "" {
		return 0, nil
	}
	bits, ok := r.kinds[text]
	if ok {
		return bits, nil
	}
	for name := range strings.SplitSeq(text, "|") {
		i, bad := r.index(&r.names.GPUKinds, "gpu_kinds", name, 64)
		if bad != nil {
			return 0, bad
		}
		bits |= 1 << i
	}
	r.kinds[text] = bits
	return bits, nil
}

// index finds a name in a list, or adds it if names are learned.
func (r *Jobs) index(list *[]string, field, name string, most int) (int, *traces.SyntaxError) {
	if i := slices.Index(*list, name); i >= 0 {
		return i, nil
	}
	if name == "" || !plainText(name) {
		return 0, r.fault(field, name, "a name without spaces around it")
	}
	if r.names.Learn && len(*list) < most {
		*list = append(*list, strings.Clone(name))
		return len(*list) - 1, nil
	}
	bad := r.fault(field, name, "one that the world has: "+strings.Join(*list, ", "))
	bad.Hint = nearest.Hint(name, *list)
	return 0, bad
}

// after reads the numbers of jobs that must have finished.
func (r *Jobs) after(text string, j *sim.Job) *traces.SyntaxError {
	if text == "" {
		return nil
	}
	for cell := range strings.SplitSeq(text, "|") {
		n, err := strconv.ParseInt(cell, 10, 64)
		if err != nil || n < 0 || n >= r.jobs || strconv.FormatInt(n, 10) != cell {
			return r.fault("after", text, fmt.Sprintf("numbers of earlier jobs, 0 to %d, joined by |", r.jobs-1))
		}
		j.After = append(j.After, n)
	}
	return nil
}
