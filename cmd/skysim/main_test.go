package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"skysim": main})
}

// Each script in testdata/script is a session of a user. To run one alone:
//
//	go test -run Scripts/resume ./cmd/skysim
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", UpdateScripts: false})
}
