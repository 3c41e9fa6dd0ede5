package sim

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

func TestStreamIsPCG(t *testing.T) {
	s := NewStream(7, "oracle", 3)
	oracle := rand.NewPCG(s.hi, s.lo)
	for i := range 1000 {
		if got, want := s.Uint64(), oracle.Uint64(); got != want {
			t.Fatalf("draw %d is %#x, want %#x", i, got, want)
		}
	}
}

// TestStreamsArePinned holds the hash and the generator still: other numbers
// here would be other weather in every result.
func TestStreamsArePinned(t *testing.T) {
	cases := []struct {
		s    Stream
		want string
	}{
		{NewStream(0, ""), "0f40558a542b932f 0c5eb8e9a3dc7bb7"},
		{NewStream(1, "arrivals"), "c14d4ec6451fd5fe f9e108ae2e9679f7"},
		{NewStream(1, "boot", Key("aws", "us-east-1", "us-east-1a", "p4d.24xlarge", "spot"), 7), "b24e6110fe87f87f 4879cb1e80f3efb6"},
	}
	for i, c := range cases {
		got := fmt.Sprintf("%016x %016x", c.s.Uint64(), c.s.Uint64())
		if got != c.want {
			t.Errorf("case %d draws %s, want %s", i, got, c.want)
		}
	}
}

// TestNeighbouringStreamsDiffer takes streams whose seeds, names or keys differ
// as little as can be, and counts how many bits their draws share: half of
// them, give or take. 3,000 pairs × 4 draws × 64 bits have a standard deviation
// of 0.00057 in the share.
func TestNeighbouringStreamsDiffer(t *testing.T) {
	name := func(i int) string { return fmt.Sprintf("spot/us-east-%d", i) }
	cases := []struct {
		name string
		pair func(i int) (Stream, Stream)
	}{
		{"seeds", func(i int) (Stream, Stream) {
			return NewStream(uint64(i), "arrivals"), NewStream(uint64(i+1), "arrivals")
		}},
		{"names", func(i int) (Stream, Stream) { return NewStream(1, name(i)), NewStream(1, name(i+1)) }},
		{"keys", func(i int) (Stream, Stream) {
			return NewStream(1, "boot", 5, uint64(i)), NewStream(1, "boot", 5, uint64(i+1))
		}},
		{"order of keys", func(i int) (Stream, Stream) {
			return NewStream(1, "boot", 5, uint64(i+6)), NewStream(1, "boot", uint64(i+6), 5)
		}},
		{"number of keys", func(i int) (Stream, Stream) {
			return NewStream(uint64(i), "boot"), NewStream(uint64(i), "boot", 0)
		}},
		{"split of names", func(i int) (Stream, Stream) {
			return NewStream(1, "x", Key(name(i), "b")), NewStream(1, "x", Key(name(i)+"b"))
		}},
		{"high bit of seeds", func(i int) (Stream, Stream) {
			return NewStream(uint64(i), "x"), NewStream(uint64(i)|1<<63, "x")
		}},
	}
	const pairs, draws = 3000, 4
	for _, c := range cases {
		same := 0
		for i := range pairs {
			a, b := c.pair(i)
			for range draws {
				same += 64 - bits.OnesCount64(a.Uint64()^b.Uint64())
			}
		}
		if share := float64(same) / (pairs * draws * 64); math.Abs(share-0.5) > 5*0.00057 {
			t.Errorf("neighbouring %s share %.4f of their bits, want half", c.name, share)
		}
	}
}

// TestFirstDrawsAreUniform looks across streams: the first draw of many keyed
// streams must be as even as many draws of one, because weather is made so.
func TestFirstDrawsAreUniform(t *testing.T) {
	const cells, n = 256, 256 * 400
	var count [cells]int
	for i := range n {
		s := NewStream(1, "boot", 12345, uint64(i))
		count[s.Uint64()>>56]++
	}
	chi := 0.0
	for _, c := range count {
		d := float64(c) - n/cells
		chi += d * d / (n / cells)
	}
	// chi-square with 255 degrees of freedom: 99.99 % lie in 178 .. 347
	if chi < 178 || chi > 347 {
		t.Errorf("chi-square of the first draws is %.1f, want 178 to 347", chi)
	}
}

func TestMomentsOfStreams(t *testing.T) {
	const n = 400_000
	cases := []struct {
		name       string
		draw       func(s *Stream) float64
		mean, vari float64
	}{
		{"uniform", (*Stream).Float64, 0.5, 1.0 / 12},
		{"exponential", (*Stream).Exponential, 1, 1},
		{"normal", (*Stream).Normal, 0, 1},
		{"square of normal", func(s *Stream) float64 { x := s.Normal(); return x * x }, 1, 2},
		{"bool", func(s *Stream) float64 {
			if s.Bool(0.3) {
				return 1
			}
			return 0
		}, 0.3, 0.21},
		{"int", func(s *Stream) float64 { return float64(s.Int64N(10)) }, 4.5, 8.25},
	}
	for _, c := range cases {
		s, sum, sq := NewStream(1, "moments"), 0.0, 0.0
		for range n {
			x := c.draw(&s)
			sum, sq = sum+x, sq+(x-c.mean)*(x-c.mean)
		}
		mean, vari := sum/n, sq/n
		if tol := 4.5 * math.Sqrt(c.vari/n); math.Abs(mean-c.mean) > tol {
			t.Errorf("%s: mean %.5f, want %.5f ± %.5f", c.name, mean, c.mean, tol)
		}
		if math.Abs(vari/c.vari-1) > 0.03 {
			t.Errorf("%s: variance %.5f, want %.5f", c.name, vari, c.vari)
		}
	}
}

// With n = 3·2⁶¹ a plain modulus or product would give one third of the numbers
// twice the weight of the rest.
func TestInt64NIsUnbiased(t *testing.T) {
	const n, draws = 3 << 61, 60_000
	s, low := NewStream(1, "bias"), 0
	for range draws {
		switch x := s.Int64N(n); {
		case x < 0 || x >= n:
			t.Fatalf("Int64N(%d) = %d", int64(n), x)
		case x < n/2:
			low++
		}
	}
	if share := float64(low) / draws; math.Abs(share-0.5) > 5*0.5/math.Sqrt(draws) {
		t.Errorf("a share of %.4f lies in the lower half, want 0.5", share)
	}
	for _, bad := range []int64{0, -1} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Int64N(%d) did not panic", bad)
				}
			}()
			s.Int64N(bad)
		}()
	}
}

func TestBoolAtTheEdges(t *testing.T) {
	s := NewStream(1, "bool")
	for range 1000 {
		if s.Bool(0) || s.Bool(-1) || !s.Bool(1) || !s.Bool(2) {
			t.Fatal("Bool(0) was true or Bool(1) false")
		}
	}
}

func TestStreamsDoNotAllocate(t *testing.T) {
	key, sum := Key("aws", "us-east-1"), 0.0
	if n := testing.AllocsPerRun(100, func() {
		s := NewStream(1, "boot", key, 3)
		sum += s.Exponential() + s.Normal()
	}); n != 0 {
		t.Errorf("a keyed draw allocates %v times", n)
	}
}

func ExampleNewStream() {
	a := NewStream(1, "boot", Key("aws", "us-east-1a", "p4d.24xlarge"), 0)
	b := NewStream(1, "boot", Key("aws", "us-east-1a", "p4d.24xlarge"), 1)
	fmt.Println(a.Int64N(1000), a.Int64N(1000), b.Int64N(1000))
	again := NewStream(1, "boot", Key("aws", "us-east-1a", "p4d.24xlarge"), 0)
	fmt.Println(again.Int64N(1000))
	// Output:
	// 265 923 83
	// 265
}

func BenchmarkStream(b *testing.B) {
	s, sum := NewStream(1, "bench"), 0.0
	b.Run("draw=uint64", func(b *testing.B) {
		for b.Loop() {
			sum += float64(s.Uint64())
		}
	})
	b.Run("draw=exponential", func(b *testing.B) {
		for b.Loop() {
			sum += s.Exponential()
		}
	})
	b.Run("draw=keyed", func(b *testing.B) {
		key := Key("aws", "us-east-1a")
		for b.Loop() {
			k := NewStream(1, "boot", key, 3)
			sum += k.Float64()
		}
	})
}
