//! Published figures alone, for what one Annex A cannot answer: the authority's last published years beside other places.
//!
//! In: the codes of a `published` directive. Out: a sentence with the latest figures for each, the reason why nothing is computed,
//! and behind it a numbered table of all years.

use super::compare::{self, Series};
use super::facts::Facts;
use super::{Block, Column, DataTable, Inline, NumberedTable, Prose, Row};
use crate::content::markdown::Directive;

/// One point for each code of the directive, and behind them their tables.
pub fn blocks(facts: &Facts<'_>, directive: &Directive) -> Vec<Block> {
    let tables = tables(facts, directive);
    let point = |table: &NumberedTable| {
        let said = vec![Inline::Strong(vec![Inline::Text(format!("{}.", table.title))]), Inline::Text(format!(" {}", table.note))];
        vec![Prose::Paragraph(said)]
    };
    let points = Block::Prose { prose: vec![Prose::List { ordered: false, items: tables.iter().map(point).collect() }] };
    let points = (!tables.is_empty()).then_some(points);
    points.into_iter().chain(tables.into_iter().map(Block::Detail)).collect()
}

/// The tables of a directive; a code for which nothing is published leaves nothing behind.
pub fn tables(facts: &Facts<'_>, directive: &Directive) -> Vec<NumberedTable> {
    directive.args.iter().filter_map(|code| table(facts, code, directive.options.get("title"))).collect()
}

fn table(facts: &Facts<'_>, code: &str, title: Option<&String>) -> Option<NumberedTable> {
    let about = facts.about(code)?;
    let (columns, rows, series, said) = match compare::series(facts, code, "") {
        Some(series) => (by_year(&series), places(facts, &series), series.clone(), message(facts, &about.short, &series)),
        None => {
            let (columns, rows, series) = by_group(facts, code)?;
            (columns, rows, series, format!("{}, as published", about.short))
        }
    };
    let columns = std::iter::once(Column { label: "Place".to_owned(), numeric: false }).chain(columns).collect();
    Some(NumberedTable {
        id: format!("{}-published", code.to_lowercase()),
        codes: vec![code.to_owned()],
        number: 0,
        title: title.cloned().unwrap_or(said),
        subtitle: format!(
            "{}, {code}. Published by the Department for Education only ({}), {}",
            about.title, series.measure.publication, series.measure.period_type
        ),
        table: DataTable { caption: format!("{}, as published", about.title), columns, rows },
        note: note(&about.because, &about.differs),
    })
}

/// A sentence the table bears out: England's latest value, and the authority's own where it has one.
fn message(facts: &Facts<'_>, short: &str, series: &Series<'_>) -> String {
    let last = series.england.iter().enumerate().rev().find_map(|(i, v)| v.ok().map(|v| (series.years[i], v)));
    let own = series.own_latest().map(|(year, value)| format!("{} {} in {year}", facts.here.name, series.show(Ok(value))));
    let england = last.map(|(year, value)| format!("England {} in {year}", series.show(Ok(value))));
    let said: Vec<String> = [own, england].into_iter().flatten().collect();
    if said.is_empty() { short.to_owned() } else { format!("{short}: {}", said.join(", ")) }
}

fn note(because: &str, differs: &str) -> String {
    let because = if because.is_empty() { String::new() } else { format!("Not computed here. {because}") };
    [because.as_str(), differs].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

fn by_year(series: &Series<'_>) -> Vec<Column> {
    series.years.iter().map(|year| Column { label: year.to_string(), numeric: true }).collect()
}

/// A row a place, a column a year; under a mean of neighbours, of how many it is.
fn places(facts: &Facts<'_>, series: &Series<'_>) -> Vec<Row> {
    let row = |head: &str, sub: &str, cells: Vec<String>| Row::new(head, sub, cells);
    let shown = |values: &[crate::comparators::Published]| values.iter().map(|v| series.show(*v)).collect::<Vec<_>>();
    let mut rows = Vec::new();
    if facts.here.own.is_some() {
        rows.push(row(&facts.here.name, "as published", shown(&series.own)));
    }
    if facts.here.area.is_some() {
        let cell = |mean: &crate::comparators::NeighbourMean| match mean.value {
            Ok(_) => format!("{}\n{} of {}", series.show_mean(mean), mean.n, mean.of),
            Err(_) => series.show_mean(mean),
        };
        rows.push(row("Statistical neighbours", "mean, and of how many", series.neighbours.iter().map(cell).collect()));
    }
    if let Some(region) = &facts.here.region {
        rows.push(row(&region.name, "", shown(&series.region)));
    }
    rows.push(row("England", "", shown(&series.england)));
    rows
}

/// Where only groups are published: a column a group, each in the latest year that all of them have.
fn by_group<'a>(facts: &Facts<'a>, code: &str) -> Option<(Vec<Column>, Vec<Row>, Series<'a>)> {
    let groups: Vec<(&String, Series<'a>)> =
        facts.about(code)?.comparators.keys().filter_map(|group| Some((group, compare::series(facts, code, group)?))).collect();
    let first = groups.first()?.1.clone();
    let columns = groups.iter().map(|(group, s)| Column { label: format!("{group}, {}", s.years[s.latest()]), numeric: true }).collect();
    let mut rows = places(facts, &first);
    for (n, row) in rows.iter_mut().enumerate() {
        row.cells = groups
            .iter()
            .map(|(_, series)| places(facts, series).get(n).and_then(|r| r.cells.get(series.latest()).cloned()).unwrap_or_default())
            .collect();
    }
    Some((columns, rows, first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparators::{Comparators, OWN};
    use crate::indicators::definition::Good;
    use crate::number::{Missing, Unit};
    use crate::report::testing;
    use crate::theme::Shelf;

    #[test]
    fn an_absent_code_shows_five_published_years_and_why() {
        let published =
            Comparators::load(&Shelf::built_in(), Some("measure,year,value,flag\nrereferrals_pct,2024,21.0,\nrereferrals_pct,2025,,c\n"))
                .value;
        let mut facts = testing::nothing(&published);
        facts.here.own = Some(OWN.to_owned());
        testing::add(
            &mut facts,
            "HLT-08",
            Unit::Percent,
            Good::Low,
            Some("rereferrals_pct"),
            &[("", None, None, Err(Missing::NotAvailable))],
        );
        facts.about.get_mut("HLT-08").unwrap().because = "Annex A holds no score.".to_owned();
        let tables = tables(&facts, &testing::chart(&["HLT-08", "unknown"], &[]));
        assert_eq!(tables.len(), 1);
        let table = &tables[0];
        let labels: Vec<&str> = table.table.columns.iter().map(|c| c.label.as_str()).collect();
        assert_eq!(labels, ["Place", "2021", "2022", "2023", "2024", "2025"]);
        let heads: Vec<&str> = table.table.rows.iter().map(|r| r.head.as_str()).collect();
        assert_eq!(heads, ["Testshire", "Statistical neighbours", "London", "England"]);
        assert_eq!(table.table.rows[0].cells[3..], ["21.0%", "[c]"]);
        assert_eq!(table.table.rows[1].cells[4], "18.6%\n10 of 10");
        assert_eq!(table.title, "Short HLT-08: Testshire 21.0% in 2024, England 22.6% in 2025");
        assert_eq!(table.note, "Not computed here. Annex A holds no score.");
        let blocks = blocks(&facts, &testing::chart(&["HLT-08", "unknown"], &[]));
        assert!(matches!(&blocks[..], [Block::Prose { .. }, Block::Detail(_)]), "a sentence, and the years behind it");
        assert!(super::blocks(&facts, &testing::chart(&["unknown"], &[])).is_empty());
    }

    #[test]
    fn groups_stand_beside_one_another_and_a_title_may_be_given() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::add(&mut facts, "G-1", Unit::Percent, Good::Neither, None, &[]);
        facts.about.get_mut("G-1").unwrap().comparators = [("A".to_owned(), "rereferrals_pct".to_owned())].into();
        let tables = tables(&facts, &testing::chart(&["G-1"], &[("title", "A title")]));
        assert_eq!(tables[0].title, "A title");
        assert_eq!(tables[0].table.columns[1].label, "A, 2025");
        assert_eq!(tables[0].table.rows.last().unwrap().cells, ["22.6%"]);
    }
}
