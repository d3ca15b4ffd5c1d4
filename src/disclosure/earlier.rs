//! What was published before, against what is to be published now.
//!
//! In: the numbers of earlier publications, and the cells of this one. Out: cells that are known already, cells that were hidden and
//! stay so, and what one publication less the other leaves. What is out cannot be hidden again.

use super::family::{Cell, Sum};
use super::links::Links;
use crate::calendar::{Day, Window};
use crate::indicators::Linked;
use crate::number::Missing;
use std::collections::{BTreeMap, BTreeSet};

/// An earlier publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// Where it is, as a refusal names it.
    pub name: String,
    /// Its figures.
    pub figures: Vec<Before>,
}

/// A figure of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// Indicator code.
    pub code: String,
    /// Group.
    pub group: String,
    /// The first and the last day of its window.
    pub span: (Day, Day),
    /// Whether it is a stock at the end of its window rather than events in it.
    pub stock: bool,
    /// Its numerator.
    pub numerator: Option<f64>,
    /// Its denominator.
    pub denominator: Option<f64>,
    /// Its value.
    pub value: Result<f64, Missing>,
}

/// What earlier publications settle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// Cells that are known, with the publication that tells them.
    pub known: BTreeMap<usize, String>,
    /// Figures, by their place, that were hidden.
    pub hidden: BTreeSet<usize>,
    /// Cells of what was hidden and stands in no publication now: it stays hidden.
    pub gone: BTreeSet<usize>,
}

/// How the window of an earlier figure lies to the window of a figure now.
enum Lies {
    /// It is the same.
    Same,
    /// One of them is a part of the other, or both are cut at an end of a month or a week of that name.
    Nested,
}

/// Sets earlier publications against the cells. Numbers that are multiples of `round` tell only what was rounded to them.
pub fn bind(links: &mut Links, figures: &[Linked], earlier: &[Earlier], round: u32) -> Settled {
    let mut settled = Settled::default();
    let places: BTreeMap<(&str, &str), usize> =
        figures.iter().enumerate().map(|(place, linked)| ((linked.figure.code.as_str(), linked.figure.group.as_str()), place)).collect();
    let exact = |n: f64| round <= 1 || n % f64::from(round) != 0.0;
    for publication in earlier {
        for before in &publication.figures {
            let Some(&place) = places.get(&(before.code.as_str(), before.group.as_str())) else { continue };
            let Some(lies) = lies(before, figures[place].figure.window) else { continue };
            let rests = links.rests_on[place].clone();
            if before.value == Err(Missing::Suppressed) {
                settled.hidden.insert(place);
                continue;
            }
            if before.value.is_err() {
                continue;
            }
            // Cells stand in the order of numerator and denominator; what counts nobody has none.
            let mut cells = rests.into_iter();
            for (members, n) in figures[place].behind.iter().zip([before.numerator, before.denominator]) {
                let cell = members.as_ref().and_then(|_| cells.next());
                if let (Some(cell), Some(n)) = (cell, n.filter(|n| n.fract() == 0.0 && exact(*n))) {
                    against(links, &mut settled, cell, n as u32, &lies, &publication.name);
                }
            }
        }
        let gone = remainders(links, figures, publication, (&places, round));
        settled.gone.extend(gone);
    }
    for cell in settled.known.keys() {
        links.family.cells[*cell].known = true;
    }
    settled
}

fn lies(before: &Before, window: Window) -> Option<Lies> {
    let within = |inner: (Day, Day), outer: (Day, Day)| outer.0 <= inner.0 && inner.1 <= outer.1;
    let now = (window.start, window.end);
    if before.span == now {
        return Some(Lies::Same);
    }
    if before.stock {
        return None;
    }
    let named = is_period(&before.group);
    (named || within(before.span, now) || within(now, before.span)).then_some(Lies::Nested)
}

/// Whether a group is a month or a week of a year: `2025-04`, `2025-W14`.
fn is_period(group: &str) -> bool {
    let (year, rest) = group.split_at_checked(4).unwrap_or_default();
    let rest = rest.strip_prefix('-').map(|rest| rest.strip_prefix('W').unwrap_or(rest));
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    number(year) && rest.is_some_and(|rest| rest.len() == 2 && number(rest))
}

/// One number now against the same number before.
fn against(links: &mut Links, settled: &mut Settled, cell: usize, before: u32, lies: &Lies, publication: &str) {
    let now = links.family.cells[cell].value;
    if now == before {
        settled.known.entry(cell).or_insert_with(|| publication.to_owned());
        return;
    }
    if matches!(lies, Lies::Same) {
        // Corrected since: the number that is out is of no cell.
        return;
    }
    let name = links.family.cells[cell].name.clone();
    let was = push(links, Cell { name: format!("{name} in {publication}"), value: before, printed: true, known: true });
    let between =
        push(links, Cell { name: format!("{name} since {publication}"), value: now.abs_diff(before), printed: false, known: false });
    let (total, part) = if now > before { (cell, was) } else { (was, cell) };
    links.family.sums.push(Sum { total, parts: vec![part, between], whole: true });
}

/// A total published before, less those of its months or weeks that were published with it, is what the others make up: those that
/// stand in this publication too are bound by it, and so are hidden ones that lie before its window. Gives the cells of the latter.
fn remainders(
    links: &mut Links,
    figures: &[Linked],
    publication: &Earlier,
    (places, round): (&BTreeMap<(&str, &str), usize>, u32),
) -> Vec<usize> {
    let mut series: BTreeMap<&str, Vec<&Before>> = BTreeMap::new();
    let mut totals: BTreeMap<&str, &Before> = BTreeMap::new();
    for before in &publication.figures {
        if before.group.is_empty() {
            totals.insert(&before.code, before);
        } else if is_period(&before.group) {
            series.entry(&before.code).or_default().push(before);
        }
    }
    let mut gone = Vec::new();
    for (code, months) in series {
        let hidden: Vec<&&Before> = months.iter().filter(|month| month.value == Err(Missing::Suppressed)).collect();
        let cell = |month: &&&Before| links.rests_on[*places.get(&(code, month.group.as_str()))?].first().copied();
        let cells: Vec<usize> = hidden.iter().filter_map(cell).collect();
        let Some(total) = total(links, figures, code, &totals).filter(|_| !cells.is_empty()) else { continue };
        let shown: f64 = months.iter().filter(|month| month.value.is_ok()).filter_map(|month| month.numerator).sum();
        let left = total - shown;
        let now: u32 = cells.iter().map(|cell| links.family.cells[*cell].value).sum();
        let name = format!("{code}, hidden in {}", publication.name);
        // Each of the hidden ones before the window is one or more: together they are free in what is beyond that. Of numbers that
        // were rounded no sum is left.
        let before = (hidden.len() - cells.len()) as u32;
        let least = f64::from(now + before);
        if before > 0 && round <= 1 && left >= least && left.fract() == 0.0 {
            let value = (left - least) as u32 + 1;
            let other = push(links, Cell { name: format!("{name}, before this window"), value, printed: false, known: false });
            let whole = push(links, Cell { name, value: now + value, printed: true, known: true });
            links.family.sums.push(Sum { total: whole, parts: cells.into_iter().chain([other]).collect(), whole: true });
            gone.push(other);
        } else if before == 0 && left == f64::from(now) {
            let whole = push(links, Cell { name, value: now, printed: true, known: true });
            links.family.sums.push(Sum { total: whole, parts: cells, whole: true });
        }
    }
    gone
}

/// The number published before of the single figure whose months a code gives: the figure that the code's cells make up now.
fn total(links: &Links, figures: &[Linked], code: &str, totals: &BTreeMap<&str, &Before>) -> Option<f64> {
    let of_code = |linked: &Linked| linked.figure.code == code && is_period(&linked.figure.group);
    let parts: BTreeSet<usize> = figures
        .iter()
        .zip(&links.rests_on)
        .filter(|(linked, _)| of_code(linked))
        .filter_map(|(_, rests)| rests.first().copied())
        .filter(|cell| links.family.cells[*cell].value > 0)
        .collect();
    let sum = links.family.sums.iter().find(|sum| sum.whole && sum.parts.iter().copied().collect::<BTreeSet<_>>() == parts)?;
    let of_total = |(linked, rests): &(&Linked, &Vec<usize>)| linked.figure.group.is_empty() && rests.first() == Some(&sum.total);
    let known = |(linked, _): (&Linked, &Vec<usize>)| totals.get(linked.figure.code.as_str())?.numerator;
    figures.iter().zip(&links.rests_on).filter(of_total).find_map(known)
}

fn push(links: &mut Links, cell: Cell) -> usize {
    links.family.cells.push(cell);
    links.family.cells.len() - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_weeks_are_known_by_their_names() {
        assert_eq!(
            ["2025-04", "2025-W14", "2025", "0 to 5", "", "2025-4", "2025-Wx1"].map(is_period),
            [true, true, false, false, false, false, false]
        );
    }
}
