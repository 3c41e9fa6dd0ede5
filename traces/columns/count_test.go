package columns

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
	"pgregory.net/rapid"
)

// claiming returns the file with other numbers of rows in its footer: of the file, and
// of its row groups, the first of which takes the difference. Its pages stay.
func claiming(t *rapid.T, file []byte, total, inGroups int64) []byte {
	end := len(file) - 8
	begin := end - int(binary.LittleEndian.Uint32(file[end:]))
	var meta format.FileMetaData
	if err := thrift.Unmarshal(&thrift.CompactProtocol{}, file[begin:end], &meta); err != nil {
		t.Fatal(err)
	}
	meta.NumRows = total
	for _, g := range meta.RowGroups {
		inGroups -= g.NumRows
	}
	if len(meta.RowGroups) > 0 {
		meta.RowGroups[0].NumRows += inGroups
	}
	footer, err := thrift.Marshal(&thrift.CompactProtocol{}, &meta)
	if err != nil {
		t.Fatal(err)
	}
	out := append(bytes.Clone(file[:begin]), footer...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(footer)))
	return append(out, "PAR1"...)
}

// A file that says another number of rows than its pages have is damaged, whoever
// reads it: a Reader, which hands out rows before it knows, and Read, which hands out
// none. One that says the truth is not.
func TestTheNumberOfRowsIsChecked(t *testing.T) {
	files := map[int][]byte{}
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.OneOf(rapid.IntRange(0, 5), rapid.SampledFrom([]int{batchRows - 1, batchRows, batchRows + 1, 2*batchRows + 3})).Draw(rt, "rows")
		if files[n] == nil {
			files[n] = written(t, runs(n), nil)
		}
		said := int64(n)
		if rapid.Bool().Draw(rt, "lie") {
			said = rapid.OneOf(rapid.Int64Range(0, 2*int64(n)+2), rapid.Just(int64(0)), rapid.Just(int64(n+1)), rapid.Just(int64(1)<<40)).Draw(rt, "said")
		}
		inGroups := int64(n)
		if rapid.Bool().Draw(rt, "groups agree") {
			inGroups = said
		}
		b := claiming(rt, files[n], said, inGroups)
		got, err := stream(b)
		if all, allErr := readBytes[run](b); (allErr == nil) != (err == nil) {
			rt.Errorf("%d rows that say %d: Read gives %d rows and %v, a Reader %d and %v", n, said, len(all), allErr, len(got), err)
		}
		switch {
		case said != int64(n) && err == nil:
			rt.Errorf("%d rows that say %d: no error, want one", n, said)
		case said == int64(n) && err != nil:
			rt.Errorf("%d rows that say so: %v", n, err)
		}
		if len(got) > n || len(got) > 0 && !cmp.Equal(got, runs(n)[:len(got)], ignoreUnexported) {
			rt.Errorf("%d rows that say %d: %d rows, which are not those of the file", n, said, len(got))
		}
	})
}
