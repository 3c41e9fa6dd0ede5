package bench

import (
	"skysim/sim"
	"skysim/traces/gaia"
)

// openGAIA prepares to read jobs of the GAIA experiments. Their files do not say whether
// times are hours or seconds, so unit = … has no default: a guess would be wrong by a
// factor of 3,600 and look like a result.
func openGAIA(s *section, path string, _ *transform) (*recording, error) {
	o := gaia.Options{
		MemPerCPU: perPart(s, "mem_gib_per_core", 1024),
		Profile:   readProfile(s), Sort: s.flag("sort"), Lenient: s.flag("lenient"),
	}
	word := s.text("unit")
	unit, err := gaia.ParseUnit(word)
	value, there := s.values["unit"]
	if !there {
		s.doc.fail(s.path, `unit is missing, want "hours" or "seconds": the file does not say which its times are in`)
	} else if _, is := value.(string); is && err != nil {
		s.fail("unit", "%v", err)
	}
	o.Unit = unit
	return &recording{read: func([]string) ([]sim.Job, []string, error) { return drainFile(gaia.Open(path, o)) }}, nil
}

// perPart reads how much of something a task takes for each of its cores or GPUs, as
// the recording does not say it: thousandths of a core, or MiB, by the unit.
func perPart(s *section, key string, unit float64) int64 {
	const most = 1 << 27 // times a task's parts and a job's tasks it fits in 64 bits
	n := milli(s.number(key, 0, 0), unit)
	if n > most {
		s.fail(key, "%s = %s, want at most %d", key, show(s.values[key]), int64(most/unit))
		return 0
	}
	return n
}
