package bench

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// KEYS.md names every key that machines and traces are read by, and every format.
func TestKeysAreDescribed(t *testing.T) {
	data, err := os.ReadFile("KEYS.md")
	if err != nil {
		t.Fatal(err)
	}
	want := formatNames()
	s := &section{doc: &document{}, values: map[string]any{}}
	readMachines(s)
	readTransform(s)
	readRestart(s)
	readSelection(s)
	readRecording(s)
	readCarbon(s)
	readOutage(s)
	readPartition(s)
	readNetwork(s)
	readTariff(s)
	readLaw(s)
	readRule(s)
	readTenant(s)
	readLabels(s, "classes")
	readLabels(s, "tenants")
	readData(s)
	for _, f := range recordingFormats() {
		want = append(want, f.name)
	}
	for _, f := range formats() {
		if _, err := f.open(s, "", &transform{}); err != nil && !errors.Is(err, fs.ErrNotExist) { // some look at the file at once
			t.Fatal(err)
		}
	}
	for _, key := range append(want, s.known...) {
		if !strings.Contains(string(data), "`"+key+"`") && !strings.Contains(string(data), "`[[cloud."+key+"]]`") && !strings.Contains(string(data), "`"+key+" = ") && !strings.Contains(string(data), "`\""+key+"\"`") {
			t.Errorf("KEYS.md does not describe %s", key)
		}
	}
}
