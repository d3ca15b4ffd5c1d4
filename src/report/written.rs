//! Sentences written by hand in place of computed ones, checked before they stand.
//!
//! In: a page and what was written for it. Out: the page with those sentences, each signed. Words that may not stand (too long,
//! without a value, for another as-at date) are findings with their place, and the computed sentence stays.

use super::facts::Facts;
use super::message::{MOST_WORDS, fits};
use super::values::{fill, is_whole};
use super::{Block, Column, DataTable, Figure, Inline, NumberedTable, Page, Row};
use crate::content::messages::{Message, Signed, Spot};
use crate::finding::{Finding, Findings, Severity, nearest, shown};

/// Why words may not stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal(pub Box<Finding>);

/// The words of a chart's or list's message with their values, where they may stand.
pub fn words(facts: &Facts<'_>, says: &str, by: &Signed) -> Result<String, Refusal> {
    let filled = text(facts, says, by)?;
    let refuse = |message: String, hint: &str| Err(refusal(finding(by, message).hint(hint)));
    if !fits(&filled) {
        let count = filled.split_whitespace().count();
        return refuse(format!("the sentence has {count} words, and {MOST_WORDS} fit"), "the computed sentence stands; say it shorter");
    }
    Ok(filled.trim_end_matches('.').to_owned())
}

/// Words of any length with their values.
fn text(facts: &Facts<'_>, says: &str, by: &Signed) -> Result<String, Refusal> {
    let mut unknown = Vec::new();
    let filled = fill(facts, says, &mut unknown);
    if let Some(name) = unknown.first() {
        let near = nearest(name, facts.order.iter().map(String::as_str));
        let hint = near.map_or_else(|| "see annexa indicators for the codes".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(refusal(finding(by, format!("there is no value named {}", shown(name))).hint(hint)));
    }
    if filled.trim().is_empty() {
        return Err(refusal(finding(by, "the sentence is empty").hint("leave the entry out to have the computed sentence")));
    }
    if !is_whole(facts, says) {
        let message = "a value that the sentence names cannot be shown in this edition";
        return Err(refusal(finding(by, message).hint("the computed sentence stands")));
    }
    Ok(filled)
}

fn refusal(finding: Finding) -> Refusal {
    Refusal(Box::new(finding))
}

fn finding(by: &Signed, message: impl Into<String>) -> Finding {
    Finding::new(Severity::Warning, "message", by.place.clone(), message)
}

/// What to say of words that were written for other data.
pub fn stale(facts: &Facts<'_>, by: &Signed) -> Finding {
    let message = format!("written for {}, and the data are of {}", by.written_for.words(), facts.as_at.words());
    Finding::new(Severity::Warning, "message-stale", by.place.clone(), message)
        .hint("the computed sentence stands; look at it again and set `for`, or take the entry out")
}

/// `Heading written by the head of service, 30 September 2025.`
pub fn signature(what: &str, by: &Signed) -> String {
    format!("{what} written by {}, {}.", by.author, by.written_for.words())
}

/// Puts what was written for a page in place, and lists what stands. `drawn` are the figures it asks for, as `REF-03 trend`.
pub fn apply(facts: &Facts<'_>, page: &mut Page, drawn: &[String], all: &[Message]) -> (Vec<Row>, Findings) {
    let (mut stands, mut findings) = (Vec::new(), Findings::default());
    let slug = page.slug.clone();
    for message in all.iter().filter(|message| message.page == slug) {
        if message.by.written_for != facts.as_at {
            findings.push(stale(facts, &message.by));
            continue;
        }
        match put(facts, page, drawn, message) {
            Ok(None) => {}
            Ok(Some(says)) => stands.push(row(page, message, says)),
            Err(Refusal(finding)) => findings.push(*finding),
        }
    }
    (stands, findings)
}

/// The sentence as it stands; `None` where its figure has nothing to show in this report.
fn put(facts: &Facts<'_>, page: &mut Page, drawn: &[String], message: &Message) -> Result<Option<String>, Refusal> {
    let by = &message.by;
    match &message.spot {
        Spot::Heading => {
            page.message = heading(facts, &message.says, by)?;
            sign(page, "Heading", by);
            Ok(Some(page.message.clone()))
        }
        Spot::Lede => {
            let says = text(facts, &message.says, by)?;
            // The heading may have been signed here already.
            let signed = page.lede.split_off(page.lede.len().min(1));
            page.lede = vec![Inline::Text(says.clone())];
            page.lede.extend(signed);
            sign(page, "Introduction", by);
            Ok(Some(says))
        }
        Spot::Figure(name) => {
            let id = name.trim().to_lowercase().replace(' ', "-");
            let says = words(facts, &message.says, by)?;
            match titled(page, &id) {
                Some((title, note)) => {
                    title.clone_from(&says);
                    note.push_str(if note.is_empty() { "" } else { " " });
                    note.push_str(&signature("Title", by));
                    Ok(Some(says))
                }
                None if drawn.iter().any(|known| known.eq_ignore_ascii_case(name.trim())) => Ok(None),
                None => Err(refusal(no_figure(page, drawn, name, by))),
            }
        }
    }
}

/// Words of a heading with their values, where they are few enough.
fn heading(facts: &Facts<'_>, says: &str, by: &Signed) -> Result<String, Refusal> {
    let filled = text(facts, says, by)?;
    let count = filled.split_whitespace().count();
    if count > MOST_WORDS {
        let message = format!("the heading has {count} words, and {MOST_WORDS} fit");
        return Err(refusal(finding(by, message).hint("the computed heading stands; say it shorter")));
    }
    Ok(filled.trim_end_matches('.').to_owned())
}

fn row(page: &Page, message: &Message, says: String) -> Row {
    let spot = match &message.spot {
        Spot::Heading => "heading".to_owned(),
        Spot::Lede => "introduction".to_owned(),
        Spot::Figure(name) => format!("title of {name}"),
    };
    Row::new(format!("{}, {spot}", page.title), "", vec![says, message.by.author.clone(), message.by.note.clone()])
}

/// The table of sentences written by hand that a page asks for, still without them: they are known when all pages are made.
pub fn table() -> NumberedTable {
    let columns = ["Where", "Sentence", "Written by", "Why"].map(|label| Column { label: label.to_owned(), numeric: false });
    NumberedTable {
        id: "written".to_owned(),
        codes: Vec::new(),
        number: 0,
        title: "Sentences written by hand, not computed".to_owned(),
        subtitle: "Every other heading and title is computed from the data".to_owned(),
        table: DataTable { caption: "Sentences written by hand".to_owned(), columns: columns.to_vec(), rows: Vec::new() },
        note: String::new(),
    }
}

/// Fills that table, or takes it away with its section where nothing was written.
pub fn list(pages: &mut [Page], stands: &[Row]) {
    for page in pages {
        for section in &mut page.sections {
            section.blocks.retain_mut(|block| match block {
                Block::Table(table) if table.id == "written" => {
                    table.table.rows = stands.to_vec();
                    !stands.is_empty()
                }
                _ => true,
            });
        }
        page.sections.retain(|section| !section.blocks.is_empty());
    }
}

/// The page's first paragraph ends with who wrote it or its heading.
fn sign(page: &mut Page, what: &str, by: &Signed) {
    page.lede.push(Inline::Text(" ".to_owned()));
    page.lede.push(Inline::Emphasis(vec![Inline::Text(signature(what, by))]));
}

/// Title and note of a figure or table of the page.
fn titled<'a>(page: &'a mut Page, id: &str) -> Option<(&'a mut String, &'a mut String)> {
    fn of_figure(figure: &mut Figure) -> (&mut String, &mut String) {
        (&mut figure.title, &mut figure.note)
    }
    fn of_table(table: &mut NumberedTable) -> (&mut String, &mut String) {
        (&mut table.title, &mut table.note)
    }
    page.sections.iter_mut().flat_map(|section| &mut section.blocks).find_map(|block| match block {
        Block::Figure(figure) if figure.id == id => Some(of_figure(figure)),
        Block::Pair { figures } => figures.iter_mut().find(|figure| figure.id == id).map(of_figure),
        Block::Table(table) | Block::Detail(table) if table.id == id => Some(of_table(table)),
        _ => None,
    })
}

fn no_figure(page: &Page, drawn: &[String], name: &str, by: &Signed) -> Finding {
    let finding = finding(by, format!("page {} has no figure {}", page.slug, shown(name)));
    match nearest(name, drawn.iter().map(String::as_str)) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding.hint(format!("the page has {}", drawn.join(", "))),
    }
}
