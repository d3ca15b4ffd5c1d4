//! What a figure says once the counts behind it are rounded.
//!
//! In: a figure with who stands behind it. Out: the same figure, made anew of the rounded counts. One that was made of the counts
//! themselves and rounded afterwards says more than they do: 42 and 29, shown as 40 and 30, are 41 or 42 and 28 or 29 beside a
//! difference shown as 15.

use super::family::rounded;
use crate::indicators::{Figure, Linked};
use crate::number::Unit;

/// How near a figure lies to what its parts make, for it to be made of them.
const NEAR: f64 = 1e-9;

/// A figure of rounded counts. Whatever is counted is rounded; of a rate what it is out of is a population, which is no secret.
pub fn of_rounded(linked: &Linked, round: u32) -> Figure {
    let figure = linked.figure.clone();
    let shown = |n: Option<f64>| n.map(|n| if n.fract() == 0.0 && n >= 0.0 { f64::from(rounded(n as u32, round)) } else { n });
    let numerator = shown(figure.numerator);
    let denominator = if figure.unit == Unit::Rate { figure.denominator } else { shown(figure.denominator) };
    let value = figure.value.map(|value| match (figure.unit, anew(linked, value, round)) {
        (Unit::Date, _) => value,
        // Six decimals of a quotient of numbers that are not rounded would give them back.
        (unit, Some(made)) => unit.displayed(made),
        // The largest of several.
        (Unit::Count, None) if figure.numerator.is_none() => {
            let step = f64::from(round);
            (value / step).round() * step
        }
        (unit, None) => {
            let ratio = |new: Option<f64>, old: Option<f64>| new.zip(old).filter(|(_, old)| *old > 0.0).map_or(1.0, |(new, old)| new / old);
            unit.displayed(value * ratio(numerator, figure.numerator) / ratio(denominator, figure.denominator))
        }
    });
    Figure { numerator, denominator, value, ..figure }
}

/// A value that is made of several counts, or of one and a number that anybody may look up, made of their rounded ones.
fn anew(linked: &Linked, value: f64, round: u32) -> Option<f64> {
    let whole = linked.figure.numerator.is_some();
    let exact: Vec<Option<f64>> = linked.behind.iter().map(|members| members.as_ref().map(|m| m.ids.len() as f64)).collect();
    let coarse = |n: f64| f64::from(rounded(n as u32, round));
    // As it is made, and whether the exact counts make the value.
    let made = |of: &dyn Fn(&[f64]) -> f64, counts: &[f64]| {
        let near = (of(counts) - value).abs() <= NEAR * value.abs().max(1.0);
        near.then(|| of(&counts.iter().copied().map(coarse).collect::<Vec<_>>())).filter(|made| made.is_finite())
    };
    match exact[..] {
        [Some(of), None, Some(less), None] if !whole => made(&|n| n[0] - n[1], &[of, less]),
        [Some(a), Some(b), Some(c), Some(d)] if linked.figure.unit == Unit::Points => {
            made(&|n| 100.0 * (n[0] / n[1] - n[2] / n[3]), &[a, b, c, d])
        }
        [Some(a), Some(b), Some(c), Some(d)] if linked.figure.unit == Unit::Count => made(&|n| n[0] + n[1] - n[2] - n[3], &[a, b, c, d]),
        [Some(a), Some(b), Some(c), Some(d)] => made(&|n| n[0] / n[1] / (n[2] / n[3]), &[a, b, c, d]),
        // A count made a year's, in parts of a published one.
        [Some(n), None] if !whole && n > 0.0 && linked.figure.unit == Unit::Percent => Some(value * coarse(n) / n),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Day, Window};
    use crate::indicators::members::{Kind, Members};
    use std::rc::Rc;

    fn linked(unit: Unit, value: f64, behind: &[Option<u32>]) -> Linked {
        let members = |n: &u32| Rc::new(Members { kind: Kind::Rows("referrals".to_owned()), ids: (0..*n).collect() });
        let window = Window::before(Day::new(2025, 9, 30).unwrap(), 6);
        let figure =
            Figure { code: "A-01".into(), group: String::new(), window, numerator: None, denominator: None, value: Ok(value), unit };
        Linked { figure, behind: behind.iter().map(|n| n.as_ref().map(members)).collect(), ways: Vec::new() }
    }

    fn shown(unit: Unit, value: f64, behind: &[Option<u32>]) -> f64 {
        of_rounded(&linked(unit, value, behind), 5).value.unwrap()
    }

    #[test]
    fn a_difference_is_that_of_the_rounded_counts() {
        assert_eq!(shown(Unit::Count, 13.0, &[Some(42), None, Some(29), None]), 10.0, "40 less 30, though 13 is nearer to 15");
        assert_eq!(shown(Unit::Count, -13.0, &[Some(29), None, Some(42), None]), -10.0);
        assert_eq!(shown(Unit::Count, 2.0, &[Some(40), Some(12), Some(8), Some(42)]), 0.0, "40 and 10 less 10 and 40");
        let points = 100.0 * (29.0 / 42.0 - 13.0 / 31.0);
        assert_eq!(shown(Unit::Points, points, &[Some(29), Some(42), Some(13), Some(31)]), 25.0, "30 of 40 less 15 of 30");
    }

    #[test]
    fn a_year_made_of_a_count_is_made_of_the_rounded_one() {
        assert_eq!(shown(Unit::Percent, 84.0, &[Some(42), None]), 80.0, "twice 40 of 100");
    }

    #[test]
    fn what_is_made_of_nothing_known_is_rounded_itself() {
        assert_eq!(shown(Unit::Count, 13.0, &[None]), 15.0);
        assert_eq!(shown(Unit::Days, 13.4, &[None, Some(42)]), 13.0, "a median is no count");
    }
}
