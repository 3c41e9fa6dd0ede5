package interchange

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"skysim/sim"
	"skysim/traces/requests"
)

const marketHeader = "at_ns,zone,machine,product,supply,price_pico_usd_per_hour,ondemand_pico_usd_per_hour\n"

// readMarket reads all of a file of markets.
func readMarket(b []byte) (rows []MarketRow, until sim.Time, err error) {
	r, err := ReadMarket(Source{Name: "x", From: bytes.NewReader(b), At: bytes.NewReader(b), Size: int64(len(b))})
	if err != nil {
		return nil, 0, err
	}
	for row := (MarketRow{}); r.Next(&row); row = (MarketRow{}) {
		rows = append(rows, row)
	}
	return rows, r.Until(), r.Err()
}

// What stands above the header of CSV is found, wherever it is wrong; below the header
// a # is a character like any other.
func TestNotes(t *testing.T) {
	const row = "5,a,m,,1,,\n"
	for _, c := range []struct {
		name, text, want string
		until            sim.Time
	}{
		{name: "none", text: marketHeader + row, until: 5},
		{name: "until", text: "# until_ns = 7\n" + marketHeader + row, until: 7},
		{name: "a remark", text: "# by hand\n#\n#until_ns=7\n\n" + marketHeader + row, until: 7},
		{name: "a zone that begins so", text: "zone,at_ns,machine,product,supply,price_pico_usd_per_hour,ondemand_pico_usd_per_hour\n#a,5,m,,1,,\n", until: 5},
		{name: "before the last row", text: "# until_ns = 4\n" + marketHeader + row, want: `x:3: at_ns is "5", want at most the 4 of until_ns`},
		{name: "no number", text: "# until_ns = soon\n" + marketHeader + row, want: `x: until_ns is "soon", want`},
		{name: "negative", text: "# until_ns = -4\n" + marketHeader + row, want: `x: until_ns is "-4", want`},
		{name: "another kind", text: "# skysim-interchange = jobs 1\n" + marketHeader + row, want: `x: skysim-interchange is "jobs 1", want "market 1"`},
		{name: "another version", text: "# skysim-interchange = market 2\n" + marketHeader + row, want: `x: skysim-interchange is "market 2", want "market 1"`},
	} {
		rows, until, err := readMarket([]byte(c.text))
		if c.want != "" {
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, want %s", c.name, err, c.want)
			}
			continue
		}
		if err != nil || len(rows) != 1 || until != c.until {
			t.Errorf("%s: %d rows until %v, %v; want 1 until %v", c.name, len(rows), until, err, c.until)
		}
	}
	rows := &marketList{[]MarketRow{{At: 9}}}
	if _, err := WriteMarket(io.Discard, CSV, rows, Meta{Until: 8}); err == nil || !strings.Contains(err.Error(), "at most the 8") {
		t.Errorf("a row behind the end was written: %v", err)
	}
	if _, err := WriteMarket(io.Discard, CSV, rows, Meta{Source: "a\n0,,,,1,,"}); err == nil || !strings.Contains(err.Error(), "want one line") {
		t.Errorf("a source of two lines was written: %v", err)
	}
}

// FuzzMarket reads anything, and writes and reads again what it could read.
func FuzzMarket(f *testing.F) {
	f.Add([]byte("# until_ns = 7\n" + marketHeader + "5,a,m,,1,2,3\n"))
	var b bytes.Buffer
	WriteMarket(&b, Parquet, &marketList{[]MarketRow{{At: 9, Zone: "z", Supply: new(int64(1))}}}, Meta{Until: 12})
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		rows, until, err := readMarket(b)
		if err != nil {
			return
		}
		for _, form := range []Form{CSV, Parquet} {
			var out bytes.Buffer
			if n, err := WriteMarket(&out, form, &marketList{rows}, Meta{Until: until}); err != nil || n != int64(len(rows)) {
				t.Fatalf("WriteMarket of %d rows that were read: %d, %v", len(rows), n, err)
			}
			if back, end, err := readMarket(out.Bytes()); err != nil || len(back) != len(rows) || end != until {
				t.Fatalf("read back %d rows until %v, %v; want %d until %v", len(back), end, err, len(rows), until)
			}
		}
	})
}

// FuzzRequests does the same for requests.
func FuzzRequests(f *testing.F) {
	f.Add([]byte("at_ns,input_tokens,output_tokens,blocks\n5,1,2,0|-7\n5,1,2,\n"))
	read := func(b []byte) (all []requests.Request, err error) {
		r, err := ReadRequests(Source{Name: "x", From: bytes.NewReader(b), At: bytes.NewReader(b), Size: int64(len(b))})
		if err != nil {
			return nil, err
		}
		for q := (requests.Request{}); r.Next(&q); q = (requests.Request{}) {
			all = append(all, q)
		}
		return all, r.Err()
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		all, err := read(b)
		if err != nil {
			return
		}
		for _, form := range []Form{CSV, Parquet} {
			var out bytes.Buffer
			if n, err := WriteRequests(&out, form, &requestList{all}, Meta{}); err != nil || n != int64(len(all)) {
				if form == CSV && err != nil && strings.Contains(err.Error(), "write Parquet instead") {
					continue
				}
				t.Fatalf("WriteRequests of %d that were read: %d, %v", len(all), n, err)
			}
			if back, err := read(out.Bytes()); err != nil || len(back) != len(all) {
				t.Fatalf("read back %d, %v; want %d", len(back), err, len(all))
			}
		}
	})
}
