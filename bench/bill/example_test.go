package bill_test

import (
	"fmt"
	"log"
	"strings"

	"skysim/bench/bill"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

func Example() {
	const file = `kind,provider,region,zone,type,purchase,count,start,end,gb,to
machine,aws,us-east-1,,m5.large,on-demand,2,2024-05-01T10:00:00Z,2024-05-01T11:30:00.5Z,,
egress,aws,us-east-1,,,,,2024-05-01T11:00:00Z,,120.5,internet
storage,aws,us-east-1,,standard,,,2024-05-01T00:00:00Z,2024-05-16T00:00:00Z,1000,
`
	r, err := usage.NewReader("usage.csv", strings.NewReader(file))
	if err != nil {
		log.Fatal(err)
	}
	rows, err := r.All()
	if err != nil {
		log.Fatal(err)
	}
	all, err := catalog.Embedded()
	if err != nil {
		log.Fatal(err)
	}
	v, err := bill.New(rows, all, bill.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, l := range v.Lines {
		fmt.Println(l.Kind, l.Amount, l.Why.Text)
	}
	fmt.Println("total", v.Total)
	// Output:
	// machine $0.288053334 1h30m0.5s, billed 1h30m1s (in steps of 1s), at $0.096 an hour; 2 machines
	// egress $1.845 100 GB free of the month's 100 GB, 20.5 GB at $0.09, after 0 GB counted as us-east-1-to-any in 2024-05
	// storage $11.129032258 1000 GB of object standard for 360h0m0s of a month of 744h0m0s: 483.870967742 GB-months at $0.023
	// total $13.262085592
}
