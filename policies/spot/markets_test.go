package spot

import (
	"slices"
	"testing"
	"time"

	"skysim/sim"
)

// TestMarketsCount spells of a market, and keep what they counted.
func TestMarketsCount(t *testing.T) {
	var m Markets
	r := m.Of(3, true, 0)
	for i := range sim.Time(200) { // half an hour up, half an hour down
		r.note(i%2 == 1, (i+1)*sim.Time(30*time.Minute))
	}
	want := Market{
		Offer: 3, Up: true, Seen: sim.Time(100 * time.Hour), Since: sim.Time(100 * time.Hour),
		UpTime: 50 * time.Hour, DownTime: 50 * time.Hour, Falls: 100, Rises: 100,
	}
	if *r != want {
		t.Errorf("seen %+v, want %+v", *r, want)
	}
	m.Of(1, false, 7)
	var again Markets
	if err := again.Load(m.Save()); err != nil || !slices.Equal(again.All(), m.All()) || again.index[1] != 1 {
		t.Errorf("kept as %+v, %v, want %+v", again.All(), err, m.All())
	}
	if err := again.Load(make([]byte, 63)); err == nil {
		t.Error("Load of 63 bytes")
	}
}
