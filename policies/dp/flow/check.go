package flow

import (
	"fmt"
	"math"
)

// check reports the first thing that makes no sense, and returns the tasks in an order in which each comes before the
// one it hands on to.
func (w *Workflow) check() ([]int, error) {
	if len(w.Egress) != len(w.Regions) {
		return nil, fmt.Errorf("flow: egress has %d rows, want one for each of %d regions", len(w.Egress), len(w.Regions))
	}
	for from, row := range w.Egress {
		if len(row) != len(w.Regions) {
			return nil, fmt.Errorf("flow: egress from %s has %d prices, want %d", w.Regions[from], len(row), len(w.Regions))
		}
		for to, price := range row {
			if price < 0 {
				return nil, fmt.Errorf("flow: egress from %s to %s costs %v, want 0 or more", w.Regions[from], w.Regions[to], price)
			}
		}
	}
	if w.GB < 0 {
		return nil, fmt.Errorf("flow: a GB has %d bytes, want more than 0, or 0 for 10⁹", w.GB)
	}
	for i := range w.Tasks {
		if err := w.checkTask(i); err != nil {
			return nil, err
		}
	}
	if err := w.affordable(); err != nil {
		return nil, err
	}
	return w.order()
}

// checkTask reports what is wrong with a task.
func (w *Workflow) checkTask(i int) error {
	t := &w.Tasks[i]
	if len(t.Costs) != len(w.Regions) {
		return fmt.Errorf("flow: task %q has %d costs, want one for each of %d regions", t.Name, len(t.Costs), len(w.Regions))
	}
	allowed := 0
	for region, c := range t.Costs {
		if c < Forbidden {
			return fmt.Errorf("flow: task %q costs %v in %s, want 0 or more, or Forbidden", t.Name, c, w.Regions[region])
		}
		if c != Forbidden {
			allowed++
		}
	}
	switch {
	case allowed == 0:
		return &ResidencyError{t.Name}
	case t.To < None || t.To >= len(w.Tasks):
		return fmt.Errorf("flow: task %q hands on to task %d, want one of %d, or None", t.Name, t.To, len(w.Tasks))
	case t.Bytes < 0:
		return fmt.Errorf("flow: task %q hands on %d bytes, want 0 or more", t.Name, t.Bytes)
	}
	return nil
}

// affordable makes sure that no sum overflows.
func (w *Workflow) affordable() error {
	sum, most := 0.0, 0.0
	for i := range w.Tasks {
		t, top := &w.Tasks[i], Cost(0)
		for _, c := range t.Costs {
			top = max(top, c)
		}
		sum += float64(top)
		for _, row := range w.Egress {
			for _, price := range row {
				c, ok := w.egress(price, t.Bytes)
				if !ok && t.To != None {
					return fmt.Errorf("flow: moving the %d bytes of task %q costs more than %v", t.Bytes, t.Name, limit)
				}
				most = max(most, float64(c))
			}
		}
	}
	if sum+float64(float64(len(w.Tasks))*most) > math.MaxInt64/8 {
		return fmt.Errorf("flow: the tasks may cost more than %v altogether", limit)
	}
	return nil
}

// order sorts the tasks so that each comes before the one that takes its result, or finds a circle.
func (w *Workflow) order() ([]int, error) {
	wanted := make([]int, len(w.Tasks)) // results that a task still waits for
	for i := range w.Tasks {
		if to := w.Tasks[i].To; to != None {
			wanted[to]++
		}
	}
	var order []int
	for i := range w.Tasks {
		for at := i; at != None && wanted[at] == 0; at = w.Tasks[at].To {
			wanted[at] = -1
			order = append(order, at)
			if to := w.Tasks[at].To; to != None {
				wanted[to]--
			}
		}
	}
	if len(order) == len(w.Tasks) {
		return order, nil
	}
	for i := range w.Tasks {
		if wanted[i] > 0 {
			return nil, w.circle(i)
		}
	}
	panic("flow: tasks are missing and none waits")
}

// circle names a circle that a task that waits leads to: in a forest of pointers all of them do.
func (w *Workflow) circle(at int) error {
	for range w.Tasks {
		at = w.Tasks[at].To
	}
	e := &CycleError{Tasks: []string{w.Tasks[at].Name}}
	for next := w.Tasks[at].To; next != at; next = w.Tasks[next].To {
		e.Tasks = append(e.Tasks, w.Tasks[next].Name)
	}
	return e
}
