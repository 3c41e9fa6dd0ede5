package bench

import (
	"reflect"
	"slices"
	"strings"
)

// Row is what a finished cell leaves in runs.parquet: one flat line. MEASURES.md
// in this directory defines every measure. A nil ratio means that there was
// nothing to divide by: no capacity of that kind, or no job that counts.
type Row struct {
	Experiment string `parquet:"experiment"`
	Cell       string `parquet:"cell"` // its name
	Hash       string `parquet:"hash"` // of all that determines it
	Workload   string `parquet:"workload"`
	Cloud      string `parquet:"cloud"`
	Policy     string `parquet:"policy"`
	Seed       int64  `parquet:"seed"`
	Catalog    string `parquet:"catalog_hash"` // "" without a catalogue
	Engine     string `parquet:"engine"`       // EngineVersion

	// What must be the same for two rows to be compared: names do not tell.
	WorkloadHash string `parquet:"workload_hash"` // of all that determines the jobs, but for the seed
	CloudHash    string `parquet:"cloud_hash"`    // of machines, prices, tariff and weather, but for the seed
	Until        int64  `parquet:"until_ns"`      // 0 without a horizon
	Warmup       int64  `parquet:"warmup_ns"`

	Submitted  int64 `parquet:"jobs_submitted"`
	Started    int64 `parquet:"jobs_started"`
	Finished   int64 `parquet:"jobs_finished"`
	Rejected   int64 `parquet:"jobs_rejected"`
	TimedOut   int64 `parquet:"jobs_timed_out"`
	Impossible int64 `parquet:"jobs_impossible"`
	Orphaned   int64 `parquet:"jobs_orphaned"`
	Forbidden  int64 `parquet:"jobs_forbidden" json:",omitempty"`
	Unfinished int64 `parquet:"jobs_unfinished"`
	// WaitingJob is the number of the first of them in the queue, if one is there.
	WaitingJob     *int64 `parquet:"waiting_job"`
	DeadlineJobs   int64  `parquet:"deadline_jobs"`
	DeadlineMisses int64  `parquet:"deadline_misses"`

	Cost         int64 `parquet:"cost_nanousd"`
	CostOwned    int64 `parquet:"cost_owned_nanousd"`
	CostOnDemand int64 `parquet:"cost_on_demand_nanousd"`
	CostSpot     int64 `parquet:"cost_spot_nanousd"`
	// What is not for machines: data that moved; fees of commitments less what
	// they took off.
	CostTraffic     int64 `parquet:"cost_traffic_nanousd"`
	CostCommitments int64 `parquet:"cost_commitments_nanousd"`

	// CostWaived is not in Cost: what spot machines that were taken back early would have
	// cost if their provider billed that.
	CostWaived int64 `parquet:"cost_waived_nanousd" json:",omitempty"`

	CostStorage int64 `parquet:"cost_storage_nanousd" json:",omitempty"` // what jobs have saved, at rest
	CostWasted  int64 `parquet:"cost_wasted_nanousd" json:",omitempty"`  // not in Cost again: of it, what bought nothing

	Lines int64 `parquet:"bill_lines" json:",omitempty"` // each rounded by half a nano-dollar at most

	CostAWS   int64 `parquet:"cost_aws_nanousd"`
	CostAzure int64 `parquet:"cost_azure_nanousd"`
	CostGCP   int64 `parquet:"cost_gcp_nanousd"`
	CostOwn   int64 `parquet:"cost_own_nanousd"`
	CostOther int64 `parquet:"cost_other_nanousd"`

	WaitMean       *float64 `parquet:"wait_mean_seconds"`
	WaitP50        *float64 `parquet:"wait_p50_seconds"`
	WaitP95        *float64 `parquet:"wait_p95_seconds"`
	WaitP99        *float64 `parquet:"wait_p99_seconds"`
	WaitMax        *float64 `parquet:"wait_max_seconds"`
	TurnaroundMean *float64 `parquet:"turnaround_mean_seconds"`
	SlowdownMean   *float64 `parquet:"bounded_slowdown_mean"`

	OwnedCPU  *float64 `parquet:"utilisation_owned_cpu"`
	OwnedMem  *float64 `parquet:"utilisation_owned_mem"`
	OwnedGPU  *float64 `parquet:"utilisation_owned_gpu"`
	RentedCPU *float64 `parquet:"utilisation_rented_cpu"`
	RentedMem *float64 `parquet:"utilisation_rented_mem"`
	RentedGPU *float64 `parquet:"utilisation_rented_gpu"`

	Rented       int64 `parquet:"machines_rented"`
	Peak         int64 `parquet:"machines_peak"`
	Lost         int64 `parquet:"machines_lost"`
	BootFailures int64 `parquet:"machines_failed"`
	Restarts     int64 `parquet:"restarts"`
	Refused      int64 `parquet:"actions_refused"`
	Actions      int64 `parquet:"actions_accepted"`
	Makespan     int64 `parquet:"makespan_ns"`

	FinishedCPU int64 `parquet:"finished_cpu_us"`
	FinishedGPU int64 `parquet:"finished_gpu_us"`
	LostWork    int64 `parquet:"lost_work_us"`

	// Jobs that have started and stand still since, because too few of their attempts run.
	Interruptions int64    `parquet:"interruptions" json:",omitempty"` // that the policy did not cause
	Recovered     int64    `parquet:"recovered" json:",omitempty"`     // of them, those that ended
	RecoveryMean  *float64 `parquet:"recovery_mean_seconds" json:",omitempty"`
	RecoveryMax   *float64 `parquet:"recovery_max_seconds" json:",omitempty"`
	Availability  *float64 `parquet:"availability" json:",omitempty"`
	Migrations    int64    `parquet:"migrations" json:",omitempty"`
	Broken        int64    `parquet:"machines_broken" json:",omitempty"`
	RefusedByRule int64    `parquet:"refused_by_rule" json:",omitempty"` // residency, certification, providers, quotas

	// Null if the world does not count carbon.
	Energy *float64 `parquet:"energy_wh" json:",omitempty"`
	Carbon *float64 `parquet:"carbon_grams" json:",omitempty"`

	Events     int64  `parquet:"events"`
	Decisions  int64  `parquet:"decisions"`
	LittlesGap int64  `parquet:"littles_gap_ns"` // 0, or the engine is wrong
	Digest     string `parquet:"digest"`         // of the event log

	// Rules is "on" or "off" on a cloud that has some, and BareCloud the hash of the same cloud
	// without any; "" elsewhere.
	Rules     string `parquet:"rules" json:",omitempty"`
	BareCloud string `parquet:"bare_cloud_hash" json:",omitempty"`
	// CostLawful is the part of what jobs under rules paid for their shares of machines that
	// was paid where the rules allow it, whether they were in force or not; null without such jobs.
	CostLawful *float64 `parquet:"cost_lawful_share" json:",omitempty"`
}

// Timing is what the wall clock said about a cell. It stands in timing.parquet,
// apart from everything that can be reproduced.
type Timing struct {
	Hash            string  `parquet:"hash"`
	Cell            string  `parquet:"cell"`
	Seconds         float64 `parquet:"wall_seconds"`
	EventsPerSecond float64 `parquet:"events_per_second"`
	Finished        string  `parquet:"finished_at"` // RFC 3339, UTC
}

// settings are the numbers of a row that are no measures.
var settings = []string{"Seed", "Until", "Warmup", "WaitingJob"}

// Metrics returns the names of the columns that can be compared and expected
// something of: all numbers but those of what the row is about.
func Metrics() []string {
	var names []string
	t := reflect.TypeFor[Row]()
	for i := range t.NumField() {
		if f := t.Field(i); !slices.Contains(settings, f.Name) && f.Type.Kind() != reflect.String {
			names = append(names, column(f))
		}
	}
	return names
}

// Metric returns the value of a column, and whether the row has one. It panics
// if no column has that name: names are checked against Metrics when they are read.
func (r *Row) Metric(name string) (float64, bool) {
	v := reflect.ValueOf(r).Elem()
	i := slices.IndexFunc(reflect.VisibleFields(v.Type()), func(f reflect.StructField) bool { return column(f) == name })
	if i < 0 {
		panic("bench: no metric is called " + name)
	}
	switch f := v.Field(i); f.Kind() {
	case reflect.Int64:
		return float64(f.Int()), true
	case reflect.Pointer:
		if f.IsNil() {
			return 0, false
		}
		return f.Elem().Float(), true
	}
	panic("bench: column " + name + " is not a number")
}

// column returns the name that a field has in Parquet.
func column(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
	return name
}
