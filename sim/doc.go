// Package sim is the world and the engine: clouds whose machines have prices
// and a limited supply, jobs that want to run, a policy that decides, and a
// ledger that counts nano-dollars. It imports nothing of ours and nothing of
// others, reads no clock and no file, and computes with integers wherever a
// result depends on it.
//
// # Words
//
// A World is what does not change, or changes along paths that the weather
// fixed before the run: a Provider sends the bill; a Region is a place; a Zone
// has its own spot market; a MachineType has capacities; an Offer is a type in a
// zone under a Purchase, with a price path and a supply path. A Machine is one
// rented or owned instance of an offer. A Job is what has to run: a gang of
// equal tasks. An attempt is one try of a job on a set of machines.
//
// # One instant
//
// A run goes from one instant at which something happens to the next. In each
// of them the engine
//
//  1. moves the clock and integrates what is counted over time;
//  2. applies all events of that instant in a total order, by class and then
//     by the order in which they were scheduled;
//  3. asks the policy, which sees the View and acts through the Plan: each
//     action is checked, applied, charged and logged at once;
//  4. tells the observers what happened, in the order in which it did.
//
// Steps 2 to 4 are a round. What a decision causes at the same instant, such
// as the end of a job of no length, opens another round; after Config.RoundLimit
// of them the run stops with a LivelockError. What an event causes at the same
// instant joins the round that is under way.
//
// The classes, in their order, are part of the model:
//
//  1. attempts end: a job that ends when its machine is lost has ended;
//  2. machines come up, fail to, or are lost when their notice is over;
//  3. prices change;
//  4. supplies change, and spot machines get notice;
//  5. jobs are submitted: they see the new prices and supplies;
//  6. the policy is woken.
//
// # Time, work and money
//
// Time is an integer number of nanoseconds since the run's epoch, Money an
// integer number of nano-dollars, a Rate an integer number of pico-dollars per
// hour. A job's Work is run time at speed 1,000,000 ppm; at speed s it takes
// ⌈Work·10⁶/s⌉, and when an attempt is interrupted the remainder of what it did
// is carried, so that no work is gained or lost by cutting a run into pieces.
// Products are 128 bits wide.
//
// # The bill
//
// A bill is a list of lines, each with its reason, each rounded once, half to
// even, to nano-dollars. Lines go to the observers that want them as they are
// charged; the engine keeps sums.
//
// A machine has one line, for its life, from up (or from rent, where the provider's
// clock starts then) to gone, rounded up by increment and minimum, along the
// price path. The rules are dated; those in force when the clock starts hold for
// the whole life. Spot machines may pay by the hour of their own life, and nothing if
// they are taken away early.
//
// A transfer of a job's data has one line, billed by the provider that the data
// leaves, at the instant at which the attempt starts or the job finishes. What goes to the
// internet, other clouds included, is counted by provider, counter and
// calendar month, the free allowance first, and each part costs what its tier says.
//
// A commitment has one line for its fee, paid for every clock hour of its
// term that begins in the run, used or not, and one credit for each hour in which it
// covers on-demand use: the share of that hour's exact cost that it covers of
// that hour's machine time.
//
// The arithmetic stands in the files tariff*.go, knows nothing of a run, and is what skysim
// bill calls too; LIMITS.md says what of real bills is not modelled.
//
// # What a machine and a job go through
//
//	rented ─► booting ─► up ─► released           submitted ─► (held by others) ─► waiting ◄─► in a line
//	             │        │                            ▲                              │ start      │
//	             ▼        ▼ supply falls               │ stopped, machine lost        ▼            ▼
//	          failed    noticed ─► lost                └───────────── bound ─► running ─► finished
//
// A job may also end rejected by the policy, timed out at its Limit, impossible
// because no machine of the world can hold it, or orphaned because one it
// waits for did not finish.
//
// # A machine's own line
//
// A policy may leave the moment of a start to the machine: Plan.Dispatch takes a
// job of one task out of the queue and puts it at the end of the machine's own
// line, Plan.Recall puts it back.
//
//   - The head of a line starts as soon as its machine is up and has room for
//     it, and then the next; a head that does not fit blocks those behind it.
//     So a job that is sent to an idle machine starts at once.
//   - What gives room is an event (an end, a boot, a loss elsewhere) or an action
//     (a stop, a recall of the head). The line moves when that event or action has
//     been dealt with, in the same round, before the policy is asked again.
//   - A line holds no places. The View shows what is free, and Plan.Start, which
//     asks nobody in the line, may take it: a policy that uses both decides who
//     comes first. When a machine comes up, those who hold places start before
//     its line moves.
//   - Only a job that the empty machine could run may stand in its line, so no line
//     is stuck, and a machine that is up and has a line has a task.
//   - A machine with a line cannot be released, as one with tasks cannot. If it
//     gets notice or does not come up, its line goes back to the queue, head
//     first, and the queue puts each in its place.
//   - A job in a line waits: its first start ends its wait, wherever it stood. To
//     start, reject or send it elsewhere, recall it first. At the horizon it has
//     not finished.
//
// # A cordon
//
// A policy that keeps machines for something puts a cordon around them: Plan.Cordon. Nothing starts on
// such a machine until Plan.Uncordon, what runs on it goes on, and it may be released. The
// View shows it without room and not among the idle, so that a policy wrapped inside another leaves
// the other's machines alone without knowing of them. A fork under another policy lifts all cordons.
//
// # What a policy knows
//
// Of the weather, what has happened; of a job, what its owner says. Work is
// never shown, so no end is: View.Attempt works out when a try should end from
// the job's Estimate, and what a job has kept, JobInfo.Done, follows from how
// long its tries ran.
//
// # State
//
// Everything that changes is plain data in slices, indexed by small integers
// and named by handles with a generation. So memory follows what is alive,
// a Snapshot is the state written down, and Resume under another policy is a
// fork of the same past and the same weather.
//
// Randomness never enters here: weather comes as paths and through Boots, and a
// policy brings its own Stream.
package sim
