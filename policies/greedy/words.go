package greedy

// Word is a value that an option can have, as it is written.
type Word struct {
	Name string
	Doc  string // one line
}

// name returns the word of a value; values count from 1.
func name(value uint8, words []Word) string {
	if !in(value, words) {
		return "not set"
	}
	return words[value-1].Name
}

// Backfill says which jobs may pass one that finds no place.
type Backfill uint8

// The values of Backfill.
const (
	BackfillNone Backfill = iota + 1
	BackfillAny
	BackfillEasy
	BackfillConservative
)

// Backfills lists the values of Backfill in order.
func Backfills() []Word {
	return []Word{
		{"none", "no job: the queue waits for its head"},
		{"any", "any that fits now, whatever that does to those before it"},
		{"easy", "those that do not delay the first that waits, by the estimates (EASY; Lifka 1995, Mu'alem & Feitelson 2001)"},
		{"conservative", "those that delay nobody before them, by the estimates (Mu'alem & Feitelson 2001)"},
	}
}

// String returns the word.
func (b Backfill) String() string { return name(uint8(b), Backfills()) }

// Spot says whether spot machines are rented.
type Spot uint8

// The values of Spot.
const (
	SpotAllow Spot = iota + 1
	SpotAvoid
	SpotPrefer
	SpotOnly
)

// Spots lists the values of Spot in order.
func Spots() []Word {
	return []Word{
		{"allow", "spot and on-demand machines compete by the placement alone"},
		{"avoid", "never"},
		{"prefer", "on-demand machines only when no spot machine will do"},
		{"only", "on-demand machines never"},
	}
}

// String returns the word.
func (s Spot) String() string { return name(uint8(s), Spots()) }

// Gang says how far apart the tasks of one job may be.
type Gang uint8

// The values of Gang.
const (
	GangZone Gang = iota + 1
	GangRegion
	GangAnywhere
)

// Gangs lists the values of Gang in order.
func Gangs() []Word {
	return []Word{
		{"zone", "all in one zone"},
		{"region", "all in one region"},
		{"anywhere", "on any machines"},
	}
}

// String returns the word.
func (g Gang) String() string { return name(uint8(g), Gangs()) }

// Preempt says whether running jobs may be stopped for waiting ones.
type Preempt uint8

// The values of Preempt.
const (
	PreemptNone Preempt = iota + 1
	PreemptLater
)

// Preempts lists the values of Preempt in order.
func Preempts() []Word {
	return []Word{
		{"none", "a job that runs is left alone"},
		{"later", "a job that finds no place stops running ones that come after it in the order"},
	}
}

// String returns the word.
func (p Preempt) String() string { return name(uint8(p), Preempts()) }

// Score says how finely the points of machines are compared.
type Score uint8

// The values of Score.
const (
	ScoreExact Score = iota + 1
	ScorePercent
)

// Scores lists the values of Score in order.
func Scores() []Word {
	return []Word{
		{"exact", "as they are"},
		{"percent", "in whole points of 100, rounded down, as the Kubernetes scheduler does: more ties"},
	}
}

// String returns the word.
func (s Score) String() string { return name(uint8(s), Scores()) }

// Ties says which of equally good machines is taken.
type Ties uint8

// The values of Ties.
const (
	TiesOldest Ties = iota + 1
	TiesShuffled
)

// AllTies lists the values of Ties in order.
func AllTies() []Word {
	return []Word{
		{"oldest", "the oldest machine"},
		{"shuffled", "the first in an order drawn at random once for the run"},
	}
}

// String returns the word.
func (t Ties) String() string { return name(uint8(t), AllTies()) }
