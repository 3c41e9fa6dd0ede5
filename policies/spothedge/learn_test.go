package spothedge

import (
	"fmt"
	"testing"
	"time"

	"skysim/sim"
)

// TestBackOnlyIfThereAndBackPays: at one o'clock spot machines come, for a quarter of the price. To boot and restart takes six
// minutes, and twice that pays if more than four minutes are left.
func TestBackOnlyIfThereAndBackPays(t *testing.T) {
	for left, want := range map[time.Duration]string{3 * time.Minute: "0: 0.08h o:a", 5 * time.Minute: "0: 0.08h o:a, 0: 1.08h s:a"} {
		if got, _ := run(t, zones("duuu"), made(t, 1), 1, 55*time.Minute+left); got != want {
			t.Errorf("with %v left: %s, want %s", left, got, want)
		}
	}
}

// pupil rents a spot machine in each zone, and lets a spread learn what becomes of them.
type pupil struct {
	*spread
	rented bool
	knew   []string
}

func (k *pupil) Decide(v *sim.View, p *sim.Plan) {
	for o := range v.World().Offers {
		if !k.rented && v.World().Offers[o].Purchase == sim.Spot {
			p.Rent(sim.OfferID(o))
		}
	}
	k.rented = true
	k.learn(v)
	if now := fmt.Sprint(k.avoid); len(k.knew) == 0 || k.knew[len(k.knew)-1] != now {
		k.knew = append(k.knew, now)
	}
	p.WakeAt(v.Now() + sim.Time(time.Hour))
}

// TestForgetsWhenOneIsLeft: of three zones the first loses its machine, and is avoided; then the second, and with one left
// all is forgotten.
func TestForgetsWhenOneIsLeft(t *testing.T) {
	k := &pupil{spread: made(t, 1).Inner().(*spread)}
	s, err := sim.New(sim.Config{World: zones("uuddddd", "uuuuddd", "uuuuuuu"), Policy: k, Until: sim.Time(6 * time.Hour), Jobs: sim.Jobs(sim.Job{
		Submit: sim.Time(5 * time.Hour), Demand: sim.Demand{CPU: 1000}, Work: 1,
	})})
	if err == nil {
		err = s.Run()
	}
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(k.knew), "[[false false false] [true false false] [false false false]]"; got != want {
		t.Errorf("avoids %s, want %s", got, want)
	}
}
