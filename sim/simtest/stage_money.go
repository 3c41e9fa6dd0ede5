package simtest

import (
	"slices"
	"strings"

	"skysim/sim"
)

// moneyBuilder reads the lines of a world that are about its tariffs:
//
//	provider   acme reprice=instance-hour reclaim=1h   besides what provider has
//	billing    acme from=10m increment=1h              the rules from then on
//	account    acme gb=binary free=1 months=0s,720h    how it counts traffic
//	route      internet counter=0 tiers=0:0.09,10:0.05 a price per GB above so many
//	route      backbone price=0.02                     or a flat one, not counted
//	send       internet from=east to=west speed=0.1    which way data takes, and how many GB a second
//	storage    east price=0.02                         for a GB and month; nothing elsewhere
//	commitment big in=east count=2 price=0.50 from=0s to=24h
//
// A GB is decimal unless the account says binary; of data that a job reads and writes
// it is always decimal.
type moneyBuilder struct {
	routes  []string // names
	sends   []send
	storage []stored
}

type stored struct {
	region sim.RegionID
	price  sim.Rate
}

type send struct {
	route    int32
	from, to sim.RegionID
	speed    int64
}

// billing reads rules of billing.
func (w *words) billing() sim.Billing {
	b := sim.Billing{
		Increment: w.duration("increment"), Minimum: w.duration("minimum"), Boot: w.value("billed") == "rent", FreeReclaim: w.duration("reclaim"),
	}
	if r := w.value("reprice"); r != "" {
		b.Reprice = sim.Repricing(w.index("reprice", r, []string{"continuous", "instance-hour"}))
	}
	return b
}

// region reads the name of a region.
func (b *worldBuilder) region(w *words, name string) sim.RegionID {
	var names []string
	for i := range b.world.Regions {
		names = append(names, b.world.Regions[i].Name)
	}
	return sim.RegionID(w.index("region", name, names))
}

func (b *worldBuilder) providerNames() []string {
	var names []string
	for i := range b.world.Providers {
		names = append(names, b.world.Providers[i].Name)
	}
	return names
}

// tariff reads one line about money, and reports false if it is not one.
func (b *worldBuilder) tariff(w *words, name string) bool {
	switch w.verb {
	case "billing":
		p := &b.world.Providers[w.index("provider", name, b.providerNames())]
		p.Changes = append(p.Changes, sim.DatedBilling{From: w.time("from"), Billing: w.billing()})
	case "account":
		a := &b.traffic().Accounts[w.index("provider", name, b.providerNames())]
		a.Free = sim.Volume(w.scaled("free", int64(sim.GB)))
		if w.value("gb") == "binary" {
			a.GB = 1 << 30
		}
		for _, m := range w.list("months") {
			one := words{line: w.line, pairs: []pair{{key: "month", value: m}}}
			a.Months = append(a.Months, one.time("month"))
		}
	case "route":
		b.route(w, name)
	case "send":
		from, to := b.region(w, w.value("from")), b.region(w, w.value("to"))
		b.money.sends = append(b.money.sends, send{int32(w.index("route", name, b.money.routes)), from, to, w.scaled("speed", 1_000_000_000)})
	case "storage":
		b.money.storage = append(b.money.storage, stored{b.region(w, name), w.price("price")})
	case "commitment":
		b.world.Commitments = append(b.world.Commitments, sim.Commitment{
			Type: sim.TypeID(w.index("type", name, b.typeNames())), Region: b.region(w, w.value("in")), Count: w.count("count"),
			Price: w.price("price"), From: w.time("from"), To: w.time("to"),
		})
	default:
		return false
	}
	return true
}

func (b *worldBuilder) route(w *words, name string) {
	r := sim.Route{Counter: -1, Tiers: sim.Flat(w.price("price"))}
	if w.value("counter") != "" {
		r.Counter = int32(w.count("counter"))
	}
	if list := w.list("tiers"); list != nil {
		r.Tiers = nil
		for _, tier := range list {
			above, price, _ := strings.Cut(tier, ":")
			one := words{line: w.line, pairs: []pair{{key: "above", value: above}, {key: "price", value: price}}}
			r.Tiers = append(r.Tiers, sim.Tier{Above: sim.Volume(one.scaled("above", int64(sim.GB))), Price: one.price("price")})
			if one.err != nil {
				w.wrong("tier %q: want GB:price", tier)
			}
		}
	}
	b.traffic().Routes = append(b.traffic().Routes, r)
	b.money.routes = append(b.money.routes, name)
}

// traffic returns the world's traffic; all providers must be there already.
func (b *worldBuilder) traffic() *sim.Traffic {
	if b.world.Traffic == nil {
		b.world.Traffic = &sim.Traffic{}
	}
	t := b.world.Traffic
	for len(t.Accounts) < len(b.world.Providers) {
		t.Accounts = append(t.Accounts, sim.Account{GB: 1_000_000_000})
	}
	return t
}

// pairs makes the table of routes when all regions are known.
func (b *worldBuilder) pairs() {
	if b.world.Traffic == nil {
		return
	}
	n := len(b.world.Regions)
	b.traffic().Pairs = slices.Repeat([]int32{-1}, n*n)
	for _, s := range b.money.sends {
		at := int(s.from)*n + int(s.to)
		b.world.Traffic.Pairs[at] = s.route
		if s.speed != 0 && b.world.Traffic.Speeds == nil {
			b.world.Traffic.Speeds = make([]int64, n*n)
		}
		if s.speed != 0 {
			b.world.Traffic.Speeds[at] = s.speed
		}
	}
	for _, s := range b.money.storage {
		if b.world.Traffic.Storage == nil {
			b.world.Traffic.Storage = make([]sim.Rate, n)
		}
		b.world.Traffic.Storage[s.region] = s.price
	}
}

// data reads what a job moves.
func (b *worldBuilder) data(w *words) (d sim.Data) {
	if home := w.value("home"); home != "" {
		d = sim.Data{Home: b.region(w, home), Reads: w.scaled("reads", 1_000_000_000), Writes: w.scaled("writes", 1_000_000_000)}
	}
	return d
}
