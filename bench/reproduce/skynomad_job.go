package reproduce

import (
	"fmt"
	"math"
	"slices"
	"strings"

	optimum "skysim/policies/dp/spot"
	"skysim/sim"
	"skysim/traces/nomad"
)

// nomadJob is the job of one or more runs, and where it can run.
type nomadJob struct {
	zones   []*nomadMarket
	regions []string // names
	region  []int    // of each zone
	first   int      // sample of the recordings at which it comes

	tick, work, deadline, overhead sim.Duration
	// The artifact's own numbers, in seconds.
	workSeconds, deadlineSeconds float64

	bytes int64        // of its checkpoint
	move  optimum.Cost // for it, into another region
}

// nomadPerGB is what the artifact pays to move a GB between regions.
const nomadPerGB = sim.DollarRate / 50

// nomadKey tells the jobs apart that are not the same.
func nomadKey(r *nomad.Run, zones []string) string {
	return fmt.Sprint(r.Folder, "/", strings.Join(zones, ","), r.Whole, r.Work, r.Deadline, r.Overhead, r.Start, r.Checkpoint)
}

// newNomadJob returns the job of a run in some zones.
func newNomadJob(m *nomadMarkets, r *nomad.Run, zones []string) (*nomadJob, error) {
	if !r.Whole {
		return nil, fmt.Errorf("use_full_trace is False, want True: windows that were cut out are not read")
	}
	j := &nomadJob{workSeconds: r.Work * 3600, deadlineSeconds: r.Deadline * 3600, overhead: seconds(r.Overhead * 3600)}
	j.work, j.deadline = seconds(j.workSeconds), seconds(j.deadlineSeconds)
	j.bytes = int64(math.Round(r.Checkpoint * 1e9))
	j.move = optimum.Cost(math.Round(r.Checkpoint * float64(nomadPerGB)))
	for _, name := range zones {
		z, err := m.get(r.Folder, name)
		if err != nil {
			return nil, err
		}
		if j.zones = append(j.zones, z); j.zones[0].supply.Gap != z.supply.Gap {
			return nil, fmt.Errorf("zone %s has samples of %v and %s of %v, want one clock", name, z.supply.Gap, zones[0], j.zones[0].supply.Gap)
		}
	}
	if len(zones) == 0 {
		return nil, fmt.Errorf("no zones, want one at least")
	}
	j.tick = j.zones[0].supply.Gap
	j.first = int(math.Ceil(r.Start * 3600 / j.tick.Seconds()))
	j.number()
	for i, z := range j.zones {
		if n := len(z.supply.Points); j.first+j.ticks() > n {
			return nil, fmt.Errorf("zone %s has %d samples of %v, want %d: from %d on, to the deadline", zones[i], n, j.tick, j.first+j.ticks(), j.first)
		}
	}
	return j, nil
}

// seconds rounds to nanoseconds. The artifact finishes a job of which less than a thousandth of
// a second is left.
func seconds(s float64) sim.Duration { return sim.Duration(math.Round(s * 1e9)) }

// ticks is how many there are until the deadline; the last may be cut by it.
func (j *nomadJob) ticks() int { return int((j.deadline + j.tick - 1) / j.tick) }

// number numbers the regions of the zones, in order of their first zone.
func (j *nomadJob) number() {
	for i, z := range j.zones {
		same := slices.IndexFunc(j.zones, func(o *nomadMarket) bool { return o.region == z.region })
		if same < i {
			j.region = append(j.region, j.region[same])
			continue
		}
		j.region = append(j.region, len(j.regions))
		j.regions = append(j.regions, z.region)
	}
}

// problem is the job as package dp/spot wants it.
func (j *nomadJob) problem(b optimum.Billing) *optimum.Problem {
	p := &optimum.Problem{Tick: j.tick, Work: j.work, Deadline: j.deadline, Overhead: j.overhead, Billing: b}
	for i, z := range j.zones {
		place := optimum.Place{
			Name: z.name, Region: j.region[i], SpotPrice: []sim.Rate{z.supply.Spot}, OnDemand: []sim.Rate{z.supply.OnDemand},
		}
		for _, point := range z.supply.Points[j.first:][:j.ticks()] {
			place.Spot = append(place.Spot, point.Count > 0)
		}
		p.Places = append(p.Places, place)
	}
	p.Move = optimum.EqualMoves(len(j.regions), j.move)
	return p
}
