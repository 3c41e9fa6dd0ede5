package reproduce

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"skysim/bench"
	"skysim/policies"
	"skysim/sim"
)

// queueing is a queue as an experiment describes it.
type queueing struct {
	use        string // generator
	servers    int
	lambda, mu float64 // per second
	cv2        float64
	policy     string // canonical
	row        *bench.Row
	seen       *flowWatch
	workload   *bench.Workload
}

// asked is a question that is asked of every queue of an experiment.
type asked struct {
	what     string
	question string // in the table of what was printed; what if ""
	unit     string
	share    float64
	measure  func(q *queueing) (float64, bool)
	theory   func(q *queueing) float64
	// parameters are those that the answer depends on, as the table writes them.
	parameters func(q *queueing) string
	note       func(q *queueing) string // nil for none
}

func theoryWaits(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	return asked{
		what: "wait", unit: "s",
		measure: func(q *queueing) (float64, bool) { return q.row.Metric("wait_mean_seconds") },
		theory: func(q *queueing) float64 {
			if q.use == "mmc" {
				return WaitMMC(q.servers, q.lambda, q.mu)
			}
			return WaitMG1(q.lambda, q.mu, q.cv2)
		},
		parameters: func(q *queueing) string {
			return fmt.Sprintf("servers=%d lambda=%g mu=%g cv2=%g", q.servers, q.lambda, q.mu, q.cv2)
		},
	}.of(ctx, lab, e)
}

func theoryLosses(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	return asked{
		what: "turned away",
		measure: func(q *queueing) (float64, bool) {
			return float64(q.seen.rejected) / float64(q.seen.submitted), q.seen.submitted > 0
		},
		theory: func(q *queueing) float64 { return ErlangB(q.servers, q.lambda/q.mu) },
		parameters: func(q *queueing) string { // whatever the law of service
			return fmt.Sprintf("servers=%d lambda=%g mu=%g", q.servers, q.lambda, q.mu)
		},
	}.of(ctx, lab, e)
}

func theorySRPT(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	return asked{
		what: "response", question: "response under SRPT", unit: "s",
		measure:    responseOf,
		theory:     func(q *queueing) float64 { return ResponseSRPT(q.lambda, q.mu) },
		parameters: func(q *queueing) string { return fmt.Sprintf("lambda=%g mu=%g", q.lambda, q.mu) },
	}.of(ctx, lab, e)
}

func theoryChoices(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	load := func(q *queueing) float64 { return q.lambda / q.mu / float64(q.servers) }
	return asked{
		what: "response", question: "response with choices", unit: "s", share: 0.005,
		measure:    responseOf,
		theory:     func(q *queueing) float64 { return ResponseChoices(load(q), q.choices()) / q.mu },
		parameters: func(q *queueing) string { return fmt.Sprintf("choices=%d load=%g mu=%g", q.choices(), load(q), q.mu) },
		note: func(q *queueing) string {
			return fmt.Sprintf("the limit of many servers, here %d, with 0.5 %% for that", q.servers)
		},
	}.of(ctx, lab, e)
}

func responseOf(q *queueing) (float64, bool) { return q.row.Metric("turnaround_mean_seconds") }

// of asks the question of every workload of the experiment.
func (a asked) of(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	rows, watches, err := seen(ctx, lab, e, func(bench.Cell) *flowWatch { return &flowWatch{warmup: sim.Time(e.Warmup)} })
	if err != nil {
		return finding{}, err
	}
	printed, err := publishedTheory()
	if err != nil {
		return finding{}, err
	}
	var all []knownMean
	at := map[string]int{}
	for i := range rows {
		q, err := queueOf(e, &rows[i], watches[i])
		if err != nil {
			return finding{}, err
		}
		name := q.workload.Name
		if _, known := at[name]; !known {
			at[name] = len(all)
			m := knownMean{name: a.what + ", " + name, unit: a.unit, share: a.share, theory: a.theory(q)}
			m.printed = printed[theoryKey{cmp.Or(a.question, a.what), a.parameters(q)}] // 0 if there is none
			if a.note != nil {
				m.note = a.note(q)
			}
			all = append(all, m)
		}
		v, ok := a.measure(q)
		if !ok {
			return finding{}, fmt.Errorf("%s has no %s: want jobs after the warm-up of %v", rows[i].Cell, a.what, e.Warmup)
		}
		m := &all[at[name]]
		m.samples = append(m.samples, runMean{v, q.seen.control(q.lambda, q.mu)})
	}
	return means(rows, all), nil
}

// queueOf reads what a row is about from the experiment.
func queueOf(e *bench.Experiment, row *bench.Row, watch *flowWatch) (*queueing, error) {
	q := &queueing{row: row, seen: watch, mu: 1, cv2: 1}
	for i := range e.Workloads {
		if e.Workloads[i].Name == row.Workload {
			q.workload = &e.Workloads[i]
		}
	}
	for i := range e.Clouds {
		if e.Clouds[i].Name == row.Cloud {
			q.servers = int(e.Clouds[i].Machines[0].Count)
		}
	}
	for i := range e.Policies {
		if e.Policies[i].Name == row.Policy {
			q.policy, _ = policies.Canonical(e.Policies[i].Use) // it ran: it can be read
		}
	}
	q.use = q.workload.Use
	for key, to := range map[string]*float64{"lambda": &q.lambda, "mu": &q.mu, "cv2": &q.cv2} {
		if v, given := setting(q.workload.Params, key); given {
			*to = v
		}
	}
	if q.lambda == 0 || q.use != "mmc" && q.use != "mg1" {
		return nil, fmt.Errorf("workload %s: want mmc or mg1 with a lambda", q.workload.Name)
	}
	return q, nil
}

// choices is how many machines the policy chooses from, 0 if it does not.
func (q *queueing) choices() (d int) {
	if _, err := fmt.Sscanf(q.policy, "dispatch(choices=%d)", &d); err != nil {
		return 0
	}
	return d
}

// setting returns the value of a parameter, of a duration in seconds, and whether the
// file gives it.
func setting(params []bench.Param, key string) (float64, bool) {
	for _, p := range params {
		if p.Key != key {
			continue
		}
		switch v := p.Value.(type) {
		case int64:
			return float64(v), true
		case float64:
			return v, true
		case string:
			d, err := time.ParseDuration(v)
			return d.Seconds(), err == nil
		}
	}
	return 0, false
}
