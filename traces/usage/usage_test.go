package usage

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"skysim/traces"
)

func readText(text string) ([]Row, error) {
	r, err := NewReader("u.csv", strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	return r.All()
}

// without drops the places, which unexported fields are part of.
func without(rows []Row) []Row {
	out := append([]Row(nil), rows...)
	for i := range out {
		out[i].Place = Place{}
	}
	return out
}

var samePlace = cmp.AllowUnexported(Place{})

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestSample(t *testing.T) {
	rows, err := Read("testdata/usage.csv")
	if err != nil {
		t.Fatal(err)
	}
	day, ten := at("2024-05-01T00:00:00Z"), at("2024-05-01T10:00:00Z")
	aws := Row{Provider: "aws", Region: "us-east-1", Count: 1}
	row := func(change func(*Row)) Row {
		r := aws
		change(&r)
		return r
	}
	want := []Row{
		row(func(r *Row) {
			r.Kind, r.Zone, r.Type, r.Purchase, r.Count = Machine, "use1-az2", "m5.large", OnDemand, 2
			r.Start, r.End = ten, ten.Add(90*time.Minute+500*time.Millisecond)
		}),
		row(func(r *Row) {
			r.Kind, r.Zone, r.Type, r.Purchase, r.EndedBy = Machine, "use1-az2", "m5.large", Spot, ByProvider
			r.Start, r.End = ten, ten.Add(20*time.Minute)
		}),
		row(func(r *Row) {
			r.Kind, r.Type, r.Purchase = Machine, "m5.large", OnDemand
			r.Start, r.End = ten, ten.Add(20*time.Minute)
		}),
		row(func(r *Row) {
			r.Kind, r.Size, r.To = Egress, 120_500_000_000, Internet
			r.Start, r.End = ten.Add(time.Hour), ten.Add(time.Hour)
		}),
		row(func(r *Row) {
			r.Kind, r.Zone, r.Size, r.To = Egress, "use1-az2", 1, "us-west-2"
			r.Start, r.End = ten.Add(time.Hour), ten.Add(2*time.Hour)
		}),
		row(func(r *Row) {
			r.Kind, r.Type, r.Size = Storage, "standard", 500*GB
			r.Start, r.End = day, at("2024-06-01T00:00:00Z")
		}),
		row(func(r *Row) {
			r.Kind, r.Type, r.Count = Storage, "standard/writes", 310_000
			r.Start, r.End = day, day
		}),
		row(func(r *Row) {
			r.Kind, r.Size = Storage, 1000*GB
			r.Start, r.End = day, at("2024-05-16T00:00:00Z")
		}),
	}
	if diff := cmp.Diff(without(rows), want, samePlace); diff != "" {
		t.Errorf("got − want:\n%s", diff)
	}
	if got, want := rows[5].Place.Line, 8; got != want {
		t.Errorf("the storage row is on line %d, want %d", got, want)
	}
	if got, want := rows[0].Fault("type", "a pear", "").Error(), `testdata/usage.csv:2:32: type is "m5.large", want a pear`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

const header = "kind,provider,region,zone,type,purchase,count,start,end,gb,to,ended_by\n"

// Each case is a file and the whole error. Columns are counted in bytes.
func TestWhatIsWrongIsSaid(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no header", "", `u.csv:1:1: the file is empty, want a header with kind,provider,region,zone,type,purchase,count,start,end,gb,to`},
		{"misspelt column", strings.Replace(header, "purchase", "purchased", 1), `u.csv:1:32: column is "purchased", want one of kind, provider, region, zone, type, purchase, count, start, end, gb, to, ended_by; did you mean "purchase"?`},
		{"column twice", "kind,kind\n", `u.csv:1:6: column is "kind", want each column once`},
		{"column missing", "kind,provider,region,zone,type,purchase,count,start,end,gb\n", `u.csv:1: header is "kind,provider,region,zone,type,purchase,count,start,end,gb", want a column to`},
		{"row too short", header + "machine,aws\n", `u.csv:2: number of columns is "2", want 12, as in the header`},
		{"unknown kind", header + "machines,aws,r,,t,spot,1,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,,,\n", `u.csv:2:1: kind is "machines", want machine, egress or storage; did you mean "machine"?`},
		{"no kind", header + ",aws,r,,t,spot,1,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,,,\n", `u.csv:2:1: kind is "", want machine, egress or storage`},
		{"no provider", header + "machine,,r,,t,spot,1,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,,,\n", `u.csv:2:9: provider is "", want the name of a provider`},
		{"unknown purchase", header + "machine,aws,r,,t,on_demand,1,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,,,\n", `u.csv:2:18: purchase is "on_demand", want on-demand, spot or reserved; did you mean "on-demand"?`},
		{"no machines", header + "machine,aws,r,,t,spot,0,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,,,\n", `u.csv:2:23: count is "0", want a whole number from 1 on, below 10^15`},
		{"local time", header + "machine,aws,r,,t,spot,1,2024-05-01 10:00,2024-05-01T10:00:00Z,,,\n", `u.csv:2:25: start is "2024-05-01 10:00", want a time as in 2024-05-01T10:00:00Z, from 1970 to 2261`},
		{"picoseconds", header + "machine,aws,r,,t,spot,1,2024-05-01T10:00:00.0123456789Z,2024-05-01T10:00:00Z,,,\n", `u.csv:2:25: start is "2024-05-01T10:00:00.0123456789Z", want a time as in 2024-05-01T10:00:00Z, from 1970 to 2261`},
		{"end before start", header + "machine,aws,r,,t,spot,1,2024-05-01T10:00:00Z,2024-05-01T09:00:00Z,,,\n", `u.csv:2:46: end is "2024-05-01T09:00:00Z", want a time not before start, which is 2024-05-01T10:00:00Z`},
		{"still running", header + "machine,aws,r,,t,spot,1,2024-05-01T10:00:00Z,,,,\n", `u.csv:2:46: end is "", want a time as in 2024-05-01T10:00:00Z, from 1970 to 2261`},
		{"machine with traffic", header + "machine,aws,r,,t,spot,1,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,5,,\n", `u.csv:2:67: gb is "5", want nothing, or 0, in the row of a machine`},
		{"machine with target", header + "machine,aws,r,,t,spot,1,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,,internet,\n", `u.csv:2:68: to is "internet", want nothing in such a row`},
		{"ended by nobody", header + "machine,aws,r,,t,spot,1,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,,,aws\n", `u.csv:2:69: ended_by is "aws", want user or provider, or nothing`},
		{"too many machines", header + "machine,aws,r,,t,spot,1000001,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,,,\n", `u.csv:2:23: count is "1000001", want at most 1000000 machines`},
		{"negative traffic", header + "egress,aws,r,,,,,2024-05-01T10:00:00Z,,-3,internet,\n", `u.csv:2:40: gb is "-3", want a decimal number of GB, 0 or more and below 9223372036, with at most 9 decimals`},
		{"unparsable traffic", header + "egress,aws,r,,,,,2024-05-01T10:00:00Z,,3GB,internet,\n", `u.csv:2:40: gb is "3GB", want a decimal number of GB, 0 or more and below 9223372036, with at most 9 decimals`},
		{"too fine", header + "egress,aws,r,,,,,2024-05-01T10:00:00Z,,0.1234567891,internet,\n", `u.csv:2:40: gb is "0.1234567891", want a decimal number of GB, 0 or more and below 9223372036, with at most 9 decimals`},
		{"traffic to nowhere", header + "egress,aws,r,,,,,2024-05-01T10:00:00Z,,3,,\n", `u.csv:2:42: to is "", want internet, or the name of a region`},
		{"traffic of a type", header + "egress,aws,r,,m5.large,,,2024-05-01T10:00:00Z,,3,internet,\n", `u.csv:2:15: type is "m5.large", want nothing in such a row`},
		{"traffic bought", header + "egress,aws,r,,,spot,,2024-05-01T10:00:00Z,,3,internet,\n", `u.csv:2:16: purchase is "spot", want nothing in such a row`},
		{"traffic counted", header + "egress,aws,r,,,,2,2024-05-01T10:00:00Z,,3,internet,\n", `u.csv:2:17: count is "2", want nothing, or 1, in the row of traffic: gb is the whole of it`},
		{"storage without size", header + "storage,aws,r,,standard,,,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,,,\n", `u.csv:2:69: gb is "", want a decimal number of GB, 0 or more and below 9223372036, with at most 9 decimals`},
		{"storage counted", header + "storage,aws,r,,standard,,7,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z,1,,\n", `u.csv:2:26: count is "7", want nothing, or 1, in a row of bytes at rest; a number of requests goes with a type such as standard/writes`},
		{"unknown requests", header + "storage,aws,r,,standard/lists,,7,2024-05-01T10:00:00Z,,,,\n", `u.csv:2:16: type is "standard/lists", want a class of storage, or one with /writes, /reads, /deletes behind it for requests`},
		{"requests without number", header + "storage,aws,r,,standard/reads,,,2024-05-01T10:00:00Z,,,,\n", `u.csv:2:32: count is "", want a whole number from 1 on, below 10^15`},
		{"requests of a size", header + "storage,aws,r,,standard/reads,,7,2024-05-01T10:00:00Z,,1,,\n", `u.csv:2:56: gb is "1", want nothing, or 0, in a row of requests: count is how many`},
		{"open quote", header + "machine,aws,\"r\n", `u.csv:2:16: row is "extraneous or missing \" in quoted-field", want quotes in pairs around a whole cell`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := readText(c.text)
			if err == nil {
				t.Fatalf("no error, want %s", c.want)
			}
			if got := err.Error(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestDressDoesNotMatter(t *testing.T) {
	plain := header + "egress,aws,r,,,,,2024-05-01T10:00:00Z,,3,internet,\n"
	want, err := readText(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"other order of columns": "to,gb,end,start,count,purchase,type,zone,region,provider,kind\ninternet,3,,2024-05-01T10:00:00Z,,,,,r,aws,egress\n",
		"spreadsheet":            "\ufeff" + strings.ReplaceAll(plain, "\n", "\r\n") + "\r\n",
		"quotes and spaces":      strings.ReplaceAll(plain, "aws", `" aws "`),
		"another zone of time":   strings.ReplaceAll(plain, "10:00:00Z", "18:00:00+08:00"),
		"no ended_by":            strings.ReplaceAll(strings.ReplaceAll(plain, ",ended_by", ""), "internet,", "internet"),
		"exponent":               strings.ReplaceAll(plain, ",3,", ",0.3e1,"),
	} {
		got, err := readText(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if diff := cmp.Diff(without(got), without(want), samePlace); diff != "" {
			t.Errorf("%s: got − want:\n%s", name, diff)
		}
	}
}

func TestARowWithoutEndIsNotReadIntoMemory(t *testing.T) {
	_, err := readText(header + `machine,aws,"` + strings.Repeat("x\n", 1<<20))
	if want := "the row is longer than 64 KiB; is a quote left open?"; err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

// anyRow draws a row that a file can hold.
func anyRow(t *rapid.T) Row {
	name := rapid.StringMatching(`[a-z0-9.\-", ]*[a-z]`).Filter(func(s string) bool { return s == strings.TrimSpace(s) })
	r := Row{Provider: name.Draw(t, "provider"), Region: name.Draw(t, "region"), Count: 1}
	r.Kind = Kind(rapid.IntRange(1, 3).Draw(t, "kind"))
	if rapid.Bool().Draw(t, "zoned") {
		r.Zone = name.Draw(t, "zone")
	}
	r.Start = time.Unix(rapid.Int64Range(0, 9e9).Draw(t, "start"), rapid.Int64Range(0, 1e9-1).Draw(t, "ns")).UTC()
	r.End = r.Start.Add(time.Duration(rapid.Int64Range(0, 1e16).Draw(t, "life")))
	size := rapid.Int64Range(0, 1<<62)
	switch r.Kind {
	case Machine:
		r.Type, r.Count = name.Draw(t, "type"), rapid.Int64Range(1, 1e6).Draw(t, "count")
		r.Purchase, r.EndedBy = Purchase(rapid.IntRange(1, 3).Draw(t, "purchase")), EndedBy(rapid.IntRange(0, 1).Draw(t, "by"))
	case Egress:
		r.Size, r.To = size.Draw(t, "size"), name.Draw(t, "to")
	case Storage:
		r.Size = size.Draw(t, "size")
		r.Type = rapid.SampledFrom([]string{"", "standard", "gp3", "standard/reads", "/writes"}).Draw(t, "class")
		if _, requests := r.Class(); requests != "" {
			r.Size, r.Count = 0, rapid.Int64Range(1, 1e15-1).Draw(t, "count")
		}
	}
	return r
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOf(rapid.Custom(anyRow)).Draw(t, "rows")
		var out bytes.Buffer
		w, err := NewWriter(&out)
		for i := range rows {
			err = errors.Join(err, w.Write(&rows[i]))
		}
		if err = errors.Join(err, w.Flush()); err != nil {
			t.Fatal(err)
		}
		got, err := readText(out.String())
		if err != nil {
			t.Fatalf("%v in\n%s", err, out.String())
		}
		if diff := cmp.Diff(without(got), rows, samePlace, cmp.Transformer("empty", func(r []Row) []Row { return append([]Row{}, r...) })); diff != "" {
			t.Fatalf("got − want:\n%s", diff)
		}
	})
}

func TestWhatCannotBeReadIsNotWritten(t *testing.T) {
	good := Row{Kind: Machine, Provider: "aws", Region: "r", Type: "t", Purchase: Spot, Count: 1, Start: at("2024-05-01T10:00:00Z"), End: at("2024-05-01T11:00:00Z")}
	for name, change := range map[string]func(*Row){
		"no kind":          func(r *Row) { r.Kind = 0 },
		"unknown purchase": func(r *Row) { r.Purchase = 9 },
		"no machines":      func(r *Row) { r.Count = 0 },
		"backwards":        func(r *Row) { r.Start, r.End = r.End, r.Start },
		"before 1970":      func(r *Row) { r.Start = time.Time{}.Add(1) },
		"spaces":           func(r *Row) { r.Region = " r" },
		"target":           func(r *Row) { r.To = Internet },
		"negative":         func(r *Row) { r.Kind, r.Type, r.Purchase, r.To, r.Size = Egress, "", 0, "x", -1 },
	} {
		w, err := NewWriter(&bytes.Buffer{})
		if err != nil {
			t.Fatal(err)
		}
		r := good
		if err := w.Write(&r); err != nil {
			t.Fatal(err)
		}
		change(&r)
		if err := w.Write(&r); err == nil || !strings.Contains(err.Error(), "row 2 cannot be written") {
			t.Errorf("%s: got %v, want an error about row 2", name, err)
		}
	}
}

// Whatever the bytes: no panic, each error with a place, and what is read can
// be written and read again.
func FuzzRead(f *testing.F) {
	sample, err := os.ReadFile("testdata/usage.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample)
	f.Add([]byte(header + "storage,a,b,,/writes,,5,2024-05-01T10:00:00Z,,,,\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := NewReader("u.csv", bytes.NewReader(b))
		if err != nil {
			return
		}
		rows, err := r.All()
		if err != nil {
			var bad *traces.SyntaxError
			if errors.As(err, &bad) && bad.Line < 1 {
				t.Fatalf("%v has no line", err)
			}
			return
		}
		var out bytes.Buffer
		w, err := NewWriter(&out)
		for i := range rows {
			err = errors.Join(err, w.Write(&rows[i]))
		}
		if err = errors.Join(err, w.Flush()); err != nil {
			t.Fatal(err)
		}
		again, err := readText(out.String())
		if err != nil {
			t.Fatalf("%v in\n%s", err, out.String())
		}
		if diff := cmp.Diff(without(again), without(rows), samePlace); diff != "" {
			t.Fatal(diff)
		}
	})
}
