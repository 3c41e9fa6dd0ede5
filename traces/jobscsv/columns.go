package jobscsv

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"skysim/sim"
	"skysim/traces/internal/decimal"
	"skysim/traces/internal/nearest"
)

// column is one column of the file: how it is read into a job and written
// from it. An empty cell leaves the job's field zero, and a zero field is
// written as an empty cell.
type column struct {
	name  string
	must  bool   // it has to be there, with a value in each row
	needs string // the column without which this one means nothing
	want  string
	// get reads a cell that is not empty. It reports whether that worked.
	get func(c *cell, j *sim.Job) bool
	// put returns the cell for a job. It may write what get will not take, for
	// a job that no row can describe.
	put func(c *cell, j *sim.Job) string
}

// cell is what columns may know beside the job.
type cell struct {
	text  string
	kinds []string // World.GPUKinds
	row   int64    // of the job, from 0
	ahead bool     // after may name later rows: they are yet to be sorted
	hint  string   // set by get: what might have been meant
	learn bool     // kinds may become more
}

const (
	wantSeconds = "seconds, 0 or more and below 9223372036"
	wantNumber  = "a whole number, 0 to 2147483647"
)

// columns is the format, in the order in which Write writes it.
var columns = []column{
	{
		name: "arrival_s", must: true, want: wantSeconds,
		get: func(c *cell, j *sim.Job) bool { return seconds(c, &j.Submit) },
		put: func(c *cell, j *sim.Job) string { return printUnits(int64(j.Submit), 9) },
	}, {
		name: "duration_s", must: true, want: wantSeconds,
		get: func(c *cell, j *sim.Job) bool { return seconds(c, &j.Work) },
		put: func(c *cell, j *sim.Job) string { return printUnits(j.Work, 9) },
	}, {
		name: "cores", want: "vCPUs of one task, 0 to 4294967",
		get: func(c *cell, j *sim.Job) bool { return amount(c, 1000, &j.Demand.CPU) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(j.Demand.CPU, 3) },
	}, {
		name: "mem_gib", want: "GiB of one task, 0 to 4194304",
		get: func(c *cell, j *sim.Job) bool { return amount(c, 1024, &j.Demand.Mem) },
		put: func(c *cell, j *sim.Job) string { return gib(j.Demand.Mem) },
	}, {
		name: "gpus", want: "a whole number of devices of one task, 0 to 32",
		get: func(c *cell, j *sim.Job) bool { return whole(c, 0, 32, &j.Demand.GPUs) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Demand.GPUs), 0) },
	}, {
		name: "gpu_milli", needs: "gpus", want: "thousandths of each of the task's GPUs, 1 to 1000, and 0 or nothing without GPUs",
		get: func(c *cell, j *sim.Job) bool { return whole(c, 0, 1000, &j.Demand.Share) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Demand.Share), 0) },
	}, {
		name: "gpu_kind", needs: "gpus", want: "names of GPU kinds of the world, joined by |, and nothing without GPUs",
		get: func(c *cell, j *sim.Job) bool { return readKinds(c, &j.Demand.Kinds) },
		put: func(c *cell, j *sim.Job) string { return printKinds(c, j.Demand.Kinds) },
	}, {
		name: "tasks", want: "a whole number, 1 to 2147483647",
		get: func(c *cell, j *sim.Job) bool { return whole(c, 1, math.MaxInt32, &j.Tasks) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Tasks), 0) },
	}, {
		name: "profile", want: wantNumber,
		get: func(c *cell, j *sim.Job) bool { return whole(c, 0, math.MaxInt32, &j.Profile) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Profile), 0) },
	}, {
		name: "estimate_s", want: wantSeconds,
		get: func(c *cell, j *sim.Job) bool { return seconds(c, &j.Estimate) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Estimate), 9) },
	}, {
		name: "limit_s", want: wantSeconds,
		get: func(c *cell, j *sim.Job) bool { return seconds(c, &j.Limit) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Limit), 9) },
	}, {
		name: "deadline_s", want: "seconds on the clock of arrival_s, not before the arrival, and below 9223372036",
		get: func(c *cell, j *sim.Job) bool { return seconds(c, &j.Deadline) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Deadline), 9) },
	}, {
		name: "priority", want: "a whole number, -2147483648 to 2147483647",
		get: func(c *cell, j *sim.Job) bool { return whole(c, math.MinInt32, math.MaxInt32, &j.Priority) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Priority), 0) },
	}, {
		name: "user", want: wantNumber,
		get: func(c *cell, j *sim.Job) bool { return whole(c, 0, math.MaxInt32, &j.User) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.User), 0) },
	}, {
		name: "group", want: wantNumber,
		get: func(c *cell, j *sim.Job) bool { return whole(c, 0, math.MaxInt32, &j.Group) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Group), 0) },
	}, {
		name: "keep", want: "nothing, checkpoint or all",
		get: func(c *cell, j *sim.Job) bool { return readKeep(c, &j.Restart.Keep) },
		put: func(c *cell, j *sim.Job) string { return printKeep(j.Restart.Keep) },
	}, {
		name: "checkpoint_every_s", needs: "keep", want: wantSeconds + ", and above 0 where keep is checkpoint",
		get: func(c *cell, j *sim.Job) bool { return seconds(c, &j.Restart.Every) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Restart.Every), 9) },
	}, {
		name: "checkpoint_cost_s", needs: "keep", want: wantSeconds,
		get: func(c *cell, j *sim.Job) bool { return seconds(c, &j.Restart.Cost) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Restart.Cost), 9) },
	}, {
		name: "overhead_s", want: wantSeconds,
		get: func(c *cell, j *sim.Job) bool { return seconds(c, &j.Restart.Overhead) },
		put: func(c *cell, j *sim.Job) string { return unlessZero(int64(j.Restart.Overhead), 9) },
	}, {
		name: "overhead_at", needs: "overhead_s", want: "never, or some of first, restart and move, joined by |",
		get: func(c *cell, j *sim.Job) bool { return readOwes(c, &j.Restart.Owes) },
		put: func(c *cell, j *sim.Job) string { return printOwes(j.Restart) },
	}, {
		name: "after", want: "numbers of earlier jobs, counted from 0, joined by |",
		get: func(c *cell, j *sim.Job) bool { return readAfter(c, &j.After) },
		put: func(c *cell, j *sim.Job) string { return printAfter(j.After) },
	},
}

// columnNames returns the names of all columns.
func columnNames() []string {
	names := make([]string, len(columns))
	for i := range columns {
		names[i] = columns[i].name
	}
	return names
}

// contradiction returns the name of the column that the others of its row
// contradict, or "".
func contradiction(j *sim.Job) (wrong string) {
	d, r := &j.Demand, &j.Restart
	if (d.GPUs == 0) != (d.Share == 0) {
		return "gpu_milli"
	}
	if d.GPUs == 0 && d.Kinds != 0 {
		return "gpu_kind"
	}
	if j.Deadline != 0 && j.Deadline < j.Submit {
		return "deadline_s"
	}
	if r.Keep == sim.KeepCheckpoint && r.Every == 0 {
		return "checkpoint_every_s"
	}
	return ""
}

// seconds reads a number of seconds into nanoseconds. The last nanosecond
// before overflow is sim.Never, which no job can mean.
func seconds[T ~int64](c *cell, to *T) bool {
	n, _, err := decimal.Amount(c.text, 1_000_000_000)
	*to = T(n)
	return err == nil && n < int64(sim.Never)
}

// amount reads a resource in scale-ths. The limit keeps a gang's sum, of fewer
// than 2³¹ tasks, within 64 bits.
func amount(c *cell, scale int64, to *int64) bool {
	n, _, err := decimal.Amount(c.text, scale)
	*to = n
	return err == nil && n <= 1<<32
}

// whole reads an integer, also one that was written as a float ("3.0").
func whole(c *cell, least, most int64, to *int32) bool {
	n, exact, err := decimal.Parse(c.text, 1)
	*to = int32(n)
	return err == nil && exact && least <= n && n <= most
}

// printUnits writes n·10^-places.
func printUnits(n int64, places int) string {
	if n < 0 {
		return "-" + string(decimal.Append(nil, -n, places))
	}
	return string(decimal.Append(nil, n, places))
}

// unlessZero is printUnits, and nothing for 0.
func unlessZero(n int64, places int) string {
	if n == 0 {
		return ""
	}
	return printUnits(n, places)
}

// gib writes MiB as GiB, exactly: 1/1024 has ten decimals.
func gib(mib int64) string {
	if mib < 0 || mib > 1<<32 {
		return strconv.FormatInt(mib>>10, 10)
	}
	const perMiB = 9765625 // 10^10 / 1024
	return unlessZero(mib*perMiB, 10)
}

// readKinds reads names of GPU kinds into bits.
func readKinds(c *cell, to *uint64) bool {
	for name := range strings.SplitSeq(c.text, "|") {
		name = strings.TrimSpace(name)
		i := 0
		for i < len(c.kinds) && c.kinds[i] != name {
			i++
		}
		if i == len(c.kinds) && c.learn && i < 64 && name != "" {
			c.kinds = append(c.kinds, strings.Clone(name))
		}
		if i == len(c.kinds) {
			c.hint = fmt.Sprintf("%q is none of %s", name, strings.Join(c.kinds, ", "))
			if known := nearest.Name(name, c.kinds); known != "" {
				c.hint = fmt.Sprintf("%q is not known, did you mean %q?", name, known)
			}
			return false
		}
		*to |= 1 << i
	}
	return true
}

// printKinds writes bits as names of GPU kinds.
func printKinds(c *cell, bits uint64) string {
	var names []string
	for i := range 64 {
		switch {
		case bits>>i&1 == 0:
		case i < len(c.kinds):
			names = append(names, c.kinds[i])
		default:
			names = append(names, fmt.Sprintf("kind %d", i))
		}
	}
	return strings.Join(names, "|")
}
