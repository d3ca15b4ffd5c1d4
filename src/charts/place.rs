//! Where things go: boxes, and labels moved apart as little as possible.
//!
//! In: wanted places and sizes in chart units. Out: places that do not collide. Knows nothing of what is drawn.

/// An upright box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    /// A box from its left top corner and its size.
    pub fn new(x: f64, y: f64, w: f64, h: f64) -> Self {
        Self { x, y, w, h }
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// Whether two boxes share more than their edges.
    pub fn overlaps(&self, other: &Area) -> bool {
        self.x + 0.05 < other.right() && other.x + 0.05 < self.right() && self.y + 0.05 < other.bottom() && other.y + 0.05 < self.bottom()
    }

    /// Whether this box lies within another.
    pub fn within(&self, other: &Area) -> bool {
        self.x >= other.x - 0.05
            && self.y >= other.y - 0.05
            && self.right() <= other.right() + 0.05
            && self.bottom() <= other.bottom() + 0.05
    }

    /// Whether a straight line from one point to another passes through the box.
    pub fn crossed_by(&self, from: (f64, f64), to: (f64, f64)) -> bool {
        let (mut first, mut last) = (0.0f64, 1.0f64);
        for (start, step, low, high) in [(from.0, to.0 - from.0, self.x, self.right()), (from.1, to.1 - from.1, self.y, self.bottom())] {
            if step == 0.0 {
                if start < low || start > high {
                    return false;
                }
                continue;
            }
            let (a, b) = ((low - start) / step, (high - start) / step);
            first = first.max(a.min(b));
            last = last.min(a.max(b));
        }
        first <= last
    }
}

/// Boxes that are spoken for.
#[derive(Debug, Default)]
pub struct Taken(Vec<Area>);

impl Taken {
    /// Takes a place if it is free; says whether it was.
    pub fn take(&mut self, area: Area) -> bool {
        let free = self.is_free(&area);
        if free {
            self.0.push(area);
        }
        free
    }

    /// Marks a place as taken, free or not.
    pub fn block(&mut self, area: Area) {
        self.0.push(area);
    }

    /// Whether nothing stands there yet.
    pub fn is_free(&self, area: &Area) -> bool {
        !self.0.iter().any(|taken| taken.overlaps(area))
    }
}

/// A label that wants to stand at a place and needs room before and after it.
#[derive(Debug, Clone, Copy)]
pub struct Wish {
    /// Wanted place.
    pub at: f64,
    /// Room needed before the place.
    pub before: f64,
    /// Room needed after it.
    pub after: f64,
}

impl Wish {
    /// A label with its middle at the place.
    pub fn centred(at: f64, length: f64) -> Self {
        Self { at, before: length / 2.0, after: length / 2.0 }
    }
}

/// Places for all labels between `low` and `high`, without overlap, with the least squared movement.
///
/// Labels are put in the order of their wishes; ties keep the order given.
/// Where they cannot all fit they start at `low` and pass `high`: the caller makes room first.
pub fn spread(wishes: &[Wish], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|a, b| wishes[*a].at.total_cmp(&wishes[*b].at));
    let mut before = 0.0;
    let offsets: Vec<f64> = order
        .iter()
        .map(|i| {
            let place = before + wishes[*i].before;
            before = place + wishes[*i].after;
            place
        })
        .collect();
    let slack: Vec<f64> = order.iter().zip(&offsets).map(|(i, offset)| wishes[*i].at - offset).collect();
    let start_last = (high - before).max(low);
    let mut places = vec![0.0; wishes.len()];
    for ((i, offset), start) in order.iter().zip(&offsets).zip(rising(&slack)) {
        places[*i] = start.clamp(low, start_last) + offset;
    }
    places
}

/// The nearest sequence that never falls (pool adjacent violators).
fn rising(values: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for value in values {
        pools.push((*value, 1));
        while let [.., (a, n), (b, m)] = pools[..] {
            if a <= b {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push(((a * n as f64 + b * m as f64) / (n + m) as f64, n + m));
        }
    }
    pools.into_iter().flat_map(|(mean, n)| std::iter::repeat_n(mean, n)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(at: &[f64]) -> Vec<Wish> {
        at.iter().map(|at| Wish::centred(*at, 20.0)).collect()
    }

    #[test]
    fn labels_that_stand_clear_do_not_move() {
        assert_eq!(spread(&wishes(&[30.0, 60.0, 200.0]), 0.0, 300.0), [30.0, 60.0, 200.0]);
    }

    #[test]
    fn close_labels_part_evenly_and_keep_their_order() {
        assert_eq!(spread(&wishes(&[52.0, 50.0]), 0.0, 300.0), [61.0, 41.0]);
    }

    #[test]
    fn nothing_leaves_the_picture() {
        assert_eq!(spread(&wishes(&[2.0, 3.0]), 0.0, 100.0), [10.0, 30.0]);
        assert_eq!(spread(&wishes(&[99.0, 98.0]), 0.0, 100.0), [90.0, 70.0]);
    }

    #[test]
    fn a_line_through_a_box_is_seen() {
        let area = Area::new(10.0, 10.0, 10.0, 10.0);
        assert!(area.crossed_by((0.0, 0.0), (30.0, 30.0)));
        assert!(!area.crossed_by((0.0, 0.0), (30.0, 0.0)));
    }
}
