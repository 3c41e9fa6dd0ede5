package greedy

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"skysim/sim"
)

// stalls draws a market with a few offers of every kind.
func stalls(t *rapid.T) *sim.World {
	var list []stall
	for range rapid.IntRange(1, 8).Draw(t, "offers") {
		list = append(list, stall{
			zone: rapid.SampledFrom([]string{"r1a", "r1b", "r2a"}).Draw(t, "zone"),
			kind: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "kind"),
			how:  rapid.SampledFrom([]sim.Purchase{sim.Owned, sim.OnDemand, sim.OnDemand, sim.Spot}).Draw(t, "purchase"),

			cents:  rapid.Int64Range(1, 6).Draw(t, "cents"), // few, for ties
			supply: rapid.Int64Range(1, 4).Draw(t, "supply"),
			boot:   time.Duration(rapid.Int64Range(0, 3).Draw(t, "boot")) * time.Minute,
			cpu:    rapid.Int64Range(1, 12).Draw(t, "cores"),
			gpus:   rapid.Int32Range(0, 3).Draw(t, "gpus"),
			speed:  50 * rapid.Int64Range(1, 4).Draw(t, "speed"),
		})
	}
	return bazaar(list...)
}

// tasks draws jobs.
func tasks(t *rapid.T) []sim.Job {
	var jobs []sim.Job
	at := int64(0)
	for range rapid.IntRange(1, 12).Draw(t, "jobs") {
		at += rapid.Int64Range(0, 20).Draw(t, "pause")
		j := task(at, rapid.Int64Range(1, 8).Draw(t, "cores"), rapid.Int64Range(1, 60).Draw(t, "minutes"))
		j.Tasks = rapid.Int32Range(1, 3).Draw(t, "tasks")
		if rapid.Bool().Draw(t, "on GPUs") {
			j.Demand.GPUs, j.Demand.Share = rapid.Int32Range(1, 2).Draw(t, "gpus"), 500
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// options draws settings.
func options(t *rapid.T) Options {
	o := Options{
		Order:    Order(rapid.IntRange(1, len(Orders())).Draw(t, "order")),
		Place:    Place(rapid.IntRange(1, len(Places())).Draw(t, "place")),
		Backfill: Backfill(rapid.IntRange(1, len(Backfills())).Draw(t, "backfill")),
		Spot:     Spot(rapid.IntRange(1, len(Spots())).Draw(t, "spot")),
		Gang:     Gang(rapid.IntRange(1, len(Gangs())).Draw(t, "gang")),
		Idle:     time.Duration(rapid.Int64Range(0, 30).Draw(t, "idle")) * time.Minute,
		Guess:    time.Hour,
		Ageing:   Never, Preempt: PreemptNone, Ties: Ties(rapid.IntRange(1, len(AllTies())).Draw(t, "ties")),
		Score:    ScoreExact,
		Patience: Never,
	}
	if o.Place.givesPoints() {
		o.Score = Score(rapid.IntRange(1, len(Scores())).Draw(t, "score"))
	}
	return o
}

// thorough is a rule without its ways of looking at less: neither enough nor a
// shortcut.
type thorough struct{ rule }

func (thorough) enough(*request, *candidate, sim.Rate) bool { return false }

// TestLookingAtLessDecidesTheSame compares with ranking every machine and
// every offer.
func TestLookingAtLessDecidesTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := stalls(rt), tasks(rt), options(rt)
		dumb := made(t, o)
		dumb.rule, dumb.short = thorough{dumb.rule}, nil
		got, want := story(t, w, made(t, o), jobs...), story(t, w, dumb, jobs...)
		if !slices.Equal(got, want) {
			rt.Fatalf("%v does\n%q\nwant, by ranking everything,\n%q", dumb, got, want)
		}
	})
}

// TestForgettingDecidesTheSame compares with a policy that remembers nothing
// about the market from one decision to the next.
func TestForgettingDecidesTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := stalls(rt), tasks(rt), options(rt)
		got, want := story(t, w, made(t, o), jobs...), story(t, w, forgetful{made(t, o)}, jobs...)
		if !slices.Equal(got, want) {
			rt.Fatalf("%v does\n%q\nwant, with nothing remembered,\n%q", o.call(), got, want)
		}
	})
}

type forgetful struct{ *Policy }

func (f forgetful) Decide(v *sim.View, p *sim.Plan) {
	f.market = market{}
	f.Policy.Decide(v, p)
}

// TestWorseOffersChangeNothing adds an offer that is slower, dearer and boots
// longer than another of its kind, and later in the list: a rational placement
// ignores it while there is enough of the better one.
func TestWorseOffersChangeNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := options(rt)
		o.Spot = SpotAllow
		o.Place = rapid.SampledFrom([]Place{Cheapest, Fastest}).Draw(rt, "rational placement")
		o.Score = ScoreExact
		good := stall{zone: "r1a", kind: "good", cents: 5, boot: time.Minute, gpus: 2}
		bad := stall{zone: "r1a", kind: "worse", cents: 6, boot: 2 * time.Minute, gpus: 2, speed: 90}
		jobs := tasks(rt)
		got, want := story(t, bazaar(good, bad), made(t, o), jobs...), story(t, bazaar(good), made(t, o), jobs...)
		if !slices.Equal(got, want) {
			rt.Fatalf("%v does\n%q\nwant, without the worse offer,\n%q", o.call(), got, want)
		}
	})
}
