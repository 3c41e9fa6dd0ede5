package summary

import (
	"math/big"
	"slices"
)

// Request is one request to a language model; At is in nanoseconds.
type Request struct {
	At      int64
	In, Out int64 // tokens
	// Blocks are the hashes of the prompt's blocks, where the recording has
	// them. They are not kept.
	Blocks []int64
	Line   int
}

// RequestOptions say what a recording of requests says.
type RequestOptions struct {
	// BlockSize is how many tokens a block holds; 0 means that there are none.
	BlockSize int64
}

// Requests sums up the requests of a recording.
type Requests struct {
	options  RequestOptions
	at       []int64
	in, out  []int64
	unsorted Tally
	same     Tally
	zero     Tally
	blocks   int64
	hits     int64
	odd      Tally // another number of blocks than tokens need
	seen     map[int64]struct{}
	known    map[[3]int64]struct{} // requests
}

// mostKnown is how many requests are compared with those above them: behind so many
// different ones, only repetitions of these are found.
const mostKnown = 1 << 22

// NewRequests begins a sum.
func NewRequests(o RequestOptions) *Requests {
	return &Requests{options: o, seen: map[int64]struct{}{}, known: map[[3]int64]struct{}{}}
}

// Add takes the next request of the file.
func (s *Requests) Add(q Request) {
	if n := len(s.at); n > 0 {
		if q.At < s.at[n-1] {
			s.unsorted.Add(q.Line)
		}
	}
	key := [3]int64{q.At, q.In, q.Out}
	if _, twice := s.known[key]; twice {
		s.same.Add(q.Line)
	} else if len(s.known) < mostKnown {
		s.known[key] = struct{}{}
	}
	if q.In == 0 || q.Out == 0 {
		s.zero.Add(q.Line)
	}
	s.at, s.in, s.out = append(s.at, q.At), append(s.in, q.In), append(s.out, q.Out)
	if size := s.options.BlockSize; size > 0 {
		if int64(len(q.Blocks)) != (q.In+size-1)/size {
			s.odd.Add(q.Line)
		}
	}
	for _, b := range q.Blocks {
		s.blocks++
		if _, known := s.seen[b]; known {
			s.hits++
		} else {
			s.seen[b] = struct{}{}
		}
	}
}

// Put writes the figures of the requests into a report.
func (s *Requests) Put(r *Report) {
	n := int64(len(s.at))
	r.Lead("requests", n)
	if n == 0 {
		return
	}
	at := slices.Sorted(slices.Values(s.at))
	span := at[n-1] - at[0]
	r.Set("first", Seconds(at[0]))
	r.Set("last", Seconds(at[n-1]))
	r.Set("span_seconds", Seconds(span))
	r.Set("per_second", ratio(new(big.Int).Mul(big.NewInt(n), big.NewInt(second)), big.NewInt(span)))
	r.Set("interarrival_cv", variation(at))
	in, out := NewSpread(s.in, 0), NewSpread(s.out, 0)
	r.Set("mean_in_tokens", in.Mean)
	r.Set("mean_out_tokens", out.Mean)
	r.Set("in_tokens", in)
	r.Set("out_tokens", out)
	if s.options.BlockSize > 0 {
		r.Set("blocks", s.blocks)
		r.Set("distinct_blocks", int64(len(s.seen)))
		r.Set("hit_ratio", Share(s.hits, s.blocks))
		r.Set("block_tokens", s.options.BlockSize)
		r.Doubt(s.odd.N, s.odd.Line, "another number of blocks than ⌈in ÷ block⌉")
	}
	r.Doubt(s.unsorted.N, s.unsorted.Line, "unsorted: requests that come before the one above them")
	r.Doubt(s.same.N, s.same.Line, "duplicate: requests equal to one above them")
	r.Doubt(s.zero.N, s.zero.Line, "no tokens in or out")
	tokens := CDF("sizes", "tokens", nil, 1)
	tokens.Curves = []Curve{{"in", cumulative(s.in, 1)}, {"out", cumulative(s.out, 1)}}
	r.Page.Panels = append(r.Page.Panels, Rate("arrivals", "requests", at), tokens)
}
