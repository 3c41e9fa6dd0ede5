package columns

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite testdata/run.parquet")

// identity is embedded in run.
type identity struct {
	Policy string `parquet:"policy,dict"`
	Seed   int64  `parquet:"seed"`
}

// run is a row type with a column of every kind that pandas and DuckDB are
// asked about.
type run struct {
	identity
	CostUSD  float64  `parquet:"cost_usd"`
	Finished bool     `parquet:"finished"`
	WaitMean *float64 `parquet:"wait_mean_seconds"`
	Attempts *int64   `parquet:"attempts"`
	_        int
	Ignored  func() `parquet:"-"`
}

// everything has all types that a column can have, and named ones.
type everything struct {
	Text      string   `parquet:"text"`
	Word      string   `parquet:"word,dict"`
	Count     int64    `parquet:"count"`
	Length    duration `parquet:"length_ns"`
	Ratio     float64  `parquet:"ratio"`
	Yes       bool     `parquet:"yes"`
	MaybeText *string  `parquet:"maybe_text"`
	MaybeWord *string  `parquet:"maybe_word,dict"`
	MaybeInt  *int64   `parquet:"maybe_count"`
	MaybeNum  *float64 `parquet:"maybe_ratio"`
	MaybeYes  *bool    `parquet:"maybe_yes"`
}

type duration int64

// ignoreUnexported lets go-cmp look at run.
var ignoreUnexported = cmp.AllowUnexported(run{})

func runs(n int) []run {
	rows := make([]run, n)
	for i := range rows {
		rows[i] = run{identity: identity{Policy: fmt.Sprintf("greedy(%d)", i%5), Seed: int64(i)}, CostUSD: float64(i) / 8, Finished: i%3 == 0}
		if i%2 == 1 {
			rows[i].WaitMean, rows[i].Attempts = new(float64(i)/4), new(int64(i))
		}
	}
	return rows
}

// written returns the bytes of a file of rows.
func written[T any](t testing.TB, rows []T, meta map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, rows, meta); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readBytes[T any](b []byte) ([]T, error) { return Read[T](bytes.NewReader(b), int64(len(b))) }

func TestWhatIsWrittenIsRead(t *testing.T) {
	maybe := func(t *rapid.T) everything {
		return everything{
			Text:      rapid.String().Draw(t, "text"),
			Word:      rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "word"),
			Count:     rapid.Int64().Draw(t, "count"),
			Length:    duration(rapid.Int64().Draw(t, "length")),
			Ratio:     rapid.Float64().Draw(t, "ratio"),
			Yes:       rapid.Bool().Draw(t, "yes"),
			MaybeText: rapid.Ptr(rapid.String(), true).Draw(t, "maybe text"),
			MaybeWord: rapid.Ptr(rapid.SampledFrom([]string{"", "x", "y"}), true).Draw(t, "maybe word"),
			MaybeInt:  rapid.Ptr(rapid.Int64(), true).Draw(t, "maybe int"),
			MaybeNum:  rapid.Ptr(rapid.Float64(), true).Draw(t, "maybe num"),
			MaybeYes:  rapid.Ptr(rapid.Bool(), true).Draw(t, "maybe yes"),
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(maybe), 0, 40).Draw(rt, "rows")
		got, err := readBytes[everything](written(t, rows, nil))
		if err != nil {
			rt.Fatal(err)
		}
		if len(got) != len(rows) || len(rows) > 0 && !cmp.Equal(got, rows) {
			rt.Fatalf("read back (-got +want):\n%s", cmp.Diff(got, rows))
		}
	})
}

func TestManyRowsAndGroups(t *testing.T) {
	rows := runs(rowsPerGroup + 4097)
	got, err := readBytes[run](written(t, rows, nil))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(rows) {
		t.Fatalf("read %d rows, want %d", len(got), len(rows))
	}
	for i := range rows {
		if !cmp.Equal(got[i], rows[i], ignoreUnexported) {
			t.Fatalf("row %d (-got +want):\n%s", i, cmp.Diff(got[i], rows[i], ignoreUnexported))
		}
	}
}

func TestBatchesDoNotShow(t *testing.T) {
	rows := runs(5000)
	want := written(t, rows, nil)
	for _, batch := range []int{1, 7, 4999} {
		var b bytes.Buffer
		w, err := NewWriter[run](&b, nil)
		if err != nil {
			t.Fatal(err)
		}
		for rest := rows; len(rest) > 0; rest = rest[min(batch, len(rest)):] {
			if err := w.Write(rest[:min(batch, len(rest))]...); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("rows in batches of %d give other bytes than all at once", batch)
		}
	}
}

func TestBytesAreFixed(t *testing.T) {
	meta := map[string]string{"revision": "abc", "experiment": "three-clouds", "catalogue": "sha256:1"}
	got := written(t, runs(20), meta)
	golden := filepath.Join("testdata", "run.parquet")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the bytes of 20 rows differ from %s: results would no longer compare; if that is meant, run with -update", golden)
	}
	if back, err := MetaFile(golden); err != nil || !cmp.Equal(back, meta) {
		t.Errorf("MetaFile = %v, %v, want %v", back, err, meta)
	}
}

func TestForeignFile(t *testing.T) {
	got, err := ReadFile[run]("testdata/pyarrow.parquet")
	want := []run{
		{identity: identity{Policy: "greedy", Seed: 1}, CostUSD: 1.5, Finished: true, Attempts: new(int64(3))},
		{identity: identity{Policy: "lp", Seed: 2}, CostUSD: 2.25, WaitMean: new(0.125)},
	}
	if err != nil || !cmp.Equal(got, want, ignoreUnexported) {
		t.Errorf("ReadFile: %v (-got +want):\n%s", err, cmp.Diff(got, want, ignoreUnexported))
	}
}

func TestOtherColumnsAreReported(t *testing.T) {
	type misspelt struct {
		Policy   string  `parquet:"policy"`
		Seed     float64 `parquet:"seed"`
		Cost     float64 `parquet:"cost"`
		Finished *bool   `parquet:"finished"`
		Tail     float64 `parquet:"wait_p95_seconds"`
		Attempts *int64  `parquet:"attempts"`
	}
	_, err := readBytes[misspelt](written(t, runs(3), nil))
	want := []string{
		`column "seed" is int64, want float64`,
		`column "cost" (float64) is missing`,
		`column "finished" is bool, want nullable bool`,
		`column "wait_p95_seconds" (float64) is missing`,
		`column "cost_usd" is not known (did you mean "cost"?)`,
		`column "wait_mean_seconds" is not known (did you mean "wait_p95_seconds"?)`,
	}
	var schema *SchemaError
	if !errors.As(err, &schema) || !cmp.Equal(schema.Problems, want) {
		t.Errorf("Read = %v, want %s", err, strings.Join(want, "; "))
	}

	_, err = ReadFile[run]("testdata/mistyped.parquet")
	want = []string{
		`column "policy" is byte_array, want string`,
		`column "seed" is timestamp(isadjustedtoutc=false,unit=micros), want int64`,
		`column "cost_usd" is float, want float64`,
		`column "finished" is nullable bool, want bool`,
		`column "attempts" is nullable group, want nullable int64`,
	}
	if !errors.As(err, &schema) || !cmp.Equal(schema.Problems, want) {
		t.Errorf("ReadFile = %v, want %s", err, strings.Join(want, "; "))
	}
	if err == nil || !strings.HasPrefix(err.Error(), "testdata/mistyped.parquet: columns: ") {
		t.Errorf("ReadFile = %v, want an error that begins with the path", err)
	}
}

func TestRowTypesThatCannotBe(t *testing.T) {
	type untagged struct{ Cost float64 }
	type capital struct {
		C float64 `parquet:"Cost"`
	}
	type narrow struct {
		C int32 `parquet:"c"`
	}
	type zeroIsNull struct {
		C float64 `parquet:"c,optional"`
	}
	type nested struct {
		C struct{ X int64 } `parquet:"c"`
	}
	type twice struct {
		A int64 `parquet:"c"`
		B int64 `parquet:"c"`
	}
	type nothing struct{ _ int }
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{name: "no tag", err: Write(nil, []untagged{}, nil), want: "columns: field Cost of columns.untagged: column name is \"\", want a tag such as `parquet:\"wait_mean_seconds\"`"},
		{name: "capital", err: Write(nil, []capital{}, nil), want: "columns: field C of columns.capital: column name is \"Cost\", want a tag such as `parquet:\"wait_mean_seconds\"`"},
		{name: "int32", err: Write(nil, []narrow{}, nil), want: "columns: field C of columns.narrow: type is int32, want string, int64, float64, bool, or a pointer to one of them"},
		{name: "optional", err: Write(nil, []zeroIsNull{}, nil), want: `columns: field C of columns.zeroIsNull: tag option is "optional", want none, or dict for a string`},
		{name: "nested", err: Write(nil, []nested{}, nil), want: "columns: field C of columns.nested: type is struct { X int64 }, want string, int64, float64, bool, or a pointer to one of them"},
		{name: "same name", err: Write(nil, []twice{}, nil), want: `columns: columns.twice has two columns named "c"`},
		{name: "no fields", err: Write(nil, []nothing{}, nil), want: "columns: columns.nothing has no exported fields, want at least one column"},
		{name: "no struct", err: Write(nil, []int64{}, nil), want: "columns: rows are of type int64, want a struct"},
	} {
		if c.err == nil || c.err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.name, c.err, c.want)
		}
	}
}

func TestValuesThatMustNotBeWritten(t *testing.T) {
	for _, c := range []struct {
		name string
		row  run
		want string
	}{
		{name: "NaN", row: run{CostUSD: math.NaN()}, want: "columns: row 2: column cost_usd is NaN, want a number: make the column nullable and write nil where there is none"},
		{name: "NaN behind a pointer", row: run{WaitMean: new(math.NaN())}, want: "columns: row 2: column wait_mean_seconds is NaN, want a number: make the column nullable and write nil where there is none"},
		{name: "not UTF-8", row: run{identity: identity{Policy: "\xff"}}, want: `columns: row 2: column policy is "\xff", want UTF-8`},
	} {
		var b bytes.Buffer
		w, err := NewWriter[run](&b, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = w.Write(append(runs(2), c.row)...)
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: Write = %v, want %s", c.name, err, c.want)
		}
		if again := w.Write(run{}); again != err {
			t.Errorf("%s: a later Write = %v, want the first error", c.name, again)
		}
		if again := w.Close(); again != err {
			t.Errorf("%s: Close = %v, want the first error", c.name, again)
		}
	}
}

// full takes some bytes and then has no room, like a disk.
type full struct{ room int }

var errFull = errors.New("no space left on device")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		n := f.room
		f.room = 0
		return n, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

func TestFullDiskIsReported(t *testing.T) {
	size := len(written(t, runs(50), nil))
	for room := range size {
		if err := Write(&full{room: room}, runs(50), nil); !errors.Is(err, errFull) {
			t.Fatalf("Write of %d bytes with room for %d = %v, want %v", size, room, err, errFull)
		}
	}
	if err := Write(&full{room: size}, runs(50), nil); err != nil {
		t.Errorf("Write with room for all of it: %v", err)
	}
}

func TestDamagedFilesAreErrors(t *testing.T) {
	whole := written(t, runs(50), nil)
	for cut := range whole {
		if rows, err := readBytes[run](whole[:cut]); err == nil {
			t.Fatalf("Read of %d of %d bytes = %d rows, want an error", cut, len(whole), len(rows))
		}
	}
	long := bytes.Clone(whole)
	copy(long[len(long)-8:], "\xff\xff\xff\xff") // a footer of 4 GiB
	if _, err := readBytes[run](long); err == nil || !strings.Contains(err.Error(), "footer that fits") {
		t.Errorf("Read of a file with a footer of 4 GiB = %v, want an error about it", err)
	}
	if _, err := ReadFile[run]("testdata/none.parquet"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("ReadFile of no file = %v, want ErrNotExist", err)
	}
}

// Run it with -fuzzminimizetime 10x: shrinking a Parquet file takes a minute otherwise.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"run", "pyarrow", "mistyped"} {
		b, err := os.ReadFile(filepath.Join("testdata", name+".parquet"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		readBytes[run](b)
		Meta(bytes.NewReader(b), int64(len(b)))
	})
}

func BenchmarkWrite(b *testing.B) {
	rows := runs(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(&full{room: 1 << 30}, rows, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(rows))/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkRead(b *testing.B) {
	file := written(b, runs(10_000), nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := readBytes[run](file); err != nil {
			b.Fatal(err)
		}
	}
}
