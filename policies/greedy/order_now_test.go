package greedy

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// An order that is asked at each decision is the same order as the engine's queue in it.
func TestOrderNowDecidesTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, jobs, o := stalls(rt), tasks(rt), options(rt)
		o.Preempt = Preempt(rapid.IntRange(1, len(Preempts())).Draw(rt, "preempt"))
		now := made(t, o)
		now.OrderNow()
		if got, want := story(t, w, now, jobs...), story(t, w, made(t, o), jobs...); !slices.Equal(got, want) {
			rt.Fatalf("%v ordering at each decision:\n%s\nwant\n%s", now, got, want)
		}
		if now.Needs().Order != nil && !now.learns() {
			rt.Fatalf("%v asks for an order of the queue", now)
		}
	})
}
