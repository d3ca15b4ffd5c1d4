//! The sentence of bars: which group it names, and in what words.
//!
//! Named is the group furthest from England beyond chance, else the largest, so that no title contradicts its picture. A group of
//! fewer than 30, and one that only holds what is left over, is never named. Where nothing is tested, a fact stands and no claim.

use super::compare::{self, Verdict};
use super::facts::{Facts, Shown, stands_apart};
use super::grammar;
use super::message::{capital, fits, lower_first, plain, relation, shortest};
use crate::charts::spec::Who;
use crate::content::markdown::Directive;
use crate::number::{Unit, grouped};
use crate::statistics::{SMALL_DENOMINATOR, Z95};

/// Of fewer than this a share is said as how many of how many.
const COUNTS_BELOW: f64 = 50.0;

/// The words a page gives for the groups of a chart.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words<'a> {
    /// `{share} of open cases have lasted {group}`.
    pub says: Option<&'a str>,
    /// Of what the shares are: `open cases`.
    pub of: Option<&'a str>,
    /// What the groups are: `localities`.
    pub groups: Option<&'a str>,
    /// A group, what is said of it, and what is said of all others: `1|went missing only once|went missing more than once`.
    pub split: Option<&'a str>,
    /// Whether other places are marked, so that the title may speak of them.
    pub england: bool,
}

impl<'a> Words<'a> {
    /// The words of a directive: `says="…" of="…" groups="…" split="…|…|…"`.
    pub fn of(directive: &'a Directive) -> Self {
        let option = |key: &str| directive.options.get(key).map(String::as_str);
        Words { says: option("says"), of: option("of"), groups: option("groups"), split: option("split"), england: true }
    }
}

/// The sentence, and the groups that it names.
pub fn sentence(facts: &Facts<'_>, code: &str, rows: &[&Shown], words: Words<'_>) -> (String, Vec<String>) {
    let mut ranked: Vec<&Shown> = rows.iter().copied().filter(|f| f.value.is_ok() && !stands_apart(&f.group)).collect();
    ranked.sort_by(|a, b| b.value.unwrap_or(0.0).total_cmp(&a.value.unwrap_or(0.0)));
    let Some(first) = ranked.first().copied() else { return ("Nothing was recorded in this period".to_owned(), Vec::new()) };
    if size(first) <= 0.0 {
        return ("Every group stands at zero".to_owned(), Vec::new());
    }
    // Two shares are set against each other and neither interval is kept: nothing may be claimed.
    if first.unit == Unit::Points {
        return ("No difference between groups is claimed".to_owned(), Vec::new());
    }
    // A mean of each group is no number of children: none of them is large.
    if !matches!(first.unit, Unit::Count | Unit::Percent) {
        let name = capital(&plain(&facts.label(code, &first.group)));
        let said = shortest([format!("{name} is highest, at {}", first.in_short()), format!("{name} is highest")]);
        return (said, vec![first.group.clone()]);
    }
    let said = Said { facts, code, words, total: whole(&ranked) };
    if said.total < SMALL_DENOMINATOR {
        return (said.few(), Vec::new());
    }
    if let Some(parts) = said.split(&ranked) {
        return parts;
    }
    let able: Vec<&Shown> = ranked.iter().copied().filter(|f| size(f) >= SMALL_DENOMINATOR && !residual(&f.group)).collect();
    let Some(top) = able.first().copied() else { return (said.all_small(), Vec::new()) };
    if let Some((figure, verdict, england)) = said.furthest(&able) {
        let side = relation(verdict);
        let after = [format!("{side} England’s {england}"), format!("England {england}"), format!("{side} England")];
        return (said.fact(&[figure], &after), vec![figure.group.clone()]);
    }
    let level: Vec<&Shown> = match own_bases(&ranked) {
        // Each share is of a whole of its own: they make no sum.
        true => vec![top],
        false => able.iter().copied().take_while(|f| within_chance(size(top), size(f))).collect(),
    };
    let similar = said.verdict(top) == Some(Verdict::Similar);
    match level.as_slice() {
        [_] | [] => {
            let after = if similar { vec!["similar to England".to_owned()] } else { Vec::new() };
            (said.fact(&[top], &after), vec![top.group.clone()])
        }
        [_, _] if fits(&said.fact(&level, &[])) => (said.fact(&level, &[]), named(&level)),
        // Two whose names are too long to stand together: the larger alone is a fact still.
        [_, _] => (said.fact(&[top], &[]), vec![top.group.clone()]),
        // Bands in the words of their page stand one by one.
        many if words.says.is_some() && words.groups.is_none() => (said.fact(&many[..1], &[]), named(&many[..1])),
        many => (said.together(many), named(many)),
    }
}

/// The sentence where other groups are hidden, and the groups that it names: a fact of one that is shown. What is hidden may be of
/// any size, so that nothing is added up, and none is called large; of counts there is no whole to be a share of.
pub fn fact_of_shown(facts: &Facts<'_>, code: &str, rows: &[&Shown], words: Words<'_>) -> (String, Vec<String>) {
    let mut shown: Vec<&Shown> = rows.iter().copied().filter(|f| f.value.is_ok() && !stands_apart(&f.group) && size(f) > 0.0).collect();
    shown.sort_by(|a, b| b.value.unwrap_or(0.0).total_cmp(&a.value.unwrap_or(0.0)));
    let plain = |figure: &&Shown| !residual(&figure.group);
    let Some(first) = shown.iter().copied().find(plain).or(shown.first().copied()) else {
        return ("Every group that may be shown stands at zero".to_owned(), Vec::new());
    };
    if first.unit == Unit::Points {
        return ("No difference between groups is claimed".to_owned(), Vec::new());
    }
    let said = Said { facts, code, words, total: first.denominator.unwrap_or(0.0) };
    if first.unit != Unit::Percent || first.denominator.is_none() {
        let name = capital(&said.label(first));
        let short = format!("{name}: {}", first.in_short());
        let of = words.of.filter(|_| first.unit == Unit::Count).map_or(short.clone(), |of| format!("{short} {of}"));
        return (shortest([of, short]), vec![first.group.clone()]);
    }
    if said.total < SMALL_DENOMINATOR {
        return (said.few(), Vec::new());
    }
    let able: Vec<&Shown> = shown.iter().copied().filter(|f| size(f) >= SMALL_DENOMINATOR && plain(f)).collect();
    if let Some((figure, verdict, england)) = said.furthest(&able) {
        let side = relation(verdict);
        let after = [format!("{side} England’s {england}"), format!("England {england}"), format!("{side} England")];
        return (said.fact(&[figure], &after), vec![figure.group.clone()]);
    }
    // Of few the number is told with what it is of, which says by itself how few they are; a bare band with what it is a band of.
    let name = capital(&said.label(first));
    let band = name.starts_with(|c: char| c.is_ascii_digit());
    let short = facts.about(code).filter(|_| band).map_or(name.clone(), |about| format!("{}, {name}", about.short));
    let few = size(first) < SMALL_DENOMINATOR || band;
    match first.of().filter(|_| few && words.says.is_none()) {
        Some(of) => {
            let of = if size(first) < SMALL_DENOMINATOR { of } else { first.in_short() };
            let short = format!("{short}: {of}");
            let joined = if of.contains(" of ") { " " } else { " of " };
            let whole = words.of.map_or(short.clone(), |whole| format!("{short}{joined}{whole}"));
            (shortest([whole, short]), vec![first.group.clone()])
        }
        None => (said.fact(&[first], &[]), vec![first.group.clone()]),
    }
}

fn named(figures: &[&Shown]) -> Vec<String> {
    figures.iter().map(|f| f.group.clone()).collect()
}

/// Whether a group holds what is left over: its size says how a return is made, not what children meet.
pub fn residual(group: &str) -> bool {
    let group = group.to_lowercase();
    group == "other"
        || group.starts_with("other ")
        || group.ends_with(" other")
        || group.contains("any other")
        || group.starts_with("multiple ")
        || group.contains("not known")
}

/// How many stand behind a figure.
fn size(figure: &Shown) -> f64 {
    figure.numerator.or(figure.value.ok()).unwrap_or(0.0)
}

/// Whether each share is of a whole of its own, as in ages of which some went missing.
fn own_bases(ranked: &[&Shown]) -> bool {
    ranked.windows(2).any(|pair| pair[0].denominator != pair[1].denominator)
}

/// All that the groups hold.
fn whole(ranked: &[&Shown]) -> f64 {
    ranked.first().and_then(|f| f.denominator).unwrap_or_else(|| ranked.iter().map(|f| size(f)).sum())
}

/// Whether chance alone may set two counts of the same whole so far apart.
fn within_chance(a: f64, b: f64) -> bool {
    (a - b).abs() <= Z95 * (a + b).sqrt()
}

/// What one chart's sentence is made of.
struct Said<'a, 'f> {
    facts: &'a Facts<'f>,
    code: &'a str,
    words: Words<'a>,
    total: f64,
}

impl Said<'_, '_> {
    /// The group's name, cut to its first part unless another begins the same.
    fn label(&self, figure: &Shown) -> String {
        let name = |figure: &Shown| self.facts.label(self.code, &figure.group);
        let cut = plain(&name(figure));
        let alike = self.facts.groups(self.code).into_iter().filter(|other| plain(&name(other)) == cut).count();
        if alike > 1 { name(figure) } else { cut }
    }

    /// Of few: how many there are, and that they bear no comparison.
    fn few(&self) -> String {
        let total = grouped(self.total, 0);
        let generic = format!("Too few to compare groups: {total} in all");
        let Some(of) = self.words.of else { return generic };
        shortest([grammar::one(&format!("Only {total} {of}: too few to compare")), generic])
    }

    /// Of many in small groups.
    fn all_small(&self) -> String {
        let generic = "Every group is too small to compare".to_owned();
        self.words.of.map_or(generic.clone(), |of| shortest([format!("{}: groups too small to compare", capital(of)), generic]))
    }

    /// A share of the whole, as a title says it.
    fn share(&self, n: f64, of: f64) -> String {
        if of < COUNTS_BELOW { format!("{} of {}", grouped(n, 0), grouped(of, 0)) } else { Unit::Percent.show(100.0 * n / of) }
    }

    /// One group against all others, whichever part is the larger.
    fn split(&self, ranked: &[&Shown]) -> Option<(String, Vec<String>)> {
        let mut parts = self.words.split?.split('|');
        let (group, one, rest) = (parts.next()?, parts.next()?, parts.next()?);
        let alone: f64 = ranked.iter().filter(|f| f.group == group).map(|f| size(f)).sum();
        let of = self.words.of.unwrap_or("those counted");
        let others: Vec<&Shown> = ranked.iter().copied().filter(|f| f.group != group && size(f) > 0.0).collect();
        let (n, words, focus) = match 2.0 * alone >= self.total {
            true => (alone, one, vec![group.to_owned()]),
            false => (others.iter().map(|f| size(f)).sum(), rest, named(&others)),
        };
        let share = self.share(n, self.total);
        let said = if share.contains(" of ") { format!("{share} {of} {words}") } else { format!("{share} of {of} {words}") };
        Some((shortest([said, format!("{share} {words}")]), focus))
    }

    fn verdict(&self, figure: &Shown) -> Option<Verdict> {
        let series = compare::series(self.facts, self.code, &figure.group).filter(|_| self.words.england)?;
        series.claim(figure, Who::England, series.england_latest()?)
    }

    /// Of the groups whose shares differ from England's beyond chance, the one that lies furthest from it.
    fn furthest<'s>(&self, able: &[&'s Shown]) -> Option<(&'s Shown, Verdict, String)> {
        let mut furthest: Option<(f64, &Shown, Verdict, String)> = None;
        for figure in able {
            let Some(verdict) = self.verdict(figure).filter(|verdict| *verdict != Verdict::Similar) else { continue };
            let series = compare::series(self.facts, self.code, &figure.group)?;
            let (Some(england), Ok(value)) = (series.england_latest(), figure.value) else { continue };
            let far = (value - england).abs();
            if furthest.as_ref().is_none_or(|(most, ..)| far > *most) {
                furthest = Some((far, figure, verdict, series.show(Ok(england))));
            }
        }
        furthest.map(|(_, figure, verdict, england)| (figure, verdict, england))
    }

    /// The fact of one group or of two together, with what stands beside it where there is room.
    fn fact(&self, figures: &[&Shown], after: &[String]) -> String {
        let mut names: Vec<String> = figures.iter().map(|f| self.label(f)).collect();
        names.iter_mut().skip(1).for_each(|name| *name = in_a_row(name));
        let n: f64 = figures.iter().map(|f| size(f)).sum();
        let of = figures.first().and_then(|f| f.denominator).unwrap_or(self.total);
        let share = self.share(n, of);
        let fact = match (self.words.says, self.words.of) {
            (Some(says), _) => {
                let lower: Vec<String> = names.iter().map(|name| lower_first(name)).collect();
                // How many of how many names the whole already.
                let says = if share.contains(" of ") { says.replace("{share} of ", "{share} ") } else { says.to_owned() };
                capital(&says.replace("{share}", &share).replace("{group}", &lower.join(" or ")).replace("{name}", &names.join(" or ")))
            }
            (None, Some(whole)) => format!("{}: {share} of {whole}", capital(&names.join(" or "))),
            (None, None) => format!("{}: {share}", capital(&names.join(" or "))),
        };
        let short = format!("{}: {share}", capital(&names.join(" or ")));
        let whole = self.words.of.map_or(short.clone(), |of| format!("{short} of {of}"));
        let with = after.iter().map(|words| format!("{fact}, {words}")).find(|words| fits(words));
        with.unwrap_or_else(|| shortest([fact, whole, short]))
    }

    /// Several groups that chance cannot part, taken together: `Three localities hold 47% of early help`.
    fn together(&self, level: &[&Shown]) -> String {
        let n: f64 = level.iter().map(|f| size(f)).sum();
        let (number, groups) = (number(level.len()), self.words.groups.unwrap_or("groups"));
        let share = self.share(n, self.total);
        let of = self.words.of.map_or(String::new(), |of| format!(" of {of}"));
        shortest([format!("{number} {groups} make up {share}{of}"), format!("{number} {groups} make up {share}")])
    }
}

/// A name within a sentence: a proper one, and a first letter that is a word of its own, keep their capital.
fn in_a_row(name: &str) -> String {
    let mut words = name.split(' ').skip(1).peekable();
    if words.peek().is_some() && !words.any(|word| word.starts_with(char::is_uppercase)) { lower_first(name) } else { name.to_owned() }
}

/// A small number in words, at the start of a sentence.
fn number(n: usize) -> String {
    let words = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    words.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// Whether the groups that a written title puts in focus are the largest, or hold half of all: else the picture contradicts it.
pub fn agrees(rows: &[&Shown], focus: &[&str]) -> bool {
    let usable: Vec<&Shown> = rows.iter().copied().filter(|f| f.value.is_ok() && !stands_apart(&f.group)).collect();
    let named = |figure: &&&Shown| focus.contains(&figure.group.as_str());
    let largest = usable.iter().filter(|f| !residual(&f.group)).map(|f| f.value.unwrap_or(0.0)).fold(0.0, f64::max);
    let total: f64 = usable.iter().map(|f| size(f)).sum();
    let held: f64 = usable.iter().filter(named).map(|f| size(f)).sum();
    usable.iter().filter(named).any(|f| f.value.is_ok_and(|value| value >= largest)) || total > 0.0 && 2.0 * held >= total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::definition::Good;
    use crate::report::testing;

    fn said(groups: &[(&str, f64)], options: &[(&str, &str)]) -> (String, Vec<String>) {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "A-1", groups);
        sentence(&facts, "A-1", &facts.groups("A-1"), Words::of(&testing::chart(&["A-1"], options)))
    }

    const CASES: [(&str, &str); 2] = [("says", "{share} of open cases have lasted {group}"), ("of", "open cases")];

    #[test]
    fn the_largest_group_is_named_in_the_words_of_its_page() {
        let (words, focus) = said(&[("0-3 months", 40.0), ("2 years+", 60.0), ("Unknown", 900.0)], &CASES);
        assert_eq!((words.as_str(), focus), ("60.0% of open cases have lasted 2 years or more", vec!["2 years+".to_owned()]));
        assert_eq!(said(&[("White", 240.0), ("Black", 160.0)], &[]).0, "White: 60.0%");
        assert_eq!(said(&[("White", 240.0), ("Black", 160.0)], &[("of", "referrals")]).0, "White: 60.0% of referrals");
    }

    #[test]
    fn groups_that_chance_cannot_part_are_taken_together() {
        assert_eq!(said(&[("Essex", 90.0), ("Redbridge", 85.0), ("Kent", 25.0)], &[("says", "{share} live in {name}")]), {
            ("87.5% live in Essex or Redbridge".to_owned(), vec!["Essex".to_owned(), "Redbridge".to_owned()])
        });
        let options = [("groups", "localities"), ("of", "early help")];
        let (words, focus) = said(&[("East", 90.0), ("South", 85.0), ("North", 88.0), ("School", 37.0)], &options);
        assert_eq!((words.as_str(), focus.len()), ("Three localities make up 87.7% of early help", 3));
    }

    #[test]
    fn few_and_what_is_left_over_are_never_named() {
        assert_eq!(said(&[("0", 1.0), ("1", 6.0)], &CASES), ("Only 7 open cases: too few to compare".to_owned(), Vec::new()));
        assert_eq!(said(&[("0", 1.0)], &[]).0, "Too few to compare groups: 1 in all");
        assert_eq!(said(&[("White", 20.0), ("Black", 15.0)], &CASES).0, "Open cases: groups too small to compare");
        let (words, focus) = said(&[("Any other reason", 400.0), ("Neglect", 60.0)], &CASES);
        assert_eq!((words.as_str(), focus), ("13.0% of open cases have lasted neglect", vec!["Neglect".to_owned()]));
        assert_eq!(said(&[("White", 0.0)], &CASES).0, "Every group stands at zero");
        assert_eq!(said(&[("Not recorded", 4.0)], &CASES).0, "Nothing was recorded in this period");
    }

    #[test]
    fn of_two_parts_the_larger_is_said_and_shown() {
        let options = [("split", "1|went missing only once|went missing more than once"), ("of", "missing children")];
        let (words, focus) = said(&[("1", 7.0), ("2", 13.0), ("3", 33.0)], &options);
        assert_eq!((words.as_str(), focus.len()), ("86.8% of missing children went missing more than once", 2));
        let (words, focus) = said(&[("1", 33.0), ("2", 7.0)], &options);
        assert_eq!((words.as_str(), focus), ("33 of 40 missing children went missing only once", vec!["1".to_owned()]));
    }

    #[test]
    fn a_written_focus_must_be_what_the_picture_shows() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "A-1", &[("1-4", 30.0), ("5-9", 20.0), ("16+", 9.0), ("Other", 31.0)]);
        let rows = facts.groups("A-1");
        assert!(agrees(&rows, &["1-4"]) && agrees(&rows, &["5-9", "16+", "Other"]), "the largest named, or half of all");
        assert!(!agrees(&rows, &["16+"]) && !agrees(&rows, &["5-9"]) && !agrees(&rows, &[]));
    }

    #[test]
    fn the_group_furthest_from_england_goes_first_unless_it_is_small() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let share = |n: f64| Ok(100.0 * n / 1000.0);
        let groups = [("A", 500.0), ("B", 400.0), ("C", 29.0)].map(|(group, n)| (group, Some(n), Some(1000.0), share(n)));
        testing::add(&mut facts, "A-1", Unit::Percent, Good::Neither, None, &groups);
        // England stands at 22.6%: all differ, A by most of those that may be named.
        for group in ["A", "B", "C"] {
            facts.about.get_mut("A-1").unwrap().comparators.insert(group.to_owned(), "rereferrals_pct".to_owned());
        }
        let words = |england| Words { england, says: Some("{share} came from {name}"), ..Words::default() };
        let (said, focus) = sentence(&facts, "A-1", &facts.groups("A-1"), words(true));
        assert_eq!((said.as_str(), focus), ("50.0% came from A, above England’s 22.6%", vec!["A".to_owned()]));
        assert_eq!(sentence(&facts, "A-1", &facts.groups("A-1"), words(false)).0, "50.0% came from A");
    }

    #[test]
    fn groups_are_named_in_the_words_of_readers() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::counts(&mut facts, "CODE", &[("NFA", 240.0), ("No", 20.0)]);
        facts.labels.insert("NFA".to_owned(), "No further action".to_owned());
        facts.labels.insert("No".to_owned(), "Of all records".to_owned());
        facts.about.get_mut("CODE").unwrap().labels.insert("No".to_owned(), "Not in touch, 3-6 months".to_owned());
        assert_eq!(facts.label("CODE", "No"), "Not in touch, 3 to 6 months", "its own record goes first");
        assert_eq!(facts.label("OTHER", "No"), "Of all records");
        assert_eq!(sentence(&facts, "CODE", &facts.groups("CODE"), Words::default()).0, "No further action: 92.3%");
    }

    #[test]
    fn chance_may_part_small_counts_but_not_large_ones() {
        assert!(within_chance(21.0, 19.0));
        assert!(!within_chance(240.0, 147.0));
    }

    #[test]
    fn where_groups_are_hidden_a_fact_of_one_that_is_shown_stands() {
        let published = testing::published();
        let said = |groups: &[(&str, f64)], of: Option<f64>, options: &[(&str, &str)]| {
            let mut facts = testing::nothing(&published);
            let figures: Vec<_> = groups.iter().map(|(group, n)| (*group, Some(*n), of, Ok(of.map_or(*n, |of| 100.0 * n / of)))).collect();
            let unit = if of.is_some() { Unit::Percent } else { Unit::Count };
            testing::add(&mut facts, "A", unit, Good::Neither, None, &figures);
            let directive = testing::chart(&["A"], options);
            fact_of_shown(&facts, "A", &facts.groups("A"), Words::of(&directive)).0
        };
        let of = [("of", "plans")];
        assert_eq!(said(&[("Neglect", 90.0), ("Physical", 40.0)], Some(300.0), &of), "Neglect: 30.0% of plans");
        assert_eq!(said(&[("Neglect", 12.0), ("Other", 14.0)], Some(52.0), &of), "Neglect: 12 of 52 plans");
        assert_eq!(said(&[("0 to 10", 90.0)], Some(300.0), &of), "Short A, 0 to 10: 30.0% of plans");
        assert_eq!(said(&[("0 to 10", 15.0)], Some(300.0), &of), "Short A, 0 to 10: 15 of 300 plans");
        assert_eq!(said(&[("6 to 12 months", 90.0)], Some(300.0), &[("says", "{share} of plans lasted {group}")]), {
            "30.0% of plans lasted 6 to 12 months"
        });
        assert_eq!(said(&[("Neglect", 9.0)], Some(20.0), &of), "Only 20 plans: too few to compare");
        // Without a whole nothing is made a share: 9 and 12 are not all there are.
        assert_eq!(said(&[("Neglect", 12.0), ("Physical", 9.0)], None, &of), "Neglect: 12 plans");
    }
}
