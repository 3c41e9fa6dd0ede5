package columns

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// stream reads all rows of a file one by one.
func stream(b []byte) (rows []run, err error) {
	r, err := NewReader[run](bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	for row := (run{}); r.Next(&row); row = (run{}) {
		rows = append(rows, row)
	}
	return rows, r.Err()
}

func TestStreamReadsWhatReadReads(t *testing.T) {
	for _, n := range []int{0, 1, batchRows - 1, batchRows, batchRows + 1, rowsPerGroup + 7} {
		want := runs(n)
		got, err := stream(written(t, want, nil))
		if err != nil || len(got) != n || n > 0 && !cmp.Equal(got, want, ignoreUnexported) {
			t.Errorf("%d rows: %d, %v", n, len(got), err)
		}
	}
}

func TestStreamOfAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.parquet")
	if err := WriteFile(path, runs(3), map[string]string{"a": "b"}); err != nil {
		t.Fatal(err)
	}
	r, err := OpenReader[run](path)
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows() != 3 || r.Meta()["a"] != "b" {
		t.Errorf("%d rows with %v, want 3 with a: b", r.Rows(), r.Meta())
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	var row run
	if r.Next(&row) {
		t.Error("a row after Close")
	}
	if err := os.WriteFile(path, []byte("PAR1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenReader[run](path); err == nil || !strings.HasPrefix(err.Error(), path+": ") {
		t.Errorf("OpenReader of a short file: %v, want an error that begins with the path", err)
	}
}

// Damage is an error, never a panic, and never fewer rows without one.
func TestStreamOfDamagedFiles(t *testing.T) {
	whole := written(t, runs(50), nil)
	for at := range whole {
		b := bytes.Clone(whole)
		b[at] ^= 0x55
		if rows, err := stream(b); err == nil && len(rows) != 50 {
			t.Fatalf("with byte %d changed: %d rows and no error", at, len(rows))
		}
		if rows, err := stream(whole[:at]); err == nil {
			t.Fatalf("of %d of %d bytes: %d rows, want an error", at, len(whole), len(rows))
		}
	}
}
