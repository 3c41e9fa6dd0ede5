package mersenne

const (
	words  = 624
	middle = 397
)

// Source is the state of one generator: plain data of 2.5 KB.
type Source struct {
	state [words]uint32
	next  int // index of the next word to give out; words means that all are used
}

// Python returns the generator that Python's random.Random(seed) holds.
func Python(seed uint64) *Source {
	key := []uint32{uint32(seed)}
	if high := uint32(seed >> 32); high != 0 {
		key = append(key, high)
	}
	s := new(Source)
	s.seedKey(key)
	return s
}

// NumPy returns the generator that numpy's legacy RandomState(seed) holds.
func NumPy(seed uint32) *Source {
	s := new(Source)
	s.seedWord(seed)
	return s
}

// Float64 returns a multiple of 2⁻⁵³ from 0 to below 1: random() of Python,
// random_sample() of numpy. It takes two words.
func (s *Source) Float64() float64 {
	var a, b uint32
	if i := s.next; i < words-1 { // nearly always: both words are there
		s.next = i + 2
		a, b = temper(s.state[i]), temper(s.state[i+1])
	} else {
		a, b = s.Uint32(), s.Uint32()
	}
	return float64(float64(uint64(a>>5)<<26|uint64(b>>6)) * 0x1p-53)
}

// Uint32 returns the next 32 bits.
func (s *Source) Uint32() uint32 {
	if s.next == words {
		s.twist()
	}
	s.next++
	return temper(s.state[s.next-1])
}

// temper spreads the bits of one word of the state.
func temper(y uint32) uint32 {
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}

// twist makes the next 624 words of the recurrence.
func (s *Source) twist() {
	for i := range words - middle {
		s.state[i] = s.state[i+middle] ^ twisted(s.state[i], s.state[i+1])
	}
	for i := words - middle; i < words-1; i++ {
		s.state[i] = s.state[i+middle-words] ^ twisted(s.state[i], s.state[i+1])
	}
	s.state[words-1] = s.state[middle-1] ^ twisted(s.state[words-1], s.state[0])
	s.next = 0
}

// twisted joins the upper bit of one word to the lower 31 of the next and
// multiplies by the matrix of the recurrence.
func twisted(u, v uint32) uint32 {
	y := u&0x80000000 | v&0x7fffffff
	return y>>1 ^ -(y&1)&0x9908b0df
}

// seedWord fills the state from one word.
func (s *Source) seedWord(seed uint32) {
	s.state[0] = seed
	for i := 1; i < words; i++ {
		s.state[i] = 1812433253*(s.state[i-1]^s.state[i-1]>>30) + uint32(i)
	}
	s.next = words
}

// seedKey fills the state from a key of any length.
func (s *Source) seedKey(key []uint32) {
	s.seedWord(19650218)
	i, j := 1, 0
	advance := func() {
		if i++; i == words {
			s.state[0], i = s.state[words-1], 1
		}
	}
	for range max(words, len(key)) {
		s.state[i] = (s.state[i] ^ (s.state[i-1]^s.state[i-1]>>30)*1664525) + key[j] + uint32(j)
		j = (j + 1) % len(key)
		advance()
	}
	for range words - 1 {
		s.state[i] = (s.state[i] ^ (s.state[i-1]^s.state[i-1]>>30)*1566083941) - uint32(i)
		advance()
	}
	s.state[0] = 0x80000000 // so that the state is not all zeros
}
