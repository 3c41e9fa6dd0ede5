package requests

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
	"skysim/traces/tracetest"
)

// collect reads all requests of a file.
func collect(t testing.TB, r *Reader, err error) (list []Request) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	for q := (Request{}); r.Next(&q); {
		list = append(list, q)
	}
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// Times of 100 ns, lines that end in CRLF, and a last one that does not end.
func TestAzure(t *testing.T) {
	r, err := OpenAzure("testdata/azure.csv", Options{})
	got := collect(t, r, err)
	want := []Request{
		{Input: 374, Output: 44, Line: 2}, {At: 4_314_579_000, Input: 396, Output: 109, Line: 3}, {At: 4_314_579_000, Line: 4},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("requests (-got +want):\n%s", diff)
	}
	if want := time.Date(2023, 11, 16, 18, 15, 46, 680_590_000, time.UTC); r.Start() != want {
		t.Errorf("the first came at %v, want %v", r.Start(), want)
	}
	if c := r.Counts(); c != (Counts{Requests: 3, Input: 770, Output: 153, Last: 4_314_579_000}) || fmt.Sprintf("%.4f", c.Rate()) != "0.6953" {
		t.Errorf("counts are %+v, %v per s", c, c.Rate())
	}
	r, err = ReadAzure(strings.NewReader("TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 02:00:00.009930+02:00,1,2\n"), "x", Options{})
	if collect(t, r, err); r.Start() != time.Date(2024, 5, 10, 0, 0, 0, 9_930_000, time.UTC) {
		t.Errorf("a time with a zone is %v, want midnight in UTC", r.Start())
	}
}

// Times are milliseconds; blocks are shared from the front.
func TestMooncake(t *testing.T) {
	r, err := OpenMooncake("testdata/mooncake.jsonl", Options{})
	got := collect(t, r, err)
	ms := sim.Time(time.Millisecond)
	want := []Request{
		{Input: 1025, Output: 6, Blocks: []int64{0, 1, 2}, Line: 1}, {Input: 512, Output: 4, Blocks: []int64{3}, Line: 2},
		{At: 1500 * ms, Input: 1500, Blocks: []int64{0, 1, 4}, Line: 3}, {At: 3000 * ms, Input: 600, Output: 9, Blocks: []int64{5, 1}, Line: 4},
	}
	if diff := cmp.Diff(got, want); diff != "" || !r.Start().IsZero() {
		t.Errorf("from %v; requests (-got +want):\n%s", r.Start(), diff)
	}
	var u Reuse
	for i := range got {
		u.Add(&got[i])
	}
	// 0 and 1 of the third; the 1 of the fourth comes after a 5 that is new
	if u.Blocks != 9 || u.Hits != 2 || u.Blocks != r.Counts().Blocks {
		t.Errorf("%d of %d blocks were had, want 2 of 9", u.Hits, u.Blocks)
	}
}

func TestFaults(t *testing.T) {
	const azure = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
	for _, c := range []struct{ text, want string }{
		{azure + "2023-11-16,1,1\n", `x:2:1: TIMESTAMP is "2023-11-16", want a date and time like 2023-11-16 18:15:46.6805900, 1970 to 2200`},
		{azure + "2023-11-16 18:15:46,1.5,1\n", `x:2:21: ContextTokens is "1.5", want a whole number from 0 to 1073741824`},
		{azure + "2023-11-16 18:15:46,1,1\n2023-11-16 18:15:45.5,1,1", `x:3: time is "-0.5", want at least 0 s as in line 2: ask for the requests to be sorted in memory`},
		{azure, "x: the file is empty, want at least one row after the header"},
		{"TIMESTAMP,ContextTokens\n", `x:1: header is "TIMESTAMP,ContextTokens", want a column GeneratedTokens`},
		{`{"timestamp": 0, "input_length": 513, "output_length": 1, "hash_ids": [1]}`, `x:1: number of hash_ids is "1", want ⌈input_length/512⌉; 513 tokens are 2 blocks`},
		{"\n" + `{"timestamp": -1}`, `x:2:15: timestamp is "-1", want milliseconds, 0 or more`},
		{`{"timestamp": 1, "input_length": 1}`, `x:1:35: line is "}", want timestamp, input_length and output_length in the object that ends here`},
		{`{"timestamp": 0, "input_length": 0, "output_length": 1} {}`, `x:1:57: text behind the end is "{", want the end of the file`},
		{`{"timestamp": 0, "inp`, `x:1: line is "{\"timestamp\": 0, \"inp", want a whole JSON object`},
		{`{"timestamp": 0, nope`, `x:1:18: text is "invalid character 'n' looking for beginning of object key string", want JSON`},
		{"{}\n", `x:1:2: line is "}", want timestamp, input_length and output_length in the object that ends here`},
		{"{" + strings.Repeat(" ", 1<<20), "x:1: the line is longer than 1024 KiB"},
	} {
		read := ReadMooncake
		if strings.HasPrefix(c.text, "TIME") {
			read = ReadAzure
		}
		r, err := read(strings.NewReader(c.text), "x", Options{})
		if err == nil {
			for q := (Request{}); r.Next(&q); {
			}
			err = r.Err()
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%.60q: %v, want %s", c.text, err, c.want)
		}
	}
	if _, err := OpenMooncake("testdata/mooncake.jsonl", Options{Block: -1}); err == nil {
		t.Error("a negative block is no error")
	}
}

func TestSortedAndLenient(t *testing.T) {
	row := `{"timestamp": %d, "input_length": %d, "output_length": 1}` + "\n"
	text := fmt.Sprintf(row, 7, 1) + fmt.Sprintf(row, 3, 2) + "{\n" + fmt.Sprintf(row, 7, 3) + "{}\n"
	r, err := ReadMooncake(strings.NewReader(text), "x", Options{Sort: true, Lenient: true})
	got := collect(t, r, err)
	if len(got) != 3 || got[0].Input != 2 || got[1].Input != 1 || got[2].At != sim.Time(4*time.Millisecond) || len(r.Skipped()) != 2 {
		t.Errorf("requests are %+v, skipped %v, want 2, 1, 3 and two reasons", got, r.Skipped())
	}
}

func TestRecordings(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"conv", "19366 1154.70 211.13 5.5304 2023-11-16"}, {"code", "8819 2047.85 27.88 2.5667 2023-11-16"},
	} {
		r, err := OpenAzure(tracetest.Path(t, "azure-llm/AzureLLMInferenceTrace_"+c.name+".csv"), Options{})
		collect(t, r, err)
		n := r.Counts()
		if got := fmt.Sprintf("%d %.2f %.2f %.4f %s", n.Requests, n.MeanInput(), n.MeanOutput(), n.Rate(), r.Start().Format(time.DateOnly)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	r, err := OpenMooncake(tracetest.Path(t, "mooncake/synthetic_trace.jsonl"), Options{})
	var u Reuse
	for _, q := range collect(t, r, err) {
		u.Add(&q)
	}
	if got := fmt.Sprintf("%d %d %.4f %v", r.Counts().Requests, u.Blocks, u.Ratio(), time.Duration(r.Counts().Last)); got != "3993 121877 0.6396 17m2.025s" {
		t.Errorf("mooncake: %s, want 3993 121877 0.6396 17m2.025s", got)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"testdata/azure.csv", "testdata/mooncake.jsonl"} {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, false, true)
		f.Add(b, true, false)
	}
	f.Fuzz(func(t *testing.T, b []byte, sorted, lenient bool) {
		o := Options{Sort: sorted, Lenient: lenient}
		readers := []*Reader{}
		if r, err := ReadAzure(bytes.NewReader(b), "x", o); err == nil {
			readers = append(readers, r)
		}
		if r, err := ReadMooncake(bytes.NewReader(b), "x", o); err == nil {
			readers = append(readers, r)
		}
		for _, r := range readers {
			last := sim.Time(0)
			for q := (Request{}); r.Next(&q); last = q.At {
				if q.At < last || q.Input < 0 || q.Output < 0 || q.Blocks != nil && int64(len(q.Blocks)) != (q.Input+511)/512 {
					t.Fatalf("request after %v is %+v", last, q)
				}
			}
			if r.Err() == nil && r.Counts().Requests == 0 {
				t.Fatal("no requests and no error")
			}
		}
	})
}
