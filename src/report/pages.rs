//! Pages: directives resolved into blocks, one page after another.
//!
//! In: content and facts. Out: the report's pages, with figures and tables numbered through and every id unique.
//! A directive that finds nothing to show leaves nothing behind; a section left empty goes with it.

use super::facts::Facts;
use super::quality::{self, Quality};
use super::values::fill;
use super::{Block, Commentary, Definition, Figure, Inline, NoticeKind, PackLayout, Page, Place as ShownAt, Prose, Section, Target, Term};
use super::{attention, comparison, forms, lens, published, ranked, rests, spine, tables, terms, tiles, wording, written};
use crate::content::markdown::{Directive, Item};
use crate::content::{Content, PageSource, prose};
use crate::edition::Edition;
use crate::finding::{Finding, Findings, Place, Severity};
use crate::number::count;
use std::collections::{BTreeMap, BTreeSet};

/// Everything a page is made from.
pub struct Kitchen<'a> {
    /// What may be said.
    pub facts: &'a Facts<'a>,
    /// What was written.
    pub content: &'a Content,
    /// What is known of the data's quality.
    pub quality: &'a Quality,
    /// Page of each code.
    pub homes: BTreeMap<String, String>,
    /// Headline measures and the pages that go into them.
    pub headlines: Vec<(String, lens::PageRef)>,
    /// Areas of the inspection framework by key.
    pub areas: BTreeMap<String, String>,
    /// What the rules of attention find, the most pressing first.
    pub found: Vec<attention::Candidate>,
}

/// All pages, in reading order.
pub fn all(facts: &Facts<'_>, content: &Content, quality: &Quality) -> (Vec<Page>, Findings) {
    let kitchen = Kitchen {
        facts,
        content,
        quality,
        homes: homes(&content.pages),
        headlines: lens::headlines(&content.pages),
        areas: lens::areas(&content.pages),
        found: attention::found(facts, &content.attention),
    };
    let mut findings = Findings::default();
    let mut stands = Vec::new();
    let mut pages = Vec::new();
    for source in &content.pages {
        let mut page = page(&kitchen, source, &mut findings);
        let (by_hand, more) = written::apply(facts, &mut page, &drawn(source), &content.messages.sentences);
        stands.extend(by_hand);
        findings.extend(more);
        pages.push(page);
    }
    written::list(&mut pages, &stands);
    number(&mut pages);
    attention::lead(&mut pages);
    show_places(&mut pages);
    terms::link(&mut pages, &content.glossary);
    (pages, findings)
}

/// The first page on which each code stands.
fn homes(pages: &[PageSource]) -> BTreeMap<String, String> {
    fn walk(items: &[Item], slug: &str, homes: &mut BTreeMap<String, String>) {
        for item in items {
            let Item::Directive(directive) = item else { continue };
            let named = directive.args.iter().chain(directive.options.values());
            for code in named.map(|arg| arg.split('/').next().unwrap_or(arg)) {
                homes.entry(code.to_owned()).or_insert_with(|| slug.to_owned());
            }
            walk(&directive.items, slug, homes);
        }
    }
    let mut homes = BTreeMap::new();
    // The overview and the pages of rows repeat what other pages hold: they are nobody's home.
    for page in pages.iter().filter(|p| p.slug != "index" && p.front.layout != "rows") {
        page.sections.iter().for_each(|s| walk(&s.items, &page.slug, &mut homes));
    }
    homes
}

/// The figures that a page asks for, as a person names them: `REF-03 trend`.
fn drawn(source: &PageSource) -> Vec<String> {
    fn walk(items: &[Item], found: &mut Vec<String>) {
        for item in items {
            let Item::Directive(directive) = item else { continue };
            let option = |key: &str| directive.options.get(key).map(String::as_str);
            let code = |arg: &String| arg.split('/').next().unwrap_or(arg).to_owned();
            match directive.name.as_str() {
                "chart" => found.extend(directive.args.first().map(|arg| format!("{} {}", code(arg), option("as").unwrap_or("bars")))),
                "who" => {
                    found.extend(option("pyramid").map(|code| format!("{code} pyramid")));
                    found.extend(option("ethnicity").map(|code| format!("{code} bars")));
                }
                "spine" => found.push("spine".to_owned()),
                _ => walk(&directive.items, found),
            }
        }
    }
    let mut found = Vec::new();
    source.sections.iter().for_each(|section| walk(&section.items, &mut found));
    found
}

/// The codes that some items draw over the years.
fn trends(items: &[Item], drawn: &mut Vec<String>) {
    for item in items {
        let Item::Directive(directive) = item else { continue };
        if directive.options.get("as").is_some_and(|form| form == "trend") {
            drawn.extend(directive.args.iter().cloned());
        }
        trends(&directive.items, drawn);
    }
}

fn page(kitchen: &Kitchen<'_>, source: &PageSource, findings: &mut Findings) -> Page {
    let facts = kitchen.facts;
    let empty = source.front.lists.first().is_some_and(|key| !facts.has_rows(key));
    let mut cook = Cook { kitchen, source, findings, used: Vec::new() };
    let sections = if empty { cook.without() } else { cook.sections() };
    let lede = if empty && !source.front.without.is_empty() { &source.front.without } else { &source.front.lede };
    cook.fill(&lede.replace("[[", "").replace("]]", ""), 1);
    let lede = super::values::fill(facts, &super::values::whole_sentences(facts, lede), &mut Vec::new());
    let message = match empty {
        true => format!("{}: nothing to show", source.front.title),
        false => ranked::heading(facts, source, &kitchen.content.attention)
            .or_else(|| heading_from(&sections, &source.front.heading_from))
            .unwrap_or_else(|| heading(kitchen, source)),
    };
    let rests_on = rests::codes(source, kitchen.content, &message, &found_here(kitchen, source));
    Page {
        slug: source.slug.clone(),
        title: source.front.title.clone(),
        group: source.front.group.clone(),
        icon: if source.front.icon.is_empty() { source.slug.clone() } else { source.front.icon.clone() },
        asks: source.front.asks.clone(),
        message,
        lede: vec![Inline::Text(lede)],
        sections,
        layout: match source.front.layout.as_str() {
            "running" => PackLayout::Running,
            "summary" => PackLayout::Summary,
            "rows" => PackLayout::Rows,
            "part" => PackLayout::Part,
            _ => PackLayout::Topic,
        },
        editions: source.front.editions.clone(),
        notes: BTreeMap::new(),
        rests_on,
    }
}

/// What the rules of attention find of a page's measures.
fn found_here(kitchen: &Kitchen<'_>, source: &PageSource) -> Vec<attention::Candidate> {
    kitchen.found.iter().filter(|c| kitchen.homes.get(&c.code) == Some(&source.slug)).cloned().collect()
}

/// The heading of a page from its phrases and from what is found of its measures.
fn heading(kitchen: &Kitchen<'_>, source: &PageSource) -> String {
    let found = if source.front.leads.is_empty() { Vec::new() } else { found_here(kitchen, source) };
    wording::heading(kitchen.facts, &wording::Voice { front: &source.front, found: &found })
}

/// The title of the figure that a page takes its heading from, named as `X-13 ratios`, or the first item of its attention list.
fn heading_from(sections: &[Section], name: &str) -> Option<String> {
    let id = name.to_lowercase().replace(' ', "-");
    let of = |figures: &[Figure]| figures.iter().find(|figure| figure.id == id).map(|figure| figure.title.clone());
    sections.iter().flat_map(|section| &section.blocks).find_map(|block| match block {
        Block::Attention(list) if id == "attention" => list.items.first().map(|item| item.says.clone()),
        Block::Figure(figure) => of(std::slice::from_ref(&**figure)),
        Block::Pair { figures } => of(figures),
        _ => None,
    })
}

/// Turns the directives of one page into blocks.
struct Cook<'a, 'k> {
    kitchen: &'a Kitchen<'k>,
    source: &'a PageSource,
    findings: &'a mut Findings,
    /// Codes shown so far, for the definitions.
    used: Vec<String>,
}

impl Cook<'_, '_> {
    fn facts(&self) -> &Facts<'_> {
        self.kitchen.facts
    }

    fn fill(&mut self, text: &str, line: u32) -> String {
        let mut unknown = Vec::new();
        let out = fill(self.kitchen.facts, text, &mut unknown);
        for name in unknown {
            let place = Place::line(&self.source.file, line);
            self.findings.push(
                Finding::new(
                    Severity::Warning,
                    "content-value",
                    place,
                    format!("there is no value named {}", crate::finding::shown(&name)),
                )
                .hint("see annexa indicators for the codes"),
            );
        }
        out
    }

    fn wrong(&mut self, directive: &Directive, message: String) {
        self.findings.push(Finding::new(Severity::Warning, "content-directive", Place::line(&self.source.file, directive.line), message));
    }

    fn sections(&mut self) -> Vec<Section> {
        let mut sections = Vec::new();
        for source in &self.source.sections {
            let blocks = self.blocks(&source.items);
            if !blocks.is_empty() {
                sections.push(Section { id: source.id.clone(), title: source.title.clone(), quiet: source.quiet, blocks });
            }
        }
        sections
    }

    /// What a page says whose list is not there.
    fn without(&mut self) -> Vec<Section> {
        let missing: Vec<String> = self
            .source
            .front
            .lists
            .iter()
            .filter_map(|key| self.facts().list(key))
            .filter(|l| l.rows == 0)
            .map(|l| {
                if l.found {
                    format!("list {} ({}) has no rows", l.number, l.title)
                } else {
                    format!("list {} ({}) is not in the workbook", l.number, l.title)
                }
            })
            .collect();
        let words = format!("Nothing can be shown: {}. The published figures of other places are not shown alone.", missing.join(" and "));
        let notice = Block::Notice { kind: NoticeKind::Missing, prose: vec![Prose::Paragraph(vec![Inline::Text(words)])] };
        vec![Section { id: "missing".to_owned(), title: "Nothing to show".to_owned(), quiet: true, blocks: vec![notice] }]
    }

    fn blocks(&mut self, items: &[Item]) -> Vec<Block> {
        items.iter().flat_map(|item| self.block(item)).collect()
    }

    fn block(&mut self, item: &Item) -> Vec<Block> {
        match item {
            Item::Heading { title, .. } => vec![Block::Prose { prose: vec![Prose::Heading(vec![Inline::Text(title.clone())])] }],
            Item::Prose(written) => {
                let file = self.source.file.clone();
                let facts = self.kitchen.facts;
                let mut unknown = Vec::new();
                let prose = prose::map_text(written, &mut |text| fill(facts, text, &mut unknown));
                for name in unknown {
                    self.findings.push(Finding::new(
                        Severity::Warning,
                        "content-value",
                        Place::file(&file),
                        format!("there is no value named {}", crate::finding::shown(&name)),
                    ));
                }
                vec![Block::Prose { prose }]
            }
            Item::Directive(directive) => self.directive(directive),
        }
    }

    fn directive(&mut self, directive: &Directive) -> Vec<Block> {
        match directive.name.as_str() {
            "tiles" => self.tiles(directive),
            "changed" | "furthest" => self.ranked(directive),
            "chart" => self.figure(directive).into_iter().map(|f| Block::Figure(Box::new(f))).collect(),
            "pair" => self.pair(directive),
            "who" => self.who(directive),
            "compare" => self.compare(directive),
            "spine" => {
                let figure = spine::figure(self.facts(), &self.headlines(directive), &self.kitchen.content.attention);
                figure.map(|f| Block::Figure(Box::new(f))).into_iter().collect()
            }
            "lists" => vec![Block::Table(tables::strip(self.facts()))],
            "published" => {
                self.know(directive);
                published::blocks(self.facts(), directive)
            }
            "grid" => {
                self.know(directive);
                tables::grid(self.facts(), directive).map(Block::Table).into_iter().collect()
            }
            "lens" => lens::blocks(self.facts(), directive, &self.kitchen.headlines),
            "comparability" => self.comparability(directive),
            "definition-index" => self.index(),
            "attention" => self.attention(),
            "written" => vec![Block::Table(written::table())],
            "commentary" => self.commentary(),
            "questions" => Some(wording::questions(self.facts(), &self.source.front.questions))
                .filter(|q| !q.is_empty())
                .map(|questions| Block::Questions { questions })
                .into_iter()
                .collect(),
            "definitions" => self.definitions(directive),
            "glossary" => vec![Block::Glossary { terms: glossary(self.kitchen.content) }],
            "completeness" => {
                quality::completeness(self.facts(), self.kitchen.quality).map(|f| Block::Figure(Box::new(f))).into_iter().collect()
            }
            "completeness-by-column" => {
                quality::by_column(self.facts(), self.kitchen.quality).map(|f| Block::Figure(Box::new(f))).into_iter().collect()
            }
            "teams" => quality::teams(self.kitchen.quality).map(Block::Table).into_iter().collect(),
            "teams-by-check" => quality::teams_by_check(self.kitchen.quality).map(Block::Table).into_iter().collect(),
            "gaps" => quality::gaps(self.kitchen.quality).map(Block::Table).into_iter().collect(),
            "rules" => quality::rules(self.kitchen.quality).map(Block::Table).into_iter().collect(),
            "matched" => quality::matched(self.kitchen.quality).map(Block::Table).into_iter().collect(),
            "caution" | "note" => vec![Block::Notice {
                kind: if directive.name == "note" { NoticeKind::Note } else { NoticeKind::Caution },
                prose: self
                    .blocks(&directive.items)
                    .into_iter()
                    .flat_map(|b| if let Block::Prose { prose } = b { prose } else { Vec::new() })
                    .collect(),
            }],
            other => {
                let message = match other {
                    "" => "this line closes a directive that was not opened; the line that opens one may hold no colon behind its name"
                        .to_owned(),
                    _ => format!("there is no directive named {}", crate::finding::shown(other)),
                };
                self.wrong(directive, message);
                Vec::new()
            }
        }
    }

    fn know(&mut self, directive: &Directive) {
        for code in directive.args.iter().map(|a| a.split('/').next().unwrap_or(a).to_owned()) {
            if self.kitchen.facts.about(&code).is_none() {
                self.wrong(directive, format!("there is no indicator {}", crate::finding::shown(&code)));
            } else if !self.used.contains(&code) {
                self.used.push(code);
            }
        }
    }

    fn tiles(&mut self, directive: &Directive) -> Vec<Block> {
        self.know(directive);
        // `months="REF-01 REF-16"`: codes and those that count them by month, in pairs.
        let pairs: Vec<&str> = directive.options.get("months").map(|m| m.split_whitespace().collect()).unwrap_or_default();
        let months = |code: &str| pairs.chunks_exact(2).find(|pair| pair[0] == code).map(|pair| pair[1]);
        let tiles: Vec<_> = directive.args.iter().filter_map(|code| tiles::tile(self.kitchen.facts, code, months(code))).collect();
        if tiles.is_empty() { Vec::new() } else { vec![Block::Tiles { tiles }] }
    }

    /// Headline figures, those first that changed most or lie furthest from other places.
    fn ranked(&mut self, directive: &Directive) -> Vec<Block> {
        let asked = ranked::asked(directive, &self.kitchen.content.attention);
        self.know(&Directive { args: asked.codes.clone(), ..directive.clone() });
        let tiles = ranked::tiles(self.facts(), &asked);
        if tiles.is_empty() { Vec::new() } else { vec![Block::Tiles { tiles }] }
    }

    fn figure(&mut self, directive: &Directive) -> Option<Figure> {
        self.know(directive);
        if let Some(form) = directive.options.get("as").filter(|f| !forms::FORMS.contains(&f.as_str())) {
            self.wrong(directive, format!("there is no chart form {}", crate::finding::shown(form)));
            return None;
        }
        forms::figure(self.kitchen.facts, directive)
    }

    /// The comparison, and behind it the years that no chart of the page draws, and each neighbour.
    fn compare(&mut self, directive: &Directive) -> Vec<Block> {
        let (facts, slug) = (self.kitchen.facts, &self.source.slug);
        let mut drawn = Vec::new();
        self.source.sections.iter().for_each(|section| trends(&section.items, &mut drawn));
        let table = comparison::comparison(facts, slug, directive).map(Block::Table);
        let years = comparison::published_years(facts, slug, directive, &drawn).map(Block::Detail);
        let neighbours = comparison::each_neighbour(facts, slug, directive).into_iter().map(Block::Detail);
        table.into_iter().chain(years).chain(neighbours).collect()
    }

    /// Two figures side by side; where one has nothing to show, the other takes the measure.
    fn pair(&mut self, directive: &Directive) -> Vec<Block> {
        let inner: Vec<&Directive> =
            directive.items.iter().filter_map(|i| if let Item::Directive(d) = i { Some(d) } else { None }).collect();
        if inner.len() < directive.items.len() {
            let message = "a pair holds charts only; the line that opens a chart may hold no colon behind its name";
            self.wrong(directive, message.to_owned());
        }
        let mut figures: Vec<Figure> = inner.into_iter().filter_map(|d| self.figure(d)).collect();
        match figures.len() {
            0 => Vec::new(),
            1 => vec![Block::Figure(Box::new(figures.remove(0)))],
            _ => vec![Block::Pair { figures }],
        }
    }

    /// Who the children are: age by sex, ethnicity, disability; the same strip on every page.
    fn who(&mut self, directive: &Directive) -> Vec<Block> {
        let part = |key: &str, form: &str| {
            directive.options.get(key).map(|code| {
                let mut options: BTreeMap<String, String> = [("as".to_owned(), form.to_owned())].into();
                options.extend(directive.options.get("subject").map(|s| ("subject".to_owned(), s.clone())));
                if key == "ethnicity" {
                    options.insert("marks".to_owned(), "residents".to_owned());
                }
                Directive { name: "chart".to_owned(), args: vec![code.clone()], options, items: Vec::new(), line: directive.line }
            })
        };
        let wanted: Vec<Directive> = [part("pyramid", "pyramid"), part("ethnicity", "bars")].into_iter().flatten().collect();
        let mut figures: Vec<Figure> = wanted.iter().filter_map(|d| self.figure(d)).collect();
        let mut blocks = match figures.len() {
            0 => Vec::new(),
            1 => vec![Block::Figure(Box::new(figures.remove(0)))],
            _ => vec![Block::Pair { figures }],
        };
        let words = match directive.options.get("disability") {
            Some(code) => {
                if !self.used.contains(code) {
                    self.used.push(code.clone());
                }
                self.disability(code)
            }
            None => "Not held on this list of Annex A.".to_owned(),
        };
        blocks.push(Block::Prose {
            prose: vec![Prose::Paragraph(vec![Inline::Strong(vec![Inline::Text("Disability. ".to_owned())]), Inline::Text(words)])],
        });
        blocks
    }

    fn disability(&self, code: &str) -> String {
        match self.facts().single(code).filter(|f| f.value.is_ok()) {
            Some(figure) => {
                format!("{} are recorded as disabled, of those where it is recorded ({}).", figure.text(), self.facts().of_words(code, ""))
            }
            None => "Nothing is recorded on this list.".to_owned(),
        }
    }

    /// The directive with all headline measures where it names none.
    fn headlines(&self, directive: &Directive) -> Directive {
        let mut all = directive.clone();
        if all.args.is_empty() {
            let attention = &self.kitchen.content.attention;
            all.args = attention.headlines().map(|headline| headline.code.clone()).collect();
        }
        all
    }

    fn attention(&mut self) -> Vec<Block> {
        let content = self.kitchen.content;
        let desk = attention::Desk { rules: &content.attention, pinned: &content.messages.attention, homes: &self.kitchen.homes };
        let (block, findings) = attention::block(self.kitchen.facts, &desk);
        // The list stands on two pages; what is wrong with it is said once.
        let new = findings.0.into_iter().filter(|finding| !self.findings.0.contains(finding)).collect();
        self.findings.extend(Findings(new));
        vec![block]
    }

    fn commentary(&mut self) -> Vec<Block> {
        let Some(words) = self.kitchen.content.commentary.get(&self.source.slug) else { return Vec::new() };
        let facts = self.kitchen.facts;
        let mut unknown = Vec::new();
        let prose = prose::map_text(&words.prose, &mut |text| fill(facts, text, &mut unknown));
        for name in unknown {
            self.findings.push(Finding::new(
                Severity::Warning,
                "content-value",
                Place::file(&words.file),
                format!("there is no value named {}", crate::finding::shown(&name)),
            ));
        }
        let state = match words.front.state.as_str() {
            "draft" => "Draft".to_owned(),
            "agreed" => "Agreed".to_owned(),
            other => other.to_owned(),
        };
        vec![Block::Commentary(Commentary { author: words.front.author.clone(), date: words.front.date, state, prose })]
    }

    fn definitions(&mut self, directive: &Directive) -> Vec<Block> {
        let codes = if directive.args.is_empty() { self.used.clone() } else { self.codes_of(&directive.args) };
        let definitions: Vec<Definition> = codes.iter().filter_map(|code| self.definition(code)).collect();
        if definitions.is_empty() { Vec::new() } else { vec![Block::Definitions { definitions }] }
    }

    fn definition(&self, code: &str) -> Option<Definition> {
        let mut definition = wording::definition(self.facts(), code)?;
        let area = self.facts().about(code).and_then(|about| self.kitchen.areas.get(&about.judgement));
        definition.facts.extend(area.map(|area| ("Inspection area".to_owned(), area.clone())));
        Some(definition)
    }

    /// The codes of a list in the catalogue's order; `across` stands for those of no list of Annex A, `all` for every code.
    /// What follows the list narrows it to codes that begin so: `looked_after PLA HLT`.
    fn codes_of(&self, asked: &[String]) -> Vec<String> {
        let facts = self.facts();
        let Some((list, begins)) = asked.split_first() else { return Vec::new() };
        let narrow = |code: &str| begins.is_empty() || begins.iter().any(|b| code.split('-').next() == Some(b));
        let belongs = |code: &&String| {
            facts.about(code).is_some_and(|about| match list.as_str() {
                "all" => true,
                "across" => facts.list(&about.list).is_none(),
                key => about.list == key,
            }) && narrow(code)
        };
        facts.order.iter().filter(belongs).cloned().collect()
    }

    fn comparability(&self, directive: &Directive) -> Vec<Block> {
        let facts = self.facts();
        let lists = facts
            .lists
            .iter()
            .map(|list| list.key.as_str())
            .filter(|key| directive.args.is_empty() || directive.args.iter().any(|a| a == key));
        lists.filter_map(|key| wording::comparability(facts, key)).map(Block::Table).collect()
    }

    /// Where each code is defined: the pages that define a list, and the codes on them, each a link.
    fn index(&self) -> Vec<Block> {
        let mut items = Vec::new();
        for page in &self.kitchen.content.pages {
            let directives = page.sections.iter().flat_map(|section| &section.items).filter_map(|item| match item {
                Item::Directive(inner) if inner.name == "definitions" => Some(&inner.args),
                _ => None,
            });
            let codes: Vec<String> = directives.flat_map(|asked| self.codes_of(asked)).collect();
            if codes.is_empty() || page.slug == self.source.slug {
                continue;
            }
            let title = page.front.title.split_once(": ").map_or(page.front.title.as_str(), |(_, rest)| rest);
            let link = Inline::Link(Target::Page(page.slug.clone(), None), vec![Inline::Text(super::message::capital(title))]);
            let mut line = vec![Inline::Strong(vec![link]), Inline::Text(format!(", {}. ", measures(codes.len())))];
            for (n, code) in codes.iter().enumerate() {
                if n > 0 {
                    line.push(Inline::Text(", ".to_owned()));
                }
                let anchor = Some(format!("d-{}", code.to_ascii_lowercase()));
                line.push(Inline::Link(Target::Page(page.slug.clone(), anchor), vec![Inline::Text(code.clone())]));
            }
            items.push(vec![Prose::Paragraph(line)]);
        }
        if items.is_empty() { Vec::new() } else { vec![Block::Prose { prose: vec![Prose::List { ordered: false, items }] }] }
    }
}

fn measures(n: usize) -> String {
    format!("{n} {}", if n == 1 { "measure" } else { "measures" })
}

/// Tells every definition where its measure is shown: on tiles, figures and tables, each once.
fn show_places(pages: &mut [Page]) {
    let mut shown: BTreeMap<String, Vec<ShownAt>> = BTreeMap::new();
    let mut add = |code: &str, place: ShownAt| {
        let places = shown.entry(code.split('/').next().unwrap_or(code).to_owned()).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    };
    for page in pages.iter().filter(|page| page.editions.contains(&Edition::Full)) {
        let at = |words: String, anchor: Option<&str>| ShownAt { words, page: page.slug.clone(), anchor: anchor.map(str::to_owned) };
        for block in page.sections.iter().flat_map(|section| &section.blocks) {
            match block {
                Block::Tiles { tiles } => tiles.iter().for_each(|tile| add(&tile.code, at(page.title.clone(), None))),
                Block::Table(table) => {
                    let codes = table.table.rows.iter().filter_map(|row| row.sub.rsplit(", ").next());
                    codes.for_each(|code| add(code, at(format!("Table {}", table.number), Some(&table.id))));
                }
                _ => {}
            }
        }
        for figure in page.figures() {
            figure.codes.iter().for_each(|code| add(code, at(format!("Figure {}", figure.number), Some(&figure.id))));
        }
    }
    for block in pages.iter_mut().flat_map(|page| &mut page.sections).flat_map(|section| &mut section.blocks) {
        if let Block::Definitions { definitions } = block {
            for definition in definitions {
                definition.shown = shown.get(&definition.code).cloned().unwrap_or_default();
            }
        }
    }
}

fn glossary(content: &Content) -> Vec<Term> {
    content.glossary.iter().map(|e| Term { id: terms::id(&e.term), term: e.term.clone(), means: e.means.clone() }).collect()
}

/// Numbers figures and tables through the report and makes ids unique.
fn number(pages: &mut [Page]) {
    let (mut figures, mut numbered) = (0, 0);
    // Anchors of sections are given by hand, so figures and tables make way for them.
    let mut seen: BTreeSet<String> = pages.iter().flat_map(|p| &p.sections).map(|s| s.id.clone()).collect();
    let mut unique = |id: &mut String, slug: &str| {
        if !seen.insert(id.clone()) {
            *id = format!("{id}-{slug}");
            let mut n = 2;
            while !seen.insert(id.clone()) {
                *id = format!("{id}-{n}");
                n += 1;
            }
        }
    };
    // What stands in the brief edition alone takes its numbers after all others, so that these have no gap.
    let (all, brief): (Vec<_>, Vec<_>) = pages.iter_mut().partition(|page| page.editions.contains(&Edition::Full));
    for page in all.into_iter().chain(brief) {
        let slug = page.slug.clone();
        for block in page.sections.iter_mut().flat_map(|s| &mut s.blocks) {
            let mut one = |figure: &mut Figure| {
                figures += 1;
                figure.number = figures;
                unique(&mut figure.id, &slug);
                figure.chart.id.clone_from(&figure.id);
            };
            match block {
                Block::Figure(figure) => one(figure),
                Block::Pair { figures } => figures.iter_mut().for_each(one),
                Block::Table(table) | Block::Detail(table) => {
                    numbered += 1;
                    table.number = numbered;
                    unique(&mut table.id, &slug);
                }
                Block::Tiles { tiles } => {
                    for chart in tiles.iter_mut().flat_map(|t| [t.spark.as_mut(), t.strip.as_mut()]).flatten() {
                        unique(&mut chart.id, &slug);
                    }
                }
                _ => {}
            }
        }
    }
}

/// A link to the home of a code, where it has one.
pub fn link_to(homes: &BTreeMap<String, String>, code: &str) -> Option<Target> {
    homes.get(code).map(|slug| Target::Page(slug.clone(), None))
}

/// `1 row`, `1,764 rows`.
pub fn rows_words(n: usize) -> String {
    format!("{} {}", count(n as u64), if n == 1 { "row" } else { "rows" })
}
