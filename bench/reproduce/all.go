package reproduce

// All returns the reproductions in reading order: first what can be computed by
// hand, then small published tables, then whole clusters.
func All() []Reproduction {
	return []Reproduction{
		theory(),
		packing(),
		assignment(),
		starburst(),
		rlscheduler(),
		gavel(),
		fgd(),
		skynomad(),
	}
}
