//! The book: a report as a Typst project, page by page, with its labels.
//!
//! It is written twice: the first time to learn which labels there are, the second time so that links lead only to those.

use super::blocks::{OPENING, is_reference, lead_tiles, notice_word, says_again};
use super::clean::Cleaner;
use super::pictures::Pictures;
use super::typst_code::{Call, array, joined, literal};
use crate::edition::Edition;
use crate::number::plural;
use crate::report::{About, Block, NoticeKind, PackLayout, Page, Report, Tile, plain};
use std::collections::BTreeSet;

/// Writes a report as Typst source.
pub(super) struct Book<'a> {
    pub(super) report: &'a Report,
    pub(super) cleaner: Cleaner,
    pub(super) pictures: Pictures<'a>,
    /// Slug of the page being written.
    pub(super) page: String,
    /// Whether a heading of the second level stands above what is being written.
    pub(super) in_section: bool,
    /// Notes of the tiles of this page, where its foot will hold them.
    pub(super) feet: Option<Vec<String>>,
    known: BTreeSet<String>,
    made: BTreeSet<String>,
}

/// The source of a book, without charts and layouts.
pub(super) struct Written<'a> {
    pub(super) files: Vec<(String, String)>,
    pub(super) cleaner: Cleaner,
    pub(super) pictures: Pictures<'a>,
}

/// A page of the book beyond those of the report, or one of them: its file, label and source.
struct Leaf {
    slug: String,
    group: String,
    /// Whether it stands before the contents.
    front: bool,
    /// Whether it goes on where what stands before it ends.
    runs_on: bool,
    source: String,
}

/// A table of topics that have no page of their own.
struct Together {
    slug: &'static str,
    function: &'static str,
    title: &'static str,
    /// What its topics have, in its message.
    with: &'static str,
    lede: &'static str,
}

/// The topics of which nothing can be drawn.
const LITTLE: Together = Together {
    slug: "little-to-show",
    function: "little",
    title: "Little to show",
    with: "little to show",
    lede: "Most of what the topics below count is hidden from this audience, so they have no charts. The site has a page for each.",
};

/// The topics whose lists are empty.
const EMPTY: Together = Together {
    slug: "nothing-to-show",
    function: "nothing",
    title: "Topics without data",
    with: "nothing to show",
    lede: "The workbook holds no rows for the topics below. The site has a page for each.",
};

/// Writes all source files of a report.
pub(super) fn write(report: &Report) -> Written<'_> {
    let mut rehearsal = Book::new(report, BTreeSet::new());
    rehearsal.leaves();
    let mut book = Book::new(report, rehearsal.made);
    let leaves = book.leaves();
    let mut files = vec![("main.typ".to_owned(), book.main(&leaves)), ("about.typ".to_owned(), book.about(&report.about))];
    files.extend(leaves.into_iter().map(|leaf| (format!("pages/{}.typ", leaf.slug), leaf.source)));
    Written { files, cleaner: book.cleaner, pictures: book.pictures }
}

impl<'a> Book<'a> {
    fn new(report: &'a Report, known: BTreeSet<String>) -> Self {
        Self {
            report,
            cleaner: Cleaner::default(),
            pictures: Pictures::default(),
            page: String::new(),
            in_section: false,
            feet: None,
            known,
            made: BTreeSet::new(),
        }
    }

    /// A label where it is made, or `none` where it was made before.
    pub(super) fn label(&mut self, name: &str) -> String {
        let name = self.cleaner.text(name);
        if self.made.insert(name.clone()) { format!("label({})", literal(&name)) } else { "none".to_owned() }
    }

    /// A label to lead to, if the book has it.
    pub(super) fn label_if_known(&mut self, name: &str) -> Option<String> {
        let name = self.cleaner.text(name);
        self.known.contains(&name).then(|| format!("label({})", literal(&name)))
    }

    fn leaves(&mut self) -> Vec<Leaf> {
        let report = self.report;
        let (mut leaves, mut little, mut empty) = (Vec::new(), Vec::new(), Vec::new());
        let mut rest = report.pages.as_slice();
        while let Some((page, after)) = rest.split_first() {
            if says_again(report, page) {
                rest = after;
                continue;
            }
            let parts =
                if page.layout == PackLayout::Running { after.iter().take_while(|p| p.layout == PackLayout::Part).count() } else { 0 };
            // Topics without a list stand together, and those of which nothing can be drawn, before what runs on.
            if has_nothing(page) {
                empty.push(page);
            } else if has_little(page) {
                little.push(page);
            } else {
                if is_reference(page.layout) {
                    leaves.extend(self.gathered(&std::mem::take(&mut little), &std::mem::take(&mut empty)));
                }
                leaves.push(self.page_leaf(page, &after[..parts]));
            }
            rest = &after[parts..];
        }
        leaves.extend(self.gathered(&little, &empty));
        if report.about.edition == Edition::Brief {
            return leaves;
        }
        let annexes = [
            ("definitions-in-full", self.rest_of_definitions()),
            ("further-charts", self.further_charts()),
            ("data-tables", self.data_tables()),
        ];
        for (slug, source) in annexes {
            if let Some(source) = source {
                leaves.push(Leaf { slug: self.free_slug(slug), group: "Annexes".to_owned(), front: false, runs_on: true, source });
            }
        }
        leaves
    }

    fn page_leaf(&mut self, page: &'a Page, parts: &'a [Page]) -> Leaf {
        self.open_page(&page.slug);
        let front = matches!(page.layout, PackLayout::Summary | PackLayout::Rows);
        Leaf {
            slug: page.slug.clone(),
            group: page.group.clone(),
            front,
            runs_on: is_reference(page.layout),
            source: self.page_source(page, parts),
        }
    }

    /// The topics that have no page of their own.
    fn gathered(&mut self, little: &[&'a Page], empty: &[&'a Page]) -> Vec<Leaf> {
        let little = self.together(&LITTLE, little, Self::little_row);
        little.into_iter().chain(self.together(&EMPTY, empty, Self::empty_row)).collect()
    }

    /// One table of some topics.
    fn together(&mut self, table: &Together, pages: &[&'a Page], row: fn(&mut Self, &'a Page) -> String) -> Option<Leaf> {
        let group = pages.last()?.group.clone();
        let slug = self.free_slug(table.slug);
        self.open_page(&slug);
        let topics: Vec<String> = pages.iter().map(|page| row(self, page)).collect();
        let call = Call::new(table.function)
            .with("title", &literal(table.title))
            .with("message", &literal(&format!("{} with {}", counted_topics(pages.len()), table.with)))
            .with("lede", &format!("text({})", literal(table.lede)))
            .with("at", &self.label(&format!("page:{slug}")))
            .with("topics", &array(&topics));
        Some(Leaf { slug, group, front: false, runs_on: true, source: format!("{OPENING}#{}\n", call.code()) })
    }

    /// A topic's title, the headline figures it shows and hides, and what it does not draw.
    fn little_row(&mut self, page: &'a Page) -> String {
        let (hidden, shown): (Vec<&Tile>, Vec<&Tile>) = lead_tiles(page).unwrap_or_default().iter().partition(|tile| tile.hidden);
        let one = |tile: &&Tile| {
            let (title, value, of) = (self.text(&tile.title), self.text(&tile.value), self.text(&tile.of));
            format!("(title: {title}, value: {value}, of: {of})")
        };
        let shown: Vec<String> = shown.iter().map(one).collect();
        let blocks = || page.sections.iter().flat_map(|section| &section.blocks);
        let said: Vec<String> = blocks()
            .filter_map(|block| match block {
                Block::Notice { kind, prose } => Some((notice_word(*kind), prose)),
                _ => None,
            })
            .map(|(word, prose)| format!("(word: {}, words: {})", literal(word), self.prose(prose)))
            .collect();
        let questions: Vec<String> = blocks()
            .flat_map(|block| if let Block::Questions { questions } = block { questions.as_slice() } else { &[] })
            .map(|question| self.question(question))
            .collect();
        let lede = if plain(&page.lede).is_empty() { "none".to_owned() } else { self.inlines(&page.lede) };
        let defined = blocks().find_map(|block| match block {
            Block::Definitions { definitions } => definitions.iter().find_map(|one| self.label_if_known(&format!("def:{}", one.code))),
            _ => None,
        });
        Call::dictionary()
            .with("title", &self.text(&page.title))
            .with("at", &self.label(&format!("page:{}", page.slug)))
            .with("lede", &lede)
            .with("shown", &array(&shown))
            .with("hidden", &self.hidden(&hidden))
            .with("questions", &array(&questions))
            .with("said", &array(&said))
            .with("defined", &defined.unwrap_or("none".to_owned()))
            .code()
    }

    /// A topic's title and why it has nothing to show, with all that may lead to it.
    fn empty_row(&mut self, page: &'a Page) -> String {
        let notices = page.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Notice { prose, .. } => Some(prose),
            _ => None,
        });
        let why: Vec<String> = notices.map(|prose| self.prose(prose)).collect();
        Call::dictionary()
            .with("title", &self.text(&page.title))
            .with("at", &self.label(&format!("page:{}", page.slug)))
            .with("lede", &self.inlines(&page.lede))
            .with("why", &joined(&why))
            .code()
    }

    /// Names the page that is written next.
    pub(super) fn open_page(&mut self, slug: &str) {
        slug.clone_into(&mut self.page);
        self.cleaner.on_page(slug);
    }

    /// A file name for a page of our own that none of the report's pages has.
    pub(super) fn free_slug(&self, slug: &str) -> String {
        if self.report.pages.iter().any(|page| page.slug == slug) { format!("{slug}-of-the-pack") } else { slug.to_owned() }
    }

    fn main(&mut self, leaves: &[Leaf]) -> String {
        let report = self.report;
        let lead = report.pages.first().map_or("none".to_owned(), |page| self.text(&page.message));
        let attributions: Vec<String> = report.about.attributions.iter().map(|words| self.text(words)).collect();
        let cover = Call::new("cover").with("lead", &lead).with("attributions", &array(&attributions)).code();
        let contents = Call::new("contents").first(&self.groups(leaves)).code();
        let opening = "#import \"layouts/annexa.typ\"\n#show: annexa.pack\n\n";
        if report.about.edition == Edition::Brief {
            return format!("{opening}#annexa.run-on[\n{}]\n", includes(leaves));
        }
        let (front, rest) = leaves.split_at(leaves.iter().take_while(|leaf| leaf.front).count());
        // What follows the topics runs on.
        let (topics, annexes) = rest.split_at(rest.iter().take_while(|leaf| !leaf.runs_on).count());
        let body = format!("#annexa.run-on[\n{}#annexa.after-topics\n{}]\n", includes(topics), includes(annexes));
        let front = format!("#annexa.run-on[\n{}]\n", includes(front));
        format!("{opening}#{cover}\n\n{front}\n#{contents}\n\n#annexa.how-to-read()\n\n{body}")
    }

    fn groups(&mut self, leaves: &[Leaf]) -> String {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for leaf in leaves {
            let label = format!("label({})", literal(&format!("page:{}", leaf.slug)));
            match groups.last_mut() {
                Some((name, labels)) if *name == leaf.group => labels.push(label),
                _ => groups.push((leaf.group.clone(), vec![label])),
            }
        }
        let groups: Vec<String> = groups.iter().map(|(name, labels)| format!("({}, {})", self.text(name), array(labels))).collect();
        array(&groups)
    }

    fn about(&mut self, about: &About) -> String {
        let day = about.as_at;
        let banner = about.banner.as_ref().map_or("none".to_owned(), |words| self.text(words));
        let mut source = "// What the report is about.\n".to_owned();
        for (name, value) in [
            ("authority", self.text(&about.authority)),
            ("title", self.text(&about.title)),
            ("as-at", self.text(&day.words())),
            ("date", format!("datetime(year: {}, month: {}, day: {})", day.year(), day.month(), day.day_of_month())),
            ("period", self.text(&about.period)),
            ("audience", self.text(about.audience.title())),
            ("edition", literal(about.edition.key())),
            ("attributions", array(&about.attributions.iter().map(|words| self.text(words)).collect::<Vec<_>>())),
            ("classification", self.text(&about.classification)),
            ("banner", banner),
            ("version", self.text(&about.version)),
        ] {
            source.push_str(&format!("#let {name} = {value}\n"));
        }
        source
    }
}

/// The files of some leaves.
fn includes(leaves: &[Leaf]) -> String {
    leaves.iter().map(|leaf| format!("#include {}\n", literal(&format!("pages/{}.typ", leaf.slug)))).collect()
}

/// Whether a topic consists of a notice alone, as its list is empty.
fn has_nothing(page: &Page) -> bool {
    let mut blocks = page.sections.iter().flat_map(|section| &section.blocks).peekable();
    page.layout == PackLayout::Topic && blocks.peek().is_some() && blocks.all(|block| matches!(block, Block::Notice { .. }))
}

/// Whether nothing of a topic can be drawn or set in a table, because most of it is hidden, and nobody wrote on it.
fn has_little(page: &Page) -> bool {
    let mut blocks = page.sections.iter().flat_map(|section| &section.blocks);
    let hides = lead_tiles(page).is_some_and(|tiles| tiles.iter().any(|tile| tile.hidden));
    let bare = |block: &Block| {
        matches!(
            block,
            Block::Tiles { .. } | Block::Notice { kind: NoticeKind::Withheld, .. } | Block::Questions { .. } | Block::Definitions { .. }
        )
    };
    page.layout == PackLayout::Topic && hides && blocks.all(bare)
}

fn counted_topics(count: usize) -> String {
    plural(count, "topic", "topics")
}
