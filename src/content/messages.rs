//! Sentences written by hand, in place of computed ones: `content/messages.toml` of a project.
//!
//! ```toml
//! [[message]]
//! page = "referrals"
//! figure = "REF-03 trend"      # or heading = true, or lede = true
//! says = "Referrals fell once the school line closed"
//! for = 2025-09-30
//! author = "Head of the front door"
//! note = "Agreed at the performance board"
//!
//! [[attention]]
//! code = "ICPC-03"
//! pin = true                   # or hide = true
//! says = "{{ICPC-03.rest}} conferences were late"
//! for = 2025-09-30
//! author = "Head of safeguarding"
//! ```
//!
//! In: the text. Out: entries with their place. Whether figures and codes are there, and whether the words may stand, `report` says.

use super::broken_toml;
use crate::calendar::Day;
use crate::finding::{Finding, Findings, Place, Severity, nearest, shown};
use crate::foreign::in_a_line;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

/// Path of the file.
pub const FILE: &str = "content/messages.toml";

/// All that was written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Messages {
    /// Sentences of pages and figures.
    pub sentences: Vec<Message>,
    /// Items of the attention list.
    pub attention: Vec<Pinned>,
}

/// A sentence that stands in place of a computed one.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Slug of the page.
    pub page: String,
    /// Which sentence of it.
    pub spot: Spot,
    /// The words, with `{{ … }}` values.
    pub says: String,
    /// Who wrote it, for which data, and why.
    pub by: Signed,
}

/// Which sentence of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// The heading.
    Heading,
    /// The first paragraph.
    Lede,
    /// The title of a figure or table: `REF-03 trend`, or its anchor.
    Figure(String),
}

/// An item of the attention list that is pinned, hidden or said in other words.
#[derive(Debug, Clone, PartialEq)]
pub struct Pinned {
    /// Indicator code.
    pub code: String,
    /// Stands first, whatever the rules say.
    pub pin: bool,
    /// Does not stand, whatever the rules say.
    pub hide: bool,
    /// The words in place of the computed ones.
    pub says: Option<String>,
    /// Who wrote it, for which data, and why.
    pub by: Signed,
}

/// Who wrote a sentence, for which data, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Who answers for it.
    pub author: String,
    /// The as-at date it was written for; with another the computed sentence stands again.
    pub written_for: Day,
    /// Why.
    pub note: String,
    /// Where it stands.
    pub place: Place,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    message: Vec<Spanned<MessageRecord>>,
    #[serde(default)]
    attention: Vec<Spanned<PinnedRecord>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageRecord {
    page: String,
    #[serde(default)]
    heading: bool,
    #[serde(default)]
    lede: bool,
    figure: Option<String>,
    says: String,
    #[serde(rename = "for")]
    written_for: Datetime,
    author: String,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PinnedRecord {
    code: String,
    #[serde(default)]
    pin: bool,
    #[serde(default)]
    hide: bool,
    says: Option<String>,
    #[serde(rename = "for")]
    written_for: Datetime,
    author: String,
    #[serde(default)]
    note: String,
}

/// Reads the file; `pages` are the slugs of all pages. An entry that cannot be used is left out, and a finding says why.
pub fn read(text: &str, pages: &[&str], findings: &mut Findings) -> Messages {
    let file = match toml::from_str::<File>(text) {
        Ok(file) => file,
        Err(error) => {
            findings.push(broken_toml(FILE, 0, text, &error));
            return Messages::default();
        }
    };
    let place = |start: usize| Place::line(FILE, u32::try_from(text[..start].matches('\n').count() + 1).unwrap_or(1));
    let mut messages = Messages::default();
    for record in file.message {
        let place = place(record.span().start);
        match sentence(record.into_inner(), pages, &place) {
            Ok(message) if messages.sentences.iter().any(|m| (&m.page, &m.spot) == (&message.page, &message.spot)) => {
                findings.push(wrong(place, "this sentence is written twice; the first stands"));
            }
            Ok(message) => messages.sentences.push(message),
            Err(finding) => findings.push(*finding),
        }
    }
    for record in file.attention {
        let place = place(record.span().start);
        match pinned(record.into_inner(), &place) {
            Ok(pinned) => messages.attention.push(pinned),
            Err(finding) => findings.push(*finding),
        }
    }
    messages
}

fn wrong(place: Place, message: impl Into<String>) -> Finding {
    Finding::new(Severity::Warning, "message", place, message)
}

fn sentence(record: MessageRecord, pages: &[&str], place: &Place) -> Result<Message, Box<Finding>> {
    if !pages.contains(&record.page.as_str()) {
        let finding = wrong(place.clone(), format!("there is no page {}", shown(&record.page)));
        return Err(Box::new(match nearest(&record.page, pages.iter().copied()) {
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("a page is named as its file in content/pages, without .md"),
        }));
    }
    let spot = match (record.heading, record.lede, record.figure) {
        (true, false, None) => Spot::Heading,
        (false, true, None) => Spot::Lede,
        (false, false, Some(figure)) => Spot::Figure(figure),
        _ => {
            let finding = wrong(place.clone(), "it must be one of heading, lede and figure that is written");
            return Err(Box::new(finding.hint("write heading = true, lede = true, or figure = \"REF-03 trend\"")));
        }
    };
    let by = signed(record.author, record.written_for, record.note, place)?;
    Ok(Message { page: record.page, spot, says: words(&record.says), by })
}

fn pinned(record: PinnedRecord, place: &Place) -> Result<Pinned, Box<Finding>> {
    let PinnedRecord { code, pin, hide, says, .. } = record;
    if pin && hide || !pin && !hide && says.is_none() {
        let finding = wrong(place.clone(), "an item is pinned or hidden, or said in other words");
        return Err(Box::new(finding.hint("write pin = true, hide = true, or says = \"…\"")));
    }
    let by = signed(record.author, record.written_for, record.note, place)?;
    Ok(Pinned { code, pin, hide, says: says.map(|says| words(&says)), by })
}

fn signed(author: String, written_for: Datetime, note: String, place: &Place) -> Result<Signed, Box<Finding>> {
    let day = Day::parse_iso(&written_for.to_string());
    let Some(written_for) = day else {
        return Err(Box::new(wrong(place.clone(), "`for` is the as-at date it was written for").hint("write for = 2025-09-30")));
    };
    if author.trim().is_empty() {
        return Err(Box::new(wrong(place.clone(), "who wrote it is not said").hint("write author = \"Head of service\"")));
    }
    Ok(Signed { author: words(&author), written_for, note: words(&note), place: place.clone() })
}

/// Words in one line: a break would part the cell of the table they stand in.
fn words(text: &str) -> String {
    in_a_line(text).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Messages, Vec<String>) {
        let mut findings = Findings::default();
        let messages = read(text, &["index", "referrals"], &mut findings);
        (messages, findings.0.iter().map(ToString::to_string).collect())
    }

    const HEADING: &str = "[[message]]\npage = 'referrals'\nheading = true\nsays = 'Fewer came'\nfor = 2025-09-30\nauthor = 'A'\n";

    #[test]
    fn an_entry_names_one_sentence_its_date_and_its_author() {
        let (messages, findings) =
            of(&format!("{HEADING}\n[[attention]]\ncode = 'REF-03'\npin = true\nfor = 2025-09-30\nauthor = 'B'\nnote = 'Why'\n"));
        assert_eq!(findings, Vec::<String>::new());
        let message = &messages.sentences[0];
        assert_eq!((message.page.as_str(), &message.spot, message.says.as_str()), ("referrals", &Spot::Heading, "Fewer came"));
        assert_eq!(
            (message.by.author.as_str(), message.by.written_for, message.by.place.line),
            ("A", Day::new(2025, 9, 30).unwrap(), Some(1))
        );
        let pinned = &messages.attention[0];
        assert_eq!((pinned.code.as_str(), pinned.pin, pinned.hide, pinned.by.note.as_str()), ("REF-03", true, false, "Why"));
    }

    #[test]
    fn what_cannot_be_used_is_named_by_its_line() {
        let (messages, findings) = of(&HEADING.replace("referrals", "referals"));
        assert_eq!(messages, Messages::default());
        assert_eq!(findings, ["warning: content/messages.toml:1: there is no page referals (hint: did you mean `referrals`?)"]);
        let both = of(&HEADING.replace("heading = true", "heading = true\nlede = true")).1;
        assert!(both[0].contains(":1: it must be one of heading, lede and figure"), "{both:?}");
        let twice = of(&format!("{HEADING}{HEADING}"));
        assert_eq!(twice.0.sentences.len(), 1);
        assert!(twice.1[0].contains(":7: this sentence is written twice"), "{:?}", twice.1);
        let nobody = of(&HEADING.replace("'A'", "' '")).1;
        assert!(nobody[0].contains("who wrote it is not said"));
        let undated = of(&HEADING.replace("2025-09-30", "10:00:00")).1;
        assert!(undated[0].contains("`for` is the as-at date"), "{undated:?}");
        let slip = of(&HEADING.replace("says", "sais")).1;
        assert!(slip[0].starts_with("error: content/messages.toml:"), "{slip:?}");
        let idle = of("[[attention]]\ncode = 'REF-03'\nfor = 2025-09-30\nauthor = 'B'\n").1;
        assert!(idle[0].contains("pinned or hidden, or said in other words"));
    }
}
