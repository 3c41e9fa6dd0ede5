package formats

import (
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"skysim/traces/requests"
	"skysim/traces/summary"
)

// mooncakeBlock is how many tokens a block of Mooncake's traces holds.
const mooncakeBlock = 512

func requestFormats() []Format {
	return []Format{
		{
			Name: "azure-llm", Kind: KindRequests, Doc: "the Azure LLM inference traces of 2023",
			fits:     headed("TIMESTAMP", "ContextTokens", "GeneratedTokens"),
			sum:      func(in *Input, r *summary.Report) error { return sumRequests(in, r, requests.ReadAzure, 0) },
			requests: func(in *Input) (Requests, error) { return streamRequests(in, requests.ReadAzure) },
		}, {
			Name: "mooncake", Kind: KindRequests, Doc: "Mooncake's traces: requests with the hashes of their prompts' blocks",
			fits: func(h *Head) string {
				if !h.object("timestamp", "input_length", "hash_ids") || !strings.HasSuffix(strings.TrimSpace(h.lines[0]), "}") && h.whole {
					return ""
				}
				return "a JSON object with timestamp, input_length and hash_ids in each line"
			},
			sum: func(in *Input, r *summary.Report) error {
				return sumRequests(in, r, requests.ReadMooncake, mooncakeBlock)
			},
			requests: func(in *Input) (Requests, error) { return streamRequests(in, requests.ReadMooncake) },
		},
	}
}

// readRequests is how package requests opens one of its formats.
type readRequests func(io.Reader, string, requests.Options) (*requests.Reader, error)

func streamRequests(in *Input, read readRequests) (Requests, error) {
	list, err := read(in.plain, in.Name, requests.Options{Sort: in.Options.Sort})
	if err != nil {
		return nil, err
	}
	s := &begun{Reader: list}
	s.held = list.Next(&s.first)
	return s, nil
}

// begun are requests of which the first was read ahead: it tells the epoch.
type begun struct {
	*requests.Reader
	first requests.Request
	held  bool
}

// Next gives the first request again, and then the others.
func (s *begun) Next(q *requests.Request) bool {
	if s.held {
		s.held = false
		*q = s.first
		return true
	}
	return s.Reader.Next(q)
}

// Epoch returns the instant of the first request.
func (s *begun) Epoch() time.Time { return s.Start() }

// inFileOrder undoes what a reader sorted, by the lines.
func inFileOrder[T any](rows []T, line func(*T) int) {
	slices.SortStableFunc(rows, func(a, b T) int { return cmp.Compare(line(&a), line(&b)) })
}

func sumRequests(in *Input, r *summary.Report, read readRequests, block int64) error {
	list, err := read(in.plain, in.Name, requests.Options{Sort: true, Lenient: true})
	if err != nil {
		return err
	}
	var all []requests.Request
	for q := (requests.Request{}); list.Next(&q); q = (requests.Request{}) {
		all = append(all, q)
	}
	if err := list.Err(); err != nil {
		return err
	}
	inFileOrder(all, func(q *requests.Request) int { return q.Line })
	sum := summary.NewRequests(summary.RequestOptions{BlockSize: block})
	for i := range all {
		q := &all[i]
		sum.Add(summary.Request{At: int64(q.At), In: q.Input, Out: q.Output, Blocks: q.Blocks, Line: q.Line})
	}
	sum.Put(r)
	r.Skips, r.Epoch = list.Skipped(), list.Start()
	r.Rows = int64(len(all)) + r.Skipped()
	if block > 0 {
		r.Assume("timestamps in milliseconds; blocks of %d tokens", block)
		r.Lack("the calendar: times are since the recording began")
	} else {
		r.Assume("timestamps to 100 ns; UTC, as the recording names no zone; times are since the first request")
		r.Lack("which prompts have a beginning in common")
	}
	return nil
}
