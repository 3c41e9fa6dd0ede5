package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"skysim/bench"
)

// progress shows how far a run is: a bar on a terminal, nothing elsewhere.
type progress struct {
	bar   *progressbar.ProgressBar
	name  string
	start time.Time
	shown time.Time
	out   io.Writer
}

func newProgress(w io.Writer, name string) *progress {
	p := &progress{name: name, out: w, start: time.Now()}
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return p
	}
	p.bar = progressbar.NewOptions(1,
		progressbar.OptionSetWriter(w), progressbar.OptionSetWidth(30), progressbar.OptionShowCount(),
		progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
	return p
}

// show takes in a progress; it is called often and draws seldom.
func (p *progress) show(now bench.Progress) {
	if p.bar == nil {
		return
	}
	t := time.Now()
	if t.Sub(p.shown) < 100*time.Millisecond && now.Done < now.Total {
		return
	}
	p.shown = t
	p.bar.ChangeMax(now.Total)
	rate := float64(now.Events) / max(t.Sub(p.start).Seconds(), 0.001)
	p.bar.Describe(fmt.Sprintf("%s  %.2f M events/s ", p.name, rate/1e6))
	_ = p.bar.Set(now.Done) // a terminal that cannot be drawn on is no failure of the run
}

// end clears the bar.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
