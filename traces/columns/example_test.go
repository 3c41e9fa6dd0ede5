package columns_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"skysim/traces/columns"
)

// A row type says its columns. WaitMean is nil, and NULL in the file, where no
// job ever started.
type Run struct {
	Policy   string   `parquet:"policy,dict"`
	CostUSD  float64  `parquet:"cost_usd"`
	WaitMean *float64 `parquet:"wait_mean_seconds"`
}

func Example() {
	dir, err := os.MkdirTemp("", "columns")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "runs.parquet")

	rows := []Run{
		{Policy: "greedy", CostUSD: 12.5, WaitMean: new(3.25)},
		{Policy: "idle", CostUSD: 0},
	}
	if err := columns.WriteFile(path, rows, map[string]string{"experiment": "demo"}); err != nil {
		log.Fatal(err)
	}
	back, err := columns.ReadFile[Run](path)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(back[0].Policy, *back[0].WaitMean, back[1].WaitMean)

	// Reading as other columns is an error, not zeros.
	type Cost struct {
		Policy string  `parquet:"policy"`
		Cost   float64 `parquet:"cost"`
	}
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		log.Fatal(err)
	}
	_, err = columns.Read[Cost](f, info.Size())
	fmt.Println(err)
	// Output:
	// greedy 3.25 <nil>
	// columns: column "cost" (float64) is missing; column "cost_usd" is not known (did you mean "cost"?); column "wait_mean_seconds" is not known
}

// A stream of rows goes into a file that appears only when it is complete.
func ExampleCreateFile() {
	save := func(path string) error {
		f, err := columns.CreateFile(path)
		if err != nil {
			return err
		}
		defer f.Abort() // does nothing after Close
		w, err := columns.NewWriter[Run](f, nil)
		if err != nil {
			return err
		}
		for _, policy := range []string{"greedy", "lp"} {
			if err := w.Write(Run{Policy: policy}); err != nil {
				return err
			}
		}
		if err := w.Close(); err != nil {
			return err
		}
		return f.Close()
	}
	fmt.Println(save(filepath.Join(os.TempDir(), "no such folder", "runs.parquet")) != nil)
	// Output: true
}
