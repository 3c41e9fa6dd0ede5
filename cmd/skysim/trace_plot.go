package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"skysim/bench/plot"
	"skysim/traces/columns"
	"skysim/traces/summary"
)

// drawTrace draws a page about a recording into a file, whole or not at all.
func drawTrace(path string, r *summary.Report) error {
	var write func(*plot.Figure, io.Writer) error
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".png":
		write = (*plot.Figure).WritePNG
	case ".svg":
		write = (*plot.Figure).WriteSVG
	default:
		return &misuseError{fmt.Errorf("--plot %s: the name ends in %q, want .svg or .png", path, ext)}
	}
	if len(r.Page.Panels) == 0 {
		return &misuseError{fmt.Errorf("%s: there is nothing to draw of %s", r.File, r.Format)}
	}
	figure, err := plot.Recording(pageOf(r))
	if err != nil {
		return err
	}
	out, err := columns.CreateFile(path)
	if err != nil {
		return &misuseError{err}
	}
	if err := write(figure, out); err != nil {
		return errors.Join(err, out.Abort())
	}
	return out.Close()
}

// pageOf turns a report's page into what is drawn.
func pageOf(r *summary.Report) plot.RecordingData {
	d := plot.RecordingData{Title: filepath.Base(r.File), Note: fmt.Sprintf("%s of format %s, %s", r.Kind, r.Format, rowsOf(r.Rows))}
	if n := r.Skipped(); n > 0 {
		d.Note += fmt.Sprintf(", %d skipped", n)
	}
	for _, p := range r.Page.Panels {
		panel := plot.RecordingPanel{Title: p.Title, X: p.X, Y: p.Y, Steps: p.Steps, Log: p.Log, Time: p.Time, Share: p.Share}
		for _, c := range p.Curves {
			curve := plot.NamedCurve{Name: c.Name}
			for _, q := range c.Points {
				curve.Points = append(curve.Points, plot.XY{X: q.X, Y: q.Y})
			}
			panel.Curves = append(panel.Curves, curve)
		}
		d.Panels = append(d.Panels, panel)
	}
	return d
}
