package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"skysim/sim"
	"skysim/traces/columns"
	"skysim/traces/interchange"
)

// manyJobs are n jobs, one each 100 ms, that run for about a second.
type manyJobs struct{ next, n int64 }

func (m *manyJobs) Next(j *sim.Job) bool {
	if m.next == m.n {
		return false
	}
	*j = sim.Job{Submit: sim.Time(m.next) * 100_000_000, Work: 1_000_000_000 + m.next*7919%1_000_000_000, Tasks: 1, User: int32(m.next % 97)}
	j.Demand = sim.Demand{CPU: 1000, Mem: 1024 + m.next%512}
	m.next++
	return true
}

func (m *manyJobs) Err() error         { return nil }
func (m *manyJobs) GPUKinds() []string { return nil }

// heap watches the memory that is in use.
type heap struct {
	rounds int64
	most   uint64
}

func (h *heap) Observe(*sim.View, []sim.Event) {
	if h.rounds++; h.rounds%50_000 == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		h.most = max(h.most, m.HeapInuse)
	}
}

// replayLong writes a trace of n jobs, replays it and returns how much memory was in
// use at most.
func replayLong(t *testing.T, n int64) uint64 {
	t.Helper()
	dir := t.TempDir()
	out, err := columns.CreateFile(filepath.Join(dir, "long.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := interchange.WriteJobs(out, interchange.Parquet, &manyJobs{n: n}, nil, interchange.Meta{}); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	e, err := Parse("long.toml", []byte(`name = "long"
why = "A trace that does not fit in memory."
[[workload]]
use = "trace"
format = "skysim"
path = "long.parquet"
[[cloud]]
use = "machines"
[[cloud.machine]]
name = "node"
count = 4
cores = 8
mem_gib = 64
[[policy]]
use = "greedy(order=fcfs,place=firstfit)"
`))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Prepare(e, dir)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	h := &heap{}
	rows, err := p.Collect(context.Background(), CollectOptions{Workers: 1, Watch: func(Cell, *sim.World) []sim.Observer { return []sim.Observer{h} }})
	if err != nil {
		t.Fatal(err)
	}
	if rows[0].Finished != n {
		t.Errorf("%d jobs finished, want %d", rows[0].Finished, n)
	}
	return h.most
}

// A trace is streamed from its file: one that is four times as long takes no more
// memory. For the numbers of long ones, which take a minute:
//
//	SKYSIM_JOBS=1000000,10000000 go test ./bench -run LongTrace -v
func TestLongTraceIsStreamed(t *testing.T) {
	if testing.Short() {
		t.Skip("minutes under the race detector; nothing in it runs in parallel that other tests do not")
	}
	lengths := []int64{150_000, 600_000}
	if text := os.Getenv("SKYSIM_JOBS"); text != "" {
		lengths = lengths[:2]
		if _, err := fmt.Sscanf(text, "%d,%d", &lengths[0], &lengths[1]); err != nil {
			t.Fatalf("SKYSIM_JOBS is %s, want two numbers such as 1000000,10000000", strconv.Quote(text))
		}
	}
	var most [2]uint64
	for i, n := range lengths {
		most[i] = replayLong(t, n)
		t.Logf("%d jobs: at most %d KiB in use", n, most[i]>>10)
	}
	if most[1] > most[0]+most[0]/2 {
		t.Errorf("%d jobs take %d KiB and %d take %d KiB, want about the same", lengths[0], most[0]>>10, lengths[1], most[1]>>10)
	}
}
