//! Counts that hang together: which published number is a sum of which others.
//!
//! In: counts by name with the sets they count. Out: a [`Family`], the only thing that suppression and its audit look at.
//! A reader who subtracts what is shown from a total works with these relations, whether or not a page prints them as one table.

/// A number of rows or children that is published, or that follows from what is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// For the log of decisions: `REF-07, Police`.
    pub name: String,
    /// The number.
    pub value: u32,
    /// How much is lost if it is hidden: a whole table's total is dearer than one of its parts.
    pub cost: u32,
    /// Whether it stands anywhere. A number that is never printed can be worked out, and has to be kept from it.
    pub printed: bool,
}

/// What a reader knows of some cells: the parts make up the total, or at most it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sum {
    /// The cell that holds the parts.
    pub total: usize,
    /// Cells of which no two overlap.
    pub parts: Vec<usize>,
    /// Whether there is nothing in the total beside them.
    pub whole: bool,
}

/// Cells and what binds them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Family {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The relations.
    pub sums: Vec<Sum>,
}

impl Sum {
    /// Every cell it binds.
    pub fn cells(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.total).chain(self.parts.iter().copied())
    }
}

impl Family {
    /// Relations by cell.
    pub fn by_cell(&self) -> Vec<Vec<usize>> {
        let mut found = vec![Vec::new(); self.cells.len()];
        for (place, sum) in self.sums.iter().enumerate() {
            for cell in sum.cells() {
                found[cell].push(place);
            }
        }
        found
    }
}
