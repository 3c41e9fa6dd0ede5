package sim

import "fmt"

// tally counts what a task of a job takes of its tenant's quota, or with -1 gives back.
func (s *Sim) tally(j *job, d *Demand, sign int64) {
	if j.Tenant == 0 {
		return
	}
	for len(s.Holding) < len(s.world.Tenants) {
		s.Holding = append(s.Holding, holding{})
	}
	h := &s.Holding[j.Tenant-1]
	h.CPU += sign * d.CPU
	h.GPU += sign * d.gpu()
}

// gpu returns what a task takes of GPUs, in thousandths.
func (d *Demand) gpu() int64 { return int64(d.GPUs) * int64(d.Share) }

// overQuota reports whether a further attempt of a job, its whole gang, would exceed the quota of its tenant.
func (s *Sim) overQuota(j *job) bool {
	var held holding
	if len(s.Holding) > 0 {
		held = s.Holding[j.Tenant-1]
	}
	return s.exceeds(j, held)
}

// beyondQuota reports whether a job's gang alone exceeds the quota of its tenant.
func (s *Sim) beyondQuota(j *job) bool { return j.Tenant > 0 && s.exceeds(j, holding{}) }

func (s *Sim) exceeds(j *job, held holding) bool {
	t, d := &s.world.Tenants[j.Tenant-1], &s.Shapes.List[j.Shape].Key
	return t.CPU > 0 && held.CPU+d.CPU*int64(j.Tasks) > t.CPU || t.GPU > 0 && held.GPU+d.gpu()*int64(j.Tasks) > t.GPU
}

// checkQuotas recounts what the tenants hold.
func (s *Sim) checkQuotas() {
	if !s.quotas {
		return
	}
	held := make([]holding, len(s.world.Tenants))
	for as := range s.Attempts {
		for t := s.Attempts[as].First; t >= 0; t = s.Tasks[t].Next {
			j := &s.Jobs[s.Attempts[as].Job]
			if d := &s.Shapes.List[j.Shape].Key; j.Tenant > 0 {
				held[j.Tenant-1].CPU += d.CPU
				held[j.Tenant-1].GPU += d.gpu()
			}
		}
	}
	for i, h := range held {
		t := &s.world.Tenants[i]
		if i < len(s.Holding) && h != s.Holding[i] || t.CPU > 0 && h.CPU > t.CPU || t.GPU > 0 && h.GPU > t.GPU {
			panic(fmt.Sprintf("sim: tenant %s holds %+v of %d milli-vCPU and %d thousandths of GPUs, counted %+v, at %v",
				t.Name, s.Holding, t.CPU, t.GPU, h, s.Clock))
		}
	}
}

// OverQuota reports whether a further attempt of a job would exceed its tenant's quota, so that
// no machine has room for it until others of the tenant have ended.
func (v *View) OverQuota(j JobID) bool {
	s := v.s
	return s.quotas && s.isAlive(j) && s.Jobs[j.slot()].Tenant > 0 && s.overQuota(&s.Jobs[j.slot()])
}
