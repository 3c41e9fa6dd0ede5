package sim

// Class is a set of rules that jobs are under: where they may run, where their
// data may be, whose machines and which of them they may use. An empty list allows
// everything.
type Class struct {
	Name string
	// Run are the jurisdictions (Region.Jurisdiction) in which a task may run, Rest those
	// in which what the job reads, writes or saves may be.
	Run  []string
	Rest []string
	// Providers and Types are who may be used, and the certified machine types.
	Providers []ProviderID
	Types     []TypeID
	// Overhead is what encryption costs: that much more time for the same work, in
	// parts per million.
	Overhead int64
}

// Tenant is who jobs belong to.
type Tenant struct {
	Name string
	// Providers are whom it may use; an empty list allows all.
	Providers []ProviderID
	// CPU (milli-vCPU) and GPU (thousandths of a device) are the most that its tasks may
	// hold at once; 0 is no limit.
	CPU int64
	GPU int64
}
