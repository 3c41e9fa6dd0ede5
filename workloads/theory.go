package workloads

import (
	"fmt"

	"skysim/sim"
)

// mmcWorkload is the M/M/c queue: arrivals without memory, service without
// memory, one vCPU each. Put c vCPUs behind it. With c = 10, λ = 9 and µ = 1
// the mean wait is 0.668732 s.
//
//	λ  · ·· ·   ·  ···  ▶ │queue│ ▶ ┌ 1 ┐ … ┌ c ┐ each at µ
func mmcWorkload() Workload {
	return Workload{
		Name:    "mmc",
		Summary: "Poisson arrivals and exponential service of one vCPU, for M/M/c queues",
		Params: append([]Param{
			{"lambda", "9", "jobs/s", "arrival rate", 1e-6, 1e6},
			{"mu", "1", "jobs/s", "service rate of one server; the mean service time is its inverse", 1e-6, 1e6},
			{"jobs", "100000", Count, "number of jobs", 1, maxCount},
			{"known", "false", Switch, "whether the estimate is the true service time; otherwise there is none", 0, 1},
		}, restartParams...),
		open: func(_ *sim.World, s Settings, seed uint64) (sim.Source, error) {
			return newQueue("mmc", s, Exponential(1/s.Number("mu")), seed)
		},
	}
}

// mg1Workload is the M/G/1 queue: service times of any variability. The mean
// wait behind one server is λ·E[S²]/2(1-ρ): 2.0 s for cv2 = 0, 4.0 s for
// cv2 = 1 and 10.0 s for cv2 = 4 with the other parameters at their defaults.
//
//	cv2 = 0  ││││││││    1  │ ││  │││ │     4  │││││      ││
func mg1Workload() Workload {
	return Workload{
		Name:    "mg1",
		Summary: "Poisson arrivals and service of a given variability on one vCPU, for M/G/1 queues",
		Params: append([]Param{
			{"lambda", "0.8", "jobs/s", "arrival rate", 1e-6, 1e6},
			{"mu", "1", "jobs/s", "service rate; the mean service time is its inverse", 1e-6, 1e6},
			{"cv2", "1", "", "squared coefficient of variation of the service time: 0 is constant, 1 exponential", 0, 1000},
			{"jobs", "100000", Count, "number of jobs", 1, maxCount},
			{"known", "false", Switch, "whether the estimate is the true service time; otherwise there is none", 0, 1},
		}, restartParams...),
		open: func(_ *sim.World, s Settings, seed uint64) (sim.Source, error) {
			cv2 := s.Number("cv2")
			if cv2 > 0 && cv2 < 0.001 {
				return nil, fmt.Errorf("workload mg1: cv2 = %v is a sum of more than 1,000 draws per job, want 0 or at least 0.001", cv2)
			}
			return newQueue("mg1", s, WithCV2(1/s.Number("mu"), cv2), seed)
		},
	}
}

// queue makes jobs of one vCPU, which differ in nothing but their service time.
type queue struct {
	arrivals Arrivals
	service  Dist // seconds
	stream   sim.Stream
	restart  sim.Restart
	left     int64
	known    bool
}

func newQueue(what string, s Settings, service Dist, seed uint64) (sim.Source, error) {
	restart, err := restartOf(what, s)
	if err != nil {
		return nil, err
	}
	perHour := Constant(s.Number("lambda") * 3600)
	return &queue{
		restart:  restart,
		arrivals: Poisson(perHour, sim.Never, sim.NewStream(seed, "arrivals")),
		service:  service,
		stream:   sim.NewStream(seed, "service"),
		left:     s.Count("jobs"),
		known:    s.On("known"),
	}, nil
}

func (q *queue) Next(j *sim.Job) bool {
	t, ok := q.arrivals.Next()
	if !ok || q.left == 0 {
		return false
	}
	q.left--
	j.Submit = t
	j.Demand.CPU = 1000
	j.Restart = q.restart
	j.Work = work(q.service.Draw(&q.stream))
	if q.known {
		j.Estimate = sim.Duration(j.Work)
	}
	return true
}

func (q *queue) Err() error { return nil }

// work turns a run time in seconds into a Job's Work. Nothing takes no time at
// all: what rounds to 0 is 1 ns.
func work(s float64) int64 { return max(1, int64(seconds(s))) }
