//! Figures and tiles: charts drawn at every width a page needs, and as files of their own.
//!
//! A chart is drawn again for each width and never scaled; the page shows the widest picture that fits its container.

use super::html::{Html, linked_words};
use super::navigation::Outline;
use super::sheet::sheet;
use super::tables::{self, Symbol, TableView};
use crate::charts::{self, Medium, Palette, spec::Chart, spec::Who};
use crate::number::Missing;
use crate::report::{About, Comparison, Direction, Figure, Page, Tile};
use crate::theme::tokens::{PHONE, Tokens};
use serde::Serialize;

/// Widths of a figure over the whole measure: phone, large phone, tablet, desk.
const FULL: [u32; 4] = [PHONE, 464, 640, 960];

/// How much of the measure a figure takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// All of it.
    Full,
    /// One of two columns.
    Half,
}

impl Measure {
    /// Narrow to wide; one of two columns is as wide as the theme's distances leave it.
    fn widths(self, half: u32) -> Vec<u32> {
        match self {
            Measure::Full => FULL.to_vec(),
            Measure::Half if half > PHONE => vec![PHONE, half],
            Measure::Half => vec![PHONE],
        }
    }

    /// Width of the picture that is a file of its own.
    fn file_width(self) -> u32 {
        match self {
            Measure::Full => 960,
            Measure::Half => 640,
        }
    }
}

/// A chart drawn at one width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureView {
    /// Width in pixels.
    pub width: u32,
    /// The picture.
    pub svg: Html,
}

/// A figure as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureView {
    /// Anchor.
    pub id: String,
    /// Number in the report.
    pub number: u32,
    /// The message.
    pub title: String,
    /// Measure, place, period.
    pub subtitle: String,
    /// How much of the measure it takes.
    pub measure: Measure,
    /// Narrow to wide.
    pub pictures: Vec<PictureView>,
    /// How to read it.
    pub note: Html,
    /// Where it comes from, codes as links.
    pub source: Html,
    /// The numbers behind it.
    pub table: TableView,
}

/// A tile as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TileView {
    /// What it is.
    pub title: String,
    /// The value, large.
    pub value: String,
    /// Why there is no value, in words; empty where there is one.
    pub why: &'static str,
    /// n of N.
    pub of: String,
    /// Direction, if it is known.
    pub change: Option<ChangeView>,
    /// Trend.
    pub spark: Option<Html>,
    /// Each comparator with the word that may be claimed.
    pub rows: Vec<BesideView>,
    /// Why less is claimed than the numbers seem to say.
    pub unlike: String,
    /// The target and whether it is met; empty where there is none.
    pub target: String,
    /// Which way is better.
    pub polarity: String,
    /// What stands between the figure and the published ones.
    pub note: String,
    /// Indicator code.
    pub code: String,
    /// Where it is defined.
    pub definition: Option<String>,
}

/// A comparator on a tile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BesideView {
    /// Whose: chooses the mark.
    pub who: Who,
    /// Words before the name that only assistive technology needs: `Statistical`.
    pub more: &'static str,
    /// `neighbours`, `London`.
    pub name: String,
    /// As shown, or a symbol.
    pub shown: String,
    /// `higher`, `similar`, `lower`; empty where nothing may be claimed.
    pub verdict: String,
}

/// A change as layouts print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeView {
    /// `up`, `down` or `level`: chooses the arrow.
    pub direction: Direction,
    /// How much.
    pub amount: String,
    /// Since when, and whether it may be chance.
    pub words: String,
}

/// Draws charts in a theme's colours.
#[derive(Debug, Clone)]
pub struct Studio {
    palette: Palette,
    /// Width of one of two columns.
    half: u32,
}

impl Studio {
    /// A studio that draws in the light colours of a theme; CSS turns them dark on screen.
    pub fn new(tokens: &Tokens) -> Self {
        let colours = &tokens.light;
        let c = |value: &String| value.clone();
        Self {
            half: tokens.half(),
            palette: Palette {
                ink: c(&colours.ink),
                muted: c(&colours.muted),
                page: c(&colours.page),
                tint: c(&colours.tint),
                authority: c(&colours.authority),
                neighbours: c(&colours.neighbours),
                region: c(&colours.region),
                england: c(&colours.england),
                rest: c(&colours.rest),
                special: c(&colours.special),
                axis: c(&colours.axis),
                rule: c(&colours.rule),
                grid: c(&colours.grid),
                parts: tokens.parts.light.clone(),
            },
        }
    }

    /// A figure with its chart at every width, and its note as written for the page.
    pub fn figure(&self, figure: &Figure, measure: Measure, note: Html, page: &Page, outline: &Outline) -> FigureView {
        let code = |words: &str| linked_words(words, &|word| outline.definition(&page.slug, word));
        FigureView {
            id: figure.id.clone(),
            number: figure.number,
            title: figure.title.clone(),
            subtitle: figure.subtitle.clone(),
            measure,
            pictures: measure
                .widths(self.half)
                .into_iter()
                .map(|width| PictureView { width, svg: self.inline(&figure.chart, width) })
                .collect(),
            note,
            source: code(&figure.source),
            table: tables::view(&figure.table, &figure.note, &code),
        }
    }

    /// A tile in a row of `columns`.
    pub fn tile(&self, tile: &Tile, columns: usize, page: &Page, outline: &Outline) -> TileView {
        let width = if columns == 3 { 304 } else { 222 };
        TileView {
            title: tile.title.clone(),
            value: tile.value.clone(),
            why: why_missing(&tile.value),
            of: tile.of.clone(),
            change: tile.change.as_ref().map(change_view),
            spark: tile.spark.as_ref().map(|c| self.inline(c, width)),
            rows: tile.comparisons.iter().map(beside).collect(),
            unlike: tile.unlike.clone(),
            target: tile.target.clone(),
            polarity: tile.polarity.clone(),
            note: tile.note.clone(),
            code: tile.code.clone(),
            definition: outline.definition(&page.slug, &tile.code),
        }
    }

    /// A figure as a file of its own.
    pub fn file(&self, figure: &Figure, measure: Measure, about: &About) -> String {
        sheet(figure, measure.file_width(), &self.palette, about)
    }

    fn inline(&self, chart: &Chart, width: u32) -> Html {
        Html::written(charts::draw(chart, width, Medium::Screen, &self.palette).svg)
    }
}

/// Missing-value symbols that tiles show.
pub fn tile_symbols(tiles: &[Tile]) -> Vec<Symbol> {
    let texts = tiles.iter().flat_map(|tile| {
        let compared = tile.comparisons.iter().map(|c| c.shown.as_str());
        [tile.value.as_str(), tile.of.as_str()].into_iter().chain(compared)
    });
    tables::symbols_in(texts, "")
}

/// Why a tile shows a symbol in the place of a value.
fn why_missing(value: &str) -> &'static str {
    let reasons = [
        (Missing::Suppressed, "Suppressed, so that no child can be recognised"),
        (Missing::NotAvailable, "No figure: the workbook does not hold what it needs"),
        (Missing::NotApplicable, "No figure: there was nobody to count it from"),
        (Missing::RoundsToZero, "More than zero, but rounds to it"),
        (Missing::Unreliable, "Too unreliable to show"),
    ];
    reasons.into_iter().find(|(missing, _)| value == missing.shown()).map_or("", |(_, words)| words)
}

fn change_view(change: &crate::report::Change) -> ChangeView {
    ChangeView { direction: change.direction, amount: change.amount.clone(), words: change.words.clone() }
}

/// A comparator as a line of a tile, which has no room for `Statistical neighbours` and a word.
fn beside(comparison: &Comparison) -> BesideView {
    let (more, name) = match comparison.who {
        Who::Neighbours => ("Statistical", "Neighbours".to_owned()),
        _ => ("", comparison.name.clone()),
    };
    BesideView { who: comparison.who, more, name, shown: comparison.shown.clone(), verdict: comparison.verdict.clone().unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_in_the_place_of_a_value_is_said_in_words() {
        assert_eq!(why_missing("[z]"), "No figure: there was nobody to count it from");
        assert_eq!(why_missing("[c]"), "Suppressed, so that no child can be recognised");
        assert_eq!([why_missing("0"), why_missing("14.7%"), why_missing("")], ["", "", ""]);
    }

    #[test]
    fn a_comparator_is_one_line_with_its_word() {
        let of = |who, name: &str, verdict: Option<&str>| {
            let line = beside(&Comparison { who, name: name.into(), shown: "1".into(), verdict: verdict.map(Into::into) });
            (line.more, line.name, line.verdict)
        };
        assert_eq!(of(Who::Neighbours, "Statistical neighbours", Some("higher")), ("Statistical", "Neighbours".into(), "higher".into()));
        assert_eq!(of(Who::England, "England", None), ("", "England".into(), String::new()));
    }
}
