package bench

// Result is a finished experiment, as it is stored.
type Result struct {
	Dir     string
	Name    string
	Rows    []Row
	Timings []Timing
	Series  []SeriesPoint
	Waits   []WaitPoint
}

// write stores the tables; the rows last.
func (r *Result) write() error { return nil }

// ReadResult reads the result in a directory.
func ReadResult(dir string) (*Result, error) { return nil, nil }
