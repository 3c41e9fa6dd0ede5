package audit_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"skysim/bench/audit"
)

// small is a log of some decisions.
func small(t testing.TB, decisions int64) (log []byte, head string) {
	var b bytes.Buffer
	w, err := audit.NewWriter(&b, audit.Begin{Experiment: "small", Rules: []string{"class eu runs only in DE"}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range decisions {
		d := audit.Decision{TimeNS: i, Time: "2024-01-01T00:00:00Z", What: audit.What{Action: "start", Job: &i, Machines: []int64{7, 8, 7}}, Outcome: "accepted"}
		if i == 1 {
			d.What.Action, d.Outcome = "reject", "accepted"
		}
		if i == 0 {
			d.Alternatives = []audit.Alternative{{Offer: "m5.large", Price: 5, Effective: 6, Verdict: "lawful"}}
		}
		if err := w.Add(d); err != nil {
			t.Fatal(err)
		}
	}
	head, err = w.Close(audit.End{Accepted: decisions})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add(audit.Decision{}); err == nil {
		t.Error("a closed log took another decision")
	}
	return b.Bytes(), head
}

func verify(log []byte) error {
	_, err := audit.Verify(bytes.NewReader(log), "log", "")
	return err
}

// must reports a log that was altered and passes.
func must(t *testing.T, log []byte, what string, args ...any) {
	t.Helper()
	var altered *audit.AlteredError
	if err := verify(log); !errors.As(err, &altered) {
		t.Errorf("%s: %v, want an *AlteredError", fmt.Sprintf(what, args...), err)
	}
}

// Every change of one byte, at every place of a log and to every value, is seen; so is every
// byte that is removed or added.
func TestEveryByteCounts(t *testing.T) {
	log, head := small(t, 1)
	if s, err := audit.Verify(bytes.NewReader(log), "log", head); err != nil || s.Lines != 3 || s.End.Decisions != 1 || s.Head != head {
		t.Fatalf("the log itself: %+v, %v", s, err)
	}
	changed := slices.Clone(log)
	for i := range log {
		for v := range 256 {
			if byte(v) == log[i] {
				continue
			}
			changed[i] = byte(v)
			must(t, changed, "byte %d is %q instead of %q", i, byte(v), log[i])
		}
		changed[i] = log[i]
		must(t, slices.Delete(slices.Clone(log), i, i+1), "byte %d is gone", i)
		must(t, slices.Insert(slices.Clone(log), i, '0'), "a 0 before byte %d", i)
		if i > 0 && log[i] != log[i-1] {
			swapped := slices.Clone(log)
			swapped[i], swapped[i-1] = log[i-1], log[i]
			must(t, swapped, "bytes %d and %d are swapped", i-1, i)
		}
		must(t, log[:i], "only %d bytes", i)
	}
	must(t, append(slices.Clone(log), '\n'), "a newline behind the end")
	must(t, append(slices.Clone(log), log...), "twice the log")
}

// Every set of lines that are not all lines in their order is seen.
func TestEveryLineCounts(t *testing.T) {
	log, _ := small(t, 5)
	lines := bytes.SplitAfter(log, []byte("\n"))
	lines = lines[:len(lines)-1]
	n := len(lines)
	for kept := range 1<<n - 1 { // all but all of them
		var some []byte
		for i := range lines {
			if kept>>i&1 == 1 {
				some = append(some, lines[i]...)
			}
		}
		must(t, some, "lines %b", kept)
	}
	for i := range n {
		for j := range n {
			twice := slices.Insert(slices.Clone(lines), j, lines[i])
			must(t, bytes.Join(twice, nil), "line %d once more at %d", i, j)
			if i != j {
				swapped := slices.Clone(lines)
				swapped[i], swapped[j] = lines[j], lines[i]
				must(t, bytes.Join(swapped, nil), "lines %d and %d swapped", i, j)
			}
		}
	}
}

// What is wrong is said with the line and what was expected.
func TestWhatIsSaid(t *testing.T) {
	log, head := small(t, 5)
	lines := strings.SplitAfter(string(log), "\n")
	for _, c := range []struct{ name, log, want string }{
		{"changed", strings.Replace(string(log), "m5.large", "m6.large", 1), `log:2: the hash of this record, and of all before it, is `},
		{"removed", strings.Join(slices.Delete(slices.Clone(lines), 3, 4), ""), `log:4: this is record 4, want record 3: lines were removed, added or moved`},
		{"cut off", strings.Join(lines[:4], ""), `log:4: the log ends here, without a record of its end`},
		{"half a line", string(log[:len(log)-9]), `log:7: the line is cut off after `},
		{"longer", string(log) + lines[1], `log:8: there is something behind the end of the log: want nothing`},
		{"empty", "", `log:1: the log is empty`},
		{"no log", "{}\n", `log:1: want a line that begins with {"hash":" and 64 hexadecimal digits`},
	} {
		if err := verify([]byte(c.log)); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s…", c.name, err, c.want)
		}
	}
	if _, err := audit.Verify(bytes.NewReader(log), "log", strings.Repeat("0", 64)); err == nil || !strings.Contains(err.Error(), "log:7: the head of the log is "+head+", want 0000") {
		t.Errorf("another head: %v", err)
	}
}

// A log that somebody wrote anew is one, but for its head.
func TestOnlyTheHeadKnowsALogWrittenAnew(t *testing.T) {
	log, head := small(t, 5)
	var b bytes.Buffer
	w, err := audit.NewWriter(&b, audit.Begin{Experiment: "small"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Close(audit.End{}); err != nil {
		t.Fatal(err)
	}
	if err := verify(b.Bytes()); err != nil || bytes.Equal(b.Bytes(), log) {
		t.Errorf("the new log: %v", err)
	}
	if _, err := audit.Verify(&b, "log", head); err == nil {
		t.Error("the new log has the old head")
	}
}

// FuzzVerify: nothing panics, and what passes is what a Writer would have written.
func FuzzVerify(f *testing.F) {
	log, _ := small(f, 2)
	f.Add(log)
	f.Add([]byte("{}\n"))
	f.Add(bytes.ReplaceAll(log, []byte("start"), []byte("stop")))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := audit.NewReader(bytes.NewReader(data), "log")
		var b bytes.Buffer
		var w *audit.Writer
		for {
			rec, err := r.Next()
			if err != nil {
				break
			}
			switch {
			case rec.Begin != nil:
				w, err = audit.NewWriter(&b, *rec.Begin)
			case rec.End != nil:
				_, err = w.Close(*rec.End)
			default:
				err = w.Add(*rec.Decision)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.HasPrefix(data, b.Bytes()) {
			t.Fatalf("read and written again it is\n%s", b.Bytes())
		}
		if verify(data) == nil && b.Len() != len(data) {
			t.Fatalf("%d of %d bytes pass", b.Len(), len(data))
		}
	})
}

func ExampleShow() {
	var b bytes.Buffer
	w, err := audit.NewWriter(&b, audit.Begin{Experiment: "small", Cell: "seed=1", Hash: "3f9a", Engine: "3", Policy: "greedy", Epoch: "2024-01-01T00:00:00Z", Note: "prices of one instant"})
	if err != nil {
		fmt.Println(err)
		return
	}
	job := int64(4)
	err = w.Add(audit.Decision{
		TimeNS: 60e9, Time: "2024-01-01T00:01:00Z", Who: audit.Who{Policy: "greedy", Class: "eu"},
		What:    audit.What{Action: "start", Job: &job, Attempt: 1, Machines: []int64{2}, Offer: "aws/eu-central-1/euc1-az1/m5.large/on-demand"},
		Outcome: "accepted", Why: &audit.Why{Text: "number 1 of 1 lawful offer that could be had, by effective price; 1 cheaper is barred: job may not run in this jurisdiction (1)", Rank: 1, Of: 1},
		Alternatives: []audit.Alternative{
			{Offer: "aws/us-east-1/use1-az1/m5.large/on-demand", Effective: 96_000_000_000, Available: 3, Verdict: "job may not run in this jurisdiction"},
			{Offer: "aws/eu-central-1/euc1-az1/m5.large/on-demand", Effective: 115_000_000_000, Available: 3, Verdict: "lawful", Chosen: true},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := w.Close(audit.End{Accepted: 1}); err != nil {
		fmt.Println(err)
		return
	}
	altered := bytes.Replace(b.Bytes(), []byte("eu-central-1"), []byte("us-east-1"), 1)
	if err := audit.Show(bytes.NewReader(b.Bytes()), "log", 4, os.Stdout); err != nil {
		fmt.Println(err)
	}
	_, err = audit.Verify(bytes.NewReader(altered), "log", "")
	fmt.Println(err)
	// Output:
	// small, cell seed=1
	// hash 3f9a, engine 3
	// policy greedy
	// time 0 is 2024-01-01T00:00:00Z
	// no rules
	// prices of one instant
	//
	// 1. 2024-01-01T00:01:00Z (1m0s) start job 4, attempt 1, machine 2, aws/eu-central-1/euc1-az1/m5.large/on-demand [class eu]: accepted
	//      number 1 of 1 lawful offer that could be had, by effective price; 1 cheaper is barred: job may not run in this jurisdiction (1)
	//        aws/us-east-1/use1-az1/m5.large/on-demand                    $0.0960 an hour of the job; 3 to rent, 0 there: job may not run in this jurisdiction
	//      * aws/eu-central-1/euc1-az1/m5.large/on-demand                 $0.1150 an hour of the job; 3 to rent, 0 there: lawful
	// 0s: the run is over; 1 decisions, 1 accepted and 0 refused, 0 jobs that the rules did not let in; 0 accepted calls left no event
	// head 565f4f874154c1f1a378f08f599826f1cfad9c19b21c6eab99dbbfb0c1230c4e
	// log:2: the hash of this record, and of all before it, is 6fafd2f11429ed7e5ffa2f71e724dd72c18a21e97dd98936f6dd47168ed761f4; the line says 28c507f1354b6451e936cb89152133eb56164eaf8ad45eecd3305a7d9d690602: the record or its hash was altered
}
