package sim

// Kept is how many places the engine keeps of each kind, used or not.
type Kept struct {
	Jobs, Attempts, Tasks, Edges, Machines, Events, Window, Shapes, Restarts, Blocks, Ranks int
}

// Kept counts the places, for tests of memory.
func (s *Sim) Kept() Kept {
	return Kept{
		Jobs: len(s.Jobs), Attempts: len(s.Attempts), Tasks: len(s.Tasks), Edges: len(s.Edges), Machines: len(s.Machines),
		Events: len(s.Heap.Events), Window: len(s.Window.Ring), Shapes: len(s.Shapes.List), Restarts: len(s.Restarts.List),
		Blocks: len(s.queue.blocks) + len(s.queue.spare), Ranks: len(s.fit.byRank),
	}
}
