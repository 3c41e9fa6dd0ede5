package formats

import (
	"fmt"
	"slices"
	"strings"
)

// finds are the formats that have something to be found by name, beside price lists.
var finds = []string{
	"aws-spot", "skyplane-latency", "skyplane-throughput", "transfer-costs", "carbon-regions", "gavel-throughputs", "binpack", "gap-published",
}

// Unused reports an option that this format has no use for: whoever says it expects
// something of it.
func (f Format) Unused(o Options) error {
	for _, x := range []struct {
		said, used bool
		flag, of   string
	}{
		{o.Find != "", slices.Contains(finds, f.Name) || f.Kind == KindOffers && f.Name != "huawei-storage", "--find", "price lists, " + strings.Join(finds, ", ")},
		{o.Gap != 0, strings.HasPrefix(f.Name, "text-") || strings.HasPrefix(f.Name, "spot-") && f.Name != "spot-counts", "--gap", "bare samples"},
		{o.Cores+o.GPUs > 0, f.Kind == KindJobs, "--capacity", "jobs"},
		{o.Sort, f.Kind == KindJobs || f.Kind == KindRequests || f.Name == "spot-counts" || f.Name == "aws-spot", "--sort", "jobs, requests and spot-counts"},
	} {
		if x.said && !x.used {
			return fmt.Errorf("%s says nothing about format %s, only about %s", x.flag, f.Name, x.of)
		}
	}
	return nil
}
