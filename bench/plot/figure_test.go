package plot

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"flag"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/math/fixed"
)

var update = flag.Bool("update", false, "rewrite the golden figures in testdata")

// kept are the scenes whose pictures are in testdata, one of each kind. Of all others
// only the hash is: the pictures would weigh more than the code.
var kept = map[string]bool{"cost_five": true, "waits_five": true, "time_five": true, "scatter_five": true, "published_curves": true, "published_agreement": true}

// The figures are compared byte for byte, whatever GOAMD64. If a change was
// meant: go test ./bench/plot -update, then
// go test ./bench/plot -run Golden -artifacts -outputdir DIR and look at every PNG.
func TestFiguresEqualTheGoldenOnes(t *testing.T) {
	all := scenes()
	var sums strings.Builder
	for _, name := range names(all) {
		f, err := all[name]()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, format := range []struct {
			suffix string
			write  func(io.Writer) error
		}{{".png", f.WritePNG}, {".svg", f.WriteSVG}} {
			file := name + format.suffix
			data := written(t, file, format.write)
			fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), file)
			save(t, t.ArtifactDir(), file, data)
			if *update && kept[name] {
				save(t, "testdata", file, data)
			}
		}
	}
	fmt.Fprintf(&sums, "%x  all glyphs\n", sha256.Sum256(allGlyphs()))
	const golden = "testdata/sha256sums"
	if *update {
		save(t, "testdata", "sha256sums", []byte(sums.String()))
	}
	data, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	got, want := strings.Split(sums.String(), "\n"), strings.Split(string(data), "\n")
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("line %d of %s differs: got %q, want %q", i+1, golden, at(got, i), at(want, i))
		}
	}
}

// allGlyphs draws every Latin-1 glyph in every style at every quarter of a
// pixel: all the pictures of glyphs that a PNG can contain.
func allGlyphs() []byte {
	img := image.NewRGBA(image.Rect(0, 0, 60, 60))
	black := image.NewUniform(color.Black)
	hash := sha256.New()
	for _, st := range []style{titleStyle, noteStyle, panelStyle, tickStyle} {
		f := st.face()
		set := typesetter{font: f.Face, size: fixed.Int26_6(math.Round(f.Font.Size.Dots(dotsPerInch) * 64))}
		for c := rune(0x20); c <= 0xff; c++ {
			for quarter := range fixed.Int26_6(4) {
				clear(img.Pix)
				set.write(img, black, fixed.Point26_6{X: fixed.I(10) + 16*quarter, Y: fixed.I(40)}, string(c))
				hash.Write(img.Pix)
			}
		}
	}
	return hash.Sum(nil)
}

// at returns a line, or nothing beyond the last.
func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// save writes a file.
func save(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// written returns what write writes, which must be the same twice.
func written(t *testing.T, name string, write func(io.Writer) error) []byte {
	t.Helper()
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := write(b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("%s: two writes differ", name)
	}
	return first.Bytes()
}

func TestSVGIsWellFormed(t *testing.T) {
	d := costScene([]string{"<b> & \"quotes\" \x00\xff 日本"}, []string{"]]>"}, 1, 0.1)
	f, err := CostByPolicy(d)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	decoder := xml.NewDecoder(&b)
	for {
		if _, err := decoder.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestWriteErrorsAreReported(t *testing.T) {
	f, err := CostByPolicy(costScene(five, []string{""}, 1, 0.1))
	if err != nil {
		t.Fatal(err)
	}
	for name, write := range map[string]func(io.Writer) error{"SVG": f.WriteSVG, "PNG": f.WritePNG} {
		if err := write(full{}); err == nil || !strings.Contains(err.Error(), "disk is full") {
			t.Errorf("%s to a full disk: error %v", name, err)
		}
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("disk is full") }
