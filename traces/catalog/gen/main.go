// Command gen makes the tables of the embedded catalogue that are large (types,
// offers, commitments, distances, claims) out of the recorded lists:
//
//	go run ./traces/catalog/gen --data ../shared/data --out traces/catalog/data
//
// The other files of the catalogue (sources, providers, regions, GPU kinds,
// rates of exchange, tariffs) are kept by hand in the out directory and read from
// there: regions.csv says which regions are taken, choice.go says which machine
// types. Running it again gives the same bytes.
//
//  1. AWS and Azure rows of SkyPilot's catalogue are taken as they are; an
//     empty or zero price means not offered.
//  2. Google Cloud prices the host and its GPUs apart: they are added up.
//  3. SkyPilot knows Azure in the United States only. Prices elsewhere come
//     from a coroot list of the quarter before, which mixes Linux and Windows
//     prices; a list of 2026, Linux only, tells which is which. See azure.go.
//  4. Alibaba's list is in yuan, Huawei's has its own shape: alibaba.go, huawei.go.
//  5. Later lists add a price where it is another one: later.go.
//  6. Round trips come from skyplane, and what lists say that are not trusted is
//     kept as claims: distances.go.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	data := flag.String("data", "../shared/data", "directory of the recorded data")
	out := flag.String("out", "traces/catalog/data", "directory of the catalogue's CSV files")
	flag.Parse()
	if err := run(*data, *out, os.Stderr); err != nil {
		fmt.Fprintf(os.Stderr, "gen: %v\n", err)
		os.Exit(1)
	}
}

// run regenerates the tables in out and reports on log what was
// left out.
func run(data, out string, log io.Writer) error {
	files, err := generate(os.DirFS(data), os.DirFS(out), log)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(out, f.name), f.bytes, 0o644); err != nil {
			return err
		}
	}
	return nil
}
