package simtest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"skysim/sim"
)

// worldBuilder reads what there is in a transcript's world:
//
//	provider acme increment=1s minimum=1m notice=30s billed=rent
//	region   east in=DE                    of the provider above it
//	zone     east-a                        of the region above it
//	type     big cpu=4 mem=16 gpus=2 kind=a100 speed=1.5
//	offer    cheap big spot price=1.20 supply=2 boot=30s
//	price    cheap at=1m is=2.40
//	supply   cheap at=1m is=0
//	boot     cheap rental=0 takes=45s      or: fails
//	profile  training big=2 small=0        speeds of a kind of job
//
// and what moneyBuilder and stormBuilder read.
//
// CPU is in vCPU, memory in GiB, prices in dollars an hour. An offer has its type in
// the zone above it; offers are owned, on-demand or spot and go by their first
// word everywhere. A type without a speed has speed 1.
//
// It implements sim.Boots.
type worldBuilder struct {
	world    *sim.World
	names    []string // of offers, in the world's order
	profiles []string
	boots    []scriptedBoot
	money    moneyBuilder
	storms   stormBuilder
}

type scriptedBoot struct {
	offer   string
	rental  int64
	takes   sim.Duration
	fails   bool
	limited bool // takes says how long
}

func newWorldBuilder() *worldBuilder {
	return &worldBuilder{world: &sim.World{Epoch: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}}
}

// read reads the lines of a world.
func (b *worldBuilder) read(text string) error {
	for line := range strings.Lines(text) {
		w := readWords(line)
		if w.verb == "" {
			continue
		}
		b.line(w)
		if err := w.done(); err != nil {
			return err
		}
	}
	b.sort()
	b.pairs()
	b.paths()
	return nil
}

func (b *worldBuilder) line(w *words) {
	if w.verb == "profile" {
		b.profile(w)
		return
	}
	name := w.word("a name")
	switch w.verb {
	case "provider":
		b.world.Providers = append(b.world.Providers, sim.Provider{Name: name, Billing: w.billing(), Notice: w.duration("notice")})
	case "region":
		b.world.Regions = append(b.world.Regions, sim.Region{Name: name, Provider: sim.ProviderID(len(b.world.Providers) - 1), Jurisdiction: w.value("in")})
	case "zone":
		b.world.Zones = append(b.world.Zones, sim.Zone{Name: name, Region: sim.RegionID(len(b.world.Regions) - 1)})
	case "type":
		b.machineType(w, name)
	case "offer":
		b.offer(w, name)
	case "price", "supply":
		o := &b.world.Offers[w.index("offer", name, b.names)]
		path, value := &o.Supply, int64(0)
		if w.verb == "price" {
			path, value = &o.Price, int64(w.price("is"))
		} else {
			value = w.count("is")
		}
		path.At, path.Value = append(path.At, w.time("at")), append(path.Value, value)
	case "boot":
		takes := w.duration("takes")
		b.boots = append(b.boots, scriptedBoot{offer: name, rental: w.count("rental"), takes: takes, fails: w.has("fails"), limited: takes > 0})
	default:
		if !b.tariff(w, name) && !b.storm(w, name) {
			w.wrong("a world has provider, region, zone, type, offer, price, supply, boot, profile, billing, account, route, send, commitment, " +
				"outage, cut, break, pace, class and tenant")
		}
	}
}

func (b *worldBuilder) machineType(w *words, name string) {
	t := sim.MachineType{
		Name: name, Provider: sim.ProviderID(len(b.world.Providers) - 1), CPU: w.scaled("cpu", 1000), Mem: w.scaled("mem", 1024),
		GPUs: int32(w.count("gpus")), GPUKind: -1, Speed: 1_000_000,
	}
	if v := w.scaled("speed", 1_000_000); v != 0 || w.value("speed") != "" {
		t.Speed = v
	}
	if kind := w.value("kind"); kind != "" {
		at := slices.Index(b.world.GPUKinds, kind)
		if at < 0 {
			at = len(b.world.GPUKinds)
			b.world.GPUKinds = append(b.world.GPUKinds, kind)
		}
		t.GPUKind = int32(at)
	}
	b.world.Types = append(b.world.Types, t)
}

func (b *worldBuilder) typeNames() []string {
	var list []string
	for i := range b.world.Types {
		list = append(list, b.world.Types[i].Name)
	}
	return list
}

func (b *worldBuilder) offer(w *words, name string) {
	o := sim.Offer{
		Type: sim.TypeID(w.index("type", w.word("a machine type"), b.typeNames())), Zone: sim.ZoneID(len(b.world.Zones) - 1),
		Price: sim.Constant(int64(w.price("price"))), Supply: sim.Constant(1), Boot: w.duration("boot"),
	}
	if w.value("supply") != "" {
		o.Supply = sim.Constant(w.count("supply"))
	}
	how := w.word("owned, on-demand or spot")
	for p := sim.Owned; p <= sim.Spot; p++ {
		if p.String() == how {
			o.Purchase = p
		}
	}
	b.world.Offers, b.names = append(b.world.Offers, o), append(b.names, name)
}

func (b *worldBuilder) profile(w *words) {
	b.profiles = append(b.profiles, w.word("a name"))
	var speeds []int64
	for i := range b.world.Types {
		t := &b.world.Types[i]
		speed := t.Speed
		if w.value(t.Name) != "" {
			speed = w.scaled(t.Name, 1_000_000)
		}
		speeds = append(speeds, speed)
	}
	b.world.Profiles = append(b.world.Profiles, speeds)
}

// sort puts the offers, and their names with them, into canonical order.
func (b *worldBuilder) sort() {
	order := make([]int, len(b.names))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return b.world.CompareOffers(b.world.Offers[x], b.world.Offers[y]) })
	offers, names := b.world.Offers, b.names
	b.world.Offers, b.names = nil, nil
	for _, i := range order {
		b.world.Offers, b.names = append(b.world.Offers, offers[i]), append(b.names, names[i])
	}
}

// Boot implements sim.Boots.
func (b *worldBuilder) Boot(o sim.OfferID, ordinal int64) (sim.Duration, bool) {
	for _, s := range b.boots {
		if s.offer == b.names[o] && s.rental == ordinal {
			if !s.limited {
				s.takes = b.world.Offers[o].Boot
			}
			return s.takes, !s.fails
		}
	}
	return b.world.Offers[o].Boot, true
}

// readJobs reads the lines of all jobs; jobs are numbered from 0.
func (s *Stage) readJobs(text string) error {
	s.jobs = nil
	for line := range strings.Lines(text) {
		w := readWords(line)
		if w.verb == "" {
			continue
		}
		if w.verb != "job" {
			return fmt.Errorf("%q: a line of jobs begins with job", w.line)
		}
		j := s.world.readJob(w)
		if err := w.done(); err != nil {
			return err
		}
		s.jobs = append(s.jobs, j)
	}
	return nil
}

// readJob reads a line such as
//
//	job at=10s work=1m cpu=2 mem=4 gpus=1 share=0.5 kinds=a100,t4 tasks=3 profile=training
//	    estimate=2m limit=5m deadline=10m priority=1 after=0,1
//	    keep=checkpoint every=20s cost=1s on-notice size=2 overhead=5s owes=first,restart,move
//	    home=east reads=10 writes=0.5 quorum=2 class=gdpr tenant=blue
//
// where all is optional and a job with gpus but without a share takes whole ones.
func (b *worldBuilder) readJob(w *words) sim.Job {
	j := sim.Job{
		Submit: w.time("at"), Work: int64(w.duration("work")), Tasks: int32(w.count("tasks")), Estimate: w.duration("estimate"),
		Limit: w.duration("limit"), Quorum: int32(w.count("quorum")), Deadline: w.time("deadline"), Priority: int32(w.count("priority")),
		Demand: sim.Demand{CPU: w.scaled("cpu", 1000), Mem: w.scaled("mem", 1024), GPUs: int32(w.count("gpus")), Share: int32(w.scaled("share", 1000))},
		Data:   b.data(w),
		Class:  b.ruled(w, "class"), Tenant: b.ruled(w, "tenant"),
		Restart: w.restart(),
	}
	if j.Demand.GPUs > 0 && w.value("share") == "" {
		j.Demand.Share = 1000
	}
	for _, k := range w.list("kinds") {
		j.Demand.Kinds |= 1 << w.index("GPU kind", k, b.world.GPUKinds)
	}
	if p := w.value("profile"); p != "" {
		j.Profile = int32(w.index("profile", p, b.profiles))
	}
	for _, n := range w.list("after") {
		var number int64
		if _, err := fmt.Sscan(n, &number); err != nil {
			w.wrong("after is %q, want numbers of jobs", n)
		}
		j.After = append(j.After, number)
	}
	return j
}
