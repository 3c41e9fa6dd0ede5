package bench

import (
	"sync"

	"skysim/workloads/weather"
)

// skies are the worlds of a cloud under the weather of each seed. One is made
// when the first cell needs it and forgotten after the last.
type skies struct {
	mu   sync.Mutex
	left map[uint64]int // cells still to come, by seed
	made map[uint64]*sky
}

type sky struct {
	once sync.Once
	made weather.Weather
	err  error
}

// expect says that one more cell will run under a seed.
func (c *cloud) expect(seed uint64) {
	c.skies.mu.Lock()
	defer c.skies.mu.Unlock()
	if c.skies.left == nil {
		c.skies.left = map[uint64]int{}
	}
	c.skies.left[seed]++
}

// release says that a cell that was expected is over.
func (c *cloud) release(seed uint64) {
	c.skies.mu.Lock()
	defer c.skies.mu.Unlock()
	if c.skies.left[seed]--; c.skies.left[seed] <= 0 {
		delete(c.skies.left, seed)
		delete(c.skies.made, seed)
	}
}

// sky returns the world under the weather of a seed, and the boots and failures in it.
func (c *cloud) sky(seed uint64) (weather.Weather, error) {
	c.skies.mu.Lock()
	if c.skies.made == nil {
		c.skies.made = map[uint64]*sky{}
	}
	s := c.skies.made[seed]
	if s == nil {
		s = &sky{}
		c.skies.made[seed] = s
	}
	c.skies.mu.Unlock()
	s.once.Do(func() { s.made, s.err = c.makeWeather(seed) })
	return s.made, s.err
}
