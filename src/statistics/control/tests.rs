//! The rules of a control chart, each held to a series made for it.

use super::*;
use proptest::prelude::*;

fn judge(values: &[f64]) -> Series {
    series(values, &[], Screening::None).unwrap()
}

/// Letters of the signals: O outside, T trend, 2 two of three, S shift; small letters are low, a dot is none.
fn letters(series: &Series) -> String {
    let letter = |signal: &Option<Signal>| {
        signal.map_or('.', |signal| {
            let (high, low) = match signal.rule {
                Rule::Outside => ('O', 'o'),
                Rule::Trend => ('T', 't'),
                Rule::TwoOfThree => ('2', 'z'),
                Rule::Shift => ('S', 's'),
            };
            if signal.direction == Direction::High { high } else { low }
        })
    };
    series.signals.iter().map(letter).collect()
}

/// Twelve points of mean 10 and mean moving range 2: limits 4.68 and 15.32, near limits 6.454 and 13.546.
const STEADY: [f64; 12] = [9.0, 11.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0, 9.0, 11.0];

fn steady_then(more: &[f64]) -> String {
    letters(&judge(&[&STEADY, more].concat()))[STEADY.len()..].to_string()
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn limits_are_those_worked_by_hand() {
    // Mean 50 / 5 = 10; ranges 2, 4, 1, 3, mean 2.5; 2.66 × 2.5 = 6.65; 1.773 × 2.5 = 4.4325.
    let limits = limits(&[10.0, 12.0, 8.0, 9.0, 12.0], Screening::None).unwrap();
    close(limits.mean, 10.2);
    close(limits.moving_range, 2.5);
    close(limits.upper, 16.85);
    close(limits.lower, 3.55);
    close(limits.near_upper, 14.6325);
    close(limits.near_lower, 5.7675);
    assert!(limits.on_trial());
}

#[test]
fn twelve_points_set_the_limits_and_later_ones_leave_them() {
    let first = judge(&STEADY);
    assert!(!first.limits().unwrap().on_trial());
    assert_eq!(judge(&[&STEADY[..], &[100.0, 3.0]].concat()).limits(), first.limits());
    close(first.limits().unwrap().upper, 15.32);
}

#[test]
fn screening_drops_single_leaps_once() {
    // Ten ranges of 1 and one of 12: mean 2, and 12 ≥ 6.534 is dropped.
    let values = [1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0, 1.0, 13.0];
    close(limits(&values, Screening::None).unwrap().moving_range, 2.0);
    close(limits(&values, Screening::Outliers).unwrap().moving_range, 1.0);
    close(limits(&[4.0, 4.0, 4.0], Screening::Outliers).unwrap().upper, 4.0);
}

#[test]
fn a_point_on_a_limit_is_within_it() {
    assert_eq!(steady_then(&[15.32, 15.33, 10.0, 4.68, 4.67]), ".O..o");
}

#[test]
fn seven_on_one_side_are_a_shift_from_the_first_on() {
    assert_eq!(steady_then(&[9.0, 12.0, 11.0, 12.0, 11.0, 12.0, 11.0]), ".......");
    assert_eq!(steady_then(&[9.0, 12.0, 11.0, 12.0, 11.0, 12.0, 11.0, 12.0, 9.0]), ".SSSSSSS.");
    assert_eq!(steady_then(&[12.0, 11.0, 12.0, 11.0, 12.0, 11.0]), "SSSSSS", "the eleven before them is the first of seven");
}

#[test]
fn a_point_on_the_mean_breaks_a_run() {
    assert_eq!(steady_then(&[9.0, 12.0, 11.0, 12.0, 10.0, 11.0, 12.0, 11.0]), "........");
}

#[test]
fn seven_points_each_lower_are_a_trend_from_the_first_on() {
    assert_eq!(steady_then(&[10.0, 13.0, 12.0, 11.0, 10.0, 9.5, 9.0, 8.0]), ".ttttttt");
    assert_eq!(steady_then(&[10.0, 13.0, 12.0, 11.0, 10.0, 9.5, 9.0, 9.0]), "........", "an equal point ends a trend");
    assert_eq!(steady_then(&[8.0, 9.0, 9.5, 10.0, 11.0, 12.0, 13.0]), "TTTTTTT");
}

#[test]
fn two_of_three_flags_only_the_points_in_the_outer_third() {
    assert_eq!(steady_then(&[9.0, 14.0, 11.0, 14.0, 9.0]), ".2.2.");
    assert_eq!(steady_then(&[9.0, 14.0, 9.0, 14.0, 9.0]), ".....", "all three are on one side");
    assert_eq!(steady_then(&[9.0, 14.0, 10.0, 14.0, 9.0]), ".....", "the mean is on neither side");
    assert_eq!(steady_then(&[11.0, 6.0, 5.0, 9.0]), ".zz.");
}

#[test]
fn a_point_beyond_the_limits_is_not_one_of_the_two() {
    assert_eq!(steady_then(&[9.0, 16.0, 11.0, 14.0, 9.0]), ".O...");
    assert_eq!(steady_then(&[9.0, 14.0, 16.0, 14.0, 9.0]), ".2O2.");
}

#[test]
fn the_first_rule_in_order_is_the_one_named() {
    // A shift of eight whose last seven rise, the sixth and seventh in the outer third, the last outside.
    assert_eq!(steady_then(&[9.0, 12.0, 11.0, 11.5, 12.0, 12.5, 13.6, 14.0, 16.0]), ".STTTTTTO");
    assert_eq!(steady_then(&[9.0, 14.0, 14.0, 12.0, 11.0, 12.0, 11.0, 12.0]), ".22SSSSS", "two of three before a shift");
}

#[test]
fn a_run_reaches_from_its_first_point_to_its_last() {
    let values = [&STEADY[..], &[9.0, 12.0, 11.0, 12.0, 11.0, 12.0, 11.0, 12.0, 9.0, 16.0]].concat();
    let judged = judge(&values);
    assert_eq!((judged.run(&values, 15), judged.run(&values, 21), judged.run(&values, 2)), (13..20, 21..22, 2..3));
    let values = [&STEADY[..], &[13.0, 12.5, 12.0, 11.0, 10.0, 9.0, 8.0, 9.0]].concat();
    assert_eq!(judge(&values).run(&values, 14), 12..19);
}

#[test]
fn a_rebase_begins_anew_with_its_reason() {
    let values: Vec<f64> = STEADY.iter().copied().chain(STEADY.iter().map(|v| v + 20.0)).collect();
    assert_eq!(&letters(&judge(&values))[12..], "OOOOOOOOOOOO");
    let rebase = Rebase { at: 12, reason: "new front door".into() };
    let series = series(&values, std::slice::from_ref(&rebase), Screening::None).unwrap();
    assert_eq!(letters(&series), "........................");
    assert_eq!((series.stretches[0].end, series.stretches[1].start), (12, 12));
    assert_eq!(series.stretches[1].reason.as_deref(), Some("new front door"));
    close(series.limits().unwrap().mean, 30.0);
}

#[test]
fn a_stretch_of_one_point_is_not_judged() {
    let rebase = [Rebase { at: 12, reason: "new system".into() }];
    let series = series(&[&STEADY[..], &[90.0]].concat(), &rebase, Screening::None).unwrap();
    assert_eq!((series.limits(), series.latest(), series.signals.len()), (None, None, 13));
}

#[test]
fn rebases_that_divide_nothing_are_passed_over() {
    let at = |at| Rebase { at, reason: String::new() };
    let series = series(&STEADY, &[at(0), at(5), at(3), at(12), at(99)], Screening::None).unwrap();
    assert_eq!(series.stretches.iter().map(|s| (s.start, s.end)).collect::<Vec<_>>(), [(0, 5), (5, 12)]);
}

#[test]
fn nothing_is_judged_around_a_missing_point() {
    assert_eq!(series(&[], &[], Screening::None), None);
    assert_eq!(series(&[1.0, f64::NAN, 2.0], &[], Screening::None), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn signals_keep_to_the_words_of_their_rules(values in prop::collection::vec(0_u32..40, 1..40)) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let judged = judge(&values);
        let Some(limits) = judged.limits() else { return Ok(()) };
        for (at, signal) in judged.signals.iter().enumerate() {
            let value = values[at];
            match signal {
                // Nothing outside the limits goes unnamed.
                None => prop_assert!(limits.outside(value).is_none()),
                Some(Signal { rule: Rule::Outside, direction }) => prop_assert_eq!(limits.outside(value), Some(*direction)),
                Some(Signal { rule: Rule::TwoOfThree, direction }) => {
                    prop_assert!(limits.in_outer_third(value) && limits.side_of_mean(value) == Some(*direction));
                }
                Some(Signal { rule: Rule::Shift, direction }) => prop_assert_eq!(limits.side_of_mean(value), Some(*direction)),
                Some(Signal { rule: Rule::Trend, .. }) => prop_assert!(values.len() >= RUN),
            }
        }
    }

    #[test]
    fn a_mirrored_series_has_mirrored_signals(values in prop::collection::vec(0_u32..40, 2..40)) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let mirrored: Vec<f64> = values.iter().map(|v| 100.0 - v).collect();
        let turned = |s: &Signal| Signal {
            direction: if s.direction == Direction::High { Direction::Low } else { Direction::High },
            ..*s
        };
        let expected: Vec<Option<Signal>> = judge(&values).signals.iter().map(|s| s.as_ref().map(turned)).collect();
        prop_assert_eq!(judge(&mirrored).signals, expected);
    }

    #[test]
    fn another_unit_changes_no_signal(values in prop::collection::vec(0_u32..40, 2..40), factor in 1_u32..1000, more in 0_u32..100) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let other: Vec<f64> = values.iter().map(|v| v * f64::from(factor) / 7.0 + f64::from(more)).collect();
        prop_assert_eq!(judge(&other).signals, judge(&values).signals);
    }

    #[test]
    fn screening_never_widens_the_limits(values in prop::collection::vec(0_u32..400, 2..40)) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let range = |screening| super::limits(&values, screening).map_or(0.0, |l| l.moving_range);
        prop_assert!(range(Screening::Outliers) <= range(Screening::None));
    }
}

#[test]
fn the_direction_is_good_or_bad_only_where_one_end_is_better() {
    let high = Signal { rule: Rule::Shift, direction: Direction::High };
    assert_eq!(high.state(Some(Best::Highest)), State::Improvement(Direction::High));
    assert_eq!(high.state(Some(Best::Lowest)), State::Concern(Direction::High));
    assert_eq!(high.state(None), State::Neutral(Direction::High));
    assert_eq!(judge(&STEADY).state(None), State::CommonCause);
}

#[test]
fn a_target_is_assured_only_outside_the_limits() {
    let limits = judge(&STEADY).limits().copied().unwrap();
    let cases = [(4.0, Assurance::Passes, Assurance::Fails), (16.0, Assurance::Fails, Assurance::Passes)];
    for (target, highest, lowest) in cases {
        assert_eq!(limits.assurance(target, Best::Highest), highest);
        assert_eq!(limits.assurance(target, Best::Lowest), lowest);
    }
    for target in [limits.lower, 10.0, limits.upper] {
        assert_eq!(limits.assurance(target, Best::Highest), Assurance::HitOrMiss);
    }
}
