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
