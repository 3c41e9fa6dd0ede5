package traces

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func packed(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, s)
	z.Close()
	return b.String()
}

// zstdPacked packs with zstd, as the command does.
func zstdPacked(s string) string {
	z, err := zstd.NewWriter(nil)
	if err != nil {
		panic(err)
	}
	defer z.Close()
	return string(z.EncodeAll([]byte(s), nil))
}

func TestTextUnpacksAndDropsTheMark(t *testing.T) {
	for _, c := range []struct{ name, bytes, want string }{
		{name: "plain", bytes: "a,b\n", want: "a,b\n"},
		{name: "empty", bytes: "", want: ""},
		{name: "one byte", bytes: "\x1f", want: "\x1f"},
		{name: "byte order mark", bytes: "\ufeffa,b\n", want: "a,b\n"},
		{name: "gzip", bytes: packed("a,b\n"), want: "a,b\n"},
		{name: "gzip of a byte order mark", bytes: packed("\ufeffa,b\n"), want: "a,b\n"},
		{name: "two gzip members", bytes: packed("a,") + packed("b\n"), want: "a,b\n"},
		{name: "gzip of nothing", bytes: packed(""), want: ""},
		{name: "zstd", bytes: zstdPacked("a,b\n"), want: "a,b\n"},
		{name: "zstd of a byte order mark", bytes: zstdPacked("\ufeffa,b\n"), want: "a,b\n"},
		{name: "two zstd frames", bytes: zstdPacked("a,") + zstdPacked("b\n"), want: "a,b\n"},
		{name: "three bytes of zstd's magic", bytes: "\x28\xb5\x2f", want: "\x28\xb5\x2f"},
	} {
		x, err := NewText(c.name, strings.NewReader(c.bytes))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got, err := io.ReadAll(x); string(got) != c.want || err != nil {
			t.Errorf("%s: read %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}

func TestTextReportsDamage(t *testing.T) {
	whole := packed(strings.Repeat("a,b,c\n", 100))
	if _, err := NewText("x.csv.gz", strings.NewReader(whole[:5])); err == nil || !strings.HasPrefix(err.Error(), "x.csv.gz: ") {
		t.Errorf("NewText of 5 bytes of gzip: %v, want an error that names x.csv.gz", err)
	}
	x, err := NewText("x.csv.gz", strings.NewReader(whole[:len(whole)-6]))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(x); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("reading a gzip file cut short: %v, want unexpected EOF", err)
	}
}

// What is broken in a packed text is said with the line up to which it is whole; what is
// packed twice is not half read.
func TestWhereAPackedTextIsBroken(t *testing.T) {
	whole := packed(strings.Repeat("a,b,c\n", 100))
	for _, c := range []struct{ name, bytes, want string }{
		{"cut", whole[:len(whole)-9], "the packed text ends too early, after line "},
		{"another checksum", whole[:len(whole)-8] + "\x00" + whole[len(whole)-7:], "the packed text is damaged, at or before line 101: gzip: invalid checksum"},
		{"twice", packed(whole), "x: the file is packed twice, want text in one gzip or zstd"},
		{"in both", zstdPacked(whole), "x: the file is packed twice"},
	} {
		x, err := NewText("x", strings.NewReader(c.bytes))
		if err == nil {
			_, err = io.ReadAll(x)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

// A frame of zstd names the memory that it takes to unpack it. This one is of
// a few bytes and asks for 64 MiB.
func TestTextRefusesToReserveWithoutBound(t *testing.T) {
	greedy := "\x28\xb5\x2f\xfd\x00" + "\x80" + "\x01\x00\x00"
	x, err := NewText("x.zst", strings.NewReader(greedy))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(x); !errors.Is(err, zstd.ErrWindowSizeExceeded) {
		t.Errorf("reading a frame with a window of 64 MiB: %v, want %v", err, zstd.ErrWindowSizeExceeded)
	}
	whole := zstdPacked(strings.Repeat("a,b,c\n", 100))
	x, err = NewText("x.zst", strings.NewReader(whole[:len(whole)-6]))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(x); err == nil {
		t.Errorf("reading a zstd file cut short: %d bytes and no error", len(got))
	}
}

func TestOpen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anything")
	if err := os.WriteFile(path, []byte(packed("hello")), 0o600); err != nil {
		t.Fatal(err)
	}
	x, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := io.ReadAll(x)
	if string(got) != "hello" || x.Name != path {
		t.Errorf("Open read %q named %q, want hello named %q", got, x.Name, path)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
	if _, err := Open(path + ".nope"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Open of no file: %v, want ErrNotExist", err)
	}
}

func TestSyntaxErrorSaysWhereWhatAndWanted(t *testing.T) {
	for _, c := range []struct {
		err  SyntaxError
		want string
	}{
		{SyntaxError{File: "p.csv", Line: 17, Column: 21, Field: "duration", Value: "-3.0", Want: "seconds above 0"},
			`p.csv:17:21: duration is "-3.0", want seconds above 0`},
		{SyntaxError{File: "p.csv", Line: 2, Field: "number of columns", Value: "4", Want: "5"},
			`p.csv:2: number of columns is "4", want 5`},
		{SyntaxError{File: "p.csv", Line: 1, Column: 1, Field: "column", Value: "arival", Want: "a known one", Hint: "did you mean \"arrival_s\"?"},
			`p.csv:1:1: column is "arival", want a known one; did you mean "arrival_s"?`},
		{SyntaxError{File: "p", Line: 1, Field: "f", Value: strings.Repeat("é", 50), Want: "w"},
			`p:1: f is "` + strings.Repeat("é", 40) + `…", want w`},
	} {
		if got := c.err.Error(); got != c.want {
			t.Errorf("Error() = %s, want %s", got, c.want)
		}
	}
}

func TestSkipsCountByReason(t *testing.T) {
	var s Skips
	for line, field := range []string{"duration", "num_gpus", "duration", "duration"} {
		s.Add(&SyntaxError{File: "p.csv", Line: line + 2, Field: field, Value: "x", Want: "a number"})
	}
	got := s.List()
	if len(got) != 2 || got[0].Rows != 3 || got[0].First.Line != 2 || got[1].Rows != 1 || got[1].First.Line != 3 {
		t.Errorf("List() = %+v, want 3 of duration from line 2 and 1 of num_gpus from line 3", got)
	}
	if want := `3 rows skipped, first p.csv:2: duration is "x", want a number`; got[0].String() != want {
		t.Errorf("String() = %s, want %s", got[0], want)
	}
	if want := "duration: want a number"; got[0].Reason != want {
		t.Errorf("Reason = %s, want %s", got[0].Reason, want)
	}
}

// What is unpacked is at most a bounded amount ahead of what is read, whatever
// the bytes say.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a,b\n", "\ufeffa", packed("a,b\n"), zstdPacked("a,b\n"), "\x1f\x8b", "\x28\xb5\x2f\xfd"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(_ *testing.T, b []byte) {
		x, err := NewText("x", bytes.NewReader(b))
		if err != nil {
			return
		}
		io.Copy(io.Discard, io.LimitReader(x, 1<<24))
		x.Close()
	})
}
