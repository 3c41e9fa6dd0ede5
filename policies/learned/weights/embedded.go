package weights

import (
	"embed"
	"fmt"
	"strings"

	"skysim/policies/grammar"
)

//go:embed *.json
var files embed.FS

// suffix is that of files of weights, embedded or a user's.
const suffix = ".json"

// IsFile reports whether a word names a file of the user's, and not one that comes with
// skysim.
func IsFile(word string) bool { return strings.HasSuffix(word, suffix) }

// Names lists what comes with skysim, sorted.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("weights: " + err.Error()) // the directory is in the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), suffix))
	}
	return names
}

// Embedded returns the bytes of a file that comes with skysim.
func Embedded(name string) ([]byte, error) {
	data, err := files.ReadFile(name + suffix)
	if err != nil {
		meant := ""
		if near := grammar.Nearest(name, Names()); near != "" {
			meant = fmt.Sprintf(" (did you mean %q?)", near)
		}
		return nil, fmt.Errorf("no weights %q%s; there are: %s; a word that ends in %s is a file of your own", name, meant, strings.Join(Names(), ", "), suffix)
	}
	return data, nil
}
