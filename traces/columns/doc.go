// Package columns writes and reads rows of plain structs as Parquet files that
// pandas, DuckDB and the next release of this program open alike.
//
// A row type is a flat struct. Each exported field is a column and says its
// name, in lower case with the unit in it:
//
//	type Run struct {
//		Policy   string   `parquet:"policy,dict"`
//		Seed     int64    `parquet:"seed"`
//		CostUSD  float64  `parquet:"cost_usd"`
//		Finished bool     `parquet:"finished"`
//		WaitMean *float64 `parquet:"wait_mean_seconds"` // nil is NULL
//	}
//
// Fields are string, int64, float64, bool, or types made of these. A value that
// may be unknown is a pointer: nil is NULL in DuckDB and missing in pandas. NaN
// is refused, because it would pass for a number in one tool and for NULL in
// another, and so is text that is not UTF-8. Embedded structs give their fields
// to the row. The option dict stores repeated text once.
//
// Writing:
//
//  1. CreateFile opens a temporary file beside the wanted one.
//  2. NewWriter, Write, Close. The bytes depend on the rows and the metadata
//     alone: not on the clock, the processor or how rows were batched.
//  3. File.Close gives the file its name; until then there is no such file.
//
// Reading compares the file's schema with the row type first, and reports every
// missing, surplus or mistyped column by name. The Parquet library would read a
// misspelt column as zeros, and convert a wrong type in silence.
//
// In pandas a nullable int64 becomes float64 unless one asks for
// dtype_backend="numpy_nullable"; DuckDB shows BIGINT.
//
// Note: the library's own tag optional, on a field that is not a pointer, would
// turn every zero into NULL; it is refused, as is every tag but dict.
package columns
