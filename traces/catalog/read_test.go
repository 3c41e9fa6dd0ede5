package catalog_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"skysim/traces/catalog"
)

// small is the smallest catalogue with a bit of everything.
func small() fstest.MapFS {
	return files(
		"source,title,licence,where\nlist,\"a list, made up\",facts,example.org\n",
		"provider,fact,value,basis,date,source\nacme,billing_minimum,1m0s,published,2024-01-01,list\n"+
			"acme,bills_boot,yes,assumed,2024-01-01,list\nacme,boot_time,45s,measured,2024-01-01,list\n",
		"provider,region,jurisdiction,city,source\nacme,here,DE,Berlin,list\nacme,there,US,Boston,list\n",
		"gpu,memory_mib,bandwidth_gb_s,fp32_tflops,source\nV100,16384,900,15.7,list\nX1,1024,,,list\n",
		"provider,type,vcpu_milli,memory_mib,gpu,gpus,date,source\nacme,c4,4000,8192,,0,2024-04-23,list\nacme,g8,8000,65536,V100,1,2024-04-23,list\n",
		"provider,region,zone,type,purchase,usd_per_hour,date,source\n"+
			"acme,here,za,c4,on-demand,0.1,2024-04-23,list\nacme,here,za,c4,spot,0.04,2024-04-23,list\nacme,here,za,g8,on-demand,2.5,2024-04-23,list\n",
	)
}

// tariffed is small with something in each of the other tables.
func tariffed() fstest.MapFS {
	m := small()
	for file, rows := range map[string]string{
		"fx.csv":          "currency,units_per_usd,date,source\nCNY,8,2024-04-01,list\n",
		"commitments.csv": "provider,region,type,months,usd,basis,date,source,currency,amount\nacme,here,c4,1,25,published,2024-04-23,list,CNY,200\n",
		"egress.csv": "provider,from,to,route,counter,above_gb,usd_per_gb,basis,date,source\n" +
			"acme,north,any,,north,0,0,published,2024-01-01,list\nacme,north,any,,north,100,0.09,published,2024-01-01,list\nacme,north,CN,,china,0,0.2,published,2024-01-01,list\n",
		"transfers.csv": "provider,scope,from,to,usd_per_gb,basis,date,source\nacme,inter-region,north,any,0.02,assumed,2024-01-01,list\n",
		"storage.csv": "provider,where,kind,class,item,above_gb,usd,basis,date,source\n" +
			"acme,here,object,standard,gb_month,0,0.023,published,2024-01-01,list\nacme,here,object,standard,reads,0,0.0004,published,2024-01-01,list\n",
		"rtt.csv":    "from,to,micros,date,source\nacme/here,acme/there,90500,2022-01-29,list\n",
		"claims.csv": "kind,provider,region,subject,value,date,source\non-demand,acme,here,c4,0.11,2024-04-23,list\n",
		"regions.csv": "provider,region,jurisdiction,city,source,latitude,longitude,group\n" +
			"acme,here,DE,Berlin,list,52.52,13.405,north\nacme,there,US,Boston,list,42.36,-71.06,\n",
	} {
		m[file] = &fstest.MapFile{Data: []byte(rows)}
	}
	m["providers.csv"].Data = append(m["providers.csv"].Data, "acme,billing_increment,1s,published,2024-01-01,list\nacme,gb_bytes,1000000000,published,2024-01-01,list\n"+
		"acme,billing_zone,UTC,published,2024-01-01,list\nacme,spot_price,instance-hour,assumed,2024-01-01,list\nacme,free_egress_gb,100,published,2024-01-01,list\n"...)
	return m
}

func files(sources, providers, regions, gpus, types, offers string) fstest.MapFS {
	return fstest.MapFS{
		"sources.csv": {Data: []byte(sources)}, "providers.csv": {Data: []byte(providers)},
		"regions.csv": {Data: []byte(regions)}, "gpus.csv": {Data: []byte(gpus)},
		"types.csv": {Data: []byte(types)}, "offers.csv": {Data: []byte(offers)},
	}
}

func replace(t *testing.T, m fstest.MapFS, file, old, with string) {
	t.Helper()
	if !bytes.Contains(m[file].Data, []byte(old)) {
		t.Fatalf("%s has no %q to replace", file, old)
	}
	m[file].Data = bytes.Replace(m[file].Data, []byte(old), []byte(with), 1)
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for _, tt := range []struct{ name, file, old, with, want string }{
		{"misspelt column", "offers.csv", "usd_per_hour", "usd_per_hr", `offers.csv:1:36: unknown column "usd_per_hr", did you mean "usd_per_hour"?`},
		{"column missing", "regions.csv", ",city", "", `regions.csv:1:1: no column "city", want provider,region,jurisdiction,city,source`},
		{"column twice", "gpus.csv", "gpu,memory_mib", "gpu,gpu", `gpus.csv:1:5: column "gpu" is there twice`},
		{"short row", "offers.csv", ",za,g8", ",za", `offers.csv:4:1: wrong number of fields`},
		{"stray quote", "offers.csv", "here,za,g8", `here,z"a,g8`, `offers.csv:4:12: bare " in non-quoted-field`},
		{"negative price", "offers.csv", "0.04", "-0.03", `offers.csv:3:22: price -0.03 is negative`},
		{"zero price", "offers.csv", "0.04", "0.0", `offers.csv:3:22: price 0.0 is zero: leave the row out if the machine is not offered`},
		{"empty price", "offers.csv", "0.04", "", `offers.csv:3:22: price "" is not a decimal number of dollars with at most 12 decimals`},
		{"price with an exponent", "offers.csv", "0.04", "4e-2", `offers.csv:3:22: price "4e-2" is not a decimal number`},
		{"unknown purchase", "offers.csv", ",spot,", ",sport,", `offers.csv:3:17: unknown purchase "sport", did you mean "spot"?`},
		{"unknown region", "offers.csv", "here,za,g8", "hree,za,g8", `offers.csv:4:6: region "hree" is not in regions.csv, did you mean "here"?`},
		{"unknown type", "offers.csv", ",g8,", ",g9,", `offers.csv:4:14: type "g9" is not in types.csv, did you mean "g8"?`},
		{"unknown provider", "offers.csv", "acme,here,za,g8", "acne,here,za,g8", `offers.csv:4:1: provider "acne" is not in providers.csv, did you mean "acme"?`},
		{"unknown source", "offers.csv", "2.5,2024-04-23,list", "2.5,2024-04-23,lost", `offers.csv:4:42: source "lost" is not in sources.csv, did you mean "list"?`},
		{"no such day", "offers.csv", "2.5,2024-04-23", "2.5,2024-02-30", `offers.csv:4:31: date "2024-02-30" is not a date as in 2024-04-23`},
		{"offer twice", "offers.csv", ",spot,0.04", ",on-demand,0.04", `offers.csv:3:1: acme za c4 on-demand was given on line 2 already`},
		{"zone in two regions", "offers.csv", "here,za,g8", "there,za,g8", `offers.csv:4:12: zone "za" is in region "there" and was in "here" before`},
		{"zone with a space", "offers.csv", "here,za,g8", "here,z a,g8", `offers.csv:4:11: zone "z a" has the character ' '`},
		{"half a milli-vCPU", "types.csv", "8000", "8000.5", `types.csv:3:9: vcpu_milli "8000.5" is not a whole number from 1 to 1000000000`},
		{"too many GPUs", "types.csv", "V100,1", "V100,33", `types.csv:3:25: gpus "33" is not a whole number from 0 to 32`},
		{"GPUs of no kind", "types.csv", "V100,1", ",1", `types.csv:3:20: gpu is empty but gpus is 1`},
		{"kind without GPUs", "types.csv", "V100,1", "V100,0", `types.csv:3:25: gpus is 0 but gpu is "V100"`},
		{"unknown GPU", "types.csv", "V100,1", "V10,1", `types.csv:3:20: gpu "V10" is not in gpus.csv, did you mean "V100"?`},
		{"jurisdiction in words", "regions.csv", "DE", "Germany", `regions.csv:2:11: jurisdiction "Germany" is not an ISO 3166-1 code`},
		{"zero bandwidth", "gpus.csv", "900", "0", `gpus.csv:2:12: bandwidth_gb_s "0" is not a positive number with at most 0 decimals`},
		{"unknown fact", "providers.csv", "boot_time", "boot_tine", `providers.csv:4:6: unknown fact "boot_tine", did you mean "boot_time"?`},
		{"duration without unit", "providers.csv", "45s", "45", `providers.csv:4:16: boot_time "45" is not a duration as in 1m30s`},
		{"neither yes nor no", "providers.csv", "yes", "maybe", `providers.csv:3:17: unknown value "maybe", want one of yes, no`},
		{"fact twice", "providers.csv", "boot_time,45s", "billing_minimum,45s", `providers.csv:4:1: acme billing_minimum was given on line 2 already`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := small()
			replace(t, m, tt.file, tt.old, tt.with)
			_, err := catalog.Read(m)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("Read error = %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestReadSaysWhatIsWrongWithTariffs(t *testing.T) {
	for _, tt := range []struct{ name, file, old, with, want string }{
		{"currency without a rate", "commitments.csv", "CNY", "CNH", `commitments.csv:2:45: no rate of currency "CNH" on or before 2024-04-23, there is CNY from 2024-04-01`},
		{"rate of a later day", "fx.csv", "2024-04-01", "2024-04-24", `commitments.csv:2:45: no rate of currency "CNY" on or before 2024-04-23, there is CNY from 2024-04-24`},
		{"wrong conversion", "commitments.csv", ",200", ",201", `commitments.csv:2:49: amount 201 CNY is $25.125 at the rate of fx.csv, not $25`},
		{"amount of no currency", "commitments.csv", "CNY,200", ",200", `commitments.csv:2:46: amount 200 has no currency`},
		{"no amount", "commitments.csv", "CNY,200", "CNY,", `commitments.csv:2:45: currency CNY has no amount`},
		{"rate of the dollar", "fx.csv", "CNY,8", "USD,8", `fx.csv:2:1: currency USD needs no rate: leave it out`},
		{"rate of zero", "fx.csv", "CNY,8", "CNY,0", `fx.csv:2:5: price 0 is zero`},
		{"zero months", "commitments.csv", "c4,1", "c4,0", `commitments.csv:2:14: months "0" is not a whole number from 1 to 120`},
		{"unknown group", "egress.csv", "acme,north,CN", "acme,nroth,CN", `egress.csv:4:6: from "nroth" is no region and no group of regions of acme, did you mean "north"?`},
		{"destination in words", "egress.csv", "CN", "China", `egress.csv:4:12: to "China" is not "any" and not an ISO 3166-1 code`},
		{"negative price", "egress.csv", "0.09", "-0.09", `egress.csv:3:27: price -0.09 is negative`},
		{"half a GB", "egress.csv", "100", "100.5", `egress.csv:3:23: above_gb "100.5" is not a whole number from 0 to 1000000000`},
		{"tier twice", "egress.csv", ",100,", ",0,", `egress.csv:3:1: acme north any  0 was given on line 2 already for 2024-01-01`},
		{"no first tier", "egress.csv", "0,0.2", "5,0.2", `egress.csv: tiers of acme from north to CN on 2024-01-01 begin above 5 GB, want 0`},
		{"two counters", "egress.csv", "north,100", "south,100", `egress.csv: tiers of acme from north to any have two counters, north and south`},
		{"unknown scope", "transfers.csv", "inter-region", "inter-regional", `transfers.csv:2:6: unknown scope "inter-regional", did you mean "inter-region"?`},
		{"unknown basis", "transfers.csv", "assumed", "guessed", `transfers.csv:2:34: unknown basis "guessed", want one of published, measured, assumed`},
		{"tier of requests", "storage.csv", "reads,0", "reads,5", `storage.csv:3:33: above_gb is 5, want 0: only gb_month has tiers`},
		{"storage from 5 GB on", "storage.csv", "gb_month,0", "gb_month,5", `storage.csv: tiers of acme standard in here on 2024-01-01 begin above 5 GB, want 0`},
		{"place of nothing", "storage.csv", "here,object,standard,gb", "hre,object,standard,gb", `storage.csv:2:6: where "hre" is no region and no group of regions of acme, did you mean "here"?`},
		{"region without provider", "rtt.csv", "acme/here", "here", `rtt.csv:2:1: from "here" is not a provider and a region as in aws/us-east-1`},
		{"unknown region", "rtt.csv", "acme/there", "acme/three", `rtt.csv:2:11: to "acme/three" is not in regions.csv, did you mean "acme/there"?`},
		{"no time at all", "rtt.csv", "90500", "0", `rtt.csv:2:22: micros "0" is not a whole number from 1 to 60000000`},
		{"north of the pole", "regions.csv", "52.52", "92.52", `regions.csv:2:26: latitude "92.52" is not a number of degrees from -90 to 90`},
		{"seven decimals", "regions.csv", "13.405", "13.4050001", `regions.csv:2:32: longitude "13.4050001" is not a number of degrees`},
		{"half a position", "regions.csv", "13.405", "", `regions.csv:2:26: latitude "52.52" but longitude "": want both or neither`},
		{"reserved name", "regions.csv", "13.405,north", "13.405,any", `regions.csv:2:6: the name "any" stands for all regions and groups`},
		{"unknown zone", "providers.csv", "UTC", "CET", `providers.csv:7:19: unknown value "CET", want one of America/Los_Angeles, Asia/Shanghai, UTC`},
		{"a GB of its own", "providers.csv", "1000000000", "1000000", `providers.csv:6:15: unknown value "1000000", did you mean "1000000000"?`},
		{"unknown repricing", "providers.csv", "instance-hour", "hour", `providers.csv:8:17: unknown value "hour", want one of continuous, instance-hour`},
		{"GPUs in halves", "claims.csv", "on-demand,acme,here,c4,0.11", "gpus,acme,,g8,0.5", `claims.csv:2:15: value 0.5 is not a number of GPUs`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := tariffed()
			replace(t, m, tt.file, tt.old, tt.with)
			_, err := catalog.Read(m)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("Read error = %v\nwant %s", err, tt.want)
			}
		})
	}
	if _, err := catalog.Read(tariffed()); err != nil {
		t.Errorf("Read of what is right: %v", err)
	}
}

func TestReadNeedsEveryFile(t *testing.T) {
	for name := range small() {
		m := small()
		delete(m, name)
		if _, err := catalog.Read(m); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("Read without %s: error = %v, want one that names it", name, err)
		}
		m[name] = &fstest.MapFile{}
		want := name + ":1:1: the file is empty, want a line of column names"
		if _, err := catalog.Read(m); err == nil || err.Error() != want {
			t.Errorf("Read with an empty %s: error = %v, want %s", name, err, want)
		}
	}
	m := small()
	m["offers.csv"].Data = m["offers.csv"].Data[:bytes.IndexByte(m["offers.csv"].Data, '\n')+1]
	if _, err := catalog.Read(m); err == nil || err.Error() != "offers.csv: no offers, want at least one" {
		t.Errorf("Read without offers: error = %v", err)
	}
}

// FuzzReadTariffs feeds the tables of tariffs with anything: Read must not panic,
// what it accepts must survive being written and read again, and every tariff
// must answer every question.
func FuzzReadTariffs(f *testing.F) {
	tables := []string{"fx.csv", "providers.csv", "regions.csv", "commitments.csv", "egress.csv", "transfers.csv", "storage.csv", "rtt.csv", "claims.csv"}
	m := tariffed()
	text := func(i int) string { return string(m[tables[i]].Data) }
	f.Add(text(0), text(1), text(2), text(3), text(4), text(5), text(6), text(7), text(8))
	f.Fuzz(func(t *testing.T, fx, providers, regions, commitments, egress, transfers, storage, rtt, claims string) {
		m := tariffed()
		for i, text := range []string{fx, providers, regions, commitments, egress, transfers, storage, rtt, claims} {
			m[tables[i]] = &fstest.MapFile{Data: []byte(text)}
		}
		c, err := catalog.Read(m)
		if err != nil {
			if !strings.Contains(err.Error(), ".csv:") {
				t.Errorf("error %q does not say where", err)
			}
			return
		}
		again, err := catalog.Read(rewritten(t, c))
		if err != nil || again.Hash() != c.Hash() {
			t.Errorf("written and read again: %v", err)
		}
		c.Check()
		if _, err := c.Diff("2024-01-01", c.Date()); err != nil {
			t.Error(err)
		}
		for _, p := range c.Providers {
			ta, err := c.Tariff(p.Name, c.Date())
			if err != nil {
				continue
			}
			for _, a := range ta.Regions() {
				for _, b := range ta.Regions() {
					ta.Between(a, b)
				}
				if e, ok := ta.Internet(a, "CN", ""); ok && (len(e.Tiers) == 0 || e.Tiers[0].Above != 0) {
					t.Errorf("tiers %v", e.Tiers)
				}
			}
		}
	})
}

// FuzzRead feeds the six files with anything: Read must not panic, and what it
// accepts must survive being written and read again, and make a valid world.
func FuzzRead(f *testing.F) {
	text := func(m fstest.MapFS, name string) string { return string(m[name].Data) }
	add := func(m fstest.MapFS) {
		f.Add(text(m, "sources.csv"), text(m, "providers.csv"), text(m, "regions.csv"),
			text(m, "gpus.csv"), text(m, "types.csv"), text(m, "offers.csv"))
	}
	add(small())
	odd := small()
	odd["offers.csv"].Data = append([]byte("\xef\xbb\xbf"), odd["offers.csv"].Data...)
	odd["regions.csv"].Data = bytes.Replace(odd["regions.csv"].Data, []byte("Berlin"), []byte("\"Ber\nlin\""), 1)
	add(odd)
	f.Fuzz(func(t *testing.T, sources, providers, regions, gpus, types, offers string) {
		c, err := catalog.Read(files(sources, providers, regions, gpus, types, offers))
		if err != nil {
			if !strings.Contains(err.Error(), ".csv:") {
				t.Errorf("error %q does not say where", err)
			}
			return
		}
		again, err := catalog.Read(rewritten(t, c))
		if err != nil || again.Hash() != c.Hash() {
			t.Errorf("written and read again: %v", err)
		}
		w, err := c.World(catalog.Selection{})
		if err != nil {
			t.Fatalf("World: %v", err)
		}
		if len(w.GPUKinds) > 64 {
			return // a world's limit, and Validate's to say
		}
		if err := w.Validate(); err != nil {
			t.Errorf("Validate: %v", err)
		}
	})
}
