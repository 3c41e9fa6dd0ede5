package bound

import (
	"cmp"
	"slices"

	"skysim/sim"
)

// admission knows which machine types may run which jobs, and how fast.
type admission struct {
	world *sim.World
	seen  map[gang]int64
	// most is the largest number of machines of each type that the world ever offers.
	most []int64
}

// gang is what decides how fast a job can run at best.
type gang struct {
	demand  sim.Demand
	profile int32
	tasks   int32
}

// many is as good as no limit, and small enough to be added up.
const many = sim.Unlimited >> 20

func newAdmission(w *sim.World) *admission {
	a := &admission{world: w, seen: make(map[gang]int64), most: make([]int64, len(w.Types))}
	for i := range w.Offers {
		o := &w.Offers[i]
		most := o.Supply.Value[0]
		if o.Purchase != sim.Owned {
			most = slices.Max(o.Supply.Value)
		}
		a.most[o.Type] += min(many, most)
	}
	return a
}

// speed returns how fast jobs of a profile run on a machine type, in ppm.
func (a *admission) speed(profile int32, t sim.TypeID) int64 {
	if int(profile) < len(a.world.Profiles) {
		return a.world.Profiles[profile][t]
	}
	return a.world.Types[t].Speed
}

// room returns how many tasks an empty machine of a type holds.
func (a *admission) room(d *sim.Demand, id sim.TypeID) int64 {
	t := &a.world.Types[id]
	if d.GPUs > 0 && (d.GPUs > t.GPUs || d.Share < 1 || d.Kinds != 0 && (t.GPUKind < 0 || d.Kinds>>uint(t.GPUKind)&1 == 0)) {
		return 0
	}
	n := int64(many)
	if d.CPU > 0 {
		n = min(n, t.CPU/d.CPU)
	}
	if d.Mem > 0 {
		n = min(n, t.Mem/d.Mem)
	}
	if d.GPUs > 0 {
		n = min(n, int64(t.GPUs)*int64(1000/d.Share)/int64(d.GPUs))
	}
	return n
}

// gangSpeed returns the highest speed of a whole gang of a job: that of its slowest
// task, if the fastest machines that the world ever offers are taken first. 0 means
// that the world cannot hold it.
func (a *admission) gangSpeed(j *sim.Job) int64 {
	key := gang{j.Demand, j.Profile, max(1, j.Tasks)}
	best, known := a.seen[key]
	if known {
		return best
	}
	type place struct{ speed, tasks int64 }
	var places []place
	for t := range a.world.Types {
		speed, room := a.speed(j.Profile, sim.TypeID(t)), a.room(&j.Demand, sim.TypeID(t))
		if speed > 0 && room > 0 && a.most[t] > 0 {
			places = append(places, place{speed, room * a.most[t]})
		}
	}
	slices.SortFunc(places, func(x, y place) int { return cmp.Compare(y.speed, x.speed) })
	left := int64(key.tasks)
	for _, p := range places {
		if left -= p.tasks; left <= 0 {
			best = p.speed
			break
		}
	}
	a.seen[key] = best
	return best
}
