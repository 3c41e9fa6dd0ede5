// Package greedy schedules the way most schedulers do: it takes the waiting
// jobs in an order, puts each where it looks best at this moment, and never
// comes back to what it has decided. One Decide goes like this:
//
//  1. Walk the queue in the chosen Order (order.go; order_live.go for those that
//     change while jobs wait; queue.go). With Backfill none, the first job that
//     finds no place ends the walk; with easy and conservative those behind it mind what
//     is kept for it (guard.go, backfill_*.go, future.go). With Preempt later it
//     first stops running jobs that come after it (preempt.go).
//  2. Find places for the tasks of a job: machines that are up or boot and have
//     room, and machines that could be rented (candidate.go, market.go). A rule
//     ranks them; each rule is a small file, place_*.go. The tasks of a gang are
//     placed together or not at all (gang.go).
//  3. Rent what is missing and start the job (commit.go); but where jobs wait for
//     owned machines, nothing is rented for one before its time (waiting.go).
//  4. Reject the jobs that have waited for too long (patience.go).
//  5. Give back rented machines that have been idle for too long, and ask to be
//     woken when the next one will have been (retire.go).
//
// # What it assumes
//
// A job is expected to run for its estimate, scaled by the speed of the machine
// and cut at its limit; a job without an estimate for Options.Guess. Work kept
// from earlier attempts, restart overheads and the risk that a spot machine is
// reclaimed are not considered, but for reservations, which count the first two.
// Prices are taken to stay as they are.
//
// A machine is expected to be held until the last of its tasks is expected to
// end. The cost of placing a task on it is what that adds to its bill, with
// increment and minimum; on an owned machine it is nothing, because owned
// machines are paid anyway. Where a job's data would have to travel, what that costs at
// the present position of the month's tiers is added, there and back. That
// commitments are paid for already is not considered.
//
// Other scores are exact integers: times in nanoseconds, costs in pico-dollars ×
// nanoseconds per hour in 128 bits. Ties go to the machine that exists over the
// one to be rented, then to the older machine, then to the offer that comes
// first among those of the same price per hour.
//
// # A placement by experience
//
// proven multiplies costs by what machines have shown of themselves so far (proof.go): boots that came to nothing or took longer than
// promised, machines that were lost. It asks the engine for events.
//
// # Placements by points
//
// Some placements give each machine points for a task (score.go): tightest,
// dotproduct, packing, clustering and fgd. Shares are of the largest machine that
// the world offers, and memory does not count, but a task only goes where it fits.
// Machines that exist come before machines to be rented; of those, the offer whose
// empty machine has the most points. A board (board.go) remembers points by
// machine and demand until the machine changes. Points are floats with fenced
// products; score=percent cuts them to whole points, as schedulers do whose plugins
// return integers.
//
// fgd goes by the demands to be expected: those that Expect was told of, or else
// those of the jobs seen so far (census.go).
//
// # In parts
//
// The methods of turn.go are the parts of a decision, for decorators that say
// themselves whose turn it is: see package wrap.
//
// # A new placement
//
// is a file place_NAME.go with a type that implements rule, and a line in the
// table of place.go.
package greedy
