// Package experiments holds the experiments that come with skysim, embedded so
// that they run by name from anywhere. Each file says in its why what it asks.
package experiments

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed *.toml
var files embed.FS

// Names returns the names of the experiments, sorted.
func Names() []string {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil // an embedded file system has its root
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".toml"))
	}
	return names
}

// Read returns the file of an experiment and what to call it in errors. The
// error is fs.ErrNotExist if there is none of that name.
func Read(name string) (file string, data []byte, err error) {
	data, err = files.ReadFile(name + ".toml")
	return path.Join("experiments", name+".toml"), data, err
}
