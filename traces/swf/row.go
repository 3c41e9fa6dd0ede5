package swf

import (
	"strconv"

	"skysim/traces"
	"skysim/traces/internal/decimal"
)

// Unknown is the value of a field that the log does not know.
const Unknown = -1

// Columns is the number of columns of the format.
const Columns = 18

// Row is one row of a log. Times are nanoseconds, and every field may be
// Unknown, but Submit.
type Row struct {
	Number    int64 // the job's, in the log's own count
	Submit    int64 // ns since the log's second 0
	Wait      int64 // ns
	Run       int64 // ns
	Allocated int64 // processors
	CPU       int64 // ns of processor time used, on average of the processors
	UsedMem   int64 // KiB for each processor, on average
	Requested int64 // processors
	Request   int64 // ns, the requested time
	ReqMem    int64 // KiB for each processor
	Status    Status
	User      int64
	Group     int64
	App       int64
	Queue     int64
	Partition int64
	Preceding int64 // Number of a job that had to end first
	Think     int64 // ns between that end and this submit
	// Extra are the columns beyond the format's 18, as they stand. MetaCentrum's
	// logs have three: the nodes, the queue's name, the shape asked for.
	Extra []string
	Line  int
}

// Status is how a job ended.
type Status int64

// The statuses of the format. A job that was swapped out may have rows for its
// parts, which the row of the whole job sums up.
const (
	Failed        Status = 0
	Completed     Status = 1
	PartContinued Status = 2
	PartCompleted Status = 3
	PartFailed    Status = 4
	Cancelled     Status = 5
)

const (
	second  = 1_000_000_000
	most    = 3_000_000_000 // s: the sum of three times fits in 64 bits
	maxProc = 1 << 27       // processors: times 1,000 and 2³² s fits in 128 bits
)

// field is one column of the format.
type field struct {
	name  string
	scale int64 // units of the number 1
	round bool  // a fraction is rounded; otherwise it is wrong
	most  int64 // after scaling
	must  bool  // -1 is wrong
	want  string
	to    func(*Row) *int64
}

// seconds wants a time.
func seconds(name string, to func(*Row) *int64) field {
	return field{
		name: name, scale: second, round: true, most: most * second, to: to,
		want: "seconds from 0 to 3·10⁹, or -1 for unknown",
	}
}

// whole wants a whole number.
func whole(name string, most int64, to func(*Row) *int64) field {
	return field{
		name: name, scale: 1, most: most, to: to,
		want: "a whole number from 0 to " + strconv.FormatInt(most, 10) + ", or -1 for unknown",
	}
}

// kibibytes wants an amount of memory.
func kibibytes(name string, to func(*Row) *int64) field {
	return field{name: name, scale: 1, round: true, most: 1 << 40, to: to, want: "KiB from 0 to 2⁴⁰, or -1 for unknown"}
}

// fields are the columns from the left.
var fields = [Columns]field{
	whole("job number", 1<<53, func(r *Row) *int64 { return &r.Number }),
	{
		name: "submit time", scale: second, round: true, most: most * second, must: true,
		want: "seconds from 0 to 3·10⁹", to: func(r *Row) *int64 { return &r.Submit },
	},
	seconds("wait time", func(r *Row) *int64 { return &r.Wait }),
	seconds("run time", func(r *Row) *int64 { return &r.Run }),
	whole("allocated processors", maxProc, func(r *Row) *int64 { return &r.Allocated }),
	seconds("average CPU time", func(r *Row) *int64 { return &r.CPU }),
	kibibytes("used memory", func(r *Row) *int64 { return &r.UsedMem }),
	whole("requested processors", maxProc, func(r *Row) *int64 { return &r.Requested }),
	seconds("requested time", func(r *Row) *int64 { return &r.Request }),
	kibibytes("requested memory", func(r *Row) *int64 { return &r.ReqMem }),
	whole("status", 1<<15, func(r *Row) *int64 { return (*int64)(&r.Status) }),
	whole("user", 1<<31-1, func(r *Row) *int64 { return &r.User }),
	whole("group", 1<<31-1, func(r *Row) *int64 { return &r.Group }),
	whole("application", 1<<53, func(r *Row) *int64 { return &r.App }),
	whole("queue", 1<<53, func(r *Row) *int64 { return &r.Queue }),
	whole("partition", 1<<53, func(r *Row) *int64 { return &r.Partition }),
	whole("preceding job", 1<<53, func(r *Row) *int64 { return &r.Preceding }),
	seconds("think time", func(r *Row) *int64 { return &r.Think }),
}

// parse reads a row. Where it fails it says so in a fault without the file.
func (r *Row) parse(line []byte) *traces.SyntaxError {
	r.Extra = r.Extra[:0:0] // the one before may be kept by somebody
	n, at := 0, 0
	for {
		begin, end := token(line, at)
		if begin == end {
			return nil
		}
		at = end
		if n >= Columns {
			r.Extra = append(r.Extra, string(line[begin:end]))
			continue
		}
		f := &fields[n]
		if !f.parse(line[begin:end], f.to(r)) {
			return &traces.SyntaxError{Line: r.Line, Column: begin + 1, Field: f.name, Value: string(line[begin:end]), Want: f.want}
		}
		n++
	}
}

// parse reads one value.
func (f *field) parse(text []byte, to *int64) bool {
	if n, ok := short(text); ok && n <= f.most/f.scale {
		*to = n * f.scale
		return true
	}
	if string(text) == "-1" {
		*to = Unknown
		return !f.must
	}
	if text[0] == '-' { // such as -1.0
		n, exact, err := decimal.Parse(string(text), 1)
		*to = Unknown
		return err == nil && exact && n == -1 && !f.must
	}
	n, exact, err := decimal.Amount(string(text), f.scale)
	*to = n
	return err == nil && n <= f.most && (exact || f.round)
}

// short reads a number of at most 18 digits and nothing else: nearly all of
// them, in a tenth of the time.
func short(text []byte) (n int64, ok bool) {
	if len(text) > 18 {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// token returns where the next word of a line begins and ends, from at on; they
// are equal at its end.
func token(line []byte, at int) (begin, end int) {
	for at < len(line) && blank(line[at]) {
		at++
	}
	begin = at
	for at < len(line) && !blank(line[at]) {
		at++
	}
	return begin, at
}

// blank reports whether c stands between columns.
func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// count returns the number of words of a line.
func count(line []byte) (n int) {
	for at := 0; ; n++ {
		begin, end := token(line, at)
		if begin == end {
			return n
		}
		at = end
	}
}
