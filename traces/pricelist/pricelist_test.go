package pricelist

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"skysim/sim"
)

const dollar = sim.DollarRate

func all(t *testing.T, l *List, err error) (offers []Offer) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for o := (Offer{}); l.Next(&o); {
		offers = append(offers, o)
	}
	if l.Err() != nil {
		t.Fatal(l.Err())
	}
	return offers
}

func TestLists(t *testing.T) {
	const sky = "SpotPrice,InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,AvailabilityZone,Price\n" +
		"0.37928,a2-highgpu-1g,12.0,85.0,,,,us-central1,us-central1-a,0.94803\n" +
		",,,,A100,0.5,\"{'a': 1}\",us-central1,us-central1-a,2.93391\n" +
		",n1,1.0,3.75,,,,r,,6.244061073300001\n"
	l, err := NewSkyPilot(strings.NewReader(sky), "x", Options{})
	want := []Offer{
		{Type: "a2-highgpu-1g", CPU: 12000, Mem: 85 << 10, Region: "us-central1", Zone: "us-central1-a", OnDemand: dollar * 94803 / 100000, Spot: dollar / 100000 * 37928, Line: 2},
		{Component: "A100", GPU: "A100", GPUs: 500, Region: "us-central1", Zone: "us-central1-a", OnDemand: dollar / 100000 * 293391, Blank: Prices{Spot: true}, Line: 3},
		{Type: "n1", CPU: 1000, Mem: 3840, Region: "r", OnDemand: 6_244_061_073_300, Blank: Prices{Spot: true}, Line: 4},
	}
	want[0].OnDemand = dollar / 100000 * 94803
	if got := all(t, l, err); !cmp.Equal(got, want) {
		t.Errorf("SkyPilot (-got +want):\n%s", cmp.Diff(got, want))
	}
	l, err = NewAlibaba(strings.NewReader("provider,region,type,vcpus,memory_gib,gpu,gpu_count,gpu_memory_gb,cny_per_hour,cny_per_month\nalibaba,cn,t,4,15,T4,1,16,11.63,\n"), "x", Options{})
	want = []Offer{{Provider: "alibaba", Region: "cn", Type: "t", CPU: 4000, Mem: 15 << 10, GPU: "T4", GPUs: 1000, OnDemand: dollar / 100 * 1163, Blank: Prices{Spot: true, Month: true}, Line: 2}}
	if got := all(t, l, err); !cmp.Equal(got, want) || l.Currency != "CNY" {
		t.Errorf("Alibaba, in %s (-got +want):\n%s", l.Currency, cmp.Diff(got, want))
	}
	l, err = NewPlain(strings.NewReader("region,instance_type,ondemand_usd_per_h\r\nr,m,0.0\r\n"), "x", Options{})
	want = []Offer{{Region: "r", Type: "m", Blank: Prices{Spot: true}, Line: 2}}
	if got := all(t, l, err); !cmp.Equal(got, want) {
		t.Errorf("a list with 0 (-got +want):\n%s", cmp.Diff(got, want))
	}
	l, err = NewComponents(strings.NewReader("table,key,value_usd_per_h\nd,a2,0.009483 / 0\np,a2,0.5\n"), "x", Options{Lenient: true})
	want = []Offer{{Component: "p/a2", OnDemand: dollar / 2, Blank: Prices{Spot: true}, Line: 3}}
	if got := all(t, l, err); !cmp.Equal(got, want) || l.Rows() != 2 || len(l.Skipped()) != 1 {
		t.Errorf("components, %d rows, %v (-got +want):\n%s", l.Rows(), l.Skipped(), cmp.Diff(got, want))
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ row, want string }{
		{"r,m,-1", `x:2:5: ondemand_usd_per_h is "-1", want a price`},
		{"r,,1", `x:2:3: instance_type is "", want the name of a machine`},
		{"r,m", `x:2: number of columns is "2", want 3`},
		{"r,m,1e99", `x:2:5: ondemand_usd_per_h is "1e99"`},
	} {
		l, err := NewPlain(strings.NewReader("region,instance_type,ondemand_usd_per_h\n"+c.row+"\n"), "x", Options{})
		if err != nil {
			t.Fatal(err)
		}
		var o Offer
		if l.Next(&o) || l.Err() == nil || !strings.Contains(l.Err().Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.row, l.Err(), c.want)
		}
	}
}

func TestCoroot(t *testing.T) {
	const text = `{"aws":{"compute":{"r":{"c5":{"on_demand":4.514,"spot":0}}},"managed_db":{"r":{"x":[1]}},
"internet_egress":{"r":{"0":0.15399999916553497,"10240":0.1469999998807907,"153600":0.1120000034570694,"51200":0.126}}}}`
	got, err := ReadCoroot(strings.NewReader(text), "x")
	want := &Coroot{
		Offers: []Offer{{Provider: "aws", Region: "r", Type: "c5", OnDemand: dollar / 1000 * 4514, Blank: Prices{Month: true}, Line: 1}},
		Egress: []Egress{
			{"aws", "r", 0, dollar / 1000 * 154, 2}, {"aws", "r", 10240, dollar / 1000 * 147, 2}, {"aws", "r", 51200, dollar / 1000 * 126, 2}, {"aws", "r", 153600, dollar / 1000 * 112, 2},
		},
		Unsorted: 1, Line: 2,
	}
	if err != nil || !cmp.Equal(got, want) {
		t.Errorf("ReadCoroot: %v (-got +want):\n%s", err, cmp.Diff(got, want))
	}
	for text, want := range map[string]string{
		`{}`: "x: there are no machines",
		`{"aws":{"internet_egress":{"r":{"ten":1}}}}`:        `internet_egress is "ten", want a number of GB`,
		`{"aws":{"compute":{"r":{"c":{"spot":"x"}}}}}`:       `spot is "x", want dollars per hour`,
		`{"aws":{"compute":{"r":{"c":{"spot":1`:              "the text ends in the middle",
		`{"aws":{"compute":{"r":{"c":{"on_demand":-0.1}}}}}`: `on_demand is "-0.1"`,
	} {
		if _, err := ReadCoroot(strings.NewReader(text), "x"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestHuawei(t *testing.T) {
	const text = `{"region":"r","flavors":[{"name":"a","vcpus":8,"ram_gb":64,"hourly":0.4808,"monthly":252.71},
{"name":"b","vcpus":2,"ram_gb":8,"hourly":0.0135,"monthly":7.12,"yearly":85.44}]}`
	got, err := ReadHuawei(strings.NewReader(text), "x")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Offers) != 2 || got.Odd != 1 || got.Line != 2 || got.Offers[0].OnDemand != dollar/10000*4808 || got.Offers[1].Region != "r" {
		t.Errorf("ReadHuawei = %+v, want two offers in r, the month of the second not 525.6 hours", got)
	}
	got, err = ReadHuawei(strings.NewReader(`{"storage_classes":[{"name":"S","storage_pricing":{"single_az":{"price_per_gb_month":0.023},"multi_az":{"price_per_gb_month":null}}}]}`), "x")
	if err != nil || len(got.Classes) != 1 || got.Classes[0].SingleAZ != dollar/1000*23 || got.Classes[0].MultiAZ != 0 {
		t.Errorf("ReadHuawei of storage = %+v, %v", got, err)
	}
	if _, err := ReadHuawei(strings.NewReader(`{"flavors":[{"hourly":"much"}]}`), "x"); err == nil || !strings.Contains(err.Error(), `hourly is "much"`) {
		t.Errorf("ReadHuawei of a wrong price: %v", err)
	}
}

func FuzzLists(f *testing.F) {
	f.Add("region,instance_type,ondemand_usd_per_h\nr,m,0.5\n", 0)
	f.Add(`{"aws":{"compute":{"r":{"c5":{"on_demand":4.514,"spot":0}}},"internet_egress":{"r":{"0":0.1}}}}`, 1)
	f.Add(`{"region":"r","flavors":[{"name":"a","vcpus":8,"ram_gb":64,"hourly":0.4808,"monthly":252.71}]}`, 2)
	f.Fuzz(func(t *testing.T, text string, which int) {
		switch which {
		case 1:
			ReadCoroot(strings.NewReader(text), "x")
		case 2:
			ReadHuawei(strings.NewReader(text), "x")
		default:
			for _, x := range []form{skyPilot, plain, alibaba, components} {
				l, err := x.open(strings.NewReader(text), "x", Options{Lenient: true})
				if err != nil {
					continue
				}
				for o := (Offer{}); l.Next(&o); {
					if o.OnDemand < 0 || o.Spot < 0 || o.CPU < 0 || o.Mem < 0 {
						t.Fatalf("%+v has something negative", o)
					}
				}
			}
		}
	})
}
