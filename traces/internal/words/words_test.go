package words

import (
	"fmt"
	"strings"
	"testing"
)

func TestWordsKnowWhereTheyStand(t *testing.T) {
	s := New("x", strings.NewReader("a  bc\r\n\n\td\ne"))
	var got []string
	for w := s.Next(); w.Text != ""; w = s.Next() {
		got = append(got, fmt.Sprintf("%s@%d:%d", w.Text, w.Line, w.Column))
	}
	if want := "a@1:1 bc@1:4 d@3:2 e@4:1"; strings.Join(got, " ") != want || s.Err() != nil {
		t.Errorf("words are %v, %v, want %s", got, s.Err(), want)
	}
	if err := s.Fault(s.Next(), "size", "a number"); err.Error() != "x:4: the file ends, want the size: a number" {
		t.Errorf("Fault at the end: %v", err)
	}
}

func TestLineIsWhatIsLeftOfIt(t *testing.T) {
	s := New("x", strings.NewReader("a b\nc d"))
	s.Next()
	if got := s.Line(); len(got) != 1 || got[0].Text != "b" {
		t.Errorf("Line() = %v, want b", got)
	}
	s.Skip()
	if w := s.Next(); w.Text != "c" {
		t.Errorf("after Skip: %v, want c", w)
	}
}

func TestLongLinesAreRefused(t *testing.T) {
	s := New("x", strings.NewReader("a\n"+strings.Repeat("9", mostLine+1)))
	s.Next()
	w := s.Next()
	if got, want := s.Fault(w, "size", "a number").Error(), "x:2: the line is longer than 1024 KiB"; w.Text != "" || got != want {
		t.Errorf("a long line: %v, %s, want %s", w, got, want)
	}
}
