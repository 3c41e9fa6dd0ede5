package workloads

import (
	"fmt"

	"skysim/sim"
)

// levelsWorkload is demand that stays at a level for a while and then takes
// another, independent of the first: as many jobs as the level says, of one vCPU
// and as long as the period. With one machine per job the number of machines in
// use is the level, and the share of time below k is the level's distribution.
//
//	most   |    ▂▂▂▂            ▂▂▂▂
//	       |▄▄▄▄    ▁▁▁▁    ▆▆▆▆
//	least  |            ▁▁▁▁            ▶ t
//	        every
func levelsWorkload() Workload {
	return Workload{
		Name:    "levels",
		Summary: "a demand that takes a new random level at the beginning of each period",
		Params: []Param{
			{"every", "1h", Span, "length of a period, and run time of every job", 1e-9, maxSpan},
			{"periods", "1000", Count, "number of periods", 1, maxCount},
			{"least", "0", Count, "lowest level", 0, 1e6},
			{"most", "10", Count, "highest level; all from least on are equally likely", 1, 1e6},
		},
		open: func(_ *sim.World, s Settings, seed uint64) (sim.Source, error) {
			level := evenRange{s.Count("least"), s.Count("most")}
			if level.most < level.least {
				return nil, fmt.Errorf("workload levels: most = %d is less than least = %d", level.most, level.least)
			}
			return &levels{every: s.Span("every"), periods: uint64(s.Count("periods")), level: level, seed: seed}, nil
		},
	}
}

type levels struct {
	every   sim.Duration
	periods uint64
	level   evenRange
	seed    uint64

	period uint64 // that has been drawn, from 1; 0 before
	at     sim.Time
	left   int64 // jobs of it
}

func (l *levels) Next(j *sim.Job) bool {
	for l.left == 0 {
		if l.period == l.periods {
			return false
		}
		if l.period > 0 {
			l.at = l.at.Add(l.every)
		}
		s := sim.NewStream(l.seed, "levels", l.period)
		l.period++
		l.left = l.level.draw(&s)
	}
	l.left--
	j.Submit, j.Work, j.Estimate, j.Demand.CPU = l.at, int64(l.every), l.every, 1000
	return true
}

func (l *levels) Err() error { return nil }
