package columns

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// names returns what is in a folder.
func names(t *testing.T, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestFileAppearsWhenComplete(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "runs.parquet")
	f, err := CreateFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Abort()
	if _, err := f.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("before Close, Stat = %v, want ErrNotExist", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); string(b) != "hello" || err != nil {
		t.Errorf("ReadFile = %q, %v, want hello", b, err)
	}
	if err := f.Abort(); err != nil {
		t.Errorf("Abort after Close = %v, want nothing", err)
	}
	if got := names(t, dir); len(got) != 1 {
		t.Errorf("the folder has %v, want runs.parquet alone", got)
	}
	if _, err := f.Write(nil); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Write after Close = %v, want ErrClosed", err)
	}
	if err := f.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("second Close = %v, want ErrClosed", err)
	}
}

func TestAbortedFileLeavesTheOldOne(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "runs.parquet")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := CreateFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte("half"))
	if err := f.Abort(); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(path); string(b) != "old" || len(names(t, dir)) != 1 {
		t.Errorf("after Abort the file is %q among %v, want old, alone", b, names(t, dir))
	}
}

func TestFailedWriteLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	f, err := CreateFile(filepath.Join(dir, "runs.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	// A device without room stands for the disk.
	device, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("no device that is always full here: %v", err)
	}
	real := f.f
	f.f = device
	_, failed := f.Write([]byte("x"))
	f.f = real
	device.Close()
	if failed == nil {
		t.Fatal("Write to /dev/full succeeded")
	}
	if _, err := f.Write([]byte("y")); err != nil { // as if room had been made
		t.Fatal(err)
	}
	if err := f.Close(); !errors.Is(err, errors.Unwrap(failed)) {
		t.Errorf("Close = %v, want %v", err, failed)
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("the folder has %v, want nothing", got)
	}
}

func TestWriteFileIsWholeOrNotThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "runs.parquet")
	if err := WriteFile(path, []run{{identity: identity{Policy: "\xff"}}}, nil); err == nil {
		t.Error("WriteFile of text that is not UTF-8 succeeded")
	}
	if got := names(t, dir); len(got) != 0 {
		t.Errorf("the folder has %v, want nothing", got)
	}
	if err := WriteFile(path, runs(3), nil); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadFile[run](path); len(got) != 3 || err != nil {
		t.Errorf("ReadFile = %d rows, %v, want 3", len(got), err)
	}
	if err := WriteFile(filepath.Join(dir, "no", "such.parquet"), runs(3), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("WriteFile into no folder = %v, want ErrNotExist", err)
	}
}
