package sim

// queue holds the waiting jobs in the policy's order: by key, then by number.
// It is a list of sorted blocks, so that the head costs nothing, an arrival at
// the end almost nothing, and a job in the middle of 100,000 a short move.
//
// Note: a heap gives the head faster but cannot be walked in order, which
// every policy that looks past the head needs; a balanced tree allocates.
type queue struct {
	blocks []*block
	spare  []*block
	n      int
	// Where next found its last answer, which a walk asks about next. It may be
	// out of date: who uses it looks whether it still is.
	hintBlock, hint int
}

const blockSize = 256

// block is a sorted run; entries before start have been taken from the front.
type block struct {
	start   int
	entries []entry
}

type entry struct {
	key    int64
	number int64
	slot   int32
}

func (e entry) before(key, number int64) bool {
	return e.key < key || (e.key == key && e.number < number)
}

func (b *block) live() []entry { return b.entries[b.start:] }

// head returns the slot of the first job, or -1.
func (q *queue) head() int32 {
	if q.n == 0 {
		return -1
	}
	b := q.blocks[0]
	return b.entries[b.start].slot
}

// find returns the block and the index in it of the first entry that is not
// before (key, number); the index may be one past the block's end.
func (q *queue) find(key, number int64) (bi, i int) {
	lo, hi := 0, len(q.blocks)
	for hi-lo > 1 {
		mid := (lo + hi) / 2
		if b := q.blocks[mid]; b.entries[b.start].before(key, number) {
			lo = mid
		} else if b.entries[b.start].key == key && b.entries[b.start].number == number {
			return mid, b.start
		} else {
			hi = mid
		}
	}
	b := q.blocks[lo]
	i, end := b.start, len(b.entries)
	for i < end {
		if mid := (i + end) / 2; b.entries[mid].before(key, number) {
			i = mid + 1
		} else {
			end = mid
		}
	}
	return lo, i
}

// insert adds a job.
func (q *queue) insert(key, number int64, slot int32) {
	e := entry{key, number, slot}
	q.n++
	if len(q.blocks) == 0 {
		q.blocks = append(q.blocks, q.fresh())
	}
	last := q.blocks[len(q.blocks)-1]
	if n := len(last.entries); n == last.start || last.entries[n-1].before(key, number) {
		if n == blockSize && last.start > 0 && n-last.start <= blockSize/2 {
			last.entries = last.entries[:copy(last.entries, last.live())]
			last.start = 0
		} else if n == blockSize {
			last = q.fresh()
			q.blocks = append(q.blocks, last)
		}
		last.entries = append(last.entries, e)
		return
	}
	bi, i := q.find(key, number)
	b := q.blocks[bi]
	switch {
	case b.start > 0 && i-b.start < len(b.entries)/2:
		copy(b.entries[b.start-1:i-1], b.entries[b.start:i])
		b.start--
		b.entries[i-1] = e
	case len(b.entries) < blockSize:
		b.entries = append(b.entries, entry{})
		copy(b.entries[i+1:], b.entries[i:])
		b.entries[i] = e
	default:
		q.split(bi)
		q.n--
		q.insert(key, number, slot)
	}
}

// split makes two blocks of a full one.
func (q *queue) split(bi int) {
	b, right := q.blocks[bi], q.fresh()
	mid := b.start + len(b.live())/2
	if mid == b.start {
		mid++ // a block of one entry with no room in front: make room by moving it
	}
	right.entries = append(right.entries, b.entries[mid:]...)
	b.entries = b.entries[:mid]
	if b.start > 0 {
		b.entries = b.entries[:copy(b.entries, b.live())]
		b.start = 0
	}
	if len(right.entries) == 0 {
		q.spare = append(q.spare, right)
		return
	}
	q.blocks = append(q.blocks, nil)
	copy(q.blocks[bi+2:], q.blocks[bi+1:])
	q.blocks[bi+1] = right
}

// remove takes a job out, which must be in.
func (q *queue) remove(key, number int64) {
	q.n--
	bi, i := 0, q.blocks[0].start
	if e := q.blocks[0].entries[i]; e.key != key || e.number != number {
		bi, i = q.find(key, number)
	}
	b := q.blocks[bi]
	if i == b.start {
		b.start++
	} else {
		copy(b.entries[i:], b.entries[i+1:])
		b.entries = b.entries[:len(b.entries)-1]
	}
	if b.start == len(b.entries) {
		b.start, b.entries = 0, b.entries[:0]
		if len(q.blocks) > 1 {
			q.spare = append(q.spare, b)
			q.blocks = append(q.blocks[:bi], q.blocks[bi+1:]...)
		}
	}
}

// next returns the slot of the first job after (key, number), or -1. The job
// itself need not be in the queue any more.
func (q *queue) next(key, number int64) int32 {
	if q.n == 0 {
		return -1
	}
	bi, i := q.hintBlock, q.hint
	if !q.stands(bi, i, key, number) {
		i-- // the one before it has gone, if this walk starts what it meets
		if !q.stands(bi, i, key, number) {
			bi, i = q.find(key, number)
		}
	}
	b := q.blocks[bi]
	if i < len(b.entries) && b.entries[i].key == key && b.entries[i].number == number {
		i++
	}
	if i == len(b.entries) {
		if bi++; bi == len(q.blocks) {
			return -1
		}
		b = q.blocks[bi]
		i = b.start
	}
	q.hintBlock, q.hint = bi, i
	return b.entries[i].slot
}

// stands reports whether the entry (key, number) is at a place, if there is such
// a place.
func (q *queue) stands(bi, i int, key, number int64) bool {
	if bi >= len(q.blocks) {
		return false
	}
	b := q.blocks[bi]
	return i >= b.start && i < len(b.entries) && b.entries[i].key == key && b.entries[i].number == number
}

func (q *queue) fresh() *block {
	if n := len(q.spare); n > 0 {
		b := q.spare[n-1]
		q.spare = q.spare[:n-1]
		return b
	}
	return &block{entries: make([]entry, 0, blockSize)}
}
