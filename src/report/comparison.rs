//! Tables of comparison: measures beside other places, the published years behind them, and each neighbour by name.
//!
//! In: the codes of a `compare` directive. Out: numbered tables. Every word of comparison rests on intervals and on values as
//! displayed; what stands between a figure and the published one is a note under the table, one for each row that needs it.

use super::compare::{self, Series};
use super::facts::{Facts, Shown};
use super::standing::standing;
use super::{Column, DataTable, NumberedTable, Row, comparability, message, targets, tiles};
use crate::comparators::{Area, Published};
use crate::content::markdown::Directive;
use crate::indicators::definition::{About, Good};
use crate::number::{Missing, Unit, grouped};

/// A code of the directive with all that is compared.
struct Compared<'a> {
    code: &'a str,
    about: &'a About,
    figure: &'a Shown,
    series: Series<'a>,
}

fn compared<'a>(facts: &'a Facts<'a>, directive: &'a Directive) -> Vec<Compared<'a>> {
    let one = |code: &'a String| {
        let series = compare::series(facts, code, "")?;
        Some(Compared { code, about: facts.about(code)?, figure: facts.single(code)?, series })
    };
    directive.args.iter().filter_map(one).collect()
}

fn codes(all: &[Compared<'_>]) -> Vec<String> {
    all.iter().map(|c| c.code.to_owned()).collect()
}

/// The codes of a directive beside neighbours, region and England, each with its verdict, place and target.
pub fn comparison(facts: &Facts<'_>, page: &str, directive: &Directive) -> Option<NumberedTable> {
    let mut all = compared(facts, directive);
    if all.is_empty() {
        return None;
    }
    all.sort_by_key(|c| pressing(c.about.good, compare::with_england(facts, c.code)));
    let name = &facts.here.name;
    let mut columns = vec![("Measure".to_owned(), false), (format!("{name} now"), true), ("Last published".to_owned(), true)];
    let placed = all.iter().any(|c| c.figure.unit != Unit::Count && standing(facts, &c.series, c.about.good).is_some());
    columns.extend(facts.here.area.is_some().then(|| ("Statistical neighbours".to_owned(), true)));
    columns.extend(facts.here.region.as_ref().map(|region| (region.name.clone(), true)));
    columns.push(("England".to_owned(), true));
    columns.extend(placed.then(|| ("Place, last published".to_owned(), true)));
    let mut notes = Vec::new();
    let mut row = |c: &Compared<'_>| {
        let mut row = row(facts, c, &mut notes);
        row.cells.extend(placed.then(|| place(facts, c)));
        row
    };
    let rows = all.iter().map(&mut row).collect();
    let apart: Vec<_> =
        all.iter().filter_map(|c| Some((c.about.short.clone(), compare::with_england(facts, c.code)?, c.about.good))).collect();
    let mut lines = vec![format!(
        "The word under a comparator says where {name} stands beside it now: higher, lower, or similar where chance may explain the \
         difference. The range under a figure is its 95% interval. What stands worse than England comes first."
    )];
    if placed {
        lines[0].push_str(
            " A place is that of the last published figure among all authorities: 1st is the best, or the highest where neither is better.",
        );
    }
    lines.extend(notes.iter().enumerate().map(|(i, note)| format!("{} {note}", reference(i))));
    Some(NumberedTable {
        id: format!("{page}-compared"),
        codes: codes(&all),
        number: 0,
        title: title(&apart),
        subtitle: format!("{name} now; comparators in their latest published year"),
        table: DataTable {
            caption: "Compared with other places".to_owned(),
            columns: columns.into_iter().map(|(label, numeric)| Column { label, numeric }).collect(),
            rows,
        },
        note: lines.join("\n"),
    })
}

fn reference(index: usize) -> String {
    format!("[note {}]", index + 1)
}

/// Order of the rows: worse than England first, then apart from it without a better end, better, and what cannot be told apart.
fn pressing(good: Good, verdict: Option<compare::Verdict>) -> u8 {
    use compare::Verdict::{Higher, Lower, Similar};
    match (verdict, good) {
        (Some(Higher), Good::Low) | (Some(Lower), Good::High) => 0,
        (Some(Higher | Lower), Good::Neither) => 1,
        (Some(Higher), Good::High) | (Some(Lower), Good::Low) => 2,
        (Some(Similar), _) => 3,
        (None, _) => 4,
    }
}

/// Neighbours with a figure of which fewer than this are said: a mean of nearly all needs no count.
const MOST_SAID: usize = 7;

fn row(facts: &Facts<'_>, c: &Compared<'_>, notes: &mut Vec<String>) -> Row {
    let figure = c.figure;
    let mut cells = vec![own(facts, c.code, figure), last_published(&c.series)];
    // Of a few there is no rate: it is said in words.
    let mut in_words: Vec<usize> = few_for_a_rate(figure).map(|_| 0).into_iter().collect();
    for latest in c.series.comparators(facts) {
        let verdict = latest.value.ok().filter(|_| figure.unit != Unit::Count).and_then(|v| c.series.claim(figure, latest.who, v));
        let n = latest.of.filter(|(n, _)| *n <= MOST_SAID && latest.value.is_ok()).map(|(n, of)| format!("{n} of {of}"));
        let word = verdict.map_or_else(|| c.series.unlike_in_short(figure), |v| v.word());
        in_words.extend((verdict.is_none() && !word.is_empty()).then_some(cells.len()));
        let lines = [Some(latest.shown), Some(word.to_owned()).filter(|word| !word.is_empty()), n];
        cells.push(lines.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    }
    let note = comparability::note(facts, c.code, &c.series);
    let at = notes.iter().position(|known| *known == note).unwrap_or_else(|| {
        notes.push(note);
        notes.len() - 1
    });
    let polarity = if c.about.good == Good::Neither { "" } else { tiles::polarity(c.about.good) };
    let target = targets::beside(facts, c.code).map(|target| target.words()).unwrap_or_default();
    let said = [c.code.to_owned(), polarity.to_owned(), target].into_iter().filter(|words| !words.is_empty());
    let sub = format!("{} {}", said.collect::<Vec<_>>().join(". "), reference(at));
    Row { in_words, ..Row::new(&c.about.title, sub, cells) }
}

/// The place among all authorities; counts have none, for areas differ in size.
fn place(facts: &Facts<'_>, c: &Compared<'_>) -> String {
    match standing(facts, &c.series, c.about.good) {
        Some(standing) if c.figure.unit != Unit::Count => standing.words().replacen(" of ", "\nof ", 1),
        _ if c.figure.unit == Unit::Count => Missing::NotApplicable.shown(),
        _ => Missing::NotAvailable.shown(),
    }
}

fn lines<const N: usize>(all: [String; N]) -> String {
    all.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// How many there are of what are too few for a rate.
fn few_for_a_rate(figure: &Shown) -> Option<f64> {
    figure.numerator.filter(|_| figure.is_rare())
}

/// The live figure with how many of how many and its interval.
fn own(facts: &Facts<'_>, code: &str, figure: &Shown) -> String {
    let of = facts.of_words(code, "");
    let interval = figure.interval_text().unwrap_or_default();
    if figure.is_small() && figure.value.is_ok() {
        let missing = of.split_once("; ").map_or_else(String::new, |(_, missing)| missing.to_owned());
        return lines([figure.of().unwrap_or_default(), format!("{}; small numbers", figure.text()), interval, missing]);
    }
    if let Some(n) = few_for_a_rate(figure) {
        return lines([grouped(n, 0), "too few for a rate".to_owned()]);
    }
    match of.split_once("; ") {
        Some((of, missing)) => lines([figure.text(), of.to_owned(), missing.to_owned(), interval]),
        None => lines([figure.text(), of, interval]),
    }
}

/// The authority's own last published value and its year.
fn last_published(series: &Series<'_>) -> String {
    match series.own_latest() {
        Some((year, value)) => format!("{}\n{year}", series.show(Ok(value))),
        None => Missing::NotAvailable.shown(),
    }
}

fn title(apart: &[Apart]) -> String {
    use compare::Verdict::{Higher, Lower, Similar};
    let count = |v| apart.iter().filter(|a| a.1 == v).count();
    let (higher, lower, similar) = (count(Higher), count(Lower), count(Similar));
    match (higher, lower) {
        (0, 0) if similar > 0 => "No measure here differs from England beyond chance".to_owned(),
        (0, 0) => "No difference from England can be claimed here".to_owned(),
        _ if apart.len() == 1 => {
            format!("{} {} {} England’s", apart[0].0, super::grammar::is(&apart[0].0), if higher > 0 { "above" } else { "below" })
        }
        // Who differs is named where there is room.
        _ => message::shortest([named(apart), counts(apart)]),
    }
}

/// A measure's name, where it stands against England, and which way is better.
type Apart = (String, compare::Verdict, Good);

/// `Foster care is below England’s; 5 measures are similar`, `Repeat plans are above England’s, dental checks below`.
fn named(apart: &[Apart]) -> String {
    use compare::Verdict::{Higher, Lower, Similar};
    let names = |verdict| apart.iter().filter(|a| a.1 == verdict).map(|a| a.0.clone()).collect::<Vec<_>>();
    let said = |names: &[String]| match names {
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {}", rest.join(", "), message::lower_first(last)),
        [] => String::new(),
    };
    let are = |names: &[String]| if names.len() > 1 { "are" } else { super::grammar::is(&names[0]) };
    let similar = match names(Similar).len() {
        0 => String::new(),
        1 => "; 1 other is similar".to_owned(),
        n => format!("; {n} others are similar"),
    };
    match (names(Higher), names(Lower)) {
        (up, down) if down.is_empty() => format!("{} {} above England’s{similar}", said(&up), are(&up)),
        (up, down) if up.is_empty() => format!("{} {} below England’s{similar}", said(&down), are(&down)),
        (up, down) => format!("{} {} above England’s, {} below{similar}", said(&up), are(&up), message::lower_first(&said(&down))),
    }
}

/// `Of 6 compared, 1 is worse than England’s, 2 better`: above and below say nothing of what is good, so no sum is made of them.
fn counts(apart: &[Apart]) -> String {
    let ways = ["worse", "better", "apart", "similar"];
    let way = |(_, verdict, good): &Apart| match (verdict, good) {
        (compare::Verdict::Similar, _) => "similar",
        (_, Good::Neither) => "apart",
        (compare::Verdict::Higher, Good::High) | (compare::Verdict::Lower, Good::Low) => "better",
        _ => "worse",
    };
    let count = |word: &str| apart.iter().filter(|one| way(one) == word).count();
    let parts: Vec<(usize, &str)> = ways.iter().map(|word| (count(word), *word)).filter(|(n, _)| *n > 0).collect();
    let Some(((n, word), rest)) = parts.split_first() else { return String::new() };
    let link = if *word == "apart" { "from" } else { "than" };
    let first = format!("Of {} compared, {n} {} {word} {link} England’s", apart.len(), if *n == 1 { "is" } else { "are" });
    let more = |rest: &[(usize, &str)]| rest.iter().fold(first.clone(), |words, (n, word)| format!("{words}, {n} {word}"));
    let kept = (0..=rest.len()).rev().map(|n| more(&rest[..n])).find(|words| message::fits(words));
    kept.unwrap_or(first)
}

/// Five published years of every measure compared that no chart of the page draws over the years.
pub fn published_years(facts: &Facts<'_>, page: &str, directive: &Directive, drawn: &[String]) -> Option<NumberedTable> {
    let all: Vec<Compared<'_>> = compared(facts, directive).into_iter().filter(|c| !drawn.iter().any(|code| code == c.code)).collect();
    let mut years: Vec<u16> = all.iter().flat_map(|c| c.series.years.iter().copied()).collect();
    years.sort_unstable();
    years.dedup();
    if all.is_empty() {
        return None;
    }
    let rows = all.iter().flat_map(|c| years_of(facts, c, &years)).collect();
    let mut columns = vec![("Measure".to_owned(), false), ("Area".to_owned(), false)];
    columns.extend(years.iter().map(|year| (year.to_string(), true)));
    Some(NumberedTable {
        id: format!("{page}-years"),
        codes: codes(&all),
        number: 0,
        title: "Five published years of the measures compared".to_owned(),
        subtitle: "The authority, the mean of its statistical neighbours, its region and England, as published".to_owned(),
        table: DataTable {
            caption: "Five published years".to_owned(),
            columns: columns.into_iter().map(|(label, numeric)| Column { label, numeric }).collect(),
            rows,
        },
        note: String::new(),
    })
}

fn years_of(facts: &Facts<'_>, c: &Compared<'_>, years: &[u16]) -> Vec<Row> {
    let series = &c.series;
    let at = |year: &u16| series.years.iter().position(|y| y == year);
    let of = |values: &[Published]| -> Vec<String> {
        years.iter().map(|year| at(year).map_or_else(|| Missing::NotAvailable.shown(), |i| series.show(values[i]))).collect()
    };
    let mean = |i: usize| {
        let mean = &series.neighbours[i];
        let part = mean.n > 0 && mean.n < mean.of;
        format!("{}{}", series.show_mean(mean), if part { format!("\n{} of {}", mean.n, mean.of) } else { String::new() })
    };
    let neighbours = years.iter().map(|year| at(year).map_or_else(|| Missing::NotAvailable.shown(), mean)).collect();
    let mut lines = vec![(facts.here.name.clone(), of(&series.own))];
    if facts.here.area.is_some() {
        let n = series.neighbours.iter().map(|m| m.of).max().unwrap_or(0);
        lines.push((format!("Neighbours, mean of {n}"), neighbours));
    }
    lines.extend(facts.here.region.as_ref().map(|region| (region.name.clone(), of(&series.region))));
    lines.push(("England".to_owned(), of(&series.england)));
    let row = |(area, values): (String, Vec<String>)| Row::new(&c.about.title, "", std::iter::once(area).chain(values).collect());
    lines.into_iter().map(row).collect()
}

/// Measures that a table of neighbours has room for.
const MOST_MEASURES: usize = 5;

/// Each statistical neighbour by name, with mean and median, for the shares and rates compared: as many tables as they need.
pub fn each_neighbour(facts: &Facts<'_>, page: &str, directive: &Directive) -> Vec<NumberedTable> {
    let all: Vec<Compared<'_>> = compared(facts, directive).into_iter().filter(|c| c.figure.unit != Unit::Count).collect();
    all.chunks(MOST_MEASURES).filter_map(|some| neighbours_of(facts, page, some)).collect()
}

fn neighbours_of(facts: &Facts<'_>, page: &str, all: &[Compared<'_>]) -> Option<NumberedTable> {
    let area = facts.here.area.as_ref()?;
    let neighbours = facts.comparators.neighbours(area);
    let comparators = facts.comparators;
    if neighbours.is_empty() {
        return None;
    }
    let year = |c: &Compared<'_>| c.series.years[c.series.latest()];
    let published = |c: &Compared<'_>, area: &Area| comparators.published(&c.series.measure.key, &area.code, year(c));
    let row = |head: &str, sub: &str, cell: &dyn Fn(&Compared<'_>) -> String| Row::new(head, sub, all.iter().map(cell).collect());
    let mut rows = vec![row(&facts.here.name, "", &|c| c.series.show(c.series.own[c.series.latest()]))];
    rows.extend(neighbours.iter().map(|area| row(&area.name, "", &|c| c.series.show(published(c, area)))));
    rows.push(row("Mean of the neighbours", "", &|c| {
        let mean = &c.series.neighbours[c.series.latest()];
        format!("{}\n{} of {}", c.series.show_mean(mean), mean.n, mean.of)
    }));
    rows.push(row("Median of the neighbours", "", &|c| {
        let median = comparators.neighbour_median(&c.series.measure.key, area, year(c));
        median.value.map_or_else(Missing::shown, |value| format!("{}\n{} of {}", shown_mean(c, value), median.n, median.of))
    }));
    rows.extend(facts.here.region.as_ref().map(|region| row(&region.name, "", &|c| c.series.show(published(c, region)))));
    rows.push(row("England", "", &|c| c.series.show(c.series.england[c.series.latest()])));
    let heads = all.iter().map(|c| (format!("{}, {}", c.about.short, year(c)), true));
    Some(NumberedTable {
        id: format!("{page}-neighbours"),
        codes: codes(all),
        number: 0,
        title: match all {
            [one] => format!("Each statistical neighbour: {}", one.about.short),
            [first, ..] => format!("Each neighbour: {} and more", first.about.short),
            [] => return None,
        },
        subtitle: "Published figures in the latest year with a figure for England and the region".to_owned(),
        table: DataTable {
            caption: "Each statistical neighbour".to_owned(),
            columns: std::iter::once(("Area".to_owned(), false)).chain(heads).map(|(label, numeric)| Column { label, numeric }).collect(),
            rows,
        },
        note: "Neighbours stand in the Department’s order, the most alike first, unless the authority names its own.".to_owned(),
    })
}

/// A mean or median of published values: one decimal, also where areas are published whole.
fn shown_mean(c: &Compared<'_>, value: f64) -> String {
    let measure = c.series.measure;
    let number = grouped(value, measure.decimals.max(1));
    if measure.unit == Unit::Percent { format!("{number}%") } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparators::{Comparators, OWN};
    use crate::indicators::definition::Good;
    use crate::number::Aim;
    use crate::report::facts::Target;
    use crate::report::testing;
    use compare::Verdict::{Higher, Lower, Similar};

    #[test]
    fn a_comparison_counts_its_verdicts() {
        let said = |verdicts: &[compare::Verdict]| title(&verdicts.iter().map(|v| ("Rate".to_owned(), *v, Good::Low)).collect::<Vec<_>>());
        assert_eq!(said(&[Higher, Similar, Similar]), "Rate is above England’s; 2 others are similar");
        assert_eq!(said(&[Similar, Similar, Lower]), "Rate is below England’s; 2 others are similar");
        assert_eq!(said(&[Lower, Lower]), "Rate and rate are below England’s");
        assert_eq!(said(&[Higher, Lower, Similar]), "Rate is above England’s, rate below; 1 other is similar");
        assert_eq!(said(&[Higher, Higher, Higher, Higher, Similar, Lower]), "Of 6 compared, 4 are worse than England’s, 1 better");
        assert_eq!(said(&[Higher]), "Rate is above England’s");
        let mixed = [(Lower, Good::High), (Lower, Good::Low), (Lower, Good::Neither), (Similar, Good::Low)];
        let mixed: Vec<_> = mixed.into_iter().map(|(verdict, good)| ("Rate of something long".to_owned(), verdict, good)).collect();
        assert_eq!(title(&mixed), "Of 4 compared, 1 is worse than England’s, 1 better", "two below, and they point apart");
        assert_eq!(said(&[Similar]), "No measure here differs from England beyond chance");
        assert_eq!(said(&[]), "No difference from England can be claimed here");
    }

    #[test]
    fn a_comparison_prints_interval_verdict_place_and_target_and_flags_small_numbers() {
        let own = "measure,year,value,flag\nrereferrals_pct,2024,21.0,\nrereferrals_pct,2025,12.0,\n";
        let published = Comparators::load(&crate::theme::Shelf::built_in(), Some(own)).value;
        let mut facts = testing::nothing(&published);
        facts.here.own = Some(OWN.to_owned());
        testing::share(&mut facts, "high", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        testing::share(&mut facts, "few", Good::Neither, Some("rereferrals_pct"), 20.0, 29.0);
        let target = Target { value: 20.0, direction: Aim::AtMost, origin: "local".to_owned(), owner: None, set: None };
        facts.targets.insert("high".to_owned(), target);
        let table = comparison(&facts, "page", &testing::chart(&["high", "few", "absent"], &[])).unwrap();
        let heads: Vec<&str> = table.table.columns.iter().map(|c| c.label.as_str()).collect();
        assert_eq!(
            heads,
            ["Measure", "Testshire now", "Last published", "Statistical neighbours", "London", "England", "Place, last published"]
        );
        let cells: Vec<&[String]> = table.table.rows.iter().map(|r| r.cells.as_slice()).collect();
        assert_eq!(cells[0][..2], ["40.0%\n400 of 1,000\n37.0% to 43.1%", "12.0%\n2025"]);
        assert_eq!(cells[0][2..5], ["18.6%\nhigher", "19.4%\nhigher", "22.6%\nhigher"]);
        assert!(cells[0][5].contains("\nof 1") && cells[0][5].starts_with(|c: char| c.is_ascii_digit()), "{}", cells[0][5]);
        assert!(table.note.contains("1st is the best, or the highest where neither is better"));
        assert_eq!(cells[1][0], "20 of 29\n69.0%; small numbers\n50.8% to 82.7%");
        assert_eq!(cells[1][2], "18.6%", "nothing is claimed of small numbers");
        assert!(cells[1][5].contains("\nof 1"), "from the highest, where neither end is better: {}", cells[1][5]);
        assert_eq!(table.table.rows[0].sub, "high. Lower is better. Target at most 20%, local: 20.0 points over [note 1]");
        assert_eq!(table.table.rows[1].sub, "few [note 1]");
        assert_eq!(table.note.lines().nth(1).unwrap(), "[note 1] Published: year to March 2025. Here: April to September 2025.");
        assert!(comparison(&facts, "page", &testing::chart(&["absent"], &[])).is_none());
    }

    #[test]
    fn words_under_a_figure_are_known_from_ranges() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "alike", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        testing::share(&mut facts, "unlike", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        facts.about.get_mut("unlike").unwrap().leans = crate::indicators::definition::Leans::Either;
        testing::add(&mut facts, "few", Unit::Rate, Good::Neither, Some("referrals_rate"), &[("", Some(3.0), Some(100.0), Ok(600.0))]);
        let table = comparison(&facts, "page", &testing::chart(&["alike", "unlike", "few"], &[])).unwrap().table;
        let in_words = |code: &str| {
            let row = table.rows.iter().find(|row| row.sub.starts_with(code)).unwrap();
            row.in_words.iter().map(|n| row.cells[*n].lines().nth(1).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(in_words("alike"), [""; 0], "higher and lower are as short as numbers");
        assert_eq!(in_words("unlike"), ["counted differently"; 3]);
        assert_eq!(in_words("few"), ["too few for a rate"]);
    }

    #[test]
    fn years_and_neighbours_stand_by_name_as_published() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "again", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        let directive = testing::chart(&["again"], &[]);
        let years = published_years(&facts, "page", &directive, &[]).unwrap().table;
        assert_eq!(
            years.rows.iter().map(|r| r.cells[0].as_str()).collect::<Vec<_>>(),
            ["Testshire", "Neighbours, mean of 10", "London", "England"]
        );
        assert_eq!(years.rows[3].cells.last().unwrap(), "22.6%");
        assert!(published_years(&facts, "page", &directive, &["again".to_owned()]).is_none(), "a chart of the page draws it");
        let each = each_neighbour(&facts, "page", &directive).remove(0).table;
        assert_eq!(each.rows.len(), 1 + 10 + 2 + 2);
        assert_eq!(each.columns[1].label, "Short again, 2025");
        let mean = each.rows.iter().find(|r| r.head == "Mean of the neighbours").unwrap();
        assert_eq!(mean.cells, ["18.6%\n10 of 10"]);
    }
}
