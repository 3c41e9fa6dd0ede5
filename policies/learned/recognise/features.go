package recognise

import (
	"math/bits"

	"skysim/sim"
)

// Unknown is the value of a feature that a job does not show: it speaks for no class.
const Unknown = int32(-1)

// Features are the values of a job's features, in the order of FeatureNames.
type Features []int32

// FeatureNames lists what OfJob looks at.
func FeatureNames() []string {
	return []string{"cpu", "memory per cpu", "gpus", "gpu share", "gpu kinds", "tasks", "claim", "deadline", "stops", "hour", "user", "group"}
}

// OfJob returns the features of a job in a world. User and group 0 mean that nobody is named.
func OfJob(j *sim.JobInfo, w *sim.World) Features {
	d := &j.Demand
	claim, mem := Unknown, Unknown
	if j.Estimate > 0 {
		claim = log2(int64(j.Estimate / 1e9))
	}
	if d.CPU > 0 && d.Mem > 0 {
		mem = log2(d.Mem * 1000 / d.CPU)
	}
	return Features{
		log2(d.CPU / 250), mem, log2(int64(d.GPUs)), d.Share / 125, flag(d.Kinds != 0), log2(int64(j.Tasks)),
		claim, flag(j.Deadline != 0), int32(j.Restart.Keep), hourOf(j.Submit, w), named(j.User), named(j.Group),
	}
}

// log2 returns in which power of two a number lies: 0 for 0 and less, 1 for 1, 2 for 2 and 3.
func log2(n int64) int32 { return int32(bits.Len64(uint64(max(n, 0)))) }

func flag(set bool) int32 {
	if set {
		return 1
	}
	return 0
}

// hourOf returns in which sixth of the day an instant lies, UTC.
func hourOf(t sim.Time, w *sim.World) int32 {
	const day = 86400
	at := (w.Epoch.Unix()%day + int64(t/1e9)) % day
	return int32((at + day) % day / (day / 6))
}

func named(id int32) int32 {
	if id == 0 {
		return Unknown
	}
	return id
}
