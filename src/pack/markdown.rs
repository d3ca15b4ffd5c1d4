//! A page of the report as Markdown for reading: the same words and numbers, without layout.

use crate::report::*;

/// The page as Markdown.
pub(super) fn page(page: &Page) -> String {
    let mut parts = vec![format!("# {}", words(&page.message)), inlines(&page.lede)];
    for section in &page.sections {
        if !is_blank(&section.title) {
            parts.push(format!("## {}", words(&section.title)));
        }
        parts.extend(section.blocks.iter().map(block));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn block(block: &Block) -> String {
    match block {
        Block::Tiles { tiles } => blocks(tiles.iter().map(tile), "\n"),
        Block::Figure(figure) => self::figure(figure),
        Block::Pair { figures } => blocks(figures.iter().map(figure), "\n\n"),
        Block::Attention(attention) => {
            let items = attention.items.iter().enumerate().map(|(n, item)| format!("{}. {}", n + 1, self::attention(item)));
            let list = if attention.items.is_empty() { words(&attention.nothing) } else { blocks(items, "\n") };
            blocks([list, words(&attention.rules.join(" "))], "\n\n")
        }
        Block::Table(numbered) | Block::Detail(numbered) => {
            let title = format!("**{}**", words(&numbered.title));
            blocks([title, words(&numbered.subtitle), table(&numbered.table), words(&numbered.note)], "\n\n")
        }
        Block::Prose { prose: text } => prose(text),
        Block::Notice { kind, prose: text } => quoted(&format!("**{}**\n\n{}", super::blocks::notice_word(*kind), prose(text))),
        Block::Commentary(commentary) => {
            let when = commentary.date.map(crate::calendar::Day::words).unwrap_or_default();
            let state = words(&commentary.state);
            let (draft, state) = if commentary.draft { (format!("**{state}**"), String::new()) } else { (String::new(), state) };
            let by = blocks([words(&commentary.author), when, state], ", ");
            blocks([draft, prose(&commentary.prose), by], "\n\n")
        }
        Block::Questions { questions } => blocks(
            questions.iter().enumerate().map(|(n, q)| format!("{}. {} ({}; {})", n + 1, words(&q.text), words(&q.because), q.code)),
            "\n",
        ),
        Block::Lens { headlines } => blocks(headlines.iter().map(headline), "\n"),
        Block::Definitions { definitions } => blocks(definitions.iter().map(definition), "\n\n"),
        Block::Glossary { terms } => blocks(terms.iter().map(|term| format!("- **{}**: {}", words(&term.term), words(&term.means))), "\n"),
    }
}

fn tile(tile: &Tile) -> String {
    let change = tile.change.as_ref().map(|change| format!("{} {}", words(&change.amount), words(&change.words)));
    let others = tile.comparisons.iter().map(|c| match &c.verdict {
        Some(verdict) => format!("{} {} ({verdict})", words(&c.name), words(&c.shown)),
        None => format!("{} {}", words(&c.name), words(&c.shown)),
    });
    let rest = std::iter::once(words(&tile.of))
        .chain(change)
        .chain(others)
        .chain([&tile.target, &tile.polarity, &tile.unlike, &tile.note].map(|said| words(said)));
    format!("- **{} {}** ({}): {}", words(&tile.title), words(&tile.value), tile.code, blocks(rest, "; "))
}

fn attention(item: &AttentionItem) -> String {
    let anchor = item.anchor.as_ref().map_or(String::new(), |anchor| format!("#{anchor}"));
    let value = blocks([words(&item.value), words(&item.of)], " ");
    let rest = [value, words(&item.beside), item.way.words().to_owned(), words(&item.note)];
    format!("**{}**: [{}]({}.md{anchor}) ({}): {}", words(&item.reason), words(&item.says), item.page, item.code, blocks(rest, "; "))
}

fn figure(figure: &Figure) -> String {
    let title = format!("**{}**", words(&figure.title));
    let said = format!("*{}*", words(&figure.chart.alt));
    blocks([title, words(&figure.subtitle), said, words(&figure.note), words(&figure.source), table(&figure.table)], "\n\n")
}

fn headline(headline: &Headline) -> String {
    let england = format!("England {}", words(&headline.england));
    let rest = [words(&headline.of), england, words(&headline.verdict), words(&headline.better)];
    let page = format!("[{}]({}.md)", words(&headline.page_title), headline.page);
    format!("- **{} {}** ({}): {}; {page}", words(&headline.title), words(&headline.value), headline.code, blocks(rest, "; "))
}

fn definition(definition: &Definition) -> String {
    let head = format!("**{}** ({}): {}", words(&definition.title), definition.code, words(&definition.means));
    let because = if definition.because.is_empty() { String::new() } else { format!("Not computed here. {}", words(&definition.because)) };
    let facts = definition.facts.iter().map(|(name, value)| format!("- {}: {}", words(name), words(value)));
    let caveats = std::iter::once(&definition.differs)
        .chain(&definition.caveats)
        .filter(|words| !words.is_empty())
        .map(|caveat| format!("- {}", words(caveat)));
    let rule = definition.rule.iter().map(|step| format!("- {}", words(step)));
    let list = blocks(facts.chain(caveats).chain(rule), "\n");
    blocks([head, because, list], "\n\n")
}

fn table(table: &DataTable) -> String {
    if table.columns.is_empty() {
        return String::new();
    }
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let head = line(table.columns.iter().map(|column| words(&column.label)).collect());
    let rule = line(table.columns.iter().map(|column| if column.numeric { "---:" } else { "---" }.to_owned()).collect());
    let rows = table.rows.iter().map(|row| {
        let head = if row.sub.is_empty() { words(&row.head) } else { format!("{} ({})", words(&row.head), words(&row.sub)) };
        line(std::iter::once(head).chain(row.cells.iter().map(|cell| words(&cell.replace('\n', "; ")))).collect())
    });
    blocks([head, rule].into_iter().chain(rows), "\n")
}

fn prose(prose: &[Prose]) -> String {
    blocks(prose.iter().map(one), "\n\n")
}

fn one(prose: &Prose) -> String {
    match prose {
        Prose::Paragraph(parts) => inlines(parts),
        Prose::Heading(parts) => format!("### {}", inlines(parts)),
        Prose::Quote(inner) => quoted(&self::prose(inner)),
        Prose::List { ordered, items } => {
            let mark = |n: usize| if *ordered { format!("{}. ", n + 1) } else { "- ".to_owned() };
            blocks(items.iter().enumerate().map(|(n, item)| format!("{}{}", mark(n), self::prose(item).replace('\n', "\n   "))), "\n")
        }
    }
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") }).collect::<Vec<_>>().join("\n")
}

fn inlines(parts: &[Inline]) -> String {
    parts
        .iter()
        .map(|part| match part {
            Inline::Text(text) => words(text),
            Inline::Strong(inner) => format!("**{}**", inlines(inner)),
            Inline::Emphasis(inner) => format!("*{}*", inlines(inner)),
            // A blank line inside would end the code, and what follows it would be read as Markdown.
            Inline::Code(text) if text.trim().is_empty() => String::new(),
            Inline::Code(text) => format!("`{}`", text.replace('`', "'").replace(['\n', '\r'], " ")),
            Inline::Link(Target::Address(address), inner) => format!("[{}](<{}>)", inlines(inner), address.replace(['<', '>', '\n'], "")),
            Inline::Link(Target::Page(slug, anchor), inner) => {
                format!("[{}]({slug}.md{})", inlines(inner), anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default())
            }
            Inline::Break => "  \n".to_owned(),
        })
        .collect()
}

/// Words in one line, with the signs Markdown would read as marks made plain.
fn words(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => plain.push(' '),
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '|' => plain.extend(['\\', character]),
            other => plain.push(other),
        }
    }
    plain
}

fn blocks(parts: impl IntoIterator<Item = String>, between: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}
