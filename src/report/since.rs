//! What changed since the last snapshot, and headline figures quarter by quarter.
//!
//! In: changes as they were judged, and values of earlier quarters, which the pipeline reads from snapshots. Out: figures, tables, tiles.
//! What chance alone would give is called so and heads nothing. Knows nothing of packages and files.

use super::carried::Carried;
use super::facts::Facts;
use super::message::capital;
use super::{Block, Column, DataTable, Figure, Inline, NoticeKind, NumberedTable, Prose, Row, tiles};
use crate::calendar::Day;
use crate::charts::spec::{Chart, Form, Spark, Value, WhiskerRow, Whiskers};
use crate::content::attention::Attention;
use crate::content::markdown::Directive;
use crate::number::{Unit, plural};
use std::collections::BTreeMap;

/// What is known of earlier quarters.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Since {
    /// The day that the last snapshot is measured to.
    pub as_at: Option<Day>,
    /// Single figures that both hold, in the order of the catalogue.
    pub moves: Vec<Move>,
    /// What changed around the figures, in sentences.
    pub around: Vec<String>,
    /// As-at dates of all quarters, the oldest first, this one last.
    pub quarters: Vec<Day>,
    /// Values quarter by quarter.
    pub series: Vec<Series>,
    /// Open cases carried from the last snapshot to now; none where rules hide anything.
    pub carried: Vec<Carried>,
    /// Events of whole months by code and month (`2025-03`), from the newest snapshot that holds the month.
    pub months: BTreeMap<String, BTreeMap<String, f64>>,
}

/// A figure then and now.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// Indicator code.
    pub code: String,
    /// As published then.
    pub published: String,
    /// As today’s records tell the same days; as published where nothing is restated.
    pub before: String,
    /// As it is.
    pub now: String,
    /// The difference, with its sign.
    pub change: String,
    /// Its 95% interval; empty where there is none.
    pub interval: String,
    /// What may be said of it.
    pub verdict: &'static str,
    /// Whether it is more than chance would give.
    pub beyond: bool,
    /// The difference and its interval in percent of the value then, where chance can be allowed for.
    pub relative: Option<(f64, f64, f64)>,
    /// How what was published differs from what today's records say, and why; nothing where it does not.
    pub restated: Option<(String, String)>,
    /// What of its definition is another; empty where all is the same.
    pub redefined: String,
}

/// Values of a code, quarter by quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Indicator code.
    pub code: String,
    /// What values count.
    pub unit: Unit,
    /// One for each quarter; nothing where there is no number.
    pub values: Vec<Option<f64>>,
    /// Quarters from which on it means something else.
    pub breaks: Vec<usize>,
}

/// Quarters that tables hold at most; the site's data holds every snapshot.
const QUARTERS: usize = 8;

/// `since 8 REF-01 …`: the headline measures, and those named, with the largest change first; then what else is more than chance.
pub fn blocks(facts: &Facts<'_>, directive: &Directive, attention: &Attention) -> Vec<Block> {
    let Some((since, day)) = facts.since.as_ref().and_then(|since| Some((since, since.as_at?))) else { return Vec::new() };
    let (most, named) = directive.args.split_first().map_or((0, &[][..]), |(most, named)| (most.parse().unwrap_or(0), named));
    let codes: Vec<&String> = attention.headlines().map(|headline| &headline.code).chain(named).collect();
    let mut ranked: Vec<&Move> = since.moves.iter().filter(|one| codes.contains(&&one.code) && one.relative.is_some()).collect();
    // What is claimed by its size; then what may be chance, by how near it comes to being more. A stable sort: those alike stay in order.
    ranked.sort_by(|a, b| b.beyond.cmp(&a.beyond).then(weight(b).total_cmp(&weight(a))));
    let figure = figure(facts, &ranked, (day, most));
    let others: Vec<&Move> = since.moves.iter().filter(|one| one.beyond && !ranked.iter().any(|r| r.code == one.code)).collect();
    figure.map(|figure| Block::Figure(Box::new(figure))).into_iter().chain(other_figures(facts, &others, day).map(Block::Table)).collect()
}

/// The size of a change that is claimed; of any other how much of its interval lies on its own side.
fn weight(one: &Move) -> f64 {
    let Some((change, low, high)) = one.relative else { return 0.0 };
    if one.beyond {
        return change.abs();
    }
    let half = if change > 0.0 { change - low } else { high - change };
    if half > 0.0 { change.abs() / half } else { 0.0 }
}

fn title_of(facts: &Facts<'_>, code: &str) -> String {
    facts.about(code).map_or_else(|| code.to_owned(), |about| about.title.clone())
}

fn figure(facts: &Facts<'_>, ranked: &[&Move], (day, most): (Day, usize)) -> Option<Figure> {
    let beyond = ranked.iter().filter(|one| one.beyond).count();
    let title = match (beyond, ranked.len()) {
        (_, 0) => return None,
        (0, of) => format!("None of {of} headline measures changed beyond chance"),
        (beyond, of) => format!("{beyond} of {of} headline measures changed beyond chance"),
    };
    let row = |one: &&Move| {
        let (at, low, high) = one.relative?;
        let shown = format!("{} to {}", one.before, one.now);
        Some(WhiskerRow { label: title_of(facts, &one.code), value: Value { at, shown }, interval: Some((low, high)), claimed: one.beyond })
    };
    let Drawn { shown, wide } = drawn(ranked, most.max(1));
    let told = |one: &&Move| format!("{} {} to {}, {}", title_of(facts, &one.code), one.before, one.now, one.verdict);
    let alt = format!(
        "Dots with whiskers around a line of no change, filled where the change is beyond chance, hollow where it may be chance. {}.",
        shown.iter().take(3).map(told).collect::<Vec<_>>().join("; ")
    );
    let cells = |one: &&Move| {
        Row::new(
            title_of(facts, &one.code),
            one.code.clone(),
            vec![one.before.clone(), one.now.clone(), one.change.clone(), one.interval.clone(), capital(one.verdict)],
        )
    };
    Some(Figure {
        id: "since".to_owned(),
        codes: ranked.iter().map(|one| one.code.clone()).collect(),
        number: 0,
        title,
        subtitle: format!("Change in percent of the value as at {}, with 95% intervals", day.words()),
        chart: Chart {
            id: "since".to_owned(),
            alt,
            form: Form::Whiskers(Whiskers {
                line: 0.0,
                meaning: "No change".to_owned(),
                ratios: false,
                suffix: "%".to_owned(),
                key: Some(("Beyond chance".to_owned(), "May be chance".to_owned())),
                sections: vec![(String::new(), shown.iter().filter_map(row).collect())],
            }),
        },
        note: note(facts, ranked, &wide, shown.len()),
        source: format!("Snapshot as at {}; the figures of this report", day.words()),
        table: DataTable {
            caption: "Headline measures then and now".to_owned(),
            columns: columns(&["Measure", "Then", "Now", "Change", "95% interval", "Reading"], 4),
            rows: ranked.iter().map(cells).collect(),
        },
    })
}

/// Widest interval that is drawn, in points: one rare measure would press all others together.
const WIDEST: f64 = 200.0;

/// What a chart of changes draws, and what would stand before its last row but is too wide for its scale.
struct Drawn<'a> {
    shown: Vec<&'a Move>,
    wide: Vec<&'a Move>,
}

/// The first `most` measures of an interval that others can be read beside; where every one is wide, those.
fn drawn<'a>(ranked: &[&'a Move], most: usize) -> Drawn<'a> {
    let narrow = |one: &Move| one.relative.is_some_and(|(_, low, high)| high - low <= WIDEST);
    if !ranked.iter().any(|one| narrow(one)) {
        return Drawn { shown: ranked.iter().take(most).copied().collect(), wide: Vec::new() };
    }
    let mut drawn = Drawn { shown: Vec::new(), wide: Vec::new() };
    for &one in ranked {
        if drawn.shown.len() == most {
            break;
        }
        if narrow(one) { drawn.shown.push(one) } else { drawn.wide.push(one) }
    }
    drawn
}

fn note(facts: &Facts<'_>, ranked: &[&Move], wide: &[&Move], shown: usize) -> String {
    let mut note = CAUTION.to_owned();
    if !wide.is_empty() {
        let name = |one: &&Move| {
            let title = title_of(facts, &one.code);
            if one.beyond { format!("{title} ({} to {}, beyond chance)", one.before, one.now) } else { title }
        };
        let names: Vec<String> = wide.iter().map(name).collect();
        note.push_str(&format!(
            " Not drawn, because an interval of more than {WIDEST} points would press all others together: {}.",
            names.join("; ")
        ));
    }
    if shown < ranked.len() {
        note.push_str(&format!(" The data table holds all {} measures.", ranked.len()));
    }
    note
}

/// What a reader must know of a comparison of quarters.
const CAUTION: &str = "Filled dots changed by more than chance would give, the measures of a list judged together. A hollow one may be chance, even where its whisker leaves out the line: of so many measures, some do by chance alone. Then is what today’s records say of the same days, where they say it. Periods that begin in other months differ by season too.";

/// Heads of a table, the first of words, then so many numbers, then words.
fn columns(labels: &[&str], numbers: usize) -> Vec<Column> {
    labels.iter().enumerate().map(|(at, label)| Column { label: (*label).to_owned(), numeric: (1..=numbers).contains(&at) }).collect()
}

fn other_figures(facts: &Facts<'_>, others: &[&Move], day: Day) -> Option<NumberedTable> {
    let row = |one: &&Move| {
        Row::new(
            title_of(facts, &one.code),
            one.code.clone(),
            vec![one.before.clone(), one.now.clone(), one.change.clone(), one.interval.clone()],
        )
    };
    let title = plural(others.len(), "other figure", "other figures");
    (!others.is_empty()).then(|| NumberedTable {
        id: "since-others".to_owned(),
        number: 0,
        title: format!("{title} changed beyond chance"),
        subtitle: format!("Then is {}", day.words()),
        table: DataTable {
            caption: "Other figures that changed by more than chance would give".to_owned(),
            columns: columns(&["Measure", "Then", "Now", "Change", "95% interval"], 4),
            rows: others.iter().map(row).collect(),
        },
        note: String::new(),
        codes: others.iter().map(|one| one.code.clone()).collect(),
    })
}

/// `restated`: figures that today's records tell otherwise than they were published, and what is defined otherwise.
pub fn restated(facts: &Facts<'_>) -> Vec<Block> {
    let Some((since, day)) = facts.since.as_ref().and_then(|since| Some((since, since.as_at?))) else { return Vec::new() };
    let moved: Vec<(&Move, &(String, String))> = since.moves.iter().filter_map(|one| Some((one, one.restated.as_ref()?))).collect();
    let row = |(one, (by, why)): &(&Move, &(String, String))| {
        Row::new(title_of(facts, &one.code), one.code.clone(), vec![one.published.clone(), one.before.clone(), by.clone(), capital(why)])
    };
    let mut blocks = Vec::new();
    if moved.is_empty() {
        let words = format!("Where today’s records can say it, the months that both periods hold read as they did on {}.", day.words());
        blocks.push(Block::Prose { prose: vec![Prose::Paragraph(vec![Inline::Text(words)])] });
    } else {
        let title = plural(moved.len(), "published figure reads", "published figures read");
        blocks.push(Block::Table(NumberedTable {
            id: "since-restated".to_owned(),
            number: 0,
            title: format!("{title} otherwise today"),
            subtitle: format!("As published on {} and by today’s records, over the months that both hold", day.words()),
            table: DataTable {
                caption: "Figures published and restated".to_owned(),
                columns: columns(&["Measure", "Published", "Today’s records", "Difference", "Because of"], 3),
                rows: moved.iter().map(row).collect(),
            },
            note: "Only events are restated. A list with one row for each child says nothing of what ended since.".to_owned(),
            codes: moved.iter().map(|(one, _)| one.code.clone()).collect(),
        }));
    }
    let redefined = since.moves.iter().filter(|one| !one.redefined.is_empty());
    let mut said: Vec<String> =
        redefined.map(|one| format!("{} is defined otherwise: {}.", title_of(facts, &one.code), one.redefined)).collect();
    said.extend(since.around.iter().cloned());
    if !said.is_empty() {
        let prose = said.into_iter().map(|words| Prose::Paragraph(vec![Inline::Text(words)])).collect();
        blocks.push(Block::Notice { kind: NoticeKind::Note, prose });
    }
    blocks
}

/// `quarters REF-01 …`: headline measures, and those named, as tiles with a line over the quarters, and the numbers as a table.
pub fn quarters(facts: &Facts<'_>, directive: &Directive, attention: &Attention) -> Vec<Block> {
    let Some(since) = facts.since.as_ref().filter(|since| since.quarters.len() > 1) else { return Vec::new() };
    let codes: Vec<&String> = attention.headlines().map(|headline| &headline.code).chain(&directive.args).collect();
    let series: Vec<&Series> = since.series.iter().filter(|one| codes.contains(&&one.code)).collect();
    let tiles: Vec<_> = series.iter().filter_map(|one| tile(facts, since, one)).collect();
    if tiles.is_empty() {
        return Vec::new();
    }
    vec![Block::Tiles { tiles }, Block::Table(numbers(facts, since, &series))]
}

fn tile(facts: &Facts<'_>, since: &Since, series: &Series) -> Option<super::Tile> {
    let tile = tiles::tile(facts, &series.code, None)?;
    let label = |day: &Day| quarter(*day);
    let (mut points, mut told) = (Vec::new(), Vec::new());
    for (at, value) in series.values.iter().enumerate() {
        // A gap before what means something else: the line does not lead there.
        if series.breaks.contains(&at) {
            points.push(None);
            told.push(String::new());
        }
        points.push(*value);
        told.push(value.map_or_else(String::new, |value| format!("{}: {}", label(&since.quarters[at]), series.unit.show(value))));
    }
    if points.iter().flatten().count() < 2 {
        return None;
    }
    let short = |day: &Day| super::periods::label(&day.month_key());
    let ends = (short(since.quarters.first()?), short(since.quarters.last()?));
    let shown: Vec<&str> = told.iter().filter(|words| !words.is_empty()).map(String::as_str).collect();
    let alt = format!("Line over {} quarters. {}.", since.quarters.len(), shown.join("; "));
    let id = format!("quarters-{}", series.code.to_lowercase());
    Some(super::Tile {
        title: title_of(facts, &series.code),
        change: None,
        spark: Some(Chart { id, alt, form: Form::Spark(Spark { points, live: None, ends, told }) }),
        strip: None,
        comparisons: Vec::new(),
        target: String::new(),
        note: String::new(),
        unlike: String::new(),
        ..tile
    })
}

/// `June 2025`, the month a quarter ends with.
fn quarter(day: Day) -> String {
    super::periods::month_and_year(&day.month_key()).unwrap_or_else(|| day.words())
}

fn numbers(facts: &Facts<'_>, since: &Since, series: &[&Series]) -> NumberedTable {
    let from = since.quarters.len().saturating_sub(QUARTERS);
    let mut labels = vec!["Measure".to_owned()];
    labels.extend(since.quarters[from..].iter().map(|day| quarter(*day)));
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let row = |one: &&Series| {
        let cell = |at: usize| {
            let value = one.values[at].map_or_else(|| "[x]".to_owned(), |value| one.unit.show(value));
            if one.breaks.contains(&at) { format!("{value} [b]") } else { value }
        };
        Row::new(title_of(facts, &one.code), one.code.clone(), (from..since.quarters.len()).map(cell).collect())
    };
    let breaks = series.iter().any(|one| one.breaks.iter().any(|at| *at >= from));
    let note = "Each column is as it was published then; where a period is longer than a quarter, neighbours share months.";
    NumberedTable {
        id: "quarters".to_owned(),
        number: 0,
        title: "Headline measures quarter by quarter".to_owned(),
        subtitle: "As published in each snapshot; the last column is this report".to_owned(),
        table: DataTable {
            caption: "Headline measures by quarter".to_owned(),
            columns: columns(&labels, labels.len()),
            rows: series.iter().map(row).collect(),
        },
        note: if breaks { format!("{note} [b]: defined otherwise from here on.") } else { note.to_owned() },
        codes: series.iter().map(|one| one.code.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn one(code: &str, relative: (f64, f64, f64), beyond: bool) -> Move {
        Move {
            code: code.to_owned(),
            published: String::new(),
            before: "5.0%".to_owned(),
            now: "7.7%".to_owned(),
            change: String::new(),
            interval: String::new(),
            verdict: "",
            beyond,
            relative: Some(relative),
            restated: None,
            redefined: String::new(),
        }
    }

    fn made(moves: &[Move], most: usize) -> (Figure, Vec<WhiskerRow>) {
        let published = testing::published();
        let ranked: Vec<&Move> = moves.iter().collect();
        let made = figure(&testing::nothing(&published), &ranked, (Day::new(2025, 6, 30).unwrap(), most)).unwrap();
        let Form::Whiskers(chart) = &made.chart.form else { panic!("another form") };
        let rows = chart.sections[0].1.clone();
        (made, rows)
    }

    #[test]
    fn what_may_be_chance_as_one_of_many_is_hollow_and_its_whisker_is_the_true_one() {
        let (made, rows) = made(&[one("A", (-15.0, -24.0, -6.0), true), one("B", (-6.0, -12.0, -0.1), false)], 12);
        let drawn: Vec<_> = rows.iter().map(|row| (row.interval.unwrap(), row.claimed)).collect();
        assert_eq!(drawn, [((-24.0, -6.0), true), ((-12.0, -0.1), false)]);
        assert_eq!(made.title, "1 of 2 headline measures changed beyond chance");
        assert!(made.chart.alt.contains("hollow where it may be chance"), "{}", made.chart.alt);
        assert!(made.note.ends_with("by season too."), "nothing is left out: {}", made.note);
    }

    #[test]
    fn an_interval_that_would_press_the_others_together_is_named_and_stays_in_the_table() {
        let wide = |code, beyond| one(code, (54.0, -144.0, 274.0), beyond);
        let moves =
            [wide("W", true), one("A", (1.0, -99.0, 101.0), false), wide("V", false), one("B", (0.0, -1.0, 1.0), false), wide("U", false)];
        let (figure, rows) = made(&moves, 2);
        assert_eq!(rows.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert!(
            figure.note.ends_with("together: W (5.0% to 7.7%, beyond chance); V. The data table holds all 5 measures."),
            "{}",
            figure.note
        );
        assert_eq!(figure.table.rows.len(), 5);
        // Where all are wide, they are read beside each other.
        assert_eq!(made(&[wide("W", false), wide("V", false)], 12).1.len(), 2);
    }
}
