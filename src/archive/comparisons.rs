//! `comparisons.csv`: what is published beside every code and group, five years of it, with the authority's place.
//!
//! Sorted as the catalogue is. Values are as published; a symbol (`c x z low u`) stands where there is none.

use super::safe;
use crate::comparators::Published;
use crate::indicators::definition::Good;
use crate::report::beside::Beside;

const COLUMNS: [&str; 19] = [
    "code",
    "group",
    "measure",
    "title",
    "unit",
    "good",
    "year",
    "period",
    "authority",
    "neighbours_mean",
    "neighbours_n",
    "neighbours_of",
    "region",
    "england",
    "place",
    "of",
    "quarter",
    "counted_from",
    "differs",
];

/// All rows as text.
pub fn comparisons_csv(rows: &[Beside]) -> String {
    super::table_csv(COLUMNS, rows.iter().map(cells))
}

fn cells(row: &Beside) -> [String; 19] {
    let whole = |n: Option<usize>| n.map_or_else(String::new, |n| n.to_string());
    let (good, from) = match row.good {
        Good::High => ("high", "highest"),
        Good::Low => ("low", "lowest"),
        Good::Neither => ("neither", "highest"),
    };
    [
        safe(&row.code),
        safe(&row.group),
        safe(&row.measure),
        safe(&row.title),
        row.unit.key().to_owned(),
        good.to_owned(),
        row.year.to_string(),
        row.period.clone(),
        value(row.own),
        value(row.neighbours.value),
        row.neighbours.n.to_string(),
        row.neighbours.of.to_string(),
        value(row.region),
        value(row.england),
        whole(row.place.map(|p| p.place)),
        whole(row.place.map(|p| p.of)),
        whole(row.place.map(|p| usize::from(p.quarter))),
        if row.place.is_some() { from.to_owned() } else { String::new() },
        safe(&row.differs),
    ]
}

/// At most six decimals, without noughts behind.
fn value(published: Published) -> String {
    match published {
        Ok(value) => {
            let text = format!("{value:.6}");
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        Err(missing) => missing.symbol().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparators::NeighbourMean;
    use crate::number::{Missing, Unit};
    use crate::statistics::Rank;

    #[test]
    fn a_row_holds_values_as_published_and_symbols_where_there_are_none() {
        let row = Beside {
            code: "REF-05".to_owned(),
            group: String::new(),
            measure: "rereferrals_pct".to_owned(),
            title: "Re-referrals".to_owned(),
            unit: Unit::Percent,
            good: Good::Low,
            year: 2025,
            period: "year to March 2025".to_owned(),
            own: Ok(22.0),
            neighbours: NeighbourMean { value: Ok(18.633_333_333), n: 9, of: 10 },
            region: Err(Missing::Suppressed),
            england: Ok(22.6),
            place: Some(Rank { place: 24, of: 152, quarter: 1 }),
            differs: "-1 is no formula".to_owned(),
        };
        let text = comparisons_csv(&[row]);
        let expected = "REF-05,,rereferrals_pct,Re-referrals,percent,low,2025,year to March 2025,22,18.633333,9,10,c,22.6,24,152,1,lowest,'-1 is no formula";
        assert_eq!(text.lines().nth(1), Some(expected));
        assert_eq!(text.lines().count(), 2);
    }
}
