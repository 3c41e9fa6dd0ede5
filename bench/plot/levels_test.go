package plot

import (
	"math"
	"strings"
	"testing"
)

func TestLevelsRefuseWhatALogAxisCannotShow(t *testing.T) {
	for _, tt := range []struct {
		rows []LevelRow
		want string
	}{
		{nil, "at least one row"},
		{[]LevelRow{{Case: "a", Ours: 0, Published: math.NaN()}}, `row "a": 0, want a finite number above 0`},
		{[]LevelRow{{Case: "a", Ours: math.NaN(), Published: 1}}, `row "a": NaN, want`},
		{[]LevelRow{{Case: "a", Ours: 1, Published: math.Inf(1)}}, `row "a": +Inf, want`},
	} {
		if _, err := Levels(LevelsData{Rows: tt.rows}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: %v, want %s", tt.rows, err, tt.want)
		}
	}
}

func TestLevelsShowBothNumbers(t *testing.T) {
	f, err := Levels(LevelsData{Title: "t", X: "x", Rows: []LevelRow{
		{Case: "known", Published: 100, Ours: 101, Text: "101 (100)"}, {Case: "unknown", Published: math.NaN(), Ours: 7, Text: "7"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := f.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"known", "unknown", "101 (100)"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the figure does not say %q", want)
		}
	}
}
