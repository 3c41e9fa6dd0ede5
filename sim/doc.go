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
//  2. zones go down and come up;
//  3. regions are parted and joined;
//  4. machines come up, fail to, break, are repaired, or are lost when their notice is over;
//  5. prices change;
//  6. supplies change, and spot machines get notice;
//  7. jobs are submitted: they see the new prices and supplies;
//  8. jobs that were deferred are back;
//  9. the policy is woken.
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
// What a job has saved, at rest, has one line for each calendar month of each stay: its
// size at the region's price per GB and month, for the part of that month's actual length.
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
//	of owned machines: up ─► down (broken, or its zone is) ─► up      waiting ◄─► deferred      submitted ─► forbidden
//
// A waiting job may be deferred: out of the queue until an instant (Plan.Defer). A job may
// also end rejected by the policy, timed out at its Limit, impossible
// because no machine of the world can hold it, forbidden because none of those that could is
// lawful, or orphaned because one it waits for did not finish.
//
// # What breaks
//
// Weather of a World are its Outages and its Cuts; that of single machines comes through
// Config.Faults. Policies learn of it when it happens.
//
//   - While a zone is down nothing can be rented there and no machine of it runs. Rented ones
//     are gone at once, those that boot or have notice too: billed until then, and never free as a
//     reclaimed one may be. Owned ones stand still, are paid for all along, and come up
//     with the zone.
//   - A machine that breaks goes the same way, alone. An owned one comes up again when it is
//     repaired and its zone is up. Until then nothing is available on it. A machine with notice
//     does not break: it is lost when the notice is over.
//   - A machine's pace is drawn once and slows what runs on it. Types say what can be
//     had, so that bounds hold: the speed of an attempt shows what was.
//   - While two regions are parted nothing travels between them. A gang that stands in both
//     ends. A start is refused if its gang would stand in both or it would have to fetch what the
//     job reads or has saved. It is the start that is asked: an attempt bound before, whose machines
//     come up meanwhile, fetches all the same, and what is written is not held up (LIMITS.md).
//
// # Law
//
// A job may be under a Class, which says in which jurisdictions it may run and its
// data may rest, on whose machines and which, and belong to a Tenant, which says on whose and how much
// at once. The engine refuses a start that breaks a rule, with its name; View.Lawful says
// the same before. Demand.Rules is one number for what the two, and having data or not, ask of
// machines: jobs with equal demands have room on the same ones, so that what is remembered
// by demand stays right.
//
// A quota is another matter: it is used up and free again. No machine has room for a job
// while its whole gang would exceed its tenant's quota (View.OverQuota), nor one that what it would fetch
// cannot reach now (View.Hindered). A job whose turn comes in a machine's line, and fits, and is kept by
// one of these, goes back to the queue.
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
//     gets notice, breaks or does not come up, its line goes back to the queue, head
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
// # Several attempts of one job
//
// Plan.Replicate starts one more attempt of a job that has one; each has its own
// ordinal, places and speed.
//
//   - An attempt begins with what its job has kept when it begins to run, not when it is
//     bound, and counts its work from there. Each reads its data anew, and owes the overhead
//     of a later start.
//   - The first that does all of the work finishes the job, and the others are outrun in the same
//     instant, oldest first. Only the last one's writes travel.
//   - Of a job with a Quorum of k, the first k-1 that do all of the work end and change
//     nothing else: each has to do all of it. If none is left meanwhile, the job waits again.
//   - An attempt that is interrupted, for whatever reason, leaves its peers alone. If what
//     it has saved is more than the job has, the job has that now. The job waits when its last
//     attempt is interrupted, so a loss, a failed boot or a stop of one of several is no return
//     to the queue.
//   - An attempt that reaches the job's Limit ends the job, with all of its attempts.
//   - Work kept is what raised what the job has; all else that was bought is lost. So what
//     is bought is the sum of both, and what replicas do twice is seen.
//
// Plan.Migrate ends an attempt and begins another of the same job in its stead, with nothing
// in between: what it held counts as free, and lines that get room move afterwards.
//
// # Saving
//
// A job that keeps checkpoints saves after each interval of work, for its Cost, but not at
// the very end. Out of turn it saves when the policy says so (Plan.Checkpoint) or, if
// it wants to, on the notice of any of its machines, if there is time: the pause begins
// at once, what was done before is safe when it is over, and the next interval begins then. There
// is nothing to save if no work was done since the last save began; so a save is
// never interrupted by another. An interval may be changed while the job waits (Plan.SetInterval).
//
// What is kept has a size (Restart.Size) and rests in the region of the first task of the attempt that
// saved it: from when the first save of that attempt was complete until another attempt that
// began with it has saved, or the job or the run ends. A job that keeps everything saves when
// it is stopped. What replicas save besides is deleted when they end.
//
// # What travels
//
// When an attempt begins to run, what it reads travels from its home and what its job has saved
// from where that rests, to every region in which it has a task, all at the same time. The longest of
// these trips (Traffic.Speeds) comes before the overhead; no work is done in it, and it is part of the run
// that a Limit limits. What is bought then is bought: a stop on the way gives nothing back. What
// a job writes travels when it has ended.
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
