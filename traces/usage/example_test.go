package usage_test

import (
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"skysim/traces/usage"
)

func Example() {
	const file = `kind,provider,region,zone,type,purchase,count,start,end,gb,to
machine,aws,us-east-1,,m5.large,on-demand,2,2024-05-01T10:00:00Z,2024-05-01T11:30:00Z,,
egress,aws,us-east-1,,,,,2024-05-01T11:00:00Z,,120.5,internet
`
	r, err := usage.NewReader("usage.csv", strings.NewReader(file))
	if err != nil {
		log.Fatal(err)
	}
	var row usage.Row
	for r.Next(&row) {
		fmt.Println(row.Place.Line, row.Kind, row.Region, row.Count, row.Type, row.End.Sub(row.Start), float64(row.Size)/usage.GB)
	}
	if err := r.Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 2 machine us-east-1 2 m5.large 1h30m0s 0
	// 3 egress us-east-1 1  0s 120.5
}

func ExampleWriter() {
	w, err := usage.NewWriter(os.Stdout)
	if err != nil {
		log.Fatal(err)
	}
	at := time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)
	err = w.Write(&usage.Row{
		Kind: usage.Machine, Provider: "aws", Region: "us-east-1", Zone: "use1-az2", Type: "m5.large",
		Purchase: usage.Spot, Count: 1, Start: at, End: at.Add(20 * time.Minute), EndedBy: usage.ByProvider,
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// kind,provider,region,zone,type,purchase,count,start,end,gb,to,ended_by
	// machine,aws,us-east-1,use1-az2,m5.large,spot,1,2024-05-01T10:00:00Z,2024-05-01T10:20:00Z,,,provider
}
