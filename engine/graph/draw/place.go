package draw

// The distances of a picture, in pixels.
const (
	boxHeight = 40.0
	gapY      = 14.0 // between boxes
	bendGap   = 5.0  // between an edge that runs through and what is beside it
	gapX      = 70.0 // between layers, at least
	margin    = 24.0
)

// place gives every node its place. In its layer each wants to be level with
// its neighbours; the order stands and nothing may overlap. That is isotonic
// regression, which pooling adjacent violators solves in linear time.
func (l *layout) place(widthOf func(int32) float64) {
	l.y = make([]float64, len(l.layer))
	for _, layer := range l.layers {
		at := 0.0
		for i, id := range layer {
			if i > 0 {
				at += l.distance(layer[i-1], id)
			}
			l.y[id] = at
		}
		for _, id := range layer {
			l.y[id] -= at / 2
		}
	}
	const sweeps = 12
	for sweep := range sweeps {
		if sweep%2 == 0 {
			for i := 1; i < len(l.layers); i++ {
				l.settle(l.layers[i], sweep == sweeps-2)
			}
		} else {
			for i := len(l.layers) - 2; i >= 0; i-- {
				l.settle(l.layers[i], false)
			}
		}
	}
	l.moveToMargin()
	l.columns(widthOf)
}

// distance is how far the middles of two neighbours in a layer are apart.
func (l *layout) distance(above, below int32) float64 {
	gap := gapY
	if l.isBend(above) || l.isBend(below) {
		gap = bendGap
	}
	return (l.height[above]+l.height[below])/2 + gap
}

func (l *layout) isBend(id int32) bool { return int(id) >= l.boxes }

// settle moves the nodes of a layer to where their neighbours are.
func (l *layout) settle(layer []int32, forward bool) {
	offset := make([]float64, len(layer)) // the least place of each below the first
	for i := 1; i < len(layer); i++ {
		offset[i] = offset[i-1] + l.distance(layer[i-1], layer[i])
	}
	type block struct {
		sum, weight float64
		first       int
	}
	var blocks []block
	for i, id := range layer {
		want, weight := l.level(id, forward)
		b := block{(want - offset[i]) * weight, weight, i}
		for len(blocks) > 0 {
			last := blocks[len(blocks)-1]
			if last.sum/last.weight < b.sum/b.weight {
				break
			}
			b = block{last.sum + b.sum, last.weight + b.weight, last.first}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	for n, b := range blocks {
		end := len(layer)
		if n+1 < len(blocks) {
			end = blocks[n+1].first
		}
		for i := b.first; i < end; i++ {
			l.y[layer[i]] = b.sum/b.weight + offset[i]
		}
	}
}

// level is where a node wants to be, and how much. Edges that run through weigh
// more, so that they are straight.
func (l *layout) level(id int32, forward bool) (want, weight float64) {
	sum, n := 0.0, 0
	for _, other := range l.in[id] {
		sum, n = sum+l.y[other], n+1
	}
	if !forward {
		for _, other := range l.out[id] {
			sum, n = sum+l.y[other], n+1
		}
	}
	if n == 0 {
		return l.y[id], 0.1
	}
	if l.isBend(id) {
		return sum / float64(n), 4
	}
	return sum / float64(n), 1
}

// moveToMargin moves the picture so that it begins at the margin.
func (l *layout) moveToMargin() {
	if len(l.y) == 0 {
		return
	}
	least := l.y[0] - l.height[0]/2
	for id, y := range l.y {
		least = min(least, y-l.height[id]/2)
	}
	for id := range l.y {
		l.y[id] += margin - least
	}
}

// columns gives each layer its place, further apart where edges climb.
func (l *layout) columns(widthOf func(int32) float64) {
	l.x, l.width = make([]float64, len(l.layers)), make([]float64, len(l.layers))
	at := margin
	for i, layer := range l.layers {
		climb := 0.0
		for _, id := range layer {
			if !l.isBend(id) {
				l.width[i] = max(l.width[i], widthOf(id))
			}
			for _, to := range l.out[id] {
				climb = max(climb, l.y[to]-l.y[id], l.y[id]-l.y[to])
			}
		}
		l.x[i] = at
		at += l.width[i] + gapX + min(climb/8, 3*gapX)
	}
}

// size returns the width and height of the picture.
func (l *layout) size() (width, height float64) {
	for i := range l.x {
		width = max(width, l.x[i]+l.width[i])
	}
	for id, y := range l.y {
		height = max(height, y+l.height[id]/2)
	}
	return max(width, 0) + margin, max(height, 0) + margin
}
