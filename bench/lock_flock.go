//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package bench

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock takes the lock file at path. The system lets go of it when the process
// ends, however that is, so a file that was left behind locks nobody out.
func lock(path, dir string) (unlock func(), err error) {
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			f.Close()
			if errors.Is(err, syscall.EWOULDBLOCK) {
				return nil, locked(path, dir)
			}
			return nil, fmt.Errorf("locking %s: %w", path, err)
		}
		// Whoever had the lock may have removed the file between our opening and
		// our locking it: then what we hold is nobody's.
		if mine, err := f.Stat(); err == nil {
			if there, err := os.Stat(path); err != nil || !os.SameFile(mine, there) {
				f.Close()
				continue
			}
		}
		// The words are for people: that they cannot be written hinders nobody.
		_ = f.Truncate(0)
		_, _ = f.WriteString(holder() + "\n")
		return func() {
			_ = os.Remove(path) // before the lock goes: never another's file
			_ = f.Close()
		}, nil
	}
}
