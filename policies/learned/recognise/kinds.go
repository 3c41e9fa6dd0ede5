package recognise

// Kind is a kind of task that schedulers tell apart.
type Kind struct {
	Name     string
	Doc      string // one line
	Priority int32  // a usual one, larger is more urgent
}

// Kinds lists them, the most urgent first.
func Kinds() []Kind {
	return []Kind{
		{"service", "answers requests, and stays", 40},
		{"interactive", "somebody waits for it", 30},
		{"inference", "runs a model over data: short, small, often on a part of a GPU", 20},
		{"training", "trains a model: long, on whole GPUs, often several at once", 10},
		{"batch", "anything that can wait", 0},
	}
}

// Priority returns the usual priority of a kind by its name, and whether there is such a kind.
func Priority(name string) (int32, bool) {
	for _, k := range Kinds() {
		if k.Name == name {
			return k.Priority, true
		}
	}
	return 0, false
}
