//! Blocks: the smallest parts of a page that an output must carry whole, and what they hold.
//!
//! In: rounded numbers and worded sentences, from the modules beside this one. Out: plain values that the site, the pack and the archive walk.

use super::Prose;
use crate::calendar::Day;
use crate::charts::spec::{Chart, Who};
use serde::Serialize;

/// The smallest part that an output must carry whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// Headline figures.
    Tiles {
        /// Four to six tiles.
        tiles: Vec<Tile>,
    },
    /// One chart over the whole measure.
    Figure(Box<Figure>),
    /// Two charts side by side where there is room.
    Pair {
        /// Left and right.
        figures: Vec<Figure>,
    },
    /// What to look at first, ranked, each with the rule that picked it.
    Attention(Attention),
    /// A numbered table in its own right.
    Table(NumberedTable),
    /// A numbered table for those who ask for more: behind a fold on the site, among the data tables at the end of the pack.
    Detail(NumberedTable),
    /// Running text.
    Prose {
        /// Paragraphs and lists.
        prose: Vec<Prose>,
    },
    /// Something the reader must know before reading on.
    Notice {
        /// How it is meant.
        kind: NoticeKind,
        /// The words.
        prose: Vec<Prose>,
    },
    /// What the authority says about the figures.
    Commentary(Commentary),
    /// Questions the figures raise.
    Questions {
        /// Each with what raised it.
        questions: Vec<Question>,
    },
    /// What the figures of the page mean.
    Definitions {
        /// One an indicator.
        definitions: Vec<Definition>,
    },
    /// Headline measures of one area of the inspection framework.
    Lens {
        /// One a measure.
        headlines: Vec<Headline>,
    },
    /// Terms and their meaning.
    Glossary {
        /// Alphabetical.
        terms: Vec<Term>,
    },
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NoticeKind {
    /// Good to know.
    Note,
    /// Read with care.
    Caution,
    /// Something expected is not in the workbook.
    Missing,
    /// Something expected is not drawn, because most of it is hidden.
    Withheld,
}

/// A headline figure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tile {
    /// Indicator code.
    pub code: String,
    /// What it is: `Re-referred in 12 months`.
    pub title: String,
    /// The value, large.
    pub value: String,
    /// Whether the value is hidden from this audience.
    pub hidden: bool,
    /// `391 of 1,619; 15 not recorded`.
    pub of: String,
    /// Direction against the last published year.
    pub change: Option<Change>,
    /// Published years and the live value.
    pub spark: Option<Chart>,
    /// All areas on one line.
    pub strip: Option<Chart>,
    /// The same as words: whose, name, value, and `higher`, `similar` or `lower` where that may be claimed.
    pub comparisons: Vec<Comparison>,
    /// `Target at least 90%, local: 3.2 points short`; empty where there is none.
    pub target: String,
    /// `Lower is better` and the like; empty for counts, of which no more need be said.
    pub polarity: String,
    /// What stands between the figure and the published ones beside it; empty where there are none.
    pub note: String,
    /// Why less is claimed than the numbers seem to say: `Counted differently: not compared`; empty where both count the same.
    pub unlike: String,
}

/// A change since another time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Which way the arrow points.
    pub direction: Direction,
    /// Bold, with the way in words: `up 1.1 points`, `no change`. The arrow beside it says nothing more.
    pub amount: String,
    /// `on the year to March 2025, may be chance`.
    pub words: String,
}

/// Which way a value moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Rose.
    Up,
    /// Fell.
    Down,
    /// Stayed, as displayed.
    Level,
}

/// One comparator's value beside the authority's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Whose.
    pub who: Who,
    /// `Statistical neighbours`.
    pub name: String,
    /// As shown, or a symbol such as `[c]`.
    pub shown: String,
    /// `higher`, `similar`, `lower`: the authority against this one.
    pub verdict: Option<String>,
}

/// A chart with everything around it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Anchor, unique in the report: `ref-07`.
    pub id: String,
    /// Indicator codes it rests on.
    pub codes: Vec<String>,
    /// Number in the report, counted through all pages.
    pub number: u32,
    /// The message, ten words at most.
    pub title: String,
    /// Measure, place, period, which way is better.
    pub subtitle: String,
    /// The chart.
    pub chart: Chart,
    /// How to read it and what not to conclude.
    pub note: String,
    /// Code, list, comparator, year.
    pub source: String,
    /// The numbers behind it.
    pub table: DataTable,
}

/// A table with number and message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NumberedTable {
    /// Anchor, unique in the report.
    pub id: String,
    /// Number in the report, counted through all pages.
    pub number: u32,
    /// The message.
    pub title: String,
    /// Measure, place, period.
    pub subtitle: String,
    /// The numbers.
    pub table: DataTable,
    /// How to read it; lines after the first are notes that rows refer to, as `[note 1]`.
    pub note: String,
    /// Codes of the measures it shows, whose definitions lead here.
    pub codes: Vec<String>,
}

/// Rows and columns; the first column heads the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct DataTable {
    /// What it shows.
    pub caption: String,
    /// Heads of all columns, the row heads' first.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
}

/// Head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Words.
    pub label: String,
    /// Right-aligned numbers.
    pub numeric: bool,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Row head.
    pub head: String,
    /// A quieter line under the row head; may be empty.
    pub sub: String,
    /// One cell for each column after the first. A line break splits value and quieter second line.
    pub cells: Vec<String>,
    /// Which cells have words as quieter lines: these may break, where numbers and ranges stay in one line.
    pub in_words: Vec<usize>,
}

impl Row {
    /// A row whose cells have no words as quieter lines.
    pub fn new(head: impl Into<String>, sub: impl Into<String>, cells: Vec<String>) -> Self {
        Self { head: head.into(), sub: sub.into(), cells, in_words: Vec::new() }
    }
}

/// Words by the authority.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Commentary {
    /// Who wrote it.
    pub author: String,
    /// When.
    pub date: Option<Day>,
    /// `Agreed by the head of service`, or `Draft, not agreed`.
    pub state: String,
    /// Whether it is a draft: then the state stands at its head, so that nobody reads it as agreed.
    pub draft: bool,
    /// The words.
    pub prose: Vec<Prose>,
}

/// What to look at first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attention {
    /// Items, the first first.
    pub items: Vec<AttentionItem>,
    /// Said where there are none.
    pub nothing: String,
    /// How they were picked, in plain words: the ranking, then a sentence for each rule.
    pub rules: Vec<String>,
}

/// An item of the list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttentionItem {
    /// Indicator code.
    pub code: String,
    /// The sentence: `Children are more often referred again than in England`.
    pub says: String,
    /// Slug of the page that goes into it.
    pub page: String,
    /// Its figure on that page; the top of the page where there is none.
    pub anchor: Option<String>,
    /// Title of the page.
    pub page_title: String,
    /// The rule that picked it: `Furthest from England`.
    pub reason: String,
    /// The value, large; of fewer than 30, how many of how many.
    pub value: String,
    /// `391 of 1,619`.
    pub of: String,
    /// What it is compared with: `England 22.6%, statistical neighbours 18.6%`.
    pub beside: String,
    /// Which way it points.
    pub way: Way,
    /// Who pinned it or wrote its words; empty where nobody did.
    pub note: String,
}

/// Which way a finding points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// In the worse direction.
    Worse,
    /// A duty not met in every case, though not shown to be done worse than elsewhere.
    Unmet,
    /// Neither direction is better.
    Neither,
    /// In the better direction.
    Better,
    /// Nobody knows: too much of what it rests on is not recorded.
    Unsure,
}

impl Way {
    /// Heads the findings that point this way.
    pub fn heading(self) -> &'static str {
        match self {
            Way::Worse => "Worse",
            Way::Unmet => "Duty not met in every case",
            Way::Neither => "Different, with no better direction",
            Way::Better => "Better",
            Way::Unsure => "Gaps in the records, so ranked last",
        }
    }

    /// Every way, in the order of the list.
    pub const ALL: [Way; 5] = [Way::Worse, Way::Unmet, Way::Neither, Way::Better, Way::Unsure];

    /// As readers meet it; nothing where neither direction is better.
    pub fn words(self) -> &'static str {
        match self {
            Way::Worse => "worse",
            Way::Unmet | Way::Neither | Way::Unsure => "",
            Way::Better => "better",
        }
    }
}

/// A question and what raised it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// The question.
    pub text: String,
    /// What raised it, with figures.
    pub because: String,
    /// Indicator code.
    pub code: String,
}

/// A headline measure beside England, and the page that goes into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// Indicator code.
    pub code: String,
    /// What it is.
    pub title: String,
    /// The value.
    pub value: String,
    /// How many of how many, or when.
    pub of: String,
    /// England’s latest published value; empty where nothing may be set beside it.
    pub england: String,
    /// `higher`, `similar` or `lower` than England, where that may be claimed.
    pub verdict: String,
    /// `Higher`, `Lower` or `Neither`.
    pub better: String,
    /// Slug of the page that goes into it.
    pub page: String,
    /// Its title.
    pub page_title: String,
}

/// What an indicator means, printed from its record.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Definition {
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// In plain words.
    pub means: String,
    /// Why it is not computed; empty where it is.
    pub because: String,
    /// Labelled facts in order, from what is counted to what it is compared with.
    pub facts: Vec<(String, String)>,
    /// How the published figure differs; empty where no difference is known or nothing is published.
    pub differs: String,
    /// What to beware of.
    pub caveats: Vec<String>,
    /// The rule, condition by condition, for those who count it again. The pack leaves it to the site.
    pub rule: Vec<String>,
    /// Where it is shown; nowhere if empty, and the pack then gives its meaning alone.
    pub shown: Vec<Place>,
}

/// Where a measure is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// `Figure 12`, or the title of a page with its headline.
    pub words: String,
    /// Slug of the page.
    pub page: String,
    /// Anchor on it; the top of the page where there is none.
    pub anchor: Option<String>,
}

/// A glossary entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// Anchor.
    pub id: String,
    /// The term.
    pub term: String,
    /// Its meaning.
    pub means: String,
}
