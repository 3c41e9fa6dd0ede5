package audit

// Format names the form of a log. It is in its first record, and what the first hash
// begins with.
const Format = "skysim audit 1"

// The kinds of records.
const (
	KindBegin    = "begin"
	KindDecision = "decision"
	KindEnd      = "end"
)

// Record is one line of a log. It has the part that its kind names, and no other.
type Record struct {
	Kind     string    `json:"kind"`
	Seq      int64     `json:"seq"` // 0 for the beginning, then 1, 2, 3, …
	Begin    *Begin    `json:"begin,omitempty"`
	Decision *Decision `json:"decision,omitempty"`
	End      *End      `json:"end,omitempty"`
}

// Begin says what was run.
type Begin struct {
	Format     string   `json:"format"`
	Experiment string   `json:"experiment"`
	Cell       string   `json:"cell"`
	Hash       string   `json:"cell_hash"` // of all that determines the run
	Workload   string   `json:"workload_hash"`
	Cloud      string   `json:"cloud_hash"`
	Engine     string   `json:"engine"`
	Policy     string   `json:"policy"`
	Seed       int64    `json:"seed"`
	Epoch      string   `json:"epoch"` // RFC 3339: the calendar instant of time 0
	Rules      []string `json:"rules"` // in force, each in words
	Most       int      `json:"most_alternatives"`
	Note       string   `json:"note"` // how to read the alternatives
}

// Decision is something that a policy asked for, in the order in which it did; or, with
// the action admit, a job that the rules did not let in.
type Decision struct {
	TimeNS  int64  `json:"time_ns"` // since the epoch
	Time    string `json:"time"`    // RFC 3339, UTC
	Round   int32  `json:"round"`   // within the instant, from 0
	Who     Who    `json:"who"`
	What    What   `json:"what"`
	Outcome string `json:"outcome"` // "accepted", or why it was refused
	Rule    string `json:"rule,omitempty"`
	Why     *Why   `json:"why,omitempty"`
	// Alternatives are the offers that could hold the job, the one by effective price lowest
	// first, and LeftOut how many more there were.
	Alternatives []Alternative `json:"alternatives,omitempty"`
	LeftOut      int           `json:"alternatives_left_out,omitempty"`
}

// Who is who decided, and for whom.
type Who struct {
	Policy string `json:"policy"` // its construction; "rules" for what no policy was asked
	User   *int32 `json:"user,omitempty"`
	Group  *int32 `json:"group,omitempty"`
	Tenant string `json:"tenant,omitempty"`
	Class  string `json:"class,omitempty"`
}

// What is what was asked for. Numbers are those of explain.
type What struct {
	Action   string  `json:"action"`
	Job      *int64  `json:"job,omitempty"`
	Attempt  int32   `json:"attempt,omitempty"`
	Machines []int64 `json:"machines,omitempty"` // one for each task
	Offer    string  `json:"offer,omitempty"`    // of the first of them
	Until    *int64  `json:"until_ns,omitempty"` // of a job that is put off
	Every    *int64  `json:"every_ns,omitempty"` // the time between checkpoints
}

// Why is derived from what there was to choose, and not what the policy thought.
type Why struct {
	Text string `json:"text"`
	// Rank is the place of the chosen offer among Of lawful offers that could be had, the
	// one with the lowest effective price being 1; 0 if none was chosen.
	Rank int `json:"rank,omitempty"`
	Of   int `json:"of,omitempty"`
	// Barred counts the offers that could be had for less, by the rule that barred them.
	Barred []Barred `json:"barred,omitempty"`
}

// Barred are offers that a rule took away.
type Barred struct {
	Rule  string `json:"rule"`
	Count int    `json:"count"`
}

// Alternative is an offer that could hold the job.
type Alternative struct {
	Offer string `json:"offer"`
	// Price is pico-dollars per machine-hour, Effective what the machines for the whole gang
	// cost for an hour of its work at the measured speed.
	Price     int64 `json:"price_picousd"`
	Effective int64 `json:"effective_picousd"`
	Available int64 `json:"available"`       // machines that could be rented
	There     int64 `json:"there,omitempty"` // and that were there already, with room
	// Verdict is "lawful", or the rule that bars it.
	Verdict string `json:"verdict"`
	Chosen  bool   `json:"chosen,omitempty"`
}

// End closes a log.
type End struct {
	Decisions int64 `json:"decisions"` // records between the beginning and this one
	Accepted  int64 `json:"accepted"`
	Refused   int64 `json:"refused"`
	Forbidden int64 `json:"forbidden"` // jobs that the rules did not let in
	// Untold are the accepted calls that leave no event: wakes.
	Untold int64 `json:"untold"`
	TimeNS int64 `json:"time_ns"` // the last instant of the run
}
