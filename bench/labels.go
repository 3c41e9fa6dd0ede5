package bench

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"skysim/sim"
)

// Labels say what the jobs of a workload are: the class or the tenant of each. They are
// the workload's own, whatever rules the cloud has.
type Labels struct {
	What  string // "classes" or "tenants", the key
	By    string // "" draws for each job, "user" and "group" for all of one's jobs at once
	Names []string
	// Shares are by name, Members the users or groups that are named one by one.
	Shares  []float64
	Members [][]int64
	place
}

// readLabels reads a key such as classes = { eu = 0.4, us = 0.1 }, and the one that says
// by whom. The rest of the jobs have none. It returns nil without the key.
func readLabels(s *section, what string) *Labels {
	table := s.section(what)
	by := s.text(what + "_by")
	if by != "" && by != "user" && by != "group" {
		s.fail(what+"_by", "unknown word %q%s", by, suggest(by, []string{"user", "group"}))
	}
	if table == nil {
		if _, given := s.values[what+"_by"]; given {
			s.fail(what+"_by", "%s_by without %s: want a table such as %s = { a = 0.5 }", what, what, what)
		}
		return nil
	}
	l := &Labels{What: what, By: by, Names: slices.Sorted(maps.Keys(table.values)), place: place{s.doc, s.path}}
	sum := 0.0
	for _, name := range l.Names {
		var members []int64
		share := 0.0
		if list, ok := table.values[name].([]any); ok {
			members = l.members(table, name, list)
		} else if share = table.number(name, 0, 0); share > 1 {
			table.fail(name, "%s = %v, want a share of the jobs, from 0 to 1", name, share)
		}
		sum += share
		l.Shares, l.Members = append(l.Shares, share), append(l.Members, members)
	}
	switch {
	case len(l.Names) == 0:
		s.fail(what, "%s is empty: leave it out, or want a table such as { a = 0.5 }", what)
	case sum > 1+slack:
		s.fail(what, "the shares of %s are %.6g together, want at most 1", what, sum)
	}
	return l
}

// slack is how far shares that are meant to be 1 may be off.
const slack = 1e-9

// members reads the numbers of users or groups.
func (l *Labels) members(s *section, name string, list []any) (all []int64) {
	if l.By == "" {
		s.fail(name, `%s is a list of users or groups: say which with %s_by = "user" or "group"`, name, l.What)
	}
	for _, v := range list {
		n, ok := v.(int64)
		if !ok {
			s.wrong(name, v, "a list of integers")
			return nil
		}
		all = append(all, n)
	}
	return all
}

// random reports whether they differ between seeds.
func (l *Labels) random() bool {
	return l != nil && slices.ContainsFunc(l.Shares, func(x float64) bool { return x > 0 && x < 1 })
}

// of returns the index of a job's label, or -1. It depends on nothing but the seed, what
// the labels are and the number of the job, its user or its group, so that it stays what
// it is whatever else is drawn.
func (l *Labels) of(seed uint64, number int64, j *sim.Job) int {
	if l == nil {
		return -1
	}
	key := number
	switch l.By {
	case "user":
		key = int64(j.User)
	case "group":
		key = int64(j.Group)
	}
	for i := range l.Members {
		if slices.Contains(l.Members[i], key) {
			return i
		}
	}
	stream := sim.NewStream(seed, "labels/"+l.What+l.By, uint64(key))
	u, sum := stream.Float64(), 0.0
	for i, share := range l.Shares {
		if sum += share; u < sum || sum > 1-slack && share > 0 {
			return i
		}
	}
	return -1
}

// at returns for each label the index in a world's list of names plus one. A world
// without any rules has no list, and gives each 0.
func (l *Labels) at(w *sim.World) ([]int32, error) {
	if l == nil {
		return nil, nil
	}
	out := make([]int32, len(l.Names))
	if len(w.Classes) == 0 && len(w.Tenants) == 0 {
		return out, nil
	}
	var known []string
	what := "class"
	for i := range w.Classes {
		known = append(known, w.Classes[i].Name)
	}
	if l.What == "tenants" {
		what, known = "tenant", nil
		for i := range w.Tenants {
			known = append(known, w.Tenants[i].Name)
		}
	}
	for i, name := range l.Names {
		k := slices.Index(known, name)
		if k < 0 && len(known) == 0 {
			return nil, l.errorf(l.What+"."+name, "%s %q is not known: the cloud has rules, but no [[cloud.%s]] at all", what, name, map[string]string{"class": "rule", "tenant": "tenant"}[what])
		} else if k < 0 {
			return nil, l.errorf(l.What+"."+name, "%s %q is not known to the cloud's rules%s", what, name, suggest(name, known))
		}
		out[i] = int32(k) + 1
	}
	return out, nil
}

// String is what a workload's hash is made of; "" without labels.
func (l *Labels) String() string {
	if l == nil {
		return ""
	}
	var parts []string
	for i, n := range l.Names {
		parts = append(parts, fmt.Sprintf("%q %v %v", n, l.Shares[i], l.Members[i]))
	}
	return l.What + " by " + l.By + ": " + strings.Join(parts, ", ")
}

// tagged is a Source whose jobs have labels and move data.
type tagged struct {
	sim.Source
	seed             uint64
	n                int64 // jobs so far
	quorum           int32 // of every job, if more than 1
	classes, tenants *Labels
	class, tenant    []int32 // of the world, by label
	data             sim.Data
	homes            []sim.RegionID // of a class, or -1; nil if all are data.Home
}

// Next gives the next job its class, its tenant and its data.
func (s *tagged) Next(j *sim.Job) bool {
	if !s.Source.Next(j) {
		return false
	}
	if s.data.Reads > 0 || s.data.Writes > 0 {
		j.Data = s.data
	}
	if c := s.classes.of(s.seed, s.n, j); c >= 0 {
		j.Class = s.class[c]
		if s.homes != nil && s.homes[c] >= 0 {
			j.Data.Home = s.homes[c]
		}
	}
	if t := s.tenants.of(s.seed, s.n, j); t >= 0 {
		j.Tenant = s.tenant[t]
	}
	if s.quorum > 1 {
		j.Quorum = s.quorum
	}
	s.n++
	return true
}
