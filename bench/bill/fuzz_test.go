package bill_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"testing"

	"skysim/bench/bill"
	"skysim/bench/table"
	"skysim/sim"
	"skysim/traces/catalog"
	"skysim/traces/usage"
)

// Whatever the file: no panic, and an invoice that there is adds up, is not
// negative and can be printed in every form.
func FuzzBill(f *testing.F) {
	sample, err := os.ReadFile("../../traces/usage/testdata/usage.csv")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sample, "")
	f.Add([]byte(columns+"machine,huawei,ap-southeast-3,,c7n.large.2,reserved,3,2026-12-01T00:00:00Z,2027-12-31T16:00:00Z,,,\n"+
		"machine,huawei,ap-southeast-3,,c7n.large.2,on-demand,5,2026-12-10T12:00:00Z,2026-12-10T13:00:00Z,,,\n"), "")
	f.Add([]byte(columns+"egress,gcp,us-east1,,,,,2019-06-01T07:00:00Z,,1024,internet/CN,\n"), "2026-11-01")
	c, err := catalog.Embedded()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte, date string) {
		r, err := usage.NewReader("u.csv", bytes.NewReader(b))
		if err != nil {
			return
		}
		rows, err := r.All()
		if err != nil {
			return
		}
		v, err := bill.New(rows, c, bill.Options{Date: date})
		if err != nil {
			return
		}
		sum := sim.Money(0)
		for _, s := range v.Totals() {
			sum += s.Amount
		}
		if sum != v.Total || v.Total < 0 {
			t.Fatalf("the total is %v, the sum of the totals %v", v.Total, sum)
		}
		if _, err := json.Marshal(v); err != nil {
			t.Fatal(err)
		}
		if err := v.Explain(io.Discard); err != nil {
			t.Fatal(err)
		}
		if err := v.Table("").WriteText(io.Discard, table.TextOptions{}); err != nil {
			t.Fatal(err)
		}
	})
}
