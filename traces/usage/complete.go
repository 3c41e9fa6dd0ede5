package usage

import (
	"slices"
	"strings"

	"skysim/traces"
)

// complete fills in what empty cells stand for and checks what no single cell
// shows to be wrong.
func (r *Row) complete() *traces.SyntaxError {
	if r.Count == 0 {
		r.Count = 1
	}
	if r.End.IsZero() {
		r.End = r.Start
	}
	if r.End.Before(r.Start) {
		return r.Fault("end", "a time not before start, which is "+printTime(r.Start), "")
	}
	class, requests := r.Class()
	switch {
	case r.Kind == Machine && r.Size != 0:
		return r.Fault("gb", "nothing, or 0, in the row of a machine", "")
	case r.Kind == Machine && r.Count > 1e6:
		return r.Fault("count", "at most 1000000 machines", "")
	case r.Kind == Egress && r.Count != 1:
		return r.Fault("count", "nothing, or 1, in the row of traffic: gb is the whole of it", "")
	case r.Kind != Storage:
		return nil
	case r.Type != class && !slices.Contains(Requests, requests):
		return r.Fault("type", "a class of storage, or one with /"+strings.Join(Requests, ", /")+" behind it for requests", "")
	case requests != "" && r.Size != 0:
		return r.Fault("gb", "nothing, or 0, in a row of requests: count is how many", "")
	case requests == "" && r.Count != 1:
		return r.Fault("count", "nothing, or 1, in a row of bytes at rest", "a number of requests goes with a type such as "+class+"/writes")
	}
	return nil
}
