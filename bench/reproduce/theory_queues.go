package reproduce

import (
	"context"
	"fmt"
	"math"
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
	what    string
	printed map[string]float64 // by the name of the workload
	unit    string
	share   float64
	measure func(q *queueing) (float64, bool)
	theory  func(q *queueing) float64
	note    func(q *queueing) string // nil for none
}

func theoryWaits(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	return asked{
		what: "wait", unit: "s",
		printed: map[string]float64{
			"M/M/10 load 0.9": 0.668732, "M/M/100 load 0.95": 0.101291,
			"M/D/1 load 0.8": 2.0, "M/M/1 load 0.8": 4.0, "M/H2/1 load 0.8": 10.0,
		},
		measure: func(q *queueing) (float64, bool) { return q.row.Metric("wait_mean_seconds") },
		theory: func(q *queueing) float64 {
			if q.use == "mmc" {
				return WaitMMC(q.servers, q.lambda, q.mu)
			}
			return WaitMG1(q.lambda, q.mu, q.cv2)
		},
	}.of(ctx, lab, e)
}

func theoryLosses(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	return asked{
		what: "turned away",
		printed: map[string]float64{
			"M/G/10/10(cv2=0)": 0.121661, "M/G/10/10(cv2=0.5)": 0.121661, "M/G/10/10(cv2=1)": 0.121661, "M/G/10/10(cv2=4)": 0.121661,
		},
		measure: func(q *queueing) (float64, bool) {
			return float64(q.seen.rejected) / float64(q.seen.submitted), q.seen.submitted > 0
		},
		theory: func(q *queueing) float64 { return ErlangB(q.servers, q.lambda/q.mu) },
	}.of(ctx, lab, e)
}

func theorySRPT(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	return asked{
		what: "response", unit: "s",
		printed: map[string]float64{"SRPT load 0.5": 1.4255, "SRPT load 0.8": 2.3532, "SRPT load 0.9": 3.5527},
		measure: responseOf,
		theory:  func(q *queueing) float64 { return ResponseSRPT(q.lambda, q.mu) },
	}.of(ctx, lab, e)
}

func theoryChoices(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	return asked{
		what: "response", unit: "s", share: 0.005,
		printed: map[string]float64{"two choices load 0.9": 2.6141},
		measure: responseOf,
		theory: func(q *queueing) float64 {
			var d int
			if _, err := fmt.Sscanf(q.policy, "dispatch(choices=%d)", &d); err != nil {
				return math.NaN()
			}
			return ResponseChoices(q.lambda/q.mu/float64(q.servers), d) / q.mu
		},
		note: func(q *queueing) string {
			return fmt.Sprintf("the limit of many servers, here %d, with 0.5 %% for that", q.servers)
		},
	}.of(ctx, lab, e)
}

func responseOf(q *queueing) (float64, bool) { return q.row.Metric("turnaround_mean_seconds") }

// sameCase is the share by which the formula may differ from what was printed, to be
// about the same case; the printed response times under SRPT are off by 0.018 %.
const sameCase = 5e-4

// of asks the question of every workload of the experiment.
func (a asked) of(ctx context.Context, lab *Lab, e *bench.Experiment) (finding, error) {
	rows, watches, err := seen(ctx, lab, e, func(bench.Cell) *flowWatch { return &flowWatch{warmup: sim.Time(e.Warmup)} })
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
			m := knownMean{name: a.what + ", " + name, unit: a.unit, share: a.share, theory: a.theory(q), printed: a.printed[name]}
			if math.Abs(m.theory-m.printed) > sameCase*m.printed {
				m.printed = 0 // the file has other parameters by now
			}
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
