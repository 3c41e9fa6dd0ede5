package allocate

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed examples/*.toml
var examples embed.FS

// Examples returns the names of the problems that come with skysim, sorted.
func Examples() []string {
	entries, err := fs.ReadDir(examples, "examples")
	if err != nil {
		return nil // an embedded directory is there
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".toml"))
	}
	return names
}
