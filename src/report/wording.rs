//! Words printed from records: definitions, questions, what stands out, the heading of a page.

use super::attention::Candidate;
use super::comparability::NO_YEAR_NEAR;
use super::compare::{self, Verdict};
use super::facts::{Facts, Shown};
use super::message::{capital, fits, lower_first, shortest};
use super::tiles::polarity;
use super::values::{fill, is_whole};
use super::{Column, DataTable, Definition, NumberedTable, Question, Row, Way};
use crate::charts::spec::Who;
use crate::content::attention::Source;
use crate::content::{Ask, Front, Lead};
use crate::indicators::definition::{About, Good, Leans};
use crate::number::Unit;

/// The definition of a code, printed from its record.
pub fn definition(facts: &Facts<'_>, code: &str) -> Option<Definition> {
    let about = facts.about(code)?;
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut fact = |label: &str, words: &str| {
        if !words.is_empty() {
            rows.push((label.to_owned(), curly(words)));
        }
    };
    let computed = about.because.is_empty();
    fact("Counts", &capital(&about.numerator));
    fact("Out of", &capital(&about.denominator));
    fact("Leaves out", &capital(&about.excludes));
    fact("From", &facts.list(&about.list).map_or_else(String::new, |l| format!("Annex A list {}, {}", l.number, lower_first(&l.title))));
    if computed {
        fact("When", &when(facts, code));
    }
    fact("Which is better", polarity(about.good));
    fact("Target", &super::targets::in_full(facts, code).unwrap_or_default());
    if let Some(grade) = facts.grades.get(code) {
        fact("Completeness", &format!("Grade {}: {}", grade.letter, grade.words));
    }
    fact("Source", &about.source);
    let (measures, published) = compared(facts, about);
    fact("Compared with", &measures);
    fact("Published in", &published);
    fact("Like for like", about.leans.words());
    Some(Definition {
        code: code.to_owned(),
        title: curly(&about.title),
        means: curly(&about.means),
        because: curly(&about.because),
        facts: rows,
        differs: if about.is_compared() { curly(&about.differs) } else { String::new() },
        caveats: about.caveats.iter().map(|words| curly(words)).collect(),
        rule: facts.rules.get(code).into_iter().flatten().map(|words| curly(words)).collect(),
        shown: Vec::new(),
    })
}

/// Apostrophes of records as print has them.
pub(super) fn curly(words: &str) -> String {
    words.replace('\'', "’")
}

/// `In the period, 1 April 2025 to 30 September 2025`, or the as-at date.
fn when(facts: &Facts<'_>, code: &str) -> String {
    match facts.about(code) {
        Some(about) if about.stock => format!("On the as-at date, {}", facts.when(code)),
        _ => facts.window(code).map_or_else(|| facts.when(code), |w| format!("In the period, {} to {}", w.start.words(), w.end.words())),
    }
}

/// The published measures of a code with their latest year, and where they are published.
fn compared(facts: &Facts<'_>, about: &About) -> (String, String) {
    let titled = |key: &String| {
        let measure = facts.comparators.measure(key)?;
        let latest = facts.comparators.years(key).last().map_or_else(|| format!("; {NO_YEAR_NEAR}"), |year| format!(", latest {year}"));
        Some(format!("{}{latest}", measure.title))
    };
    let keys: Vec<&String> = about.comparator.iter().chain(about.comparators.values()).collect();
    let Some(first) = keys.first().and_then(|key| titled(key)) else { return (String::new(), String::new()) };
    let measures = match (&about.comparator, keys.len()) {
        (Some(_), _) | (None, 1) => first,
        (None, n) => format!("{n} measures, such as {}", lower_first(&first)),
    };
    (measures, published_in(facts, keys[0]))
}

/// `Children in need (DfE, accredited official statistics), year to 31 March`.
fn published_in(facts: &Facts<'_>, key: &str) -> String {
    facts.comparators.measure(key).map_or_else(String::new, |m| format!("{}, {}", m.publication, m.period_type))
}

/// How ours differ from what is published, for the codes of a list: a difference is said once, with all it holds for.
pub fn comparability(facts: &Facts<'_>, list: &str) -> Option<NumberedTable> {
    let mut differences: Vec<(String, Vec<String>)> = Vec::new();
    let mut sources: Vec<String> = Vec::new();
    let mut measures = 0;
    for code in &facts.order {
        let Some(about) = facts.about(code).filter(|about| about.list == list) else { continue };
        let Some(key) = about.comparator.as_ref().or_else(|| about.comparators.values().next()) else { continue };
        measures += 1;
        let source = published_in(facts, key);
        if !source.is_empty() && !sources.contains(&source) {
            sources.push(source);
        }
        let differs = if about.differs.is_empty() { NO_DIFFERENCE.to_owned() } else { curly(&about.differs) };
        let lean = about.leans.words();
        let lean = if lean.is_empty() { String::new() } else { format!("{lean}: no difference that this would explain is claimed.") };
        for sentence in sentences(&differs).chain(Some(lean.as_str()).filter(|words| !words.is_empty())) {
            let measure = format!("{code} {}", curly(&about.short));
            match differences.iter_mut().find(|(known, _)| known == sentence) {
                Some((_, measures)) => measures.push(measure),
                None => differences.push((sentence.to_owned(), vec![measure])),
            }
        }
    }
    if differences.is_empty() {
        return None;
    }
    let (number, title) = facts.list(list).map_or_else(|| (0, list.to_owned()), |l| (l.number, l.title.clone()));
    let rows = differences.into_iter().map(|(differs, measures)| Row::new(differs, "", vec![measures.join("; ")]));
    let columns = ["How ours differs", "Measures"].map(|label| Column { label: label.to_owned(), numeric: false });
    let stand = if measures == 1 { "measure stands" } else { "measures stand" };
    Some(NumberedTable {
        id: format!("comparability-{}", list.replace('_', "-")),
        codes: Vec::new(),
        number: 0,
        title: shortest([
            format!("{title}: {measures} {stand} beside published figures"),
            format!("List {number}: {measures} {stand} beside published figures"),
        ]),
        subtitle: format!("Published in {}", sources.join("; ")),
        table: DataTable { caption: format!("Comparability: {}", lower_first(&title)), columns: columns.to_vec(), rows: rows.collect() },
        note: String::new(),
    })
}

/// The sentences of a text, each with its full stop.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(". ").map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// Stands where a record knows of none.
const NO_DIFFERENCE: &str = "No difference is known.";

/// What a heading may be made of: the page's own phrases, and what the rules of attention find of its measures.
pub struct Voice<'a> {
    /// Front matter.
    pub front: &'a Front,
    /// What was found of the page's measures, the most pressing first, and nothing that is in doubt.
    pub found: &'a [Candidate],
    /// Grades of completeness under which a share or a rate heads no page.
    pub doubt: &'a [char],
}

/// A phrase of a heading.
struct Phrase {
    /// What leads comes first: worse, missed, changed, better, the level alone, and no difference last.
    rank: u8,
    words: String,
}

/// The heading: the one phrase that says most and has room; the first paragraph holds what else there is to know. That there is no
/// difference never leads while anything else can be said.
pub fn heading(facts: &Facts<'_>, voice: &Voice<'_>) -> String {
    let front = voice.front;
    // A measure is spoken of once: a timescale missed goes before the page's own words, and these before all else.
    let late = |code: &str| voice.found.iter().any(|c| c.code == code && c.source == Source::Timescale && c.size >= WORTH_A_HEADING);
    let doubtful = |code: &str| {
        let measured = facts.about(code).is_some_and(|about| matches!(about.unit, Unit::Percent | Unit::Rate));
        measured && facts.grades.get(code).is_some_and(|grade| voice.doubt.contains(&grade.letter))
    };
    let own = front.leads.iter().filter(|lead| !late(&lead.code) && !doubtful(&lead.code));
    let mut phrases: Vec<Phrase> = own.filter_map(|lead| phrase(facts, lead)).collect();
    for (i, candidate) in voice.found.iter().enumerate() {
        let code = &candidate.code;
        let again = voice.found[..i].iter().any(|c| c.code == *code) || front.leads.iter().any(|lead| lead.code == *code);
        let stands = if late(code) { candidate.source == Source::Timescale } else { !again && candidate.source != Source::Timescale };
        phrases.extend(Some(candidate).filter(|_| stands).map(of_candidate));
    }
    phrases.sort_by_key(|phrase| phrase.rank);
    let small = front.leads.iter().any(|lead| facts.single(&lead.code).is_some_and(|f| f.is_small() || f.numerator == Some(0.0)));
    let said = phrases.iter().flat_map(|phrase| [true, false].map(|with| capital(&brackets(&phrase.words, with))));
    let few = || shortest([format!("{}: too few cases for a headline", front.heading), front.heading.clone()]);
    said.into_iter().find(|words| fits(words)).unwrap_or_else(|| if small { few() } else { front.heading.clone() })
}

/// A timescale missed by less, in standard errors, stands on the attention list and leads no page.
const WORTH_A_HEADING: f64 = 1.0;

/// Rank of a phrase that claims no difference.
const SIMILAR: u8 = 5;

/// A phrase of the page's own, chosen by comparison with England.
fn phrase(facts: &Facts<'_>, lead: &Lead) -> Option<Phrase> {
    let verdict = compare::with_england(facts, &lead.code);
    let chosen = match verdict {
        Some(Verdict::Higher) => &lead.higher,
        Some(Verdict::Lower) => &lead.lower,
        Some(Verdict::Similar) if compare::like_england(facts, &lead.code) => &lead.similar,
        Some(Verdict::Similar) => &lead.always,
        None => &lead.always,
    };
    let chosen = if chosen.is_empty() { &lead.always } else { chosen };
    // Fewer than 30 bear no headline.
    let figure = facts.single(&lead.code);
    let small = figure.is_some_and(Shown::is_small);
    // Nobody at all bears a headline alone, and no second number beside it.
    let nobody = figure.is_some_and(|f| f.unit == Unit::Count && f.value == Ok(0.0)) && chosen.matches("{{").count() > 1;
    if small || nobody || chosen.is_empty() || !is_whole(facts, chosen) {
        return None;
    }
    let compared = verdict.filter(|_| *chosen != lead.always);
    let good = facts.about(&lead.code).map_or(Good::Neither, |about| about.good);
    let rank = match (compared, good) {
        (None, _) => 4,
        (Some(Verdict::Similar), _) => SIMILAR,
        (Some(_), Good::Neither) => 2,
        (Some(Verdict::Higher), Good::High) | (Some(Verdict::Lower), Good::Low) => 3,
        _ => 0,
    };
    Some(Phrase { rank, words: fill(facts, chosen, &mut Vec::new()) })
}

fn of_candidate(found: &Candidate) -> Phrase {
    let rank = match (found.way, found.source) {
        (Way::Worse, Source::Comparators) => 0,
        (Way::Worse | Way::Unmet, _) => 1,
        (Way::Neither | Way::Unsure, _) => 2,
        (Way::Better, _) => 3,
    };
    Phrase { rank, words: found.says.clone() }
}

/// The text with its words in double brackets, or without them.
fn brackets(text: &str, with: bool) -> String {
    let Some((before, rest)) = text.split_once("[[") else { return text.to_owned() };
    let (inside, after) = rest.split_once("]]").unwrap_or((rest, ""));
    format!("{before}{}{after}", if with { inside } else { "" })
}

/// The questions of a page whose condition holds, at most four.
pub fn questions(facts: &Facts<'_>, asks: &[Ask]) -> Vec<Question> {
    asks.iter().filter_map(|ask| question(facts, ask)).take(4).collect()
}

/// Whether a question would be about nearly nobody: a share or a whole of fewer than ten, or a number it names that is none or one.
fn too_few_to_ask(facts: &Facts<'_>, ask: &Ask, figure: &Shown) -> bool {
    let n = figure.numerator.or(figure.value.ok()).unwrap_or(0.0);
    let named = [format!("{{{{{}.n}}}}", ask.code), format!("{{{{{}}}}}", ask.code)].iter().any(|name| ask.ask.contains(name.as_str()));
    let base = match (figure.unit, figure.denominator) {
        (Unit::Percent | Unit::Ratio | Unit::Days | Unit::WorkingDays | Unit::Months, Some(of)) => of,
        // A median has its number in a group of its own.
        (Unit::Days | Unit::WorkingDays | Unit::Months, None) => facts.group(&ask.code, "n").and_then(|f| f.value.ok()).unwrap_or(0.0),
        // A number in the question is its own reason to ask.
        (Unit::Count | Unit::Rate, _) if !named => n,
        _ => compare::FEWEST_EVENTS,
    };
    base < compare::FEWEST_EVENTS || (named && n < 2.0)
}

fn question(facts: &Facts<'_>, ask: &Ask) -> Option<Question> {
    let (code, group) = ask.code.split_once('/').unwrap_or((&ask.code, ""));
    let about = facts.about(code)?;
    let Some(figure) = facts.group(code, group) else { return of_groups(facts, ask) };
    let title = if group.is_empty() { about.title.clone() } else { format!("{}, {}", about.title, lower_first(&facts.label(code, group))) };
    let against = compare::with_neighbours(facts, code).filter(|_| group.is_empty());
    let holds = match ask.when.as_str() {
        "higher" => against == Some(Verdict::Higher),
        "lower" => against == Some(Verdict::Lower),
        // A difference from the level that chance explains asks nothing.
        "above" => figure.value.is_ok_and(|v| surely(figure, v).0 > ask.level),
        "below" => figure.value.is_ok_and(|v| surely(figure, v).1 < ask.level),
        "named" => false,
        _ => figure.value.is_ok(),
    };
    if !holds || too_few_to_ask(facts, ask, figure) || !is_whole(facts, &ask.ask) {
        return None;
    }
    let series = compare::series(facts, code, group);
    // Counts are not set beside other areas', which differ in size.
    let comparable = matches!(figure.unit, Unit::Percent | Unit::Rate) && about.leans != Leans::Either;
    let beside = series.filter(|_| comparable).and_then(|s| s.comparators(facts).into_iter().find(|c| c.value.is_ok()));
    let own = figure.value.map_or_else(|_| figure.text(), |value| figure.unit.say(value));
    let because = match (beside, figure.of()) {
        (Some(other), _) => {
            let whose = if other.who == Who::Neighbours { lower_first(&other.name) } else { other.name };
            format!("{title}: {own} against {} in {whose}", other.shown)
        }
        (None, Some(of)) => format!("{title}: {own} ({of})"),
        (None, None) => {
            let few = facts.few_in_mean(code, figure).map(|few| format!(" ({few})"));
            format!("{title}: {own}{}", few.unwrap_or_default())
        }
    };
    Some(Question { text: fill(facts, &ask.ask, &mut Vec::new()), because, code: code.to_owned() })
}

/// The ends between which a figure surely lies; of few, or without an interval, the figure itself.
fn surely(figure: &super::facts::Shown, value: f64) -> (f64, f64) {
    figure.interval().filter(|_| !figure.is_small()).unwrap_or((value, value))
}

/// A question about groups, with the largest of them; only one that is always asked.
fn of_groups(facts: &Facts<'_>, ask: &Ask) -> Option<Question> {
    let kinds = || facts.groups(&ask.code).into_iter().filter(|figure| !super::facts::stands_apart(&figure.group));
    // What is hidden may be the largest.
    if kinds().any(super::facts::Shown::is_hidden) {
        return None;
    }
    let counted = kinds().filter_map(|figure| Some((figure.value.ok()?, figure)));
    let (_, most) = counted.reduce(|most, next| if next.0 > most.0 { next } else { most })?;
    let few = most.denominator.or(most.numerator).is_some_and(|n| n < compare::FEWEST_EVENTS);
    if ask.when != "always" || few || !is_whole(facts, &ask.ask) {
        return None;
    }
    let of = most.of().map_or_else(String::new, |of| format!(" ({of})"));
    let (title, label) = (&facts.about(&ask.code)?.title, facts.label(&ask.code, &most.group));
    let because = format!("{title}: {label} the most, {}{of}", most.text());
    Some(Question { text: fill(facts, &ask.ask, &mut Vec::new()), because, code: ask.code.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn front(codes: &[&str]) -> Front {
        let mut front: Front = toml::from_str("title = 'T'\norder = 1\nasks = 'A?'\nheading = 'Nothing to say'\nlede = ''").unwrap();
        front.leads = codes
            .iter()
            .map(|code| Lead {
                code: (*code).to_owned(),
                higher: format!("More {code}"),
                similar: format!("Similar {code}"),
                lower: format!("Fewer {code}"),
                always: format!("{{{{{code}}}}} now"),
            })
            .collect();
        front
    }

    #[test]
    fn a_heading_says_one_thing_and_what_is_worse_goes_first() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        let measure = Some("rereferrals_pct");
        for (code, good, n) in [
            ("bad", Good::Low, 400.0),
            ("good", Good::Low, 50.0),
            ("fine", Good::High, 400.0),
            ("poor", Good::High, 50.0),
            ("same", Good::Low, 226.0),
            ("many", Good::Neither, 400.0),
        ] {
            testing::share(&mut facts, code, good, measure, n, 1000.0);
        }
        testing::share(&mut facts, "alone", Good::Low, None, 50.0, 1000.0);
        testing::share(&mut facts, "few", Good::Low, measure, 20.0, 29.0);
        let said = |codes: &[&str]| heading(&facts, &Voice { front: &front(codes), found: &[], doubt: &['D'] });
        assert_eq!(said(&["few", "fine"]), "More fine", "fewer than 30 bear no headline");
        assert_eq!(said(&["good", "fine"]), "Fewer good");
        assert_eq!(said(&["bad", "fine"]), "More bad");
        assert_eq!(said(&["bad", "poor"]), "More bad");
        assert_eq!(said(&["many", "bad"]), "More bad", "what is worse leads");
        assert_eq!(said(&["many", "good"]), "More many");
        assert_eq!(said(&["many", "same"]), "More many");
        assert_eq!(said(&["same", "alone"]), "5.0% now", "no difference never leads");
        assert_eq!(said(&["same", "same"]), "Similar same", "nor stands twice");
        assert_eq!(said(&["few"]), "Nothing to say: too few cases for a headline");
        assert_eq!(said(&["alone"]), "5.0% now");
        assert_eq!(said(&["absent"]), "Nothing to say");
        let grade = |letter| crate::report::facts::Completeness { letter, words: String::new() };
        facts.grades = [("bad".to_owned(), grade('D')), ("fine".to_owned(), grade('B'))].into();
        let said = |codes: &[&str]| heading(&facts, &Voice { front: &front(codes), found: &[], doubt: &['D'] });
        assert_eq!(said(&["bad", "fine"]), "More fine", "what rests on gaps heads no page");
    }

    #[test]
    fn a_definition_says_why_it_is_not_computed_what_is_aimed_at_and_how_complete_it_is() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "A-1", Good::Low, Some("rereferrals_pct"), 1.0, 40.0);
        let about = facts.about.get_mut("A-1").unwrap();
        about.because = "Annex A doesn't hold it.".to_owned();
        about.differs = "The published year ends in March.".to_owned();
        about.caveats = vec!["Read slowly.".to_owned()];
        let target = crate::report::facts::Target {
            value: 20.0,
            direction: crate::number::Aim::AtMost,
            origin: "local".to_owned(),
            owner: Some("Head of service".to_owned()),
            set: None,
        };
        facts.targets.insert("A-1".to_owned(), target);
        let grade = crate::report::facts::Completeness { letter: 'B', words: "ethnicity of list 3 is 96.2% filled".to_owned() };
        facts.grades.insert("A-1".to_owned(), grade);
        facts.rules.insert("A-1".to_owned(), vec!["All rows of list referrals.".to_owned()]);
        let definition = definition(&facts, "A-1").unwrap();
        assert_eq!(definition.because, "Annex A doesn’t hold it.");
        assert_eq!(
            (definition.differs.as_str(), definition.caveats.as_slice()),
            ("The published year ends in March.", ["Read slowly.".to_owned()].as_slice())
        );
        assert_eq!(definition.rule, ["All rows of list referrals."]);
        let said = |label: &str| definition.facts.iter().find(|f| f.0 == label).map_or("", |f| f.1.as_str());
        assert_eq!(said("Target"), "At most 20%, local; owner: Head of service");
        assert_eq!(said("Completeness"), "Grade B: ethnicity of list 3 is 96.2% filled");
        assert!(said("Compared with").contains("latest 2025"), "{}", said("Compared with"));
        assert_eq!(said("When"), "", "what is not computed has no time");
        facts.about.get_mut("A-1").unwrap().because.clear();
        let computed = super::definition(&facts, "A-1").unwrap();
        assert!(computed.facts.contains(&("When".to_owned(), "In the period, 1 April 2025 to 30 September 2025".to_owned())));
    }

    #[test]
    fn a_difference_is_said_once_with_all_it_holds_for() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        for (code, differs) in [("A-1", "A year. Scaled."), ("A-2", ""), ("A-3", "A year.")] {
            testing::share(&mut facts, code, Good::Low, Some("rereferrals_pct"), 1.0, 40.0);
            facts.about.get_mut(code).unwrap().differs = differs.to_owned();
        }
        testing::share(&mut facts, "A-4", Good::Low, None, 1.0, 40.0);
        let table = comparability(&facts, "referrals").unwrap();
        assert_eq!(table.title, "Referrals: 3 measures stand beside published figures");
        let rows: Vec<(&str, &str)> = table.table.rows.iter().map(|r| (r.head.as_str(), r.cells[0].as_str())).collect();
        let all = [("A year.", "A-1 Short A-1; A-3 Short A-3"), ("Scaled.", "A-1 Short A-1"), (NO_DIFFERENCE, "A-2 Short A-2")];
        assert_eq!(rows, all);
        assert!(comparability(&facts, "contacts").is_none());
    }

    #[test]
    fn questions_are_asked_where_their_condition_holds_and_four_at_most() {
        let published = testing::published();
        let mut facts = testing::nothing(&published);
        testing::share(&mut facts, "all", Good::High, None, 50.0, 50.0);
        testing::share(&mut facts, "high", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        let ask = |code: &str, when: &str, level: f64| Ask { code: code.to_owned(), when: when.to_owned(), level, ask: "Why?".to_owned() };
        let asked = |asks: &[Ask]| questions(&facts, asks).len();
        assert_eq!(asked(&[ask("all", "below", 100.0)]), 0);
        assert_eq!(asked(&[ask("high", "below", 100.0), ask("high", "above", 10.0), ask("high", "higher", 0.0)]), 3);
        assert_eq!(asked(&[ask("high", "lower", 0.0), ask("all", "higher", 0.0), ask("absent", "always", 0.0)]), 0);
        assert_eq!(asked(&vec![ask("all", "always", 0.0); 6]), 4);
        // 960 of 1,000 is 94.6% to 97.0%.
        testing::share(&mut facts, "near", Good::High, None, 960.0, 1000.0);
        let asked = |asks: &[Ask]| questions(&facts, asks).len();
        assert_eq!(asked(&[ask("near", "below", 96.5), ask("near", "above", 95.0)]), 0, "chance explains it");
        assert_eq!(asked(&[ask("near", "below", 97.5), ask("near", "above", 94.0)]), 2);
        testing::share(&mut facts, "unlike", Good::Low, Some("rereferrals_pct"), 400.0, 1000.0);
        facts.about.get_mut("unlike").unwrap().leans = Leans::Either;
        let because = &questions(&facts, &[ask("unlike", "always", 0.0)])[0].because;
        assert_eq!(because, "Title of unlike: 40.0% (400 of 1,000)", "what is counted differently is held against nobody");
        testing::counts(&mut facts, "groups", &[("Schools", 30.0), ("Police", 40.0), ("Not recorded", 90.0)]);
        let because = &questions(&facts, &[ask("groups", "always", 0.0)])[0].because;
        assert_eq!(because, "Title of groups: Police the most, 40");
        let because = &questions(&facts, &[ask("groups/Schools", "above", 1.0)])[0].because;
        assert_eq!(because, "Title of groups, schools: 30");
        assert_eq!(questions(&facts, &[ask("groups", "above", 1.0), ask("groups", "named", 0.0)]), []);
        let because = &questions(&facts, &[ask("high", "always", 0.0)])[0].because;
        assert!(because.starts_with("Title of high: 40.0% against ") && because.ends_with(" in statistical neighbours"), "{because}");
    }
}
