package bill_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"skysim/bench/bill"
	"skysim/traces/catalog"
)

const columns = "kind,provider,region,zone,type,purchase,count,start,end,gb,to,ended_by\n"

// What the catalogue has no price for is an error at the value that is to
// blame; the whole text is compared.
func TestWhatHasNoPriceIsSaid(t *testing.T) {
	c := embedded(t)
	for _, tt := range []struct{ name, row, date, want string }{
		{"provider", "machine,awz,us-east-1,,m5.large,on-demand,1,2024-05-01T10:00:00Z,2024-05-01T11:00:00Z,,,", "",
			`usage.csv:2:9: provider is "awz", want a provider of the catalogue; did you mean "aws"?`},
		{"region", "machine,aws,us-esat-1,,m5.large,on-demand,1,2024-05-01T10:00:00Z,2024-05-01T11:00:00Z,,,", "",
			`usage.csv:2:13: region is "us-esat-1", want a region of aws; did you mean "us-east-1"?`},
		{"zone", "machine,aws,us-east-1,use1-az9,m5.large,on-demand,1,2024-05-01T10:00:00Z,2024-05-01T11:00:00Z,,,", "",
			`usage.csv:2:23: zone is "use1-az9", want a zone of aws in us-east-1, or nothing; did you mean "use1-az1"?`},
		{"type", "machine,aws,us-east-1,,m5.lagre,on-demand,1,2024-05-01T10:00:00Z,2024-05-01T11:00:00Z,,,", "",
			`usage.csv:2:24: type is "m5.lagre", want a machine type that aws sells in us-east-1; did you mean "m5.large"?`},
		{"type of elsewhere", "machine,aws,ap-northeast-1,,p4de.24xlarge,on-demand,1,2024-05-01T10:00:00Z,2024-05-01T11:00:00Z,,,", "",
			`usage.csv:2:29: type is "p4de.24xlarge", want a machine type that aws sells in ap-northeast-1; it is sold in us-east-1, us-west-2`},
		{"purchase", "machine,lambda,us-east-1,,gpu_1x_a10,spot,1,2024-05-01T10:00:00Z,2024-05-01T11:00:00Z,,,", "",
			`usage.csv:2:38: purchase is "spot", want one that gpu_1x_a10 is sold under in us-east-1: on-demand`},
		{"too early", "machine,aws,us-east-1,,m5.large,on-demand,1,2023-05-01T10:00:00Z,2023-05-01T11:00:00Z,,,", "",
			`usage.csv:2:45: start is "2023-05-01T10:00:00Z", want a time from 2024-04-23 on, when the prices of m5.large on-demand in us-east-1 begin`},
		{"before all rules", "egress,aws,us-east-1,,,,,2010-05-01T10:00:00Z,,1,internet,", "",
			`usage.csv:2:26: start is "2010-05-01T10:00:00Z", want a time from which on the tariff is known; tariff of aws on 2010-05-01: no billing_increment, there is 2017-10-02`},
		{"before the traffic's price", "egress,aws,us-east-1,,,,,2020-05-01T10:00:00Z,,1,internet,", "",
			`usage.csv:2:12: region is "us-east-1", want a region whose price of traffic to the internet is known on 2020-05-01`},
		{"no price on the day asked for", "machine,huawei,ap-southeast-3,,c7n.large.2,on-demand,1,2026-11-10T10:00:00Z,2026-11-10T11:00:00Z,,,", "2024-04-23",
			`usage.csv:2:56: start is "2026-11-10T10:00:00Z", want a time from which on the tariff is known; tariff of huawei on 2024-04-23: no billing_increment, there is 2026-11-01`},
		{"zones differ", "machine,aws,eu-central-1,,c5.xlarge,spot,1,2024-05-01T10:00:00Z,2024-05-01T11:00:00Z,,,", "",
			`usage.csv:2:26: zone is "", want the name of a zone, since the price is not the same in all zones of eu-central-1; euc1-az1 $0.0873, euc1-az2 $0.0929, euc1-az3 $0.0884 per hour`},
		{"destination", "egress,aws,us-east-1,,,,,2024-05-01T10:00:00Z,,1,us-wset-2,", "",
			`usage.csv:2:50: to is "us-wset-2", want internet, a region of aws, or a provider and its region as in gcp/us-east1; did you mean "us-west-2"?`},
		{"destination's region", "egress,aws,us-east-1,,,,,2024-05-01T10:00:00Z,,1,gcp/us-east9,", "",
			`usage.csv:2:50: to is "gcp/us-east9", want internet, or a region of gcp; did you mean "gcp/us-east1"?`},
		{"destination's jurisdiction", "egress,aws,us-east-1,,,,,2024-05-01T10:00:00Z,,1,internet/China,", "",
			`usage.csv:2:50: to is "internet/China", want internet/ and the ISO 3166-1 code of a jurisdiction, as in internet/CN`},
		{"class", "storage,aws,us-east-1,,standart,,,2024-05-01T10:00:00Z,2024-05-02T10:00:00Z,1,,", "",
			`usage.csv:2:24: type is "standart", want a class of storage that has a price in us-east-1 on 2024-05-01; did you mean "standard"?`},
		{"requests to a disk", "storage,aws,us-east-1,,gp3/reads,,5,2024-05-01T10:00:00Z,,,,", "",
			`usage.csv:2:24: type is "gp3/reads", want requests whose price is known for gp3 in us-east-1`},
		{"commitment", "machine,aws,us-east-1,,m5.large,reserved,1,2024-05-01T10:00:00Z,2025-05-01T11:00:00Z,,,", "",
			`usage.csv:2:33: purchase is "reserved", want on-demand or spot: no price of a commitment is known in us-east-1 on 2024-05-01`},
		{"too many", "machine,aws,us-east-1,,p4d.24xlarge,on-demand,1000000,2024-05-01T10:00:00Z,2204-05-01T11:00:00Z,,,", "",
			`usage.csv:2:47: count is "1000000", want less: the amount does not fit into 64 bits of nano-dollars`},
		{"too much", "egress,aws,us-east-1,,,,,2024-05-01T10:00:00Z,,9000000000,us-west-2,", "", ""}, // $180 million do
	} {
		_, err := bill.New(readUsage(t, columns+tt.row+"\n"), c, bill.Options{Date: tt.date})
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// Wrong rows are told together, in the order of the file, and ten at most.
func TestWrongRowsAreToldTogether(t *testing.T) {
	file := columns
	for i := range 13 {
		file += fmt.Sprintf("egress,aws,us-east-%d,,,,,2024-05-01T10:00:%02dZ,,1,internet,\n", i%2, 59-i)
	}
	_, err := bill.New(readUsage(t, file), embedded(t), bill.Options{})
	if err == nil {
		t.Fatal("no error")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 7 || !strings.HasPrefix(lines[0], "usage.csv:2:") || !strings.HasPrefix(lines[6], "usage.csv:14:") {
		t.Errorf("%v\nwant seven lines from 2 to 14", err)
	}
	_, err = bill.New(readUsage(t, strings.ReplaceAll(file, "us-east-1", "us-east-7")), embedded(t), bill.Options{})
	if err == nil || !strings.HasSuffix(err.Error(), "\n3 more rows are wrong") {
		t.Errorf("%v\nwant ten lines and 3 more", err)
	}
	if _, err := bill.New(nil, embedded(t), bill.Options{Date: "tomorrow"}); err == nil || err.Error() != `catalogue date is "tomorrow", want a date as in 2024-04-23` {
		t.Errorf("got %v", err)
	}
}

// A price in a currency that nobody has a rate for is no price.
func TestACurrencyWithoutARate(t *testing.T) {
	c := pageCatalog(t, "aws", "r", nil)
	c.History[0].Amount = catalog.Amount{Currency: "CNY", Value: "7"}
	_, err := bill.New(readUsage(t, columns+"machine,aws,r,,any,on-demand,,2024-05-01T10:00:00Z,2024-05-01T11:00:00Z,,,\n"), c, bill.Options{})
	want := `usage.csv:2:16: type is "any", want a machine with a price in dollars, or in a currency whose rate is known; no rate of currency "CNY" on or before 2000-01-01, there is none at all`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// Prices and rules are those of the day; Options.Date takes those of another.
func TestDaysDecide(t *testing.T) {
	for _, tt := range []struct{ name, row, date, want string }{
		{"the day before a spot price changes", "machine,aws,us-east-1,use1-az1,m5.large,spot,,2024-08-08T22:00:00Z,2024-08-08T23:00:00Z,,,", "", "$0.0412"},
		{"from midnight on", "machine,aws,us-east-1,use1-az1,m5.large,spot,,2024-08-09T00:00:00Z,2024-08-09T01:00:00Z,,,", "", "$0.0434"},
		{"across midnight", "machine,aws,us-east-1,use1-az1,m5.large,spot,,2024-08-08T23:30:00Z,2024-08-09T00:30:00Z,,,", "", "$0.0423"},
		{"of another day", "machine,aws,us-east-1,use1-az1,m5.large,spot,,2024-08-09T00:00:00Z,2024-08-09T01:00:00Z,,,", "2024-04-23", "$0.0412"},
		{"before its own prices", "machine,aws,us-east-1,use1-az1,m5.large,spot,,2020-08-09T00:00:00Z,2020-08-09T01:00:00Z,,,", "2024-04-23", "$0.0412"},
		{"zones that agree", "machine,aws,us-east-1,,m5.large,spot,,2024-08-09T00:00:00Z,2024-08-09T01:00:00Z,,,", "", "$0.0434"},
		{"Azure before its minimum", "machine,azure,eastus,,Standard_D8s_v5,on-demand,,2025-05-31T23:59:00Z,2025-06-01T00:00:00Z,,,", "", "$0.0064"},
		{"and with it", "machine,azure,eastus,,Standard_D8s_v5,on-demand,,2025-06-01T00:00:00Z,2025-06-01T00:01:00Z,,,", "", "$0.032"},
		{"another cloud is the internet", "egress,azure,eastus,,,,,2025-06-01T00:00:00Z,,101,aws/us-east-1,", "", "$0.087"},
		{"and so is a name that only another cloud has", "egress,azure,eastus,,,,,2025-06-01T00:00:00Z,,101,us-east1,", "", "$0.087"},
		{"China is dearer from Google Cloud", "egress,gcp,us-east1,,,,,2025-06-01T00:00:00Z,,1,internet/CN,", "", "$0.23"},
		{"zone to zone", "egress,aws,us-east-1,,,,,2025-06-01T00:00:00Z,,5,us-east-1,", "", "$0.1"},
		{"Azure's standard storage", "storage,azure,westus2,,,,,2025-06-01T00:00:00Z,2025-07-01T00:00:00Z,10,,", "", "$0.184"},
		{"nothing kept", "storage,aws,us-east-1,,,,,2025-06-01T00:00:00Z,2025-06-01T00:00:00Z,10,,", "", "$0"},
	} {
		v, err := bill.New(readUsage(t, columns+tt.row+"\n"), embedded(t), bill.Options{Date: tt.date})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if got := v.Total.String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// The months of a bill are the provider's: what California calls May is
// counted in May, though it is June in Greenwich.
func TestTiersFillByTheProvidersMonth(t *testing.T) {
	file := columns
	for _, at := range []string{"2024-05-15T00:00:00Z", "2024-06-01T06:59:59Z", "2024-06-01T07:00:00Z"} {
		file += "egress,gcp,us-east1,,,,," + at + ",,1024,internet,\n"
	}
	v, err := bill.New(readUsage(t, file), embedded(t), bill.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range v.Lines {
		got = append(got, l.Month+" "+l.Amount.String())
	}
	if want := "2024-05 $122.88, 2024-05 $112.64, 2024-06 $122.88"; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}

// A commitment's fee is its price when it lasts its term, and it covers
// machine-hours by the clock, whichever machines they are of.
func TestACommitmentOfAMonth(t *testing.T) {
	row := "machine,huawei,ap-southeast-3,,c7n.large.2,%s,%d,%s,%s,,,\n"
	file := columns + fmt.Sprintf(row, "reserved", 1, "2026-11-30T16:00:00Z", "2026-12-31T16:00:00Z") + // December in China
		fmt.Sprintf(row, "on-demand", 2, "2026-12-10T10:00:00Z", "2026-12-10T10:30:00Z") + // half an hour each: covered
		fmt.Sprintf(row, "on-demand", 2, "2026-12-10T12:00:00Z", "2026-12-10T13:00:00Z") // an hour each: half covered
	v, err := bill.New(readUsage(t, file), embedded(t), bill.Options{})
	if err != nil {
		t.Fatal(err)
	}
	all := map[bill.Kind]string{}
	for _, l := range v.Lines {
		all[l.Kind] += l.Month + " " + l.Amount.String() + ";"
	}
	tariff, err := embedded(t).Tariff("huawei", "2026-12-01")
	if err != nil {
		t.Fatal(err)
	}
	price, ok := tariff.Commitment("ap-southeast-3", "c7n.large.2", 1)
	if !ok {
		t.Fatal("no price of a commitment")
	}
	if got, want := all[bill.Commitment], "2026-12 "+price.Price.String()+";"; got != want {
		t.Errorf("the fee is %s, want %s", got, want)
	}
	machines, credit := v.Lines[2].Amount, v.Lines[1].Amount // of the first two, then what is covered of all
	if got, want := credit, -2*machines; got != want {
		t.Errorf("credit of %v, want %v: %v", got, want, all)
	}
}

// The JSON has what the command promises.
func TestJSON(t *testing.T) {
	v, err := bill.New(readUsage(t, columns+"egress,aws,us-east-1,,,,,2024-05-01T10:00:00Z,,10341,internet,\n"), embedded(t), bill.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Total int64 `json:"total_nanousd"`
		Lines []struct {
			Row    int
			Kind   string
			Amount int64 `json:"amount_nanousd"`
			Why    string
			Detail struct {
				Rules []string
				Tiers []struct {
					Above string `json:"above_gb"`
					GB    string
					USD   string `json:"usd_per_gb"`
				}
			}
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	const want = `{921685000000 [{2 egress 921685000000 100 GB free of the month's 100 GB, 10240 GB at $0.09 + 1 GB at $0.085 (tier above 10240 GB), after 0 GB counted as us-east-1-to-any in 2024-05 {[free-allowance tier] [{0 10240 0.09} {10240 1 0.085}]}}]}`
	if s := fmt.Sprint(got); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	if empty, err := json.Marshal(&bill.Invoice{}); err != nil || !strings.Contains(string(empty), `"lines":[]`) {
		t.Errorf("an empty invoice is %s, %v", empty, err)
	}
}
