package sim_test

import (
	"testing"

	"skysim/sim/simtest"
)

// NB: if this test fails, run go test ./sim -run Transcripts -rewrite and read the
// difference. Commit it only if you can say which rule of the package comment
// made every line of it.
func TestTranscripts(t *testing.T) { simtest.Transcripts(t, "testdata", nil) }
