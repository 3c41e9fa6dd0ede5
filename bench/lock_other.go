//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package bench

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// lock makes the lock file at path, which must not exist. A run that was killed
// leaves it behind, and only a person can tell.
func lock(path, dir string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%w; if it is no longer running, remove %s", locked(path, dir), path)
	}
	if err != nil {
		return nil, err
	}
	_, _ = f.WriteString(holder() + "\n")
	return func() {
		_ = f.Close()
		_ = os.Remove(path)
	}, nil
}
