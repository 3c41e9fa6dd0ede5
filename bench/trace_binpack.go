package bench

import (
	"fmt"

	"skysim/sim"
	"skysim/traces/binpack"
)

// openBinpack reads an instance of bin packing: instance = … says which one of a
// file that has several. Items come at once and are cores of a machine; how long
// they stay the file does not say.
func openBinpack(s *section, path string, _ *transform) (*recording, error) {
	name := s.text("instance")
	return &recording{read: func([]string) ([]sim.Job, []string, error) {
		all, err := binpack.Read(path, binpack.Options{})
		if err != nil {
			return nil, nil, err
		}
		found := all
		if name != "" {
			found = binpack.Find(all, name)
		}
		if len(found) == 1 {
			return found[0].Jobs(), nil, nil
		}
		var names []string
		for _, i := range all {
			names = append(names, i.Set+"/"+i.Name)
		}
		if len(found) == 0 {
			return nil, nil, fmt.Errorf("%s has no instance %q%s", path, name, suggest(name, names))
		}
		return nil, nil, fmt.Errorf("%s has %d instances: say which with instance = %q, or another", path, len(found), all[0].Name)
	}}, nil
}
