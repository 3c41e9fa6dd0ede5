package bench

import (
	"fmt"
	"strings"
	"testing"
)

const axesFile = `name = "axes"
why = "what lists mean"
%s
[[cloud]]
use = "machines"
[[cloud.machine]]
name = "m"
count = 1
cores = 1
%s
[[workload]]
use = "mmc"
%s
[[policy]]
use = "greedy(order=fcfs,place=firstfit)"
`

func TestListsAreAxes(t *testing.T) {
	for _, c := range []struct{ name, top, cloud, workload, want string }{
		{"no list", "", "", "jobs = 5", "mmc on machines"},
		{"one list", "", "", "lambda = [1, 2]", "mmc(lambda=1) on machines, mmc(lambda=2) on machines"},
		{"two lists multiply", "", "", "jobs = [3, 4]\nlambda = [1, 2]",
			"mmc(jobs=3,lambda=1) on machines, mmc(jobs=3,lambda=2) on machines, mmc(jobs=4,lambda=1) on machines, mmc(jobs=4,lambda=2) on machines"},
		{"two lists zipped", "", "", "zip = true\njobs = [3, 4]\nlambda = [1, 2]",
			"mmc(jobs=3,lambda=1) on machines, mmc(jobs=4,lambda=2) on machines"},
		{"weather", "", "[cloud.weather]\nboot_jitter = [0, 1]", "", "mmc on machines(boot_jitter=0), mmc on machines(boot_jitter=1)"},
		{"axes zipped", `zip = ["workload", "cloud"]`, "[cloud.weather]\nboot_jitter = [0, 1]", "lambda = [1, 2]",
			"mmc(lambda=1) on machines(boot_jitter=0), mmc(lambda=2) on machines(boot_jitter=1)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Parse("axes.toml", fmt.Appendf(nil, axesFile, c.top, c.cloud, c.workload))
			if err != nil {
				t.Fatal(err)
			}
			p, err := Prepare(e, "")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, cell := range p.Cells {
				got = append(got, e.Workloads[cell.workload].Name+" on "+e.Clouds[cell.cloud].Name)
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("cells are %s, want %s", s, c.want)
			}
			if int64(len(p.Cells)) != e.Size() {
				t.Errorf("Size() = %d, the plan has %d cells", e.Size(), len(p.Cells))
			}
		})
	}
}

func TestListsThatAreNoAxes(t *testing.T) {
	for _, c := range []struct{ top, workload, want string }{
		{"", "lambda = []", "axes.toml:13:1: lambda is an empty list, want values, one for each point of the axis"},
		{"", "zip = true\njobs = [3, 4, 5]\nlambda = [1, 2]", "axes.toml:15:1: zip = true, but lambda has 2 values and jobs has 3"},
		{`zip = ["workload", "clouds"]`, "", `axes.toml:3:1: zip names "clouds", want ["workload", "cloud"]; did you mean "cloud"?`},
		{`zip = ["workload", "cloud"]`, "lambda = [1, 2]", "axes.toml:3:1: 2 workloads cannot be walked side by side with 1 cloud: want as many of one as of the other"},
	} {
		_, err := Parse("axes.toml", fmt.Appendf(nil, axesFile, c.top, "", c.workload))
		if err == nil || err.Error() != c.want {
			t.Errorf("Parse with %q and %q: %v\nwant %s", c.top, c.workload, err, c.want)
		}
	}
}
