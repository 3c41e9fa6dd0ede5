package swf

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Header is what the comments before the first job claim. A number that is not
// there is 0.
type Header struct {
	Version, Computer, Installation string
	// MaxJobs and MaxRecords are numbers of jobs and of lines, often of the log
	// as it was before it was cleaned.
	MaxJobs, MaxRecords int64
	// MaxNodes and MaxProcs are the size of the machine; see Procs.
	MaxNodes, MaxProcs int64
	MaxRuntime         int64  // s
	UnixStartTime      int64  // s since 1970, the log's second 0
	TimeZone           int64  // s east of UTC; deprecated by the format as buggy
	TimeZoneString     string // such as Europe/Stockholm
	StartTime, EndTime string // as people write them
	Preemption         string
	// Raw are all comment lines before the first job, without the semicolon, at
	// most 10,000 of them.
	Raw []string
}

// maxRaw bounds the memory that comments take.
const maxRaw = 10_000

// Procs returns the number of processors of the machine: MaxProcs, or MaxNodes
// where only that is given, as the format has it, or 0.
func (h *Header) Procs() int64 {
	if h.MaxProcs > 0 {
		return h.MaxProcs
	}
	return h.MaxNodes
}

// Epoch returns the instant of the log's second 0, in UTC, and whether the
// header names it.
func (h *Header) Epoch() (time.Time, bool) {
	return time.Unix(h.UnixStartTime, 0).UTC(), h.UnixStartTime > 0
}

// comment takes one comment line, and returns a doubt if it makes no sense, or
// "".
func (h *Header) comment(line string) (doubt string) {
	line = strings.TrimSpace(strings.TrimLeft(line, ";"))
	if len(h.Raw) < maxRaw {
		h.Raw = append(h.Raw, line)
	}
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return ""
	}
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	if to := h.text(key); to != nil {
		if *to == "" {
			*to = value
		}
		return ""
	}
	to := h.number(key)
	if to == nil || *to != 0 {
		return ""
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 && key != "TimeZone" {
		return fmt.Sprintf("the header's %s is %q, which is not a number", key, value)
	}
	*to = n
	return ""
}

// text returns where the text of a key goes, or nil.
func (h *Header) text(key string) *string {
	switch key {
	case "Version":
		return &h.Version
	case "Computer":
		return &h.Computer
	case "Installation":
		return &h.Installation
	case "TimeZoneString":
		return &h.TimeZoneString
	case "StartTime":
		return &h.StartTime
	case "EndTime":
		return &h.EndTime
	case "Preemption":
		return &h.Preemption
	}
	return nil
}

// number returns where the number of a key goes, or nil.
func (h *Header) number(key string) *int64 {
	switch key {
	case "MaxJobs":
		return &h.MaxJobs
	case "MaxRecords":
		return &h.MaxRecords
	case "MaxNodes":
		return &h.MaxNodes
	case "MaxProcs":
		return &h.MaxProcs
	case "MaxRuntime":
		return &h.MaxRuntime
	case "UnixStartTime":
		return &h.UnixStartTime
	case "TimeZone":
		return &h.TimeZone
	}
	return nil
}
