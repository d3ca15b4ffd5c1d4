//! What the data quality page is made of, as plain values: the report knows no workbook.

use super::facts::Facts;
use super::message::{capital, lower_first, shortest};
use super::{Column, DataTable, Figure, NumberedTable, Row};
use crate::charts::spec::{Chart, Form, Heat, Value};
use crate::finding::Severity;
use crate::number::{Unit, count, grouped};
use std::collections::BTreeMap;

/// Quality of all lists.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quality {
    /// Completeness by list.
    pub lists: Vec<ListQuality>,
    /// Rules that found something.
    pub rules: Vec<RuleQuality>,
    /// How each list was matched: list, file, sheet, rule, rows.
    pub matched: Vec<[String; 5]>,
    /// What each team has to mend; empty for an audience that sees no teams.
    pub teams: Vec<TeamQuality>,
}

/// Completeness of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListQuality {
    /// Annex A's number.
    pub number: u8,
    /// Title.
    pub title: String,
    /// `A` to `D`, or a dash where the list has no rows.
    pub grade: String,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: Vec<ColumnQuality>,
}

/// How far a column is filled.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnQuality {
    /// Field key.
    pub field: String,
    /// Heading in Annex A.
    pub heading: String,
    /// Cells that hold something.
    pub filled: usize,
    /// Cells that should.
    pub of: usize,
    /// Of the filled, those that no code list knows.
    pub unmapped: usize,
    /// Whether it must be filled, in every row or in some.
    pub required: bool,
}

impl ColumnQuality {
    /// Share filled and understood, in percent.
    fn percent(&self) -> Option<f64> {
        (self.of > 0).then(|| 100.0 * (self.filled - self.unmapped) as f64 / self.of as f64)
    }
}

/// A rule and what it found.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleQuality {
    /// Code.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// List.
    pub list: String,
    /// What was found.
    pub title: String,
    /// What to do.
    pub todo: String,
    /// How many rows.
    pub count: usize,
    /// Of how many.
    pub of: usize,
}

/// How many of one kind a team has to mend.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamQuality {
    /// Team.
    pub team: String,
    /// List.
    pub list: String,
    /// Code of the rule.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// Heading of the column, where the rule is about single cells.
    pub column: Option<String>,
    /// What is wrong.
    pub what: String,
    /// How many.
    pub count: usize,
}

/// What a severity is called where rules are listed.
fn matters(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "wrong",
        Severity::Warning => "probably wrong",
        Severity::Note => "to look at",
    }
}

fn columns(labels: &[(&str, bool)]) -> Vec<Column> {
    labels.iter().map(|(label, numeric)| Column { label: (*label).to_owned(), numeric: *numeric }).collect()
}

/// Lists by grade: how complete their required columns are.
pub fn completeness(facts: &Facts<'_>, quality: &Quality) -> Option<Figure> {
    let mut cells = Vec::new();
    let mut rows = Vec::new();
    for list in quality.lists.iter().filter(|l| l.rows > 0) {
        let share = |required: bool| {
            let (filled, of) =
                list.columns.iter().filter(|c| c.required == required).fold((0, 0), |sum, c| (sum.0 + c.filled, sum.1 + c.of));
            (of > 0).then(|| 100.0 * filled as f64 / of as f64)
        };
        let unmapped: usize = list.columns.iter().map(|c| c.unmapped).sum();
        let of: usize = list.columns.iter().map(|c| c.of).sum();
        let mapped = (of > 0).then(|| 100.0 * (of - unmapped) as f64 / of as f64);
        let shown = |v: Option<f64>| v.map(gap);
        let text = |v: Option<f64>| v.map_or_else(|| "[z]".to_owned(), |v| Unit::Percent.show(v));
        cells.push((format!("{} ({})", list.title, list.grade), vec![shown(share(true)), share(false).map(quiet), shown(mapped)]));
        let cells = vec![list.grade.clone(), count(list.rows as u64), text(share(true)), text(share(false)), text(mapped)];
        rows.push(Row::new(&list.title, "", cells));
    }
    let lowest = quality.lists.iter().filter(|l| l.rows > 0).max_by(|a, b| a.grade.cmp(&b.grade).then(b.title.cmp(&a.title)))?;
    let top = quality.lists.iter().filter(|l| l.rows > 0 && l.grade == "A").count();
    let title = format!("{top} of {} lists {} graded A", cells.len(), if top == 1 { "is" } else { "are" });
    let alt = format!("Completeness by list, shaded. Lowest grade: {}, {}.", lowest.title, lowest.grade);
    let heads = vec!["Required cells filled".to_owned(), "Optional cells filled".to_owned(), "Codes understood".to_owned()];
    Some(Figure {
        id: "completeness".to_owned(),
        codes: Vec::new(),
        number: 0,
        title,
        subtitle: format!("Share of cells filled and understood, by list, as at {}", facts.as_at.words()),
        chart: Chart { id: "completeness".to_owned(), alt, form: Form::Heat(Heat { columns: heads, rows: cells, classes: gaps_by_grade(), totals: 0 }) },
        note: "Cells of 98% and more have no shade. Grade A: at least 98% of required cells filled and understood, and at most 1% of rows break a check; B: 95% and 3%; C: 90% and 10%; D: less. Optional cells are not shaded: their blanks are often right, as a plan still open has no end.".to_owned(),
        source: "Every list of the workbook".to_owned(),
        table: DataTable {
            caption: "Completeness by list".to_owned(),
            columns: columns(&[("List", false), ("Grade", false), ("Rows", true), ("Required cells filled", true), ("Optional cells filled", true), ("Codes understood", true)]),
            rows,
        },
    })
}

/// A share as a cell of a heat map: what is missing is shaded, so that gaps stand out and full columns stay quiet.
fn gap(percent: f64) -> Value {
    Value { at: 100.0 - percent, shown: Unit::Percent.show(percent) }
}

/// Shades of gaps at the limits of the grades, so that nearly full never looks like failing; from 98% a cell has none.
fn gaps_by_grade() -> Vec<(f64, String)> {
    [(2.0, "95% to under 98%"), (5.0, "90% to under 95%"), (10.0, "Under 90%")].map(|(above, words)| (above, words.to_owned())).to_vec()
}

/// A share that is not shaded: where a blank is often right it is no gap.
fn quiet(percent: f64) -> Value {
    Value { at: 0.0, shown: Unit::Percent.show(percent) }
}

/// Columns that most lists share, by what readers call them.
const COMMON: [(&str, &[&str]); 7] = [
    ("Identifier", &["child_id", "adopter_id"]),
    ("Sex", &["sex"]),
    ("Ethnicity", &["ethnicity"]),
    ("Date of birth", &["birth_date"]),
    ("Disability", &["disability"]),
    ("Team", &["team"]),
    ("Worker", &["worker"]),
];

/// Lists by column: the columns that most lists share, then the rest of those that must be filled.
pub fn by_column(facts: &Facts<'_>, quality: &Quality) -> Option<Figure> {
    let others = "Other required";
    let mut lowest: Option<(f64, &str, &str)> = None;
    let mut rows: Vec<(String, Vec<Option<f64>>)> = Vec::new();
    for list in quality.lists.iter().filter(|l| l.rows > 0) {
        for column in list.columns.iter().filter(|c| c.required) {
            let Some(percent) = column.percent() else { continue };
            if lowest.is_none_or(|(least, ..)| percent < least) {
                lowest = Some((percent, &list.title, &column.heading));
            }
        }
        let known = |fields: &[&str]| list.columns.iter().find(|c| fields.contains(&c.field.as_str())).and_then(ColumnQuality::percent);
        let mut cells: Vec<Option<f64>> = COMMON.iter().map(|(_, fields)| known(fields)).collect();
        let rest = list.columns.iter().filter(|c| c.required && !COMMON.iter().any(|(_, fields)| fields.contains(&c.field.as_str())));
        let (usable, of) = rest.fold((0, 0), |sum, c| (sum.0 + c.filled - c.unmapped, sum.1 + c.of));
        cells.push((of > 0).then(|| 100.0 * usable as f64 / of as f64));
        rows.push((list.title.clone(), cells));
    }
    let (percent, list, column) = lowest?;
    let worst = format!("{list}, {column}");
    let heads: Vec<&str> = COMMON.iter().map(|(head, _)| *head).chain([others]).collect();
    let full = Unit::Percent.displayed(percent) >= 100.0;
    let filled = |what: &str| format!("{what} is {} filled", Unit::Percent.show(percent));
    let title = match full {
        true => "Every column that must be filled is".to_owned(),
        false => {
            shortest([filled(column), filled(&format!("One column of {}", lower_first(list))), "One column is filled least".to_owned()])
        }
    };
    let text = |v: &Option<f64>| v.map_or_else(|| "[z]".to_owned(), |v| Unit::Percent.show(v));
    let table = rows.iter().map(|(list, cells)| Row::new(list, "", cells.iter().map(text).collect()));
    Some(Figure {
        id: "completeness-by-column".to_owned(),
        codes: Vec::new(),
        number: 0,
        title,
        subtitle: format!("Share of cells filled and understood, by list and column, as at {}", facts.as_at.words()),
        chart: Chart {
            id: "completeness-by-column".to_owned(),
            alt: format!("Completeness by list and column, gaps shaded. Lowest: {worst}, {}.", Unit::Percent.show(percent)),
            form: Form::Heat(Heat {
                columns: heads.iter().map(|head| (*head).to_owned()).collect(),
                rows: rows.iter().map(|(list, cells)| (list.clone(), cells.iter().map(|v| v.map(gap)).collect())).collect(),
                classes: gaps_by_grade(),
                totals: 0,
            }),
        },
        note: "Cells of 98% and more have no shade. An empty cell: Annex A does not ask for the column on that list. Other required: the other columns that must be filled, together.".to_owned(),
        source: "Every list of the workbook".to_owned(),
        table: DataTable {
            caption: "Completeness by list and column".to_owned(),
            columns: columns(&std::iter::once(("List", false)).chain(heads.iter().map(|head| (*head, true))).collect::<Vec<_>>()),
            rows: table.collect(),
        },
    })
}

/// Columns with gaps, the worst first.
pub fn gaps(quality: &Quality) -> Option<NumberedTable> {
    let mut all: Vec<(f64, Row)> = Vec::new();
    for list in &quality.lists {
        for ColumnQuality { heading, filled, of, unmapped, required, .. } in &list.columns {
            let missing = of - filled;
            if *of == 0 || (!required && *unmapped == 0) || (missing == 0 && *unmapped == 0) {
                continue;
            }
            let share = 100.0 * (missing + unmapped) as f64 / *of as f64;
            let cells = vec![list.title.clone(), grouped(missing as f64, 0), grouped(*unmapped as f64, 0), Unit::Percent.show(share)];
            all.push((share, Row::new(heading, "", cells)));
        }
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (&a.1.head, &a.1.cells[0]).cmp(&(&b.1.head, &b.1.cells[0]))));
    let rows: Vec<Row> = all.into_iter().take(20).map(|a| a.1).collect();
    let first = rows.first()?;
    Some(NumberedTable {
        id: "gaps".to_owned(),
        codes: Vec::new(),
        number: 0,
        title: shortest([
            format!("The largest gap is {}, {}", first.head, lower_first(&first.cells[0])),
            format!("The largest gap is {}", first.head),
            "The largest gaps in the workbook".to_owned(),
        ]),
        subtitle: "Required columns with blank cells, and columns with codes not understood; the twenty largest".to_owned(),
        table: DataTable {
            caption: "Columns with gaps".to_owned(),
            columns: columns(&[("Column", false), ("List", false), ("Blank", true), ("Not mapped", true), ("Share of rows", true)]),
            rows: rows.clone(),
        },
        note: "Not mapped: something is recorded that no code list knows; add the council’s own spelling under [mapping] in annexa.toml."
            .to_owned(),
    })
}

/// Rules that found something: what is wrong for sure first, then most first. What several lists share is told once.
pub fn rules(quality: &Quality) -> Option<NumberedTable> {
    let mut shared: BTreeMap<(Severity, &str, &str), Vec<&RuleQuality>> = BTreeMap::new();
    for rule in quality.rules.iter().filter(|r| r.count > 0) {
        shared.entry((rule.severity, &rule.title, &rule.todo)).or_default().push(rule);
    }
    let mut found: Vec<Vec<&RuleQuality>> = shared.into_values().collect();
    let rows_of = |rules: &[&RuleQuality]| rules.iter().map(|r| r.count).sum::<usize>();
    found.sort_by(|a, b| (a[0].severity, rows_of(b), &a[0].code).cmp(&(b[0].severity, rows_of(a), &b[0].code)));
    let rows: Vec<Row> = found.iter().map(|rules| broken(rules)).collect();
    let kinds = rows.len();
    (kinds > 0).then(|| NumberedTable {
        id: "rules".to_owned(),
        codes: Vec::new(),
        number: 0,
        title: if kinds == 1 { "There is 1 kind of problem to mend".to_owned() } else { format!("There are {kinds} kinds of problem to mend") },
        subtitle: "Rows that cannot be right, or that two lists tell differently".to_owned(),
        table: DataTable {
            caption: "Checks that found something".to_owned(),
            columns: columns(&[("Check", false), ("List", false), ("Rows", true), ("Of", true), ("What to do", false)]),
            rows,
        },
        note: "Wrong: figures suffer. Probably wrong: look and mend. To look at: a matter of practice, not graded. The command annexa check --format csv names the rows, never what they hold.".to_owned(),
    })
}

/// The row of a rule that one list breaks, or several: then how often each does stands under their number.
fn broken(rules: &[&RuleQuality]) -> Row {
    let mut most: Vec<&&RuleQuality> = rules.iter().collect();
    most.sort_by(|a, b| (b.count, &a.code).cmp(&(a.count, &b.code)));
    let list = match most.as_slice() {
        [only] => only.list.clone(),
        several => {
            let each: Vec<String> = several.iter().map(|r| format!("{} {}", r.list, grouped(r.count as f64, 0))).collect();
            format!("{} lists\n{}", several.len(), each.join(", "))
        }
    };
    let codes = match rules {
        [first, _, .., last] if rules.len() > 3 => format!("{} to {}", first.code, last.code),
        few => few.iter().map(|r| r.code.as_str()).collect::<Vec<_>>().join(", "),
    };
    let (count, of) = rules.iter().fold((0, 0), |(count, of), r| (count + r.count, of + r.of));
    let cells = vec![list, grouped(count as f64, 0), grouped(of as f64, 0), rules[0].todo.clone()];
    Row::new(capital(&rules[0].title), format!("{codes}, {}", matters(rules[0].severity)), cells)
}

/// What each team has to mend, most first.
pub fn teams(quality: &Quality) -> Option<NumberedTable> {
    let mut teams: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for count in &quality.teams {
        let place = match (&count.column, count.severity) {
            (Some(_), _) => 0,
            (None, Severity::Error) => 1,
            (None, Severity::Warning) => 2,
            (None, Severity::Note) => 3,
        };
        teams.entry(&count.team).or_default()[place] += count.count;
    }
    // What is only to be looked at does not make a team the one with most to mend.
    let to_mend = |counts: &[usize; 4]| counts[..3].iter().sum::<usize>();
    let mut teams: Vec<(&str, [usize; 4])> = teams.into_iter().collect();
    teams.sort_by(|a, b| to_mend(&b.1).cmp(&to_mend(&a.1)).then_with(|| a.0.cmp(b.0)));
    let (first, most) = teams.first()?;
    let title = format!("Most to mend: {first}, {}", grouped(to_mend(most) as f64, 0));
    let cells = |counts: &[usize; 4]| counts.iter().chain([&to_mend(counts)]).map(|n| grouped(*n as f64, 0)).collect();
    Some(NumberedTable {
        id: "teams".to_owned(),
        codes: Vec::new(),
        number: 0,
        title,
        subtitle: "Cells that are blank or cannot be understood, and rows that break a check, by the team that owns the row".to_owned(),
        table: DataTable {
            caption: "What each team has to mend".to_owned(),
            columns: columns(&[
                ("Team", false),
                ("Cells to fill", true),
                ("Wrong", true),
                ("Probably wrong", true),
                ("To look at", true),
                ("To mend in all", true),
            ]),
            rows: teams.iter().map(|(team, counts)| Row::new(*team, "", cells(counts))).collect(),
        },
        note: "Lists without a team (contacts, early help, adoption, adopters) are not in this table. To look at is not counted in all. The command annexa check --format csv --team NAME makes the fix list of one team."
            .to_owned(),
    })
}

/// Which team has how many of each kind, column by column and check by check.
pub fn teams_by_check(quality: &Quality) -> Option<NumberedTable> {
    type Key<'k> = (Severity, &'k str, &'k str, Option<&'k str>);
    let mut kinds: BTreeMap<Key<'_>, Vec<&TeamQuality>> = BTreeMap::new();
    for count in &quality.teams {
        kinds.entry((count.severity, &count.code, &count.list, count.column.as_deref())).or_default().push(count);
    }
    let rows: Vec<Row> = kinds
        .into_iter()
        .map(|((_, code, list, column), mut counts)| {
            counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.team.cmp(&b.team)));
            let all: usize = counts.iter().map(|count| count.count).sum();
            let what = counts.first().map_or("", |count| count.what.as_str());
            let head = column.map_or_else(|| capital(what), |column| format!("{column}: {what}"));
            let teams: Vec<String> = counts.iter().map(|count| format!("{}: {}", count.team, grouped(count.count as f64, 0))).collect();
            Row::new(head, code, vec![list.to_owned(), grouped(all as f64, 0), teams.join(", ")])
        })
        .collect();
    (!rows.is_empty()).then(|| NumberedTable {
        id: "teams-by-check".to_owned(),
        codes: Vec::new(),
        number: 0,
        title: "Which team has what to mend".to_owned(),
        subtitle: "Every check and every column that must be filled, with the teams that have something to mend".to_owned(),
        table: DataTable {
            caption: "What to mend, by check and team".to_owned(),
            columns: columns(&[("Check or column", false), ("List", false), ("In all", true), ("By team", false)]),
            rows,
        },
        note: "Most first within each check.".to_owned(),
    })
}

/// Where each list came from.
pub fn matched(quality: &Quality) -> Option<NumberedTable> {
    let rows: Vec<Row> = quality.matched.iter().map(|m| Row::new(&m[0], "", m[1..].to_vec())).collect();
    (!rows.is_empty()).then(|| NumberedTable {
        id: "matched".to_owned(),
        codes: Vec::new(),
        number: 0,
        title: "Which sheet was read as which list".to_owned(),
        subtitle: "Files, sheets and the rule that recognised them".to_owned(),
        table: DataTable {
            caption: "Sheets and lists".to_owned(),
            columns: columns(&[("List", false), ("File", false), ("Sheet", false), ("Recognised by", false), ("Rows", true)]),
            rows,
        },
        note: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn column(field: &str, filled: usize, unmapped: usize, required: bool) -> ColumnQuality {
        ColumnQuality { field: field.to_owned(), heading: field.to_owned(), filled, of: 100, unmapped, required }
    }

    fn team(team: &str, severity: Severity, column: Option<&str>, count: usize) -> TeamQuality {
        TeamQuality {
            team: team.to_owned(),
            list: "Referrals".to_owned(),
            code: if column.is_some() { "DQ-001" } else { "DQ-201" }.to_owned(),
            severity,
            column: column.map(str::to_owned),
            what: "is odd".to_owned(),
            count,
        }
    }

    #[test]
    fn gaps_are_shaded_and_the_lowest_column_that_must_be_filled_is_named() {
        let published = testing::published();
        let facts = testing::nothing(&published);
        let columns = vec![column("sex", 100, 0, true), column("nfa", 90, 5, true), column("birth_date", 40, 0, false)];
        let list = ListQuality { number: 3, title: "Referrals".to_owned(), grade: "B".to_owned(), rows: 100, columns };
        let figure = by_column(&facts, &Quality { lists: vec![list], ..Quality::default() }).unwrap();
        assert_eq!(figure.title, "nfa is 85.0% filled");
        let Form::Heat(heat) = &figure.chart.form else { panic!("a heat map") };
        let cell = |at: usize| heat.rows[0].1[at].as_ref().map(|v| (v.at, v.shown.as_str()));
        assert_eq!((cell(0), cell(1), cell(3), cell(7)), (None, Some((0.0, "100.0%")), Some((60.0, "40.0%")), Some((15.0, "85.0%"))));
        assert_eq!(figure.table.rows[0].cells.len() + 1, figure.table.columns.len());
    }

    #[test]
    fn a_check_that_several_lists_break_is_told_once() {
        let rule = |code: &str, list: &str, title: &str, count: usize| RuleQuality {
            code: code.to_owned(),
            severity: Severity::Warning,
            list: list.to_owned(),
            title: title.to_owned(),
            todo: "Mend it.".to_owned(),
            count,
            of: 100,
        };
        let rules = vec![
            rule("DQ-1", "Contacts", "age is odd", 2),
            rule("DQ-2", "Referrals", "age is odd", 9),
            rule("DQ-3", "Assessments", "age is odd", 0),
            rule("DQ-4", "Referrals", "sex is odd", 10),
        ];
        let table = super::rules(&Quality { rules, ..Quality::default() }).unwrap();
        assert_eq!(table.title, "There are 2 kinds of problem to mend");
        assert_eq!(table.table.rows[0].sub, "DQ-1, DQ-2, probably wrong");
        assert_eq!(table.table.rows[0].cells, ["2 lists\nReferrals 9, Contacts 2", "11", "200", "Mend it."]);
        assert_eq!((table.table.rows[1].head.as_str(), table.table.rows[1].cells[0].as_str()), ("Sex is odd", "Referrals"));
    }

    #[test]
    fn teams_are_told_most_to_mend_first_and_without_teams_there_is_no_table() {
        let teams = vec![
            team("North", Severity::Note, None, 90),
            team("North", Severity::Warning, Some("Sex"), 2),
            team("South", Severity::Error, None, 4),
            team("South", Severity::Warning, Some("Sex"), 1),
        ];
        let quality = Quality { teams, ..Quality::default() };
        let table = super::teams(&quality).unwrap();
        assert_eq!(table.title, "Most to mend: South, 5");
        assert_eq!(table.table.rows[1].cells, ["2", "0", "0", "90", "2"]);
        let by_check = teams_by_check(&quality).unwrap();
        let sex = by_check.table.rows.iter().find(|row| row.head == "Sex: is odd").unwrap();
        assert_eq!(sex.cells, ["Referrals", "3", "North: 2, South: 1"]);
        assert!(super::teams(&Quality::default()).is_none() && teams_by_check(&Quality::default()).is_none());
    }
}
