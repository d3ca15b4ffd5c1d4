//! Directives of one page made into blocks.
//!
//! In: a page's source and the material of all pages. Out: its sections; what a directive asks for in vain is a finding.

use super::Material;
use super::asked::trends;
use crate::content::markdown::{Directive, Item};
use crate::content::{Content, PageSource, prose};
use crate::finding::{Finding, Findings, Place, Severity, nearest, shown};
use crate::report::facts::Facts;
use crate::report::values::fill;
use crate::report::{Block, Commentary, Figure, Inline, NoticeKind, Prose, Section, Term};
use crate::report::{
    attention, carried, comparison, forms, lens, published, quality, ranked, since, spine, tables, terms, tiles, wording, written,
};
use std::collections::BTreeMap;

/// Names of all directives, for hints.
const DIRECTIVES: [&str; 33] = [
    "attention",
    "caution",
    "changed",
    "chart",
    "commentary",
    "comparability",
    "compare",
    "completeness",
    "completeness-by-column",
    "definition-index",
    "definitions",
    "furthest",
    "gaps",
    "glossary",
    "grid",
    "hidden",
    "lens",
    "lists",
    "matched",
    "note",
    "pair",
    "published",
    "quarters",
    "questions",
    "restated",
    "rules",
    "since",
    "spine",
    "teams",
    "teams-by-check",
    "tiles",
    "who",
    "written",
];

/// Turns the directives of one page into blocks.
pub(super) struct PageMaker<'a, 'k> {
    pub(super) material: &'a Material<'k>,
    pub(super) source: &'a PageSource,
    pub(super) findings: &'a mut Findings,
    /// Codes shown so far, for the definitions.
    pub(super) used: Vec<String>,
    /// Titles of what is not drawn because too much of it is hidden, until a section says so.
    pub(super) undrawn: Vec<String>,
}

impl PageMaker<'_, '_> {
    pub(super) fn facts(&self) -> &Facts<'_> {
        self.material.facts
    }

    /// Says which values a text of the page's first lines names in vain.
    pub(super) fn check(&mut self, text: &str, line: u32) {
        let mut unknown = Vec::new();
        fill(self.material.facts, text, &mut unknown);
        let place = Place::line(&self.source.file, line);
        let found = unknown.iter().map(|name| no_value(self.facts(), name, place.clone()));
        self.findings.extend(Findings(found.collect()));
    }

    /// Prose with its values filled in.
    fn filled(&mut self, prose: &[Prose], file: &str) -> Vec<Prose> {
        let facts = self.material.facts;
        let mut unknown = Vec::new();
        let prose = prose::map_text(prose, &mut |text| fill(facts, text, &mut unknown));
        self.findings.extend(Findings(unknown.iter().map(|name| no_value(facts, name, Place::file(file))).collect()));
        prose
    }

    fn wrong(&mut self, directive: &Directive, message: String) {
        self.findings.push(Finding::new(Severity::Warning, "content-directive", Place::line(&self.source.file, directive.line), message));
    }

    /// Says that something of a directive is none of those there are, and which may have been meant.
    fn unknown<'n>(&mut self, directive: &Directive, (what, name): (&str, &str), known: impl IntoIterator<Item = &'n str>) {
        let message = format!("there is no {what} {}", shown(name));
        let place = Place::line(&self.source.file, directive.line);
        let finding = Finding::new(Severity::Warning, "content-directive", place, message);
        let near = nearest(name, known).map(|near| format!("did you mean `{near}`?"));
        self.findings.push(near.into_iter().fold(finding, Finding::hint));
    }

    pub(super) fn sections(&mut self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for source in &self.source.sections {
            let blocks = self.blocks(&source.items);
            if !blocks.is_empty() {
                sections.push(Section { id: source.id.clone(), title: source.title.clone(), quiet: source.quiet, blocks });
            }
        }
        self.say_undrawn(&mut sections);
        sections
    }

    /// Says once what the page does not draw because most of it is hidden: below its last charts, or its tiles where it has none.
    fn say_undrawn(&mut self, sections: &mut Vec<Section>) {
        let titles = std::mem::take(&mut self.undrawn);
        if titles.is_empty() {
            return;
        }
        let each = if titles.len() == 1 { "it" } else { "each" };
        let words = format!("{}. Most of {each} is hidden, so that no child can be recognised.", titles.join("; "));
        let said = Block::Notice { kind: NoticeKind::Withheld, prose: vec![Prose::Paragraph(vec![Inline::Text(words)])] };
        let draws = |section: &Section| {
            section.blocks.iter().any(|block| matches!(block, Block::Figure(_) | Block::Pair { .. } | Block::Prose { .. }))
        };
        let last = sections.iter().rposition(|section| !section.quiet && draws(section));
        let tiled = |section: &Section| section.blocks.iter().any(|block| matches!(block, Block::Tiles { .. }));
        match last.or_else(|| sections.iter().position(tiled)) {
            Some(place) => sections[place].blocks.push(said),
            None => sections.push(Section { id: "not-drawn".to_owned(), title: "Not drawn".to_owned(), quiet: true, blocks: vec![said] }),
        }
    }

    /// What a page says whose list is not there.
    pub(super) fn without(&mut self) -> Vec<Section> {
        let missing: Vec<String> = self
            .source
            .front
            .lists
            .iter()
            .filter_map(|key| self.facts().list(key))
            .filter(|l| !l.filled)
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

    /// The questions that the page's figures raise; those of a chart of ratios only where it names a group.
    fn questions(&self) -> Vec<Block> {
        fn ratios<'d>(items: &'d [Item], code: &str) -> Option<&'d Directive> {
            items.iter().find_map(|item| match item {
                Item::Directive(d) if d.args.first().is_some_and(|arg| arg == code) => {
                    Some(d).filter(|d| d.options.get("as").is_some_and(|form| form == "ratios"))
                }
                Item::Directive(d) => ratios(&d.items, code),
                _ => None,
            })
        }
        let facts = self.facts();
        let mut questions = wording::questions(facts, &self.source.front.questions);
        for ask in self.source.front.questions.iter().filter(|ask| ask.when == "named") {
            let directive = self.source.sections.iter().find_map(|section| ratios(&section.items, &ask.code));
            let named = directive.and_then(|directive| forms::ratios::named(facts, &ask.code, directive));
            questions.extend(named.map(|because| crate::report::Question { text: ask.ask.clone(), because, code: ask.code.clone() }));
        }
        if questions.is_empty() { Vec::new() } else { vec![Block::Questions { questions }] }
    }

    fn blocks(&mut self, items: &[Item]) -> Vec<Block> {
        items.iter().flat_map(|item| self.block(item)).collect()
    }

    fn block(&mut self, item: &Item) -> Vec<Block> {
        match item {
            Item::Heading { title, .. } => vec![Block::Prose { prose: vec![Prose::Heading(vec![Inline::Text(title.clone())])] }],
            Item::Prose(written) => vec![Block::Prose { prose: self.filled(written, &self.source.file) }],
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
                let figure = spine::figure(self.facts(), &self.headlines(directive), &self.material.content.attention);
                figure.map(|f| Block::Figure(Box::new(f))).into_iter().collect()
            }
            "hidden" => hidden(self.facts()),
            "since" => since::blocks(self.facts(), directive, &self.material.content.attention),
            "carried" => carried::blocks(self.facts()),
            "restated" => since::restated(self.facts()),
            "quarters" => since::quarters(self.facts(), directive, &self.material.content.attention),
            "lists" => vec![Block::Table(tables::strip(self.facts()))],
            "published" => {
                self.know(directive);
                published::blocks(self.facts(), directive)
            }
            "grid" => {
                self.know(directive);
                tables::grid(self.facts(), directive).map(Block::Table).into_iter().collect()
            }
            "lens" => lens::blocks(self.facts(), directive, &self.material.headlines),
            "comparability" => self.comparability(directive),
            "definition-index" => self.index(),
            "attention" => self.attention(),
            "written" => vec![Block::Table(written::table())],
            "commentary" => self.commentary(),
            "questions" => self.questions(),
            "definitions" => self.definitions(directive),
            "glossary" => vec![Block::Glossary { terms: glossary(self.material.content) }],
            "completeness" => {
                quality::completeness(self.facts(), self.material.quality).map(|f| Block::Figure(Box::new(f))).into_iter().collect()
            }
            "completeness-by-column" => {
                quality::by_column(self.facts(), self.material.quality).map(|f| Block::Figure(Box::new(f))).into_iter().collect()
            }
            "teams" => quality::teams(self.material.quality).map(Block::Table).into_iter().collect(),
            "teams-by-check" => quality::teams_by_check(self.material.quality).map(Block::Table).into_iter().collect(),
            "gaps" => quality::gaps(self.material.quality).map(Block::Table).into_iter().collect(),
            "rules" => quality::rules(self.material.quality).map(Block::Table).into_iter().collect(),
            "matched" => quality::matched(self.material.quality).map(Block::Table).into_iter().collect(),
            "caution" | "note" => vec![Block::Notice {
                kind: if directive.name == "note" { NoticeKind::Note } else { NoticeKind::Caution },
                prose: self
                    .blocks(&directive.items)
                    .into_iter()
                    .flat_map(|b| if let Block::Prose { prose } = b { prose } else { Vec::new() })
                    .collect(),
            }],
            other => {
                if other.is_empty() {
                    self.wrong(
                        directive,
                        "this line closes a directive that was not opened; the line that opens one may hold no colon behind its name"
                            .to_owned(),
                    );
                } else {
                    self.unknown(directive, ("directive named", other), DIRECTIVES);
                }
                Vec::new()
            }
        }
    }

    fn know(&mut self, directive: &Directive) {
        for code in directive.args.iter().map(|a| a.split('/').next().unwrap_or(a).to_owned()) {
            if self.material.facts.about(&code).is_none() {
                self.unknown(directive, ("indicator", &code), self.material.facts.about.keys().map(String::as_str));
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
        let tiles: Vec<_> = directive.args.iter().filter_map(|code| tiles::tile(self.material.facts, code, months(code))).collect();
        if tiles.is_empty() { Vec::new() } else { vec![Block::Tiles { tiles }] }
    }

    /// Headline figures, those first that changed most or lie furthest from other places.
    fn ranked(&mut self, directive: &Directive) -> Vec<Block> {
        let asked = ranked::asked(directive, &self.material.content.attention);
        self.know(&Directive { args: asked.codes.clone(), ..directive.clone() });
        let tiles = ranked::tiles(self.facts(), &asked);
        if tiles.is_empty() { Vec::new() } else { vec![Block::Tiles { tiles }] }
    }

    fn figure(&mut self, directive: &Directive) -> Option<Figure> {
        self.know(directive);
        if let Some(form) = directive.options.get("as").filter(|f| !forms::FORMS.contains(&f.as_str())) {
            self.unknown(directive, ("chart form", form), forms::FORMS);
            return None;
        }
        let figure = forms::figure(self.material.facts, directive);
        if figure.is_none() && forms::is_hidden(self.material.facts, directive) {
            let code = directive.args.first().and_then(|arg| arg.split('/').next()).unwrap_or_default();
            let title = self.facts().about(code).map(|about| about.title.clone()).unwrap_or_default();
            if !self.undrawn.contains(&title) {
                self.undrawn.push(title);
            }
        }
        figure
    }

    /// The comparison, and behind it the years that no chart of the page draws, and each neighbour.
    fn compare(&mut self, directive: &Directive) -> Vec<Block> {
        let (facts, slug) = (self.material.facts, &self.source.slug);
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
        side_by_side(inner.into_iter().filter_map(|d| self.figure(d)).collect())
    }

    /// Who the children are: age by sex, ethnicity, disability; the same strip on every page.
    fn who(&mut self, directive: &Directive) -> Vec<Block> {
        let part = |key: &str, form: &str| {
            directive.options.get(key).map(|code| {
                let mut options: BTreeMap<String, String> = [("as".to_owned(), form.to_owned())].into();
                options.extend(directive.options.get("subject").map(|s| ("subject".to_owned(), s.clone())));
                if key == "ethnicity" {
                    options.insert("marks".to_owned(), "residents".to_owned());
                    let people = directive.options.get("people").map_or("children", String::as_str);
                    let of = directive.options.get("subject").map(|s| crate::report::message::lower_first(s)).unwrap_or_default();
                    options.insert("says".to_owned(), format!("{{name}} {people} make up {{share}} of {of}"));
                    options.insert("of".to_owned(), of);
                }
                Directive { name: "chart".to_owned(), args: vec![code.clone()], options, items: Vec::new(), line: directive.line }
            })
        };
        let wanted: Vec<Directive> = [part("pyramid", "pyramid"), part("ethnicity", "bars")].into_iter().flatten().collect();
        let undrawn = self.undrawn.len();
        let mut blocks = side_by_side(wanted.iter().filter_map(|d| self.figure(d)).collect());
        let words = match directive.options.get("disability") {
            Some(code) => {
                if !self.used.contains(code) {
                    self.used.push(code.clone());
                }
                self.disability(code)
            }
            None => "Not held on this list of Annex A.".to_owned(),
        };
        // Where the figures are hidden, that nothing is recorded would stand alone under its heading.
        let says = directive.options.get("disability").and_then(|code| self.facts().single(code)).is_some_and(|f| f.value.is_ok());
        if blocks.is_empty() && self.undrawn.len() > undrawn && !says {
            return blocks;
        }
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
            let attention = &self.material.content.attention;
            all.args = attention.headlines().map(|headline| headline.code.clone()).collect();
        }
        all
    }

    fn attention(&mut self) -> Vec<Block> {
        let content = self.material.content;
        let selection =
            attention::Selection { rules: &content.attention, pinned: &content.messages.attention, homes: &self.material.homes };
        let (block, findings) = attention::block(self.material.facts, &selection);
        // The list stands on two pages; what is wrong with it is said once.
        let new = findings.0.into_iter().filter(|finding| !self.findings.0.contains(finding)).collect();
        self.findings.extend(Findings(new));
        vec![block]
    }

    fn commentary(&mut self) -> Vec<Block> {
        let Some(words) = self.material.content.commentary.get(&self.source.slug) else { return Vec::new() };
        let prose = self.filled(&words.prose, &words.file);
        let draft = words.is_draft();
        let state = match words.front.state.as_str() {
            _ if draft => "Draft, not agreed".to_owned(),
            "agreed" => "Agreed".to_owned(),
            other => other.to_owned(),
        };
        vec![Block::Commentary(Commentary { author: words.front.author.clone(), date: words.front.date, state, draft, prose })]
    }
}

/// How much is hidden and by which rule, for a report whose rules hide anything.
fn hidden(facts: &Facts<'_>) -> Vec<Block> {
    let Some(hidden) = &facts.hidden else { return Vec::new() };
    let count = |n: usize| crate::number::count(n as u64);
    let mut words =
        format!("{} of {} figures are hidden, as [c], so that no child can be recognised", count(hidden.hidden), count(hidden.figures));
    if !hidden.by.is_empty() {
        words.push_str(&format!(": {}; and others from which these could be worked out", hidden.by));
    }
    words.push('.');
    if hidden.round > 1 {
        words.push_str(&format!(
            " Every other count is rounded to the nearest {}, and shares and rates are of rounded counts.",
            hidden.round
        ));
    }
    words.push_str(" Nought is shown.");
    vec![Block::Prose { prose: vec![Prose::Paragraph(vec![Inline::Text(words)])] }]
}

/// Figures beside one another; a single one takes the measure.
fn side_by_side(mut figures: Vec<Figure>) -> Vec<Block> {
    match figures.len() {
        0 => Vec::new(),
        1 => vec![Block::Figure(Box::new(figures.remove(0)))],
        _ => vec![Block::Pair { figures }],
    }
}

/// Says that a text names a value that there is not: another code, or a part that a figure has not.
fn no_value(facts: &Facts<'_>, name: &str, place: Place) -> Finding {
    let told = Finding::new(Severity::Warning, "content-value", place, format!("there is no value named {}", shown(name)));
    let (code, rest) = name.split_at(name.find(['.', '/', '@']).unwrap_or(name.len()));
    let near = facts.about.keys().map(String::as_str).filter(|_| facts.about(code).is_none());
    told.hint(match nearest(code, near) {
        Some(near) => format!("did you mean `{near}{}`?", shown(rest)),
        None => "annexa indicators lists the codes; behind one may stand .n, .of, .words, .when, .out_of and .rest".to_owned(),
    })
}

fn glossary(content: &Content) -> Vec<Term> {
    content.glossary.iter().map(|e| Term { id: terms::id(&e.term), term: e.term.clone(), means: e.means.clone() }).collect()
}
