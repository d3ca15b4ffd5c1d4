//! Blocks: every block of the report as the value a layout prints.
//!
//! One arm a block, so that a new block cannot be forgotten: the compiler asks for it here,
//! and `layouts/site/block.html` has one branch for each `kind`.

use super::figures::{FigureView, Measure, Studio, TileView, tile_symbols};
use super::html::{Html, Writer, linked_words};
use super::navigation::{Link, Outline, definition_anchor};
use super::tables::{self, Symbol, TableView};
use crate::report::{AttentionItem, Block, Commentary, Definition, Headline, NoticeKind, NumberedTable, PackLayout, Page, Question, Term};
use serde::Serialize;

/// A section with more numbered tables than this shows each folded under its title, so that the section can be surveyed.
const MOST_OPEN_TABLES: usize = 4;

/// A section as layouts print it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionView {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Whether the heading is only for assistive technology.
    pub quiet: bool,
    /// What it holds.
    pub blocks: Vec<BlockView>,
}

/// A block as layouts print it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[allow(missing_docs, reason = "the fields are those of the report's blocks")]
pub enum BlockView {
    Tiles { tiles: Vec<TileView>, columns: usize, symbols: Vec<Symbol> },
    Figure { figure: FigureView },
    Pair { figures: Vec<FigureView> },
    Attention { items: Vec<AttentionView>, nothing: String, rules: Vec<String> },
    Table { table: NumberedTableView },
    Detail { table: NumberedTableView, style: &'static str },
    Prose { prose: Html },
    Notice { notice: &'static str, label: &'static str, prose: Html },
    Commentary { author: String, date: String, state: String, draft: bool, prose: Html },
    Questions { questions: Vec<QuestionView> },
    Definitions { definitions: Vec<DefinitionView>, full: bool },
    Lens { authority: String, headlines: Vec<HeadlineView> },
    Glossary { terms: Vec<Term> },
}

/// A numbered table as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NumberedTableView {
    /// Anchor.
    pub id: String,
    /// Number in the report.
    pub number: u32,
    /// The message.
    pub title: String,
    /// Measure, place, period.
    pub subtitle: String,
    /// The numbers.
    pub table: TableView,
    /// How to read it.
    pub note: Html,
    /// Notes that rows refer to; layouts fold them.
    pub notes: Vec<Html>,
}

/// An item of the attention list as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the fields are those of the report's item")]
pub struct AttentionView {
    pub says: String,
    pub href: String,
    pub page: String,
    pub code: Html,
    pub reason: String,
    pub value: String,
    pub of: String,
    pub beside: String,
    pub way: &'static str,
    pub note: String,
}

/// A question as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// The question.
    pub text: String,
    /// What raised it.
    pub because: String,
    /// The indicator's code, as a link where it is defined.
    pub code: Html,
}

/// A definition as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefinitionView {
    /// Anchor: `d-ref-04`.
    pub id: String,
    /// Code.
    pub code: String,
    /// Title.
    pub title: String,
    /// In plain words.
    pub means: String,
    /// Why it is not computed.
    pub because: String,
    /// Labelled facts.
    pub facts: Vec<(String, String)>,
    /// How the published figure differs.
    pub differs: String,
    /// What to beware of.
    pub caveats: Vec<String>,
    /// The rule, condition by condition.
    pub rule: Vec<Html>,
    /// Where it is shown.
    pub shown: Vec<Link>,
    /// The page with the whole record, where this is not it.
    pub record: Option<String>,
}

/// A headline measure as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the fields are those of the report's headline")]
pub struct HeadlineView {
    pub title: String,
    pub code: Html,
    pub value: String,
    pub of: String,
    pub england: String,
    pub verdict: String,
    pub better: String,
    pub page: Link,
}

/// Turns the blocks of one page into views.
pub struct Setter<'a> {
    /// The page.
    pub page: &'a Page,
    /// Where links lead.
    pub outline: &'a Outline<'a>,
    /// Draws the charts.
    pub studio: &'a Studio,
    /// Writes prose.
    pub writer: &'a Writer<'a>,
    /// Whose report it is.
    pub authority: &'a str,
}

impl Setter<'_> {
    /// All sections of the page.
    pub fn sections(&self) -> Vec<SectionView> {
        let view = |section: &crate::report::Section| SectionView {
            id: section.id.clone(),
            title: section.title.clone(),
            quiet: section.quiet,
            blocks: self.blocks(&section.blocks),
        };
        self.page.sections.iter().map(view).collect()
    }

    fn blocks(&self, blocks: &[Block]) -> Vec<BlockView> {
        let tables = blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
        let fold = |view| match view {
            BlockView::Table { table } if tables > MOST_OPEN_TABLES => BlockView::Detail { table, style: "compare" },
            other => other,
        };
        blocks.iter().map(|block| fold(self.block(block))).collect()
    }

    fn block(&self, block: &Block) -> BlockView {
        let figure = |figure: &crate::report::Figure, measure| {
            let note = self.writer.inlines(&self.page.note(&figure.id, &figure.note));
            self.studio.figure(figure, measure, note, self.page, self.outline)
        };
        match block {
            Block::Tiles { tiles } => {
                let columns = columns_for(tiles.len());
                let tile = |tile| self.studio.tile(tile, columns, self.page, self.outline);
                BlockView::Tiles { tiles: tiles.iter().map(tile).collect(), columns, symbols: tile_symbols(tiles) }
            }
            Block::Figure(one) => BlockView::Figure { figure: figure(one, Measure::Full) },
            Block::Pair { figures } => BlockView::Pair { figures: figures.iter().map(|f| figure(f, Measure::Half)).collect() },
            Block::Attention(attention) => BlockView::Attention {
                items: attention.items.iter().map(|item| self.attention(item)).collect(),
                nothing: attention.nothing.clone(),
                rules: attention.rules.clone(),
            },
            Block::Table(table) => BlockView::Table { table: self.table(table) },
            Block::Detail(table) => BlockView::Detail { table: self.table(table), style: "data" },
            Block::Prose { prose } => BlockView::Prose { prose: self.writer.prose(prose) },
            Block::Notice { kind, prose } => {
                let (notice, label) = notice_words(*kind);
                BlockView::Notice { notice, label, prose: self.writer.prose(prose) }
            }
            Block::Commentary(commentary) => self.commentary(commentary),
            Block::Questions { questions } => BlockView::Questions { questions: questions.iter().map(|q| self.question(q)).collect() },
            Block::Definitions { definitions } => BlockView::Definitions {
                definitions: definitions.iter().map(|definition| self.definition(definition)).collect(),
                full: self.page.layout == PackLayout::Part,
            },
            Block::Lens { headlines } => BlockView::Lens {
                authority: self.authority.to_owned(),
                headlines: headlines.iter().map(|headline| self.headline(headline)).collect(),
            },
            Block::Glossary { terms } => BlockView::Glossary { terms: terms.clone() },
        }
    }

    fn attention(&self, item: &AttentionItem) -> AttentionView {
        AttentionView {
            says: item.says.clone(),
            href: self.outline.address(&item.page, item.anchor.as_deref()).unwrap_or_default(),
            page: item.page_title.clone(),
            code: self.code(&item.code),
            reason: item.reason.clone(),
            value: item.value.clone(),
            of: item.of.clone(),
            beside: item.beside.clone(),
            way: item.way.heading(),
            note: item.note.clone(),
        }
    }

    fn commentary(&self, commentary: &Commentary) -> BlockView {
        BlockView::Commentary {
            author: commentary.author.clone(),
            date: commentary.date.map(|day| day.words()).unwrap_or_default(),
            state: commentary.state.clone(),
            draft: commentary.draft,
            prose: self.writer.prose(&commentary.prose),
        }
    }

    /// A word that leads to its definition where it is a code.
    fn code(&self, words: &str) -> Html {
        linked_words(words, &|word| self.outline.definition(&self.page.slug, word))
    }

    fn table(&self, table: &NumberedTable) -> NumberedTableView {
        let words = self.writer.inlines(&self.page.note(&table.id, &table.note));
        let mut notes = words.lines();
        NumberedTableView {
            id: table.id.clone(),
            number: table.number,
            title: table.title.clone(),
            subtitle: table.subtitle.clone(),
            table: tables::view(&table.table, &table.note, &|words| self.code(words)),
            note: notes.next().unwrap_or_default(),
            notes: notes.collect(),
        }
    }

    fn definition(&self, definition: &Definition) -> DefinitionView {
        let place = |place: &crate::report::Place| {
            let href = self.outline.address(&place.page, place.anchor.as_deref())?;
            Some(Link { title: place.words.clone(), href })
        };
        DefinitionView {
            id: definition_anchor(&definition.code),
            code: definition.code.clone(),
            title: definition.title.clone(),
            means: definition.means.clone(),
            because: definition.because.clone(),
            facts: definition.facts.clone(),
            differs: definition.differs.clone(),
            caveats: definition.caveats.clone(),
            rule: definition.rule.iter().map(|words| self.code(words)).collect(),
            shown: definition.shown.iter().filter(|place| place.page != self.page.slug).filter_map(place).collect(),
            record: self.outline.record(&definition.code).filter(|_| self.page.layout != PackLayout::Part),
        }
    }

    fn headline(&self, headline: &Headline) -> HeadlineView {
        let href = self.outline.address(&headline.page, None).unwrap_or_default();
        HeadlineView {
            title: headline.title.clone(),
            code: self.code(&headline.code),
            value: headline.value.clone(),
            of: headline.of.clone(),
            england: headline.england.clone(),
            verdict: headline.verdict.clone(),
            better: headline.better.clone(),
            page: Link { title: headline.page_title.clone(), href },
        }
    }

    fn question(&self, question: &Question) -> QuestionView {
        QuestionView { text: question.text.clone(), because: question.because.clone(), code: self.code(&question.code) }
    }
}

/// Columns for a number of tiles: as full as can be, with no tile left alone in a row.
fn columns_for(tiles: usize) -> usize {
    match tiles {
        3 | 5 | 6 | 9 => 3,
        _ => 4,
    }
}

fn notice_words(kind: NoticeKind) -> (&'static str, &'static str) {
    match kind {
        NoticeKind::Note => ("note", "Note"),
        NoticeKind::Caution => ("caution", "Read with care"),
        NoticeKind::Missing => ("missing", "Not in the data"),
        NoticeKind::Withheld => ("withheld", "Not drawn"),
    }
}
