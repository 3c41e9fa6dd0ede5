package formats

import (
	"fmt"
	"strings"
)

// Fit is a format that a file may be in, and why.
type Fit struct {
	Format Format
	Why    string
}

// AmbiguousError says that a file may be in several formats.
type AmbiguousError struct {
	File string
	Fits []Fit
}

// Error names all of them and says how to choose.
func (e *AmbiguousError) Error() string {
	var names, whys []string
	for _, f := range e.Fits {
		name := f.Format.Name
		if f.Format.Declares != "" {
			name += " (" + f.Format.Declares + ")"
		}
		names = append(names, name)
		whys = append(whys, f.Why)
	}
	why := whys[0]
	for _, w := range whys[1:] {
		if w != why {
			why = strings.Join(whys, "; ")
			break
		}
	}
	return fmt.Sprintf("%s: the file may be in format %s: %s fits each of them; say which one it is", e.File, strings.Join(names, " or "), why)
}

// UnknownError says that a file is in no format that is known.
type UnknownError struct {
	File  string
	Begin string // of the file
}

// Error shows how the file begins.
func (e *UnknownError) Error() string {
	return fmt.Sprintf("%s: the format is not known: the file begins with %q; known are %s", e.File, e.Begin, strings.Join(Names(), ", "))
}

// Detect tells which format a file is in, and why. The error is an
// *AmbiguousError where several fit and an *UnknownError where none does.
func Detect(in *Input) (Fit, error) {
	if in.Head.empty() {
		return Fit{}, fmt.Errorf("%s: the file is empty", in.Name)
	}
	if in.Head.broken != nil {
		return Fit{}, fmt.Errorf("%s: %w", in.Name, in.Head.broken)
	}
	var fits []Fit
	for _, f := range All() {
		if why := f.fits(in.Head); why != "" {
			fits = append(fits, Fit{f, why})
		}
	}
	switch len(fits) {
	case 0:
		begin := in.Head.bytes[:min(len(in.Head.bytes), 60)]
		return Fit{}, &UnknownError{in.Name, string(begin)}
	case 1:
		return fits[0], nil
	}
	return Fit{}, &AmbiguousError{in.Name, fits}
}

// archive returns the name of the first member of a tar file, or nothing.
func (h *Head) archive() string {
	if len(h.bytes) < 512 || string(h.bytes[257:262]) != "ustar" {
		return ""
	}
	name, _, _ := strings.Cut(string(h.bytes[:100]), "\x00")
	return fmt.Sprintf("%q", name)
}
