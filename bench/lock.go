package bench

import (
	"fmt"
	"os"
	"strings"
)

// LockedError is a result directory that another run writes to.
type LockedError struct {
	Dir    string
	Holder string // process and host, as far as known
}

// Error says who it is.
func (e *LockedError) Error() string {
	return fmt.Sprintf("%s is in use by %s: wait until that run is over, or choose another directory", e.Dir, e.Holder)
}

// holder is what a lock file says of this process.
func holder() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	return fmt.Sprintf("process %d on %s", os.Getpid(), host)
}

// locked is the error about a lock file that somebody has.
func locked(path, dir string) error {
	by, err := os.ReadFile(path)
	if err != nil || len(by) == 0 {
		by = []byte("another process")
	}
	return &LockedError{Dir: dir, Holder: strings.TrimSpace(string(by))}
}
