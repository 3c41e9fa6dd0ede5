package plot

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

func recordingOf(curves ...NamedCurve) RecordingData {
	return RecordingData{Title: "log.swf", Note: "jobs", Panels: []RecordingPanel{
		{Title: "arrivals", X: "time since the first", Y: "jobs", Steps: true, Time: true, Curves: curves},
		{Title: "sizes", X: "cores", Y: "share (%)", Steps: true, Log: true, Share: true, Curves: []NamedCurve{
			{Name: "cores", Points: []XY{{0, 0.1}, {1, 0.5}, {500, 1}}}, {Name: "GPUs", Points: []XY{{1, 1}}},
		}},
		{Title: "nothing", X: "x", Y: "y"},
	}}
}

func TestRecording(t *testing.T) {
	f, err := Recording(recordingOf(NamedCurve{"jobs", []XY{{0, 3}, {3600, 1}, {40000, 1}}}))
	if err != nil {
		t.Fatal(err)
	}
	var b, again, png bytes.Buffer
	if err := f.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"log.swf", "time since the first (h)", "cores, logarithmic", "GPUs", "no data"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(b.String(), ">jobs<") && strings.Count(b.String(), ">jobs<") > 2 {
		t.Error("the legend names a curve that is alone in its panel")
	}
	if f.WriteSVG(&again); !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("drawn twice, the bytes differ")
	}
	if err := f.WritePNG(&png); err != nil || png.Len() == 0 {
		t.Errorf("WritePNG: %d bytes, %v", png.Len(), err)
	}
}

func TestRecordingRefuses(t *testing.T) {
	for _, c := range []struct {
		points []XY
		want   string
	}{
		{[]XY{{1, math.NaN()}}, `panel "arrivals", curve "jobs": point 0 is (1, NaN), want finite numbers`},
		{[]XY{{2, 1}, {1, 1}}, `panel "arrivals", curve "jobs": x goes back`},
	} {
		if _, err := Recording(recordingOf(NamedCurve{"jobs", c.points})); err == nil || err.Error() != c.want {
			t.Errorf("Recording: %v, want %s", err, c.want)
		}
	}
}
