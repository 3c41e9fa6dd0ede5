package failures

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"skysim/sim"
)

const second = sim.Time(time.Second)

func TestTable(t *testing.T) {
	got, err := Open("testdata/rack.csv", Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := &Trace{
		Name: "testdata/rack.csv", Start: time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC), Span: 7 * 24 * time.Hour, Rows: 6, Merged: 1,
		Nodes: []Node{
			{"r1n1", []Outage{{10800 * second, 14400 * second}, {259200 * second, 280800 * second}}},
			{"r1n2", []Outage{{86400 * second, 91000 * second}}},
			{"r1n3", []Outage{{500000 * second, 604800 * second}}},
			{"r1n4", nil},
		},
	}
	if !cmp.Equal(got, want) {
		t.Errorf("-got +want:\n%s", cmp.Diff(got, want))
	}
	if got.Outages() != 4 {
		t.Errorf("%d outages, want 4", got.Outages())
	}
}

func TestEvents(t *testing.T) {
	got, err := OpenEvents("testdata/event_trace.tab", Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := &Trace{
		Name: "testdata/event_trace.tab", Start: time.Unix(1000, 0).UTC(), Span: 19000 * time.Second, Rows: 4, Idle: 3,
		Nodes: []Node{{"1/3", nil}, {"1/7", []Outage{{3600 * second, 7200*second + second/4}}}},
	}
	if !cmp.Equal(got, want) {
		t.Errorf("-got +want:\n%s", cmp.Diff(got, want))
	}
}

func TestFaults(t *testing.T) {
	const header = "node,down_s,up_s\n"
	event := func(cells ...string) string { return strings.Join(cells, "\t") + "\n" }
	for _, c := range []struct {
		events     bool
		text, want string
	}{
		{false, header + "a,5,5\n", `x:2:5: up_s is "5", want a time after down_s`},
		{false, header + "a,-1,5\n", `x:2:3: down_s is "-1", want seconds since the beginning of the recording, 0 or more`},
		{false, header + "a,,5\n", `x:2:3: down_s is ""`},
		{false, header + ",1,5\n", `x:2:1: node is "", want the name of a node`},
		{false, header + "a,1\n", `x:2: number of columns is "2", want 3`},
		{false, header + "a,1,1e30\n", `x:2:5: up_s is "1e30"`},
		{false, "# until_s = 4\n" + header + "a,1,5\n", `x:3:5: up_s is "5", want a time up to until_s`},
		{false, "# until_s = 4\n" + header + "a,4,\n", `x:3:3: down_s is "4", want a time before until_s`},
		{false, "# until_s = 0\n" + header + "a,4,5\n", `x: until_s = 0 above the header, want seconds above 0`},
		{false, "# start = monday\n" + header + "a,4,5\n", `x: start = monday above the header, want an instant`},
		{false, header + "a,,\n", `x: no node was ever down and how long the recording covers is not said`},
		{false, "nod,down_s,up_s\n", `x:1:1: column is "nod", want one of node, down_s, up_s; did you mean "node"?`},
		{false, header, "x: the file is empty"},
		{true, "", "x: there are no events"},
		{true, event("1", "0", "7", "1", "n", "2", "10", "20", "0"), `x:1:11: event_type is "2", want 0 (down) or 1 (up)`},
		{true, event("1", "0", "7", "1", "n", "0", "20", "10", "0"), `x:1:16: event_end_time is "10", want seconds since 1970, not before the start`},
		{true, event("1", "0", "7", "1", "n", "0", "NULL", "10"), `x:1:13: event_start_time is "NULL"`},
		{true, event("1", "0", "", "1", "n", "0", "1", "10"), `x:1:5: node_id is ""`},
		{true, "1 0 7 1 n 0 1 10\n", `x:1: number of columns is "1 0 7 1 n 0 1 10", want event_id`},
		{true, event("1", "0", "7", "1", "n", "1", "1", "1"), `x: all events are at one instant`},
		{true, strings.Repeat("x", 1<<17), `x:1: the line is longer than 64 KiB`},
	} {
		read := Read
		if c.events {
			read = ReadEvents
		}
		if _, err := read(strings.NewReader(c.text), "x", Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60q: %v\nwant %s", c.text, err, c.want)
		}
	}
}

// A lenient reading has what a strict one has of the good rows, and counts the others.
func TestLenient(t *testing.T) {
	got, err := Read(strings.NewReader("node,down_s,up_s\na,1,2\na,x,3\nb,4,3\n"), "x", Options{Lenient: true})
	if err != nil || len(got.Nodes) != 1 || got.Rows != 3 || len(got.Skipped) != 2 || got.Skipped[0].First.Line != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = ReadEvents(strings.NewReader("1\t0\t7\t1\tn\t5\t1\t2\n1\t0\t7\t1\tn\t0\t1\t2\n"), "x", Options{Lenient: true})
	if err != nil || len(got.Nodes) != 1 || got.Rows != 2 || len(got.Skipped) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err = ReadEvents(strings.NewReader("1\t0\t7\t1\tn\t5\t1\t2\n"), "x", Options{Lenient: true}); err == nil || !strings.Contains(err.Error(), "no rows are left") {
		t.Errorf("nothing good: %v", err)
	}
}

// However outages overlap and in whatever order they stand, a node is down in a
// second exactly if a row says so.
func TestPathIsWhatRowsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		text.WriteString("# until_s = 60\nnode,down_s,up_s\n")
		down := map[string]*[60]bool{}
		for range rapid.IntRange(1, 12).Draw(t, "rows") {
			node := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "node")
			from := rapid.IntRange(0, 59).Draw(t, "from")
			to := rapid.IntRange(from+1, 61).Draw(t, "to")
			end := fmt.Sprint(to)
			if to == 61 {
				to, end = 60, ""
			}
			fmt.Fprintf(&text, "%s,%d,%s\n", node, from, end)
			if down[node] == nil {
				down[node] = &[60]bool{}
			}
			for s := from; s < to; s++ {
				down[node][s] = true
			}
		}
		got, err := Read(strings.NewReader(text.String()), "x", Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Nodes) != len(down) {
			t.Fatalf("%d nodes, want %d", len(got.Nodes), len(down))
		}
		for _, n := range got.Nodes {
			p := n.Path()
			for s, want := range down[n.Name] {
				if (p.ValueAt(sim.Time(s)*second) == 1) != want {
					t.Fatalf("node %s in second %d: down is %v\n%s", n.Name, s, !want, text.String())
				}
			}
			for i := 1; i < len(p.At); i++ {
				if p.At[i] <= p.At[i-1] || p.Value[i] == p.Value[i-1] {
					t.Fatalf("step %d of %v changes nothing or goes back", i, p)
				}
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("# until_s = 604800\nnode,down_s,up_s\na,1,2\nb,,\nc,4,\n", false)
	f.Add("#event_id\n1\t0\t7\t1\tn\t0\t1000\t2000\t0\n2\t0\t7\t1\tn\t1\t2000\t9000\n", true)
	f.Add("node,down_s,up_s\na,9223372036,\n", false)
	f.Fuzz(func(t *testing.T, text string, events bool) {
		read := Read
		if events {
			read = ReadEvents
		}
		strict, err := read(strings.NewReader(text), "x", Options{})
		lenient, also := read(strings.NewReader(text), "x", Options{Lenient: true})
		if err != nil && also != nil {
			return
		}
		if err == nil && (also != nil || !cmp.Equal(strict, lenient)) {
			t.Fatalf("a good file reads otherwise when lenient: %v", also)
		}
		if lenient.Span <= 0 {
			t.Fatalf("a span of %v", lenient.Span)
		}
		for _, n := range lenient.Nodes {
			last := sim.Time(-1)
			for _, o := range n.Outages {
				if o.Down <= last || o.Up <= o.Down || o.Up > sim.Time(lenient.Span) {
					t.Fatalf("node %q: %v in %v", n.Name, n.Outages, lenient.Span)
				}
				last = o.Up
			}
			if p := n.Path(); len(p.At) != len(p.Value) || p.At[0] != 0 {
				t.Fatalf("path %v", p)
			}
		}
	})
}

func ExampleOpen() {
	t, err := Open("testdata/rack.csv", Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range t.Nodes {
		for _, o := range n.Outages {
			fmt.Println(n.Name, "down at", time.Duration(o.Down), "for", o.Up.Sub(o.Down))
		}
	}
	// Output:
	// r1n1 down at 3h0m0s for 1h0m0s
	// r1n1 down at 72h0m0s for 6h0m0s
	// r1n2 down at 24h0m0s for 1h16m40s
	// r1n3 down at 138h53m20s for 29h6m40s
}
