//! Tables in their own right: counts by list, codes by their groups.

use super::facts::Facts;
use super::{Column, DataTable, NumberedTable, Row};
use crate::calendar::Day;
use crate::content::markdown::Directive;
use crate::number::{Missing, Unit, grouped};

/// Rows and children of all lists: what is in the workbook.
pub fn strip(facts: &Facts<'_>) -> NumberedTable {
    let rows = facts
        .lists
        .iter()
        .map(|list| {
            let window = facts.windows.get(&list.key).map_or_else(String::new, |w| w.words());
            let held = || if list.filled { "yes" } else { "no rows" }.to_owned();
            let rows = || list.rows.map_or_else(held, |rows| crate::number::count(rows as u64));
            let shown = if list.found { rows() } else { Missing::NotAvailable.shown() };
            Row::new(&list.title, format!("List {}", list.number), vec![shown, window])
        })
        .collect();
    let counted = facts.lists.iter().any(|list| list.rows.is_some());
    let (held, says, caption) = if counted {
        ("Rows", "Rows read from each list", "Rows by list")
    } else {
        ("Held", "Which lists were read", "Lists that were read")
    };
    let columns = ["List", held, "Window"].iter().map(|l| Column { label: (*l).to_owned(), numeric: counted && *l == held }).collect();
    NumberedTable {
        id: "lists".to_owned(),
        codes: Vec::new(),
        number: 0,
        title: "What the workbook holds".to_owned(),
        subtitle: format!("{says}, as at {}", facts.as_at.words()),
        table: DataTable { caption: caption.to_owned(), columns, rows },
        note: "[x] not available: no sheet of this list was found.".to_owned(),
    }
}

/// Codes under each other, their groups side by side: `grid X-12 X-12b title="…" note="…"`. With `opening="Open at the start"` and
/// `published="CIN-02|CP-05"`, the stock that the authority published on the day before the period stands beside the one implied.
pub fn grid(facts: &Facts<'_>, directive: &Directive) -> Option<NumberedTable> {
    let first = directive.args.first()?;
    let groups: Vec<String> = facts.groups(first).iter().map(|f| f.group.clone()).collect();
    let stocks = stocks(facts, directive);
    let beside = stocks.iter().any(Option::is_some);
    let row = |(i, code): (usize, &String)| {
        let about = facts.about(code)?;
        let mut cells: Vec<String> =
            groups.iter().map(|group| facts.group(code, group).map_or_else(|| Missing::NotAvailable.shown(), |f| f.text())).collect();
        if beside {
            let stock = stocks.get(i).and_then(Option::as_ref);
            let blank = || Missing::NotAvailable.shown();
            cells.push(stock.map_or_else(blank, |stock| grouped(stock.published, 0)));
            cells.push(stock.map_or_else(blank, Stock::words));
        }
        let any = groups.iter().any(|group| facts.group(code, group).is_some_and(|f| f.value.is_ok()));
        any.then(|| Row::new(&about.title, code, cells))
    };
    let rows: Vec<Row> = directive.args.iter().enumerate().filter_map(row).collect();
    if rows.is_empty() || groups.is_empty() {
        return None;
    }
    let mut heads = vec!["Measure".to_owned()];
    heads.extend(groups.iter().map(|group| facts.label(first, group)));
    heads.extend(
        stocks.iter().flatten().next().into_iter().flat_map(|s| [format!("Published, {}", s.when), "Start against published".to_owned()]),
    );
    let written = |option: &str| {
        let words = directive.options.get(option).filter(|words| super::values::is_whole(facts, words))?;
        Some(super::values::fill(facts, words, &mut Vec::new()))
    };
    let worst = stocks.iter().flatten().filter(|s| s.is_wide()).reduce(|a, b| if b.gap().abs() > a.gap().abs() { b } else { a });
    let title = worst.map(Stock::title).or_else(|| written("title"));
    let mut note = vec![written("note").unwrap_or_default()];
    note.extend(beside.then(|| PUBLISHED.to_owned()));
    Some(NumberedTable {
        id: format!("{}-grid", first.to_lowercase()),
        codes: rows.iter().map(|row| row.sub.clone()).collect(),
        number: 0,
        title: title.unwrap_or_else(|| facts.about(first).map_or_else(String::new, |a| a.title.clone())),
        subtitle: written("subtitle").unwrap_or_else(|| super::message::capital(&facts.when(first))),
        table: DataTable {
            caption: facts.about(first).map_or_else(String::new, |a| a.title.clone()),
            columns: heads.into_iter().enumerate().map(|(i, label)| Column { label, numeric: i > 0 }).collect(),
            rows,
        },
        note: note.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" "),
    })
}

/// A gap between the implied and the published stock of more than this share is flagged.
const WIDE: f64 = 5.0;

/// What to know of the published stock.
const PUBLISHED: &str = "Started, ceased and both stocks come from one list, so they nearly always add up. The published number does \
    not: where the start lies more than 5% from it, the list leaves \
    out cases, and what began and what ended must not be set against each other.";

/// The stock implied at the start of the period, and the one published the day before.
struct Stock {
    name: String,
    implied: f64,
    published: f64,
    when: String,
}

impl Stock {
    /// The gap in percent of the published number, as displayed.
    fn gap(&self) -> f64 {
        Unit::Percent.displayed(100.0 * (self.implied - self.published) / self.published)
    }

    fn is_wide(&self) -> bool {
        self.gap().abs() > WIDE
    }

    /// `218 fewer (11.6%): more than 5%`.
    fn words(&self) -> String {
        let by = self.implied - self.published;
        let flag = if self.is_wide() { ": more than 5% apart" } else { "" };
        match by {
            0.0 => "none".to_owned(),
            _ => format!(
                "{} {} ({}){flag}",
                grouped(by.abs(), 0),
                if by < 0.0 { "fewer" } else { "more" },
                Unit::Percent.show(self.gap().abs())
            ),
        }
    }

    /// `Children in need: the list starts 11.6% below published`.
    fn title(&self) -> String {
        let side = if self.gap() < 0.0 { "below" } else { "above" };
        let gap = Unit::Percent.show(self.gap().abs());
        super::message::shortest([
            format!("{}: the list starts {gap} {side} published", self.name),
            format!("The list starts {gap} {side} the published number"),
        ])
    }
}

/// For each code the two stocks, where the authority published its own for the day before the period.
fn stocks(facts: &Facts<'_>, directive: &Directive) -> Vec<Option<Stock>> {
    let opening = directive.options.get("opening").map_or("", String::as_str);
    let published = directive.options.get("published").map(|codes| codes.split('|').collect::<Vec<_>>()).unwrap_or_default();
    let one = |(code, stock): (&String, &&str)| {
        let series = super::compare::series(facts, stock, "").filter(|s| s.measure.period_type == "at 31 March")?;
        let (year, published) = series.own_latest().filter(|(_, n)| *n > 0.0)?;
        let day_before = Day::new(i16::try_from(year).ok()?, 3, 31)?;
        let window = facts.window(code).filter(|window| window.start == day_before.plus(1))?;
        let name = facts.about(stock)?.title.clone();
        let implied = facts.group(code, opening)?.value.ok()?;
        Some(Stock { name, implied, published, when: window.start.plus(-1).words() })
    };
    directive.args.iter().zip(&published).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparators::{Comparators, OWN};
    use crate::indicators::definition::Good;
    use crate::report::testing;

    fn made(own: &str, implied: f64) -> NumberedTable {
        let published = Comparators::load(&crate::theme::Shelf::built_in(), Some(own)).value;
        let mut facts = testing::nothing(&published);
        facts.here.own = Some(OWN.to_owned());
        testing::counts(&mut facts, "X-12", &[("Open at the start", implied), ("Difference", 0.0)]);
        testing::add(&mut facts, "CIN-02", Unit::Count, Good::Neither, Some("cin_n"), &[("", None, None, Ok(1939.0))]);
        let options = [("opening", "Open at the start"), ("published", "CIN-02"), ("title", "Open cases")];
        grid(&facts, &testing::chart(&["X-12"], &options)).unwrap()
    }

    #[test]
    fn the_stock_implied_stands_beside_the_published_one_and_a_wide_gap_is_flagged() {
        let own = "measure,year,value,flag\ncin_n,2024,1866,\ncin_n,2025,1882,\n";
        let wide = made(own, 1664.0);
        assert_eq!(wide.table.rows[0].cells, ["1,664", "0", "1,882", "218 fewer (11.6%): more than 5% apart"]);
        assert_eq!(wide.title, "Title of CIN-02: the list starts 11.6% below published");
        assert_eq!(wide.table.columns[3].label, "Published, 31 March 2025");
        let near = made(own, 1900.0);
        assert_eq!((near.table.rows[0].cells[3].as_str(), near.title.as_str()), ("18 more (1.0%)", "Open cases"));
        let old = made("measure,year,value,flag\ncin_n,2023,1882,\n", 1664.0);
        assert_eq!(old.table.rows[0].cells, ["1,664", "0"], "a stock of another day is not set beside it");
    }
}
