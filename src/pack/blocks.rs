//! Pages and blocks as calls of the layouts.

use super::book::Book;
use super::pictures::{FULL, HALF, MAIN, ROW_SPARK, ROW_STRIP, SPARK, STRIP, is_wide};
use super::typst_code::{Call, array, joined, literal};
use crate::charts::spec::{Chart, Form, Who};
use crate::edition::Edition;
use crate::number::Missing;
use crate::report::*;
use std::borrow::Cow;

/// What is said of a hidden figure.
const HIDDEN: &str = "so that no child can be recognised";

/// The section that says what is hidden and by which rule.
const RULE: &str = "sec:about:hidden";

/// What every page file starts with: the layouts, and charts by name from where the file lies.
pub(super) const OPENING: &str = "#import \"../layouts/annexa.typ\"\n\
    #let chart(name, alt, units) = image(\"../charts/\" + name + \"-\" + str(units) + \".svg\", alt: alt, width: units * 0.68pt)\n\
    #let arrow(way) = pdf.artifact(image(\"../charts/\" + way + \".svg\", height: 6pt))\n\n";

impl<'a> Book<'a> {
    /// The source of one page of the report, with the parts that go on from it.
    pub(super) fn page_source(&mut self, page: &'a Page, parts: &'a [Page]) -> String {
        let (function, at) = (function(page.layout), self.label(&format!("page:{}", page.slug)));
        let lede = self.inlines(&page.lede);
        self.feet = has_foot(page).then(Vec::new);
        // Of a topic several hidden headline figures stand together.
        let lead = lead_tiles(page).unwrap_or_default();
        let several = page.layout == PackLayout::Topic && lead.iter().filter(|tile| tile.hidden).count() > 1;
        let (hidden, shown): (Vec<&'a Tile>, Vec<&'a Tile>) = lead.iter().partition(|tile| several && tile.hidden);
        let tiles: Vec<String> = shown.into_iter().map(|tile| self.tile(tile, page.layout)).collect();
        // The overview and rows have their notes on the same page; a topic leaves them to its foot.
        let front = matches!(page.layout, PackLayout::Summary | PackLayout::Rows);
        let feet = if front { self.feet.take().unwrap_or_default() } else { Vec::new() };
        let notes: Vec<String> = feet.iter().map(|words| self.text(words)).collect();
        // An index stands last, beside the definitions that it leads to.
        let (indices, others): (Vec<&Section>, Vec<&Section>) =
            page.sections.iter().partition(|section| section.blocks.iter().any(is_index));
        let mut items: Vec<String> = others.into_iter().chain(indices).flat_map(|section| self.section(page, section)).collect();
        items.extend(parts.iter().flat_map(|part| self.part(part)));
        let call = Call::new(function)
            .with("title", &self.text(&page.title))
            .with("group", &self.text(&page.group))
            .with("icon", &literal(&page.icon))
            .with("message", &self.text(&page.message))
            .with("lede", &lede)
            .with("at", &at)
            .with("tiles", &array(&tiles))
            .with("items", &array(&items));
        let call = if hidden.is_empty() { call } else { call.with("hidden", &self.hidden(&hidden)) };
        let call = if front { call.with("notes", &array(&notes)) } else { call };
        let call = if page.layout == PackLayout::Rows { call.with("closes", self.closes(page)) } else { call };
        format!("{OPENING}#{}\n", call.code())
    }

    /// Whether the brief edition ends with this page, and says there where its figures come from.
    fn closes(&self, page: &Page) -> &'static str {
        let last = self.report.pages.last().is_some_and(|last| last.slug == page.slug);
        if last && self.report.about.edition == Edition::Brief { "true" } else { "false" }
    }

    /// A part: its title as a heading, its first paragraph, and what it holds.
    fn part(&mut self, part: &'a Page) -> Vec<String> {
        let heading = format!("annexa.section({}, {})", self.text(&part.message), self.label(&format!("page:{}", part.slug)));
        let lede = self.inlines(&part.lede);
        let opening = Call::new("opening-of-part").first(&lede).with("heading", &heading).code();
        std::iter::once(opening).chain(part.sections.iter().flat_map(|section| self.section(part, section)).collect::<Vec<_>>()).collect()
    }

    fn section(&mut self, page: &'a Page, section: &'a Section) -> Vec<String> {
        let lead = lead_tiles(page).map(<[Tile]>::as_ptr);
        let blocks = section.blocks.iter().filter(|block| !matches!(block, Block::Tiles { tiles } if Some(tiles.as_ptr()) == lead));
        self.in_section = !section.quiet;
        let mut items = Vec::new();
        for block in blocks {
            let heading = if items.is_empty() { self.section_heading(page, section) } else { "none".to_owned() };
            items.extend(self.block(page, block, &heading));
        }
        items
    }

    fn section_heading(&mut self, page: &Page, section: &Section) -> String {
        let shown = !section.quiet && !is_blank(&section.title);
        let title = if shown { self.text(&section.title) } else { "none".to_owned() };
        format!("annexa.section({title}, {})", self.label(&format!("sec:{}:{}", page.slug, section.id)))
    }

    fn block(&mut self, page: &'a Page, block: &'a Block, heading: &str) -> Vec<String> {
        let layout = page.layout;
        let with_heading = |call: Call| vec![call.with("heading", heading).code()];
        match block {
            Block::Tiles { tiles } => {
                let tiles: Vec<String> = tiles.iter().map(|tile| self.tile(tile, layout)).collect();
                vec![format!("annexa.band({}) + (heading: {heading})", array(&tiles))]
            }
            Block::Figure(figure) => vec![self.figure(figure, layout != PackLayout::Topic, page, heading)],
            Block::Pair { figures } => {
                let headings = std::iter::once(heading).chain(std::iter::repeat("none"));
                figures.iter().zip(headings).map(|(figure, heading)| self.figure(figure, false, page, heading)).collect()
            }
            Block::Attention(attention) => with_heading(self.attention(attention, layout)),
            Block::Table(table) => with_heading(self.numbered_table(table, page)),
            // Values of each neighbour and of earlier years: the site and its workbook hold them.
            Block::Detail(_) => Vec::new(),
            Block::Prose { .. } if is_index(block) => vec![format!("{} + (heading: {heading})", self.index())],
            Block::Prose { prose } => with_heading(Call::new("prose").first(&self.prose(prose))),
            Block::Notice { kind, prose } => {
                let form = if *kind == NoticeKind::Withheld { "withheld" } else { "notice" };
                with_heading(Call::new(form).first(&self.prose(prose)).with("word", &literal(notice_word(*kind))))
            }
            Block::Commentary(commentary) => with_heading(self.commentary(commentary)),
            Block::Questions { questions } => {
                let questions: Vec<String> = questions.iter().map(|question| self.question(question)).collect();
                with_heading(Call::new("questions").first(&array(&questions)))
            }
            Block::Definitions { definitions } if is_reference(layout) => with_heading(self.definitions(definitions.iter())),
            Block::Definitions { definitions } => {
                let entries: Vec<String> = definitions.iter().map(|definition| self.short_definition(definition)).collect();
                let notes: Vec<String> = self.feet.take().unwrap_or_default().iter().map(|words| self.text(words)).collect();
                with_heading(Call::new("definitions-short").first(&array(&entries)).with("notes", &array(&notes)))
            }
            Block::Lens { headlines } => {
                let rows: Vec<String> = headlines.iter().map(|headline| self.headline(headline)).collect();
                with_heading(Call::new("lens").first(&array(&rows)))
            }
            Block::Glossary { terms } => {
                let terms: Vec<String> = terms.iter().map(|term| self.term(term)).collect();
                with_heading(Call::new("glossary").first(&array(&terms)))
            }
        }
    }

    fn figure(&mut self, figure: &'a Figure, single: bool, page: &Page, heading: &str) -> String {
        let wide = single || is_wide(&figure.chart.form);
        let widths: &[u32] = match (wide, page.layout) {
            (true, _) => &[FULL],
            (false, PackLayout::Topic) => &[HALF, MAIN, FULL],
            (false, _) => &[HALF, FULL],
        };
        let data = self.label_if_known(&format!("data:{}", figure.id)).unwrap_or("none".to_owned());
        Call::new("figure")
            .with("id", &literal(&figure.id))
            .with("title", &self.text(&figure.title))
            .with("subtitle", &self.text(&figure.subtitle))
            .with("note", &self.note(page, &figure.id, &figure.note))
            .with("chart", &self.chart(&figure.chart, widths))
            .with("wide", if wide { "true" } else { "false" })
            .with("at", &self.label(&format!("fig:{}", figure.id)))
            .with("data", &data)
            .with("keep", &keep(page, figure).map_or("none".to_owned(), |rank| rank.to_string()))
            .with("heading", heading)
            .code()
    }

    /// A function from a width in units to the picture.
    fn chart(&mut self, chart: &'a Chart, widths: &[u32]) -> String {
        let name = self.pictures.want(Cow::Borrowed(chart), widths, &self.page);
        format!("chart.with({}, {})", literal(&name), self.text(&chart.alt))
    }

    /// A tile's picture; its alternative starts with what the tile is about, since it is read alone.
    fn tile_chart(&mut self, tile: &Tile, chart: &'a Chart, width: u32) -> String {
        let name = self.pictures.want(without_names(chart), &[width], &self.page);
        format!("chart.with({}, {})", literal(&name), self.text(&format!("{}: {}", tile.title, chart.alt)))
    }

    fn tile(&mut self, tile: &'a Tile, layout: PackLayout) -> String {
        let (spark, strip) = if layout == PackLayout::Rows { (ROW_SPARK, ROW_STRIP) } else { (SPARK, STRIP) };
        let change = tile.change.as_ref().map_or("none".to_owned(), |change| self.change(change));
        let spark = tile.spark.as_ref().map_or("none".to_owned(), |chart| self.tile_chart(tile, chart, spark));
        let strip = tile.strip.as_ref().map_or("none".to_owned(), |chart| self.tile_chart(tile, chart, strip));
        let comparisons: Vec<String> = tile
            .comparisons
            .iter()
            .map(|c| {
                let verdict = self.text(c.verdict.as_deref().unwrap_or_default());
                format!("(who: {}, name: {}, shown: {}, verdict: {verdict})", literal(who(c.who)), self.text(&c.name), self.text(&c.shown))
            })
            .collect();
        let note = self.foot_note(&tile.note);
        // On paper nothing explains the sign beside it.
        let of = if tile.hidden { format!("hidden, {HIDDEN}") } else { tile.of.clone() };
        Call::new("tile")
            .with("title", &self.text(&tile.title))
            .with("value", &self.text(&tile.value))
            .with("of", &self.text(&of))
            .with("change", &change)
            .with("spark", &spark)
            .with("strip", &strip)
            .with("comparisons", &array(&comparisons))
            .with("target", &self.text(&tile.target))
            .with("polarity", &self.text(&stops([&tile.polarity, &tile.unlike])))
            .with("note", &self.text(&note))
            .code()
    }

    /// Headline figures that are hidden: their names and targets, why, and where the rule stands.
    pub(super) fn hidden(&mut self, tiles: &[&Tile]) -> String {
        let entry = |tile: &&Tile| format!("(title: {}, target: {})", self.text(&tile.title), self.text(&tile.target));
        let names: Vec<String> = tiles.iter().map(entry).collect();
        let target = self.label_if_known(RULE).unwrap_or("none".to_owned());
        Call::dictionary()
            .with("names", &array(&names))
            .with("sign", &self.text(&Missing::Suppressed.shown()))
            .with("why", &literal(HIDDEN))
            .with("target", &target)
            .code()
    }

    /// What a tile says of its note: its number, where the page has a foot for the notes, else the note itself.
    fn foot_note(&mut self, note: &str) -> String {
        let Some(feet) = self.feet.as_mut().filter(|_| !note.is_empty()) else { return note.to_owned() };
        let at = feet.iter().position(|known| known == note).unwrap_or_else(|| {
            feet.push(note.to_owned());
            feet.len() - 1
        });
        format!("Note {}", at + 1)
    }

    fn change(&mut self, change: &Change) -> String {
        let arrow = match change.direction {
            Direction::Up => "arrow(\"up\")",
            Direction::Down => "arrow(\"down\")",
            Direction::Level => "none",
        };
        format!("annexa.change(arrow: {arrow}, amount: {}, words: {})", self.text(&change.amount), self.text(&change.words))
    }

    fn commentary(&mut self, commentary: &Commentary) -> Call {
        let when = commentary.date.map(crate::calendar::Day::words);
        let by: Vec<&str> =
            [Some(commentary.author.as_str()), when.as_deref()].into_iter().flatten().filter(|words| !words.is_empty()).collect();
        let (draft, state) =
            if commentary.draft { (commentary.state.clone(), String::new()) } else { (String::new(), commentary.state.clone()) };
        let by: Vec<String> = [by.join(", "), state].into_iter().filter(|words| !words.is_empty()).collect();
        let call = Call::new("commentary").first(&self.prose(&commentary.prose)).with("by", &self.text(&by.join(". ")));
        if draft.is_empty() { call } else { call.with("draft", &self.text(&draft)) }
    }

    /// As a whole on a page of its own. Elsewhere in short, and without its rules where such a page, or no room, is left for them.
    fn attention(&mut self, attention: &Attention, layout: PackLayout) -> Call {
        let whole = layout == PackLayout::Rows;
        let brief = self.report.about.edition == Edition::Brief;
        let lists = |page: &Page| page.layout == PackLayout::Rows && holds_attention(page) && !says_again(self.report, page);
        let elsewhere = brief || self.report.pages.iter().any(lists);
        let items: Vec<String> = attention.items.iter().map(|item| self.attention_item(item)).collect();
        let rules: Vec<String> = attention.rules.iter().filter(|_| whole || !elsewhere).map(|rule| self.text(rule)).collect();
        let call = Call::new("attention").first(&array(&items));
        call.with("nothing", &self.text(&attention.nothing))
            .with("rules", &array(&rules))
            .with("whole", if whole { "true" } else { "false" })
    }

    fn attention_item(&mut self, item: &AttentionItem) -> String {
        let anchor = item.anchor.as_ref().map_or(format!("page:{}", item.page), |anchor| format!("fig:{anchor}"));
        let target = self.label_if_known(&anchor).or_else(|| self.label_if_known(&format!("page:{}", item.page)));
        let target = target.unwrap_or("none".to_owned());
        Call::dictionary()
            .with("says", &self.text(&item.says))
            .with("target", &target)
            .with("page", &self.text(&item.page_title))
            .with("reason", &self.text(&item.reason))
            .with("value", &self.text(&item.value))
            .with("of", &self.text(&item.of))
            .with("beside", &self.text(&item.beside))
            .with("way", &self.text(item.way.words()))
            .with("note", &self.text(&item.note))
            .code()
    }

    pub(super) fn question(&mut self, question: &Question) -> String {
        let mut because = Vec::new();
        if !question.because.is_empty() {
            because.push(format!("text({})", self.text(&question.because)));
        }
        if !question.code.is_empty() {
            if !because.is_empty() {
                because.push("text(\" · \")".to_owned());
            }
            because.push(self.code_link(&question.code));
        }
        format!("(text: {}, because: {})", self.text(&question.text), joined(&because))
    }

    fn short_definition(&mut self, definition: &Definition) -> String {
        let target = self.label_if_known(&format!("def:{}", definition.code)).unwrap_or("none".to_owned());
        format!("(title: {}, means: {}, target: {target})", self.text(&definition.title), self.text(&definition.means))
    }

    /// The note of a figure or table: a text, or content where a word leads to the glossary.
    pub(super) fn note(&mut self, page: &Page, id: &str, plain: &str) -> String {
        match page.notes.get(id) {
            Some(parts) => self.inlines(parts),
            None => self.text(plain),
        }
    }

    fn headline(&mut self, headline: &Headline) -> String {
        let page = self.label_if_known(&format!("page:{}", headline.page)).unwrap_or("none".to_owned());
        Call::dictionary()
            .with("title", &self.text(&headline.title))
            .with("code", &self.code_link(&headline.code))
            .with("value", &self.text(&headline.value))
            .with("of", &self.text(&headline.of))
            .with("england", &self.text(&headline.england))
            .with("verdict", &self.text(&headline.verdict))
            .with("better", &self.text(&headline.better))
            .with("page", &page)
            .with("page-title", &self.text(&headline.page_title))
            .code()
    }

    /// Definitions in full, with the labels that codes lead to.
    pub(super) fn definitions<'d>(&mut self, definitions: impl Iterator<Item = &'d Definition>) -> Call {
        let entries: Vec<String> = definitions.map(|definition| self.definition(definition)).collect();
        Call::new("definitions").first(&array(&entries))
    }

    fn definition(&mut self, definition: &Definition) -> String {
        // What the pack does not show is given in short: its record stands on the site.
        let short = definition.shown.is_empty() && definition.because.is_empty();
        let facts: Vec<String> = definition
            .facts
            .iter()
            .filter(|_| !short)
            .map(|(name, value)| format!("({}, {})", self.text(name), self.text(value)))
            .collect();
        let caveats: Vec<String> = definition.caveats.iter().filter(|_| !short).map(|words| self.text(words)).collect();
        let shown = definition.shown.iter().find_map(|place| {
            let figure = place.anchor.as_ref().map_or(format!("page:{}", place.page), |anchor| format!("fig:{anchor}"));
            self.label_if_known(&figure)
        });
        Call::dictionary()
            .with("code", &self.text(&definition.code))
            .with("title", &self.text(&definition.title))
            .with("means", &self.text(&definition.means))
            .with("because", &self.text(&definition.because))
            .with("facts", &array(&facts))
            .with("differs", &if short { "\"\"".to_owned() } else { self.text(&definition.differs) })
            .with("caveats", &array(&caveats))
            .with("short", if short { "true" } else { "false" })
            .with("shown", &shown.unwrap_or("none".to_owned()))
            .with("at", &self.label(&format!("def:{}", definition.code)))
            .code()
    }

    fn term(&mut self, term: &Term) -> String {
        Call::dictionary()
            .with("term", &self.text(&term.term))
            .with("means", &self.text(&term.means))
            .with("at", &self.label(&format!("term:{}", term.id)))
            .code()
    }
}

/// Words one after another, with a full stop between.
fn stops(said: [&str; 2]) -> String {
    said.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(". ")
}

/// A tile's strip without its list of areas: the layout sets that as text, which can be read aloud and selected.
fn without_names(chart: &Chart) -> Cow<'_, Chart> {
    let Form::Strip(strip) = &chart.form else { return Cow::Borrowed(chart) };
    let mut strip = strip.clone();
    strip.marks.iter_mut().for_each(|mark| mark.1.clear());
    Cow::Owned(Chart { form: Form::Strip(strip), ..chart.clone() })
}

/// How firmly a figure belongs on its page's spread, 0 the firmest: the first figure, then those that show first what the page's words
/// rest on. `None` for what may go.
fn keep(page: &Page, figure: &Figure) -> Option<usize> {
    let first = |wanted: &dyn Fn(&Figure) -> bool| page.figures().find(|other| wanted(other)).is_some_and(|other| other.id == figure.id);
    if first(&|_| true) {
        return Some(0);
    }
    page.rests_on.iter().position(|code| first(&|other| other.codes.contains(code))).map(|rank| rank + 1)
}

/// Whether a block is the site's index of measures: a list of codes, each leading to its record. On paper names and pages serve better.
fn is_index(block: &Block) -> bool {
    let Block::Prose { prose } = block else { return false };
    let [Prose::List { items, .. }] = prose.as_slice() else { return false };
    let leads = |part: &Inline| matches!(part, Inline::Link(Target::Page(_, Some(anchor)), _) if anchor.starts_with("d-"));
    items.iter().all(|item| matches!(item.as_slice(), [Prose::Paragraph(parts)] if parts.iter().any(leads)))
}

/// Whether a page has a foot, where notes of tiles may stand.
fn has_foot(page: &Page) -> bool {
    let mut blocks = page.sections.iter().flat_map(|section| &section.blocks);
    matches!(page.layout, PackLayout::Summary | PackLayout::Rows)
        || page.layout == PackLayout::Topic && blocks.any(|block| matches!(block, Block::Definitions { .. }))
}

fn holds_attention(page: &Page) -> bool {
    page.sections.iter().flat_map(|section| &section.blocks).any(|block| matches!(block, Block::Attention(_)))
}

/// Whether a page says nothing but that there is no point on the list of what needs attention: the overview says it, with the rules.
pub(super) fn says_again(report: &Report, page: &Page) -> bool {
    let blocks = || page.sections.iter().flat_map(|section| &section.blocks);
    let no_point = |block: &Block| matches!(block, Block::Attention(attention) if attention.items.is_empty());
    let overview = |page: &Page| page.layout == PackLayout::Summary && holds_attention(page);
    page.layout == PackLayout::Rows && blocks().next().is_some() && blocks().all(no_point) && report.pages.iter().any(overview)
}

/// The tiles a page starts with: the first of its tile blocks.
pub(super) fn lead_tiles(page: &Page) -> Option<&[Tile]> {
    page.sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
        Block::Tiles { tiles } => Some(tiles.as_slice()),
        _ => None,
    })
}

fn function(layout: PackLayout) -> &'static str {
    match layout {
        PackLayout::Topic => "topic",
        // A part without a page to go on from stands alone.
        PackLayout::Running | PackLayout::Part => "running",
        PackLayout::Summary => "summary",
        PackLayout::Rows => "rows",
    }
}

/// Whether a page prints records in full.
pub(super) fn is_reference(layout: PackLayout) -> bool {
    matches!(layout, PackLayout::Running | PackLayout::Part)
}

/// The first word of a notice.
pub(super) fn notice_word(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Note => "Note",
        NoticeKind::Caution => "Read with care",
        NoticeKind::Missing => "Not in the workbook",
        NoticeKind::Withheld => "Not drawn",
    }
}

fn who(who: Who) -> &'static str {
    match who {
        Who::Authority => "authority",
        Who::Live => "live",
        Who::Neighbours => "neighbours",
        Who::Region => "region",
        Who::England => "england",
        Who::Residents => "residents",
        Who::Target => "target",
    }
}
