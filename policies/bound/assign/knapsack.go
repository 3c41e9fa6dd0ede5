package assign

// never is a loss that nothing makes up for.
const never = int64(1) << 61

// knapsack is one agent's problem under prices of the jobs: which jobs would it
// take if it were paid the price and bore the cost? Solved by dynamic
// programming over the capacity, exactly.
type knapsack struct {
	job    []int32 // those that gain and fit
	gain   []int64
	use    []int64
	other  []int32 // those that fit and do not gain
	size   int64   // capacity for them: at most what they need together
	room   int64   // capacity that there is
	front  []int64 // row k: the best of the first k jobs, for each capacity
	behind []int64 // row k: the best of the jobs from k on

	certain []int32 // jobs that reduce took out because every good choice has them
	dropped []int32 // jobs that it took out because none has
	sure    int64   // what they gain
	order   []rated
}

// clear makes the knapsack empty with a capacity.
func (k *knapsack) clear(size int64) {
	k.job, k.gain, k.use, k.other, k.size = k.job[:0], k.gain[:0], k.use[:0], k.other[:0], size
	k.certain, k.dropped, k.sure = k.certain[:0], k.dropped[:0], 0
}

// add puts in a job.
func (k *knapsack) add(job int32, gain, use int64) {
	k.job, k.gain, k.use = append(k.job, job), append(k.gain, gain), append(k.use, use)
}

// grown returns a slice of n entries, the old one if it has room.
func grown(s []int64, n int64) []int64 {
	if int64(cap(s)) < n {
		return make([]int64, n+n/2)
	}
	return s[:n]
}

// cells is how much work forward or backward is.
func (k *knapsack) cells() int64 { return int64(len(k.job)+1) * (k.size + 1) }

// trim lowers the size to what all jobs need together.
func (k *knapsack) trim() {
	k.room = k.size
	var sum int64
	for _, a := range k.use {
		if sum += a; sum >= k.size {
			return
		}
	}
	k.size = sum
}

// forward fills front and returns the best value, without what is sure.
func (k *knapsack) forward() int64 {
	width := k.size + 1
	k.front = grown(k.front, k.cells())
	clear(k.front[:width])
	for i := range k.job {
		before := k.front[int64(i)*width:][:width]
		extend(before, k.front[int64(i+1)*width:][:width], k.use[i], k.gain[i])
	}
	return k.front[k.cells()-1]
}

// backward fills behind.
func (k *knapsack) backward() {
	width := k.size + 1
	k.behind = grown(k.behind, k.cells())
	clear(k.behind[int64(len(k.job))*width:])
	for i := len(k.job) - 1; i >= 0; i-- {
		after := k.behind[int64(i+1)*width:][:width]
		extend(after, k.behind[int64(i)*width:][:width], k.use[i], k.gain[i])
	}
}

// extend fills a row of the table from the one without a job.
func extend(without, row []int64, use, gain int64) {
	if use >= int64(len(without)) { // more than the knapsack holds
		copy(row, without)
		return
	}
	copy(row[:use], without[:use])
	rest := row[use:]
	skip, take := without[use:][:len(rest)], without[:len(rest)]
	for w := range rest {
		rest[w] = max(skip[w], take[w]+gain)
	}
}

// chosen calls take for each job of the best choice; forward has run.
func (k *knapsack) chosen(take func(job int32)) {
	for _, j := range k.certain {
		take(j)
	}
	width, w := k.size+1, k.size
	for i := len(k.job) - 1; i >= 0; i-- {
		at := int64(i)*width + w
		if k.front[at+width] != k.front[at] {
			take(k.job[i])
			w -= k.use[i]
		}
	}
}

// with returns the best value with job i in it, without the best value without
// it; both tables are filled.
func (k *knapsack) with(i int) (with, without int64) {
	width := k.size + 1
	front, behind := k.front[int64(i)*width:][:width], k.behind[int64(i+1)*width:][:width]
	with, without = -never, 0
	for w := range front {
		without = max(without, front[w]+behind[int(k.size)-w])
	}
	if room := k.size - k.use[i]; room >= 0 {
		with = 0
		for w := range room + 1 {
			with = max(with, front[w]+behind[room-w])
		}
		with += k.gain[i]
	}
	return with, without
}
