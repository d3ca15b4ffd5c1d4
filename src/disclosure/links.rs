//! Finds what binds the counts of a report: sets that are parts, sums and complements of each other, on whichever page they stand.
//!
//! In: figures with the sets behind them. Out: their [`Family`], and for every figure the cells it gives away. A relation that holds
//! only by chance in these rows is taken for a real one, which hides a little more and gives nothing away.

use super::family::{Cell, Family, Sum};
use crate::indicators::members::{CHILD, Kind, Members};
use crate::indicators::{Counted, Linked};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A relation with more room than this bounds no hidden number closely enough to matter: a number is safe within three.
const ROOM: u32 = 10;

/// A family and how the figures rest on it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Links {
    /// The cells and what binds them.
    pub family: Family,
    /// By figure: the cells its value gives away.
    pub rests_on: Vec<Vec<usize>>,
}

/// The cell of every set of members.
type Places = BTreeMap<Rc<Members>, usize>;

/// Members as bits, for cells of one kind.
struct Bits(Vec<u64>);

impl Bits {
    fn holds(&self, part: &Bits) -> bool {
        self.0.iter().zip(&part.0).all(|(whole, part)| part & !whole == 0)
    }

    fn meets(&self, other: &Bits) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }
}

/// Finds the relations. Complements of one to `small` are cells of their own, though nobody prints them.
pub fn find(counted: &Counted, small: u32) -> Links {
    let figures = &counted.figures;
    let mut links = Links::default();
    let mut places = Places::new();
    for linked in figures {
        let mut rests = Vec::new();
        for (part, members) in linked.behind.iter().enumerate() {
            let Some(members) = members else { continue };
            rests.push(cell(&mut links, &mut places, members, || name_of(linked, part), true));
        }
        links.rests_on.push(rests);
    }
    let mut sums = by_rule(&mut links, &mut places, figures);
    let children = children(&places, counted);
    alike(&links, &places, &children, &mut sums);
    for cells in of_one_kind(&places, &children).values() {
        relate(&links, figures, cells, &mut sums);
        pairs(&links, figures, cells, &mut sums);
    }
    rows_and_children(&mut links, &mut places, (counted, &children), &mut sums);
    let members: Vec<Rc<Members>> = in_order(places);
    complements(&mut links, figures, &members, small, &mut sums);
    links.family.sums = sums.into_iter().collect();
    links
}

/// The cell of some members.
fn cell(links: &mut Links, places: &mut Places, members: &Rc<Members>, name: impl FnOnce() -> String, printed: bool) -> usize {
    *places.entry(Rc::clone(members)).or_insert_with(|| {
        links.family.cells.push(Cell { name: name(), value: members.ids.len() as u32, printed, known: false });
        links.family.cells.len() - 1
    })
}

/// Wholes that nobody prints and whose parts a rule names.
fn by_rule(links: &mut Links, places: &mut Places, figures: &[Linked]) -> BTreeSet<Sum> {
    let mut ways: BTreeMap<(&str, usize, &str), Vec<usize>> = BTreeMap::new();
    for (figure, linked) in figures.iter().enumerate() {
        for way in linked.ways.iter().filter(|way| !way.whole.ids.is_empty()) {
            let whole = cell(links, places, &way.whole, || format!("all with {}", name(linked)), false);
            ways.entry((&linked.figure.code, whole, way.way)).or_default().extend(links.rests_on[figure].first());
        }
    }
    let sum = |((_, total, _), mut parts): ((&str, usize, &str), Vec<usize>)| {
        parts.sort_unstable();
        parts.dedup();
        parts.retain(|part| links.family.cells[*part].value > 0);
        let whole = parts.iter().map(|part| links.family.cells[*part].value).sum::<u32>() == links.family.cells[total].value;
        (whole && parts != [total]).then_some(Sum { total, parts, whole })
    };
    ways.into_iter().filter_map(sum).collect()
}

fn in_order(places: Places) -> Vec<Rc<Members>> {
    let mut members: Vec<_> = places.into_iter().map(|(members, place)| (place, members)).collect();
    members.sort_by_key(|(place, _)| *place);
    members.into_iter().map(|(_, members)| members).collect()
}

/// The numerator goes by the figure's own name.
fn name_of(linked: &Linked, part: usize) -> String {
    match part {
        0 => name(linked),
        1 => format!("{}, denominator", linked.figure.code),
        _ => format!("{}, what it is compared with", name(linked)),
    }
}

fn name(linked: &Linked) -> String {
    let figure = &linked.figure;
    if figure.group.is_empty() { figure.code.clone() } else { format!("{}, {}", figure.code, figure.group) }
}

/// For every number of rows whose children are all known: those children.
fn children(places: &Places, counted: &Counted) -> BTreeMap<usize, Members> {
    let kind = Kind::Identifiers(CHILD.to_owned());
    let of = |(members, place): (&Rc<Members>, &usize)| {
        let Kind::Rows(list) = &members.kind else { return None };
        let known = counted.children.get(list)?;
        let mut ids = members.ids.iter().map(|row| known.get(*row as usize).copied().flatten()).collect::<Option<Vec<u32>>>()?;
        ids.sort_unstable();
        ids.dedup();
        Some((*place, Members { kind: kind.clone(), ids }))
    };
    places.iter().filter_map(of).collect()
}

/// A cell and the children it counts.
struct Counting<'m> {
    place: usize,
    kind: &'m Kind,
    children: &'m [u32],
}

/// Numbers of different lists that are equal and count mostly the same children: plans that began and the conferences that led to
/// them. Whoever knows the work takes them for one, though a child stands under another number in one of the lists.
fn alike(links: &Links, places: &Places, children: &BTreeMap<usize, Members>, sums: &mut BTreeSet<Sum>) {
    let mut by_size: BTreeMap<u32, Vec<Counting<'_>>> = BTreeMap::new();
    for (members, place) in places {
        let of = match &members.kind {
            Kind::Identifiers(field) if field == CHILD => Some(&members.ids),
            _ => children.get(place).map(|children| &children.ids),
        };
        let size = links.family.cells[*place].value;
        let counting = of.filter(|ids| !ids.is_empty()).map(|children| Counting { place: *place, kind: &members.kind, children });
        by_size.entry(size).or_default().extend(counting);
    }
    for cells in by_size.into_values() {
        for (at, one) in cells.iter().enumerate() {
            let apart = cells[at + 1..].iter().filter(|other| other.kind != one.kind);
            for other in apart.filter(|other| mostly_the_same(one.children, other.children)) {
                sums.insert(Sum { total: one.place.min(other.place), parts: vec![one.place.max(other.place)], whole: true });
            }
        }
    }
}

/// Whether three of four of the longer are in the other; both are in order.
fn mostly_the_same(one: &[u32], other: &[u32]) -> bool {
    let common = one.iter().filter(|id| other.binary_search(id).is_ok()).count();
    4 * common >= 3 * one.len().max(other.len())
}

/// Where a child has several rows there are at least as many rows as children: one more for every child with two, another for every
/// child with three. Where it is told how many children have so many, that binds both.
fn rows_and_children(
    links: &mut Links,
    places: &mut Places,
    (counted, children): (&Counted, &BTreeMap<usize, Members>),
    sums: &mut BTreeSet<Sum>,
) {
    let rows: BTreeMap<usize, Rc<Members>> = places.iter().map(|(members, place)| (*place, Rc::clone(members))).collect();
    for (place, once) in children {
        let Some(part) = places.get(once).copied() else { continue };
        let room = links.family.cells[*place].value - links.family.cells[part].value;
        if room == 0 {
            continue;
        }
        if room <= ROOM {
            sums.insert(Sum { total: *place, parts: vec![part], whole: false });
        }
        let more = several(&rows[place], counted);
        let is_told = |members: &Members| places.contains_key(members);
        if !more.iter().any(|(exactly, at_least)| is_told(exactly) || is_told(at_least)) {
            continue;
        }
        let mut parts = vec![part];
        for (exactly, at_least) in more.into_iter().rev() {
            let (exactly, at_least) = (Rc::new(exactly), Rc::new(at_least));
            let above = parts[1..].last().copied();
            let least = cell(links, places, &at_least, || "children with several rows".to_owned(), false);
            let just = cell(links, places, &exactly, || "children with so many rows".to_owned(), false);
            // All who have so many may have more: then they are the set before.
            if least != just && above != Some(least) {
                let parts: Vec<usize> = [just].into_iter().chain(above).filter(|part| links.family.cells[*part].value > 0).collect();
                sums.insert(Sum { total: least, parts, whole: true });
            }
            parts.push(least);
        }
        sums.insert(Sum { total: *place, parts, whole: true });
    }
}

/// The children with exactly two and at least two of some rows, with three, and so on to the most that any has.
fn several(rows: &Members, counted: &Counted) -> Vec<(Members, Members)> {
    let Kind::Rows(list) = &rows.kind else { return Vec::new() };
    let Some(known) = counted.children.get(list) else { return Vec::new() };
    let mut times: BTreeMap<u32, usize> = BTreeMap::new();
    for child in rows.ids.iter().filter_map(|row| known.get(*row as usize).copied().flatten()) {
        *times.entry(child).or_default() += 1;
    }
    let most = times.values().copied().max().unwrap_or(0);
    let of = |wanted: &dyn Fn(usize) -> bool| {
        let ids = times.iter().filter(|(_, n)| wanted(**n)).map(|(child, _)| *child).collect();
        Members { kind: Kind::Identifiers(CHILD.to_owned()), ids }
    };
    (2..=most).map(|many| (of(&|n| n == many), of(&|n| n >= many))).collect()
}

/// Cells of each kind with their members as bits. Rows of which no two are one child's count children as well: they stand in both.
fn of_one_kind<'m>(places: &'m Places, children: &'m BTreeMap<usize, Members>) -> BTreeMap<&'m Kind, BTreeMap<usize, Bits>> {
    let once = places.iter().filter_map(|(rows, place)| {
        let children = children.get(place).filter(|children| children.ids.len() == rows.ids.len())?;
        Some((children, place))
    });
    let all: Vec<(&Members, &usize)> = places.iter().map(|(members, place)| (members.as_ref(), place)).chain(once).collect();
    let mut ids: BTreeMap<&Kind, BTreeSet<u32>> = BTreeMap::new();
    for (members, _) in &all {
        ids.entry(&members.kind).or_default().extend(&members.ids);
    }
    let dense: BTreeMap<&Kind, Vec<u32>> = ids.into_iter().map(|(kind, ids)| (kind, ids.into_iter().collect())).collect();
    let mut kinds: BTreeMap<&Kind, BTreeMap<usize, Bits>> = BTreeMap::new();
    for (members, place) in all {
        let known = &dense[&members.kind];
        let mut bits = vec![0u64; known.len().div_ceil(64)];
        for at in members.ids.iter().filter_map(|id| known.binary_search(id).ok()) {
            bits[at / 64] |= 1 << (at % 64);
        }
        kinds.entry(&members.kind).or_default().insert(*place, Bits(bits));
    }
    kinds
}

/// Every cell against the groups of every code: the groups that lie inside make it up, or nearly.
fn relate(links: &Links, figures: &[Linked], cells: &BTreeMap<usize, Bits>, sums: &mut BTreeSet<Sum>) {
    for parts in tables(links, figures, cells) {
        for (total, bits) in cells {
            let inside: Vec<usize> = parts.iter().copied().filter(|part| part != total && bits.holds(&cells[part])).collect();
            let sum: u32 = inside.iter().map(|part| links.family.cells[*part].value).sum();
            let room = links.family.cells[*total].value - sum;
            if !inside.is_empty() && room <= ROOM {
                sums.insert(Sum { total: *total, parts: inside, whole: room == 0 });
            }
        }
    }
}

/// Wholes of different codes that make up another one: those still open and those that ended are all there were.
fn pairs(links: &Links, figures: &[Linked], cells: &BTreeMap<usize, Bits>, sums: &mut BTreeSet<Sum>) {
    let wholes: BTreeSet<usize> = figures.iter().zip(&links.rests_on).flat_map(|(linked, rests)| whole_cells(linked, rests)).collect();
    let size = |cell: usize| links.family.cells[cell].value;
    let wholes: Vec<usize> = wholes.into_iter().filter(|cell| cells.contains_key(cell) && size(*cell) > 0).collect();
    let mut by_size: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for &cell in &wholes {
        by_size.entry(size(cell)).or_default().push(cell);
    }
    for (at, &one) in wholes.iter().enumerate() {
        for &other in &wholes[at + 1..] {
            let totals = by_size.get(&(size(one) + size(other))).into_iter().flatten();
            let made_of = |total: &usize| cells[total].holds(&cells[&one]) && cells[total].holds(&cells[&other]);
            for &total in totals.filter(|total| made_of(total) && !cells[&one].meets(&cells[&other])) {
                sums.insert(Sum { total, parts: vec![one, other], whole: true });
            }
        }
    }
}

/// The single figure of a code, and what its shares are out of.
fn whole_cells(linked: &Linked, rests: &[usize]) -> Vec<usize> {
    let single = linked.figure.group.is_empty().then(|| rests.first()).flatten();
    let denominator = matches!(linked.behind[..], [Some(_), Some(_), ..]).then(|| rests.get(1)).flatten();
    single.into_iter().chain(denominator).copied().collect()
}

/// Groups of one code that do not overlap, and its wholes with the groups that stand beside them. A code whose groups overlap is
/// taken apart into tables whose groups do not.
fn tables(links: &Links, figures: &[Linked], cells: &BTreeMap<usize, Bits>) -> Vec<Vec<usize>> {
    let mut by_code: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (linked, rests) in figures.iter().zip(&links.rests_on) {
        if let Some(first) = rests.first().filter(|cell| cells.contains_key(cell) && links.family.cells[**cell].value > 0) {
            by_code.entry(&linked.figure.code).or_default().push(*first);
        }
    }
    let mut tables: BTreeSet<Vec<usize>> = BTreeSet::new();
    for mut parts in by_code.into_values() {
        parts.sort_unstable();
        parts.dedup();
        let mut apart: Vec<Vec<usize>> = Vec::new();
        for part in parts {
            let free = apart.iter_mut().find(|table| table.iter().all(|other| !cells[other].meets(&cells[&part])));
            match free {
                Some(table) => table.push(part),
                None => apart.push(vec![part]),
            }
        }
        tables.extend(apart);
    }
    tables.extend(beside(links, figures, cells));
    tables.into_iter().collect()
}

/// What a share is out of, with the groups of its code that are no part of it: those asked, and those of whom the answer is unknown.
fn beside(links: &Links, figures: &[Linked], cells: &BTreeMap<usize, Bits>) -> BTreeSet<Vec<usize>> {
    let mut groups: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut wholes: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (linked, rests) in figures.iter().zip(&links.rests_on) {
        let code = linked.figure.code.as_str();
        wholes.entry(code).or_default().extend(whole_cells(linked, rests));
        groups.entry(code).or_default().extend(rests.first().filter(|_| !linked.figure.group.is_empty()));
    }
    let is_some = |cell: &usize| cells.contains_key(cell) && links.family.cells[*cell].value > 0;
    let mut tables = BTreeSet::new();
    for (code, wholes) in wholes {
        for whole in wholes.into_iter().filter(is_some) {
            let mut table = vec![whole];
            for group in groups[code].iter().copied().filter(is_some) {
                if table.iter().all(|other| !cells[other].meets(&cells[&group])) {
                    table.push(group);
                }
            }
            if table.len() > 1 {
                tables.insert(table);
            }
        }
    }
    tables
}

/// What a part leaves of its whole is as telling as the part where it is small.
fn complements(links: &mut Links, figures: &[Linked], members: &[Rc<Members>], small: u32, sums: &mut BTreeSet<Sum>) {
    let mut known: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (linked, rests) in figures.iter().zip(links.rests_on.clone()) {
        let ([Some(_), Some(_), ..], [part, whole, ..]) = (&linked.behind[..], &rests[..]) else { continue };
        let (part, whole) = (*part, *whole);
        let (part_value, whole_value) = (links.family.cells[part].value, links.family.cells[whole].value);
        let left = whole_value.saturating_sub(part_value);
        let inside =
            members[part].kind == members[whole].kind && members[part].ids.iter().all(|id| members[whole].ids.binary_search(id).is_ok());
        if inside && (1..=small).contains(&left) && part_value > 0 && known.insert((part, whole)) {
            let name = format!("all but {}", links.family.cells[part].name);
            links.family.cells.push(Cell { name, value: left, printed: false, known: false });
            sums.insert(Sum { total: whole, parts: vec![part, links.family.cells.len() - 1], whole: true });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Day, Window};
    use crate::indicators::Figure;
    use crate::number::Unit;

    fn rows(ids: std::ops::Range<u32>) -> Option<Rc<Members>> {
        Some(Rc::new(Members { kind: Kind::Rows("assessments".to_owned()), ids: ids.collect() }))
    }

    fn share(group: &str, part: std::ops::Range<u32>, whole: std::ops::Range<u32>) -> Linked {
        let figure = Figure {
            code: "ASM-12".to_owned(),
            group: group.to_owned(),
            window: Window::before(Day(0), 6),
            numerator: Some(part.len() as f64),
            denominator: Some(whole.len() as f64),
            value: Ok(0.0),
            unit: Unit::Percent,
        };
        Linked { figure, behind: vec![rows(part), rows(whole)], ways: Vec::new() }
    }

    /// Of 65 assessments 64 say whether the child was seen: whoever reads both knows of how many it is unknown.
    #[test]
    fn what_is_left_out_of_a_share_and_what_it_is_out_of_make_up_all() {
        let figures = vec![share("", 0..59, 0..64), share("Unknown", 64..65, 0..65)];
        let links = find(&Counted { figures, ..Counted::default() }, 3);
        let named = |cell: usize| links.family.cells[cell].value;
        let told = |sum: &Sum| sum.whole && named(sum.total) == 65 && sum.parts.iter().map(|part| named(*part)).eq([64, 1]);
        assert!(links.family.sums.iter().any(told), "{:?}", links.family.sums);
    }

    /// Twelve plans and the twelve conferences that led to them, of which one child's stands under another number: one number. Twelve
    /// enquiries about other children are another.
    #[test]
    fn numbers_that_count_mostly_the_same_children_are_taken_for_one() {
        let rows = |list: &str| Some(Rc::new(Members { kind: Kind::Rows(list.to_owned()), ids: (0..12).collect() }));
        let count = |code: &str, list: &str| {
            let figure = Figure {
                code: code.to_owned(),
                numerator: Some(12.0),
                denominator: None,
                unit: Unit::Count,
                ..share("", 0..1, 0..1).figure
            };
            Linked { figure, behind: vec![rows(list), None], ways: Vec::new() }
        };
        let figures = vec![count("CP-01", "child_protection"), count("ICPC-06", "section_47"), count("REF-01", "referrals")];
        let of = |list: &str, children: Vec<u32>| (list.to_owned(), children.into_iter().map(Some).collect());
        let children = BTreeMap::from([
            of("child_protection", (0..12).collect()),
            of("section_47", (0..11).chain([90]).collect()),
            of("referrals", (0..7).chain(91..96).collect()),
        ]);
        let links = find(&Counted { figures, children }, 3);
        let name = |cell: usize| links.family.cells[cell].name.as_str();
        let told: Vec<_> =
            links.family.sums.iter().map(|sum| (name(sum.total), sum.parts.iter().map(|part| name(*part)).collect())).collect();
        assert_eq!(told, [("CP-01", vec!["ICPC-06"])], "{:?}", links.family.sums);
    }

    /// 42 episodes of 41 children: whoever is told both, and that nobody has three, knows that one has two.
    #[test]
    fn episodes_and_children_tell_how_many_have_several() {
        let episodes = |ids: std::ops::Range<u32>| Some(Rc::new(Members { kind: Kind::Rows("early_help".to_owned()), ids: ids.collect() }));
        let children = |ids: Vec<u32>| Some(Rc::new(Members { kind: Kind::Identifiers(CHILD.to_owned()), ids }));
        let count = |code: &str, behind: Option<Rc<Members>>| {
            let n = behind.as_ref().map(|members| members.ids.len() as f64);
            let figure =
                Figure { code: code.to_owned(), numerator: n, denominator: None, unit: Unit::Count, ..share("", 0..1, 0..1).figure };
            Linked { figure, behind: vec![behind, None], ways: Vec::new() }
        };
        // Child 0 has rows 0 and 41; children 1 to 40 have one row each.
        let of_rows = (0..42).map(|row| Some(if row == 41 { 0 } else { row })).collect();
        let figures = vec![count("EH-01", episodes(0..42)), count("EH-02", children((0..41).collect())), count("EH-09", children(vec![0]))];
        let counted = Counted { figures, children: BTreeMap::from([("early_help".to_owned(), of_rows)]) };
        let links = find(&counted, 3);
        let name = |cell: usize| links.family.cells[cell].name.as_str();
        let told = |sum: &Sum| sum.whole && name(sum.total) == "EH-01" && sum.parts.iter().map(|part| name(*part)).eq(["EH-02", "EH-09"]);
        assert!(links.family.sums.iter().any(told), "{:?}", links.family.sums);
    }
}
