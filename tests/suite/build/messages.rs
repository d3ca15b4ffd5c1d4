//! What the report says: every title short, whole and honest about small numbers; what needs attention; and sentences written by hand.

use super::{DEMO, Sample};
use annexa::annex_a::demo::{Wish, project};
use annexa::annex_a::{Source, collect};
use annexa::charts::spec::{Bar, Form, Value};
use annexa::finding::Findings;
use annexa::pipeline::Made;
use annexa::report::{Attention, Block, Page, Way, plain};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A demonstration project of a size, with what is written beside it, in a folder of its own.
fn folder(name: &str, wish: &Wish, messages: &str) -> (PathBuf, Vec<Source>) {
    // Several tests may ask for one name at the same time.
    static FOLDERS: AtomicUsize = AtomicUsize::new(0);
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("messages").join(format!("{name}-{number}"));
    let _ = std::fs::remove_dir_all(&root);
    for (path, bytes) in project(wish, 1).unwrap().iter() {
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    std::fs::create_dir_all(root.join("content")).unwrap();
    std::fs::write(root.join("content/messages.toml"), messages).unwrap();
    let sources = collect(&[root.join("data/2025-09-30.xlsx")]).unwrap();
    (root, sources)
}

fn report(name: &str, wish: &Wish, messages: &str) -> (Made, Findings) {
    let (root, sources) = folder(name, wish, messages);
    Sample::new(&root, sources).report()
}

fn sized(children: u32) -> Wish {
    Wish { children: Some(children), ..Wish::default() }
}

/// Reports of several sizes: the demo, a handful of children, a few thousand, and the published samples where they are.
fn all(check: impl Fn(&str, &Made)) {
    check("demo", &DEMO.made);
    for children in [12, 40, 90, 600, 3_000] {
        check(&format!("{children} children"), &report(&format!("of-{children}"), &sized(children), "").0);
    }
    for name in ["annex-a-2019-ofsted-template.xlsx", "annex-a-2021-liia.xlsx", "annex-a-2024-liia.xlsx"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples").join(name);
        let Ok(sources) = collect(&[path]) else { continue };
        let (root, _) = folder(&format!("for-{name}"), &sized(40), "");
        check(name, &Sample::new(&root, sources).report().0);
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// What is wrong with any sentence, whatever it is about.
fn slips(text: &str) -> Vec<&'static str> {
    let padded = format!(" {text} ");
    let wrong = [
        (text.contains('[') || text.contains('{'), "a symbol"),
        (text.ends_with('.'), "a full stop"),
        (text.contains("  "), "two spaces"),
        (text.is_empty(), "no words"),
        (text.starts_with(|c: char| c.is_lowercase()), "a small letter at the start"),
        (runs_together(text), "numbers that run together"),
        (["children", "referrals", "assessments", "plans"].iter().any(|many| one_of_many(&padded, many)), "one of many"),
    ];
    wrong.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect()
}

/// Whether a share stands before its whole without a word between (`6.5% children`, `4 of 9 16 and over`), a verb of many follows one
/// of some (`1 of 7 children were`), or nobody is told twice (`No referrals were about 0 children`).
fn runs_together(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_end_matches([',', '.', ';', ':'])).collect();
    let number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || c == ',');
    let things = ["children", "child", "plans", "families", "enquiries", "referrals", "contacts"];
    let of_one = |w: &[&str]| w[0] == "1" && w[1] == "of" && number(w[2]) && ["were", "are", "have", "wait"].contains(&w[4]);
    words.windows(2).any(|w| w[0].ends_with('%') && things.contains(&w[1]))
        || words.windows(4).any(|w| number(w[0]) && w[1] == "of" && number(w[2]) && number(w[3]))
        || words.windows(5).any(of_one)
        || words.windows(3).any(|w| w[0] == "about" && w[1] == "0" && things.contains(&w[2]))
        || text.contains(" 1 child who were")
        || (text.starts_with("No ") && text.contains(", 0 of them"))
}

/// Whether a text says `1 children`, but for `0 of 1 children`.
fn one_of_many(text: &str, many: &str) -> bool {
    let slip = format!(" 1 {many}");
    text.match_indices(&slip).any(|(at, _)| !text[..at].ends_with(" of"))
}

/// Percentages of fewer than 30 as a chart of these codes would print them, less those that a larger share prints alike.
fn small_shares(made: &Made, codes: &[String]) -> Vec<String> {
    let (mut small, mut large) = (Vec::new(), Vec::new());
    for figure in made.figures.iter().filter(|figure| codes.iter().any(|code| code == figure.code())) {
        let (Some(of), Ok(value)) = (figure.denominator(), figure.value()) else { continue };
        let shown = figure.unit().show(value);
        if shown.ends_with('%') {
            if of < 30.0 { small.push(shown) } else { large.push(shown) }
        }
    }
    small.retain(|shown| !large.contains(shown));
    small
}

#[test]
fn every_title_is_a_short_sentence_that_says_when_numbers_are_small() {
    all(|name, made| {
        let mut wrong = Vec::new();
        for page in &made.report.pages {
            for figure in page.figures() {
                let title = &figure.title;
                let bare = small_shares(made, &figure.codes).into_iter().find(|shown| title.contains(shown.as_str()));
                if words(title) > 10 || !slips(title).is_empty() || bare.is_some() {
                    wrong.push(format!("{}: {title} ({:?}, {bare:?})", figure.id, slips(title)));
                }
            }
            for block in page.sections.iter().flat_map(|section| &section.blocks) {
                if let Block::Table(table) | Block::Detail(table) = block
                    && (words(&table.title) > 10 || !slips(&table.title).is_empty())
                {
                    wrong.push(format!("{}: {}", table.id, table.title));
                }
            }
        }
        assert_eq!(wrong, Vec::<String>::new(), "{name}");
    });
}

/// Whether a row of bars holds what is left over, so that it may be the longest and yet not be named.
fn left_over(row: &Bar) -> bool {
    let label = row.label.to_lowercase();
    row.apart
        || label.starts_with("other")
        || label.ends_with(" other")
        || label.contains("any other")
        || label.contains("not known")
        || label.starts_with("multiple")
}

/// How far a row lies from its mark, where its whisker leaves the mark out; half a point is what a published whole number may hide.
fn far(row: &Bar) -> Option<f64> {
    let (mark, (low, high)) = (row.mark.as_ref()?, row.interval?);
    (mark.at < low || mark.at > high).then(|| (row.value.at - mark.at).abs())
}

/// Whether the rows that a title names are what the picture shows first: the longest, those furthest from their marks, or half of all.
fn agrees(rows: &[Bar]) -> bool {
    let usable: Vec<&Bar> = rows.iter().filter(|row| !left_over(row)).collect();
    let longest = usable.iter().map(|row| row.value.at).fold(f64::NEG_INFINITY, f64::max);
    let named: Vec<&&Bar> = usable.iter().filter(|row| row.focus).collect();
    let furthest = usable.iter().filter_map(|row| far(row)).fold(0.0, f64::max);
    let half =
        2.0 * named.iter().map(|row| row.value.at).sum::<f64>() >= rows.iter().filter(|row| !row.apart).map(|row| row.value.at).sum();
    named.iter().any(|row| row.value.at >= longest || far(row).is_some_and(|far| far >= furthest - 0.5)) || half
}

#[test]
fn a_title_names_what_its_picture_shows_first() {
    let mut seen = 0;
    let counted = std::cell::RefCell::new(&mut seen);
    all(|name, made| {
        for figure in made.report.pages.iter().flat_map(Page::figures) {
            let rows = match &figure.chart.form {
                Form::Bars(bars) => &bars.rows,
                _ => continue,
            };
            if rows.iter().any(|row| row.focus) {
                assert!(agrees(rows), "{name}, {}: {} over {rows:?}", figure.id, figure.title);
                **counted.borrow_mut() += 1;
            }
        }
    });
    assert!(seen > 20, "only {seen} charts have a group in focus");
}

#[test]
fn a_picture_that_contradicts_its_title_is_found() {
    let bar = |label: &str, at: f64, focus: bool| Bar {
        label: label.to_owned(),
        value: Value { at, shown: at.to_string() },
        number: String::new(),
        interval: None,
        mark: None,
        focus,
        apart: false,
    };
    assert!(!agrees(&[bar("10 to 15", 21.1, false), bar("16 or more", 20.2, true)]), "the lower of two");
    assert!(agrees(&[bar("10 to 15", 21.1, true), bar("16 or more", 20.2, false)]));
    assert!(agrees(&[bar("Any other reason", 69.5, false), bar("Early help", 17.0, true)]), "what is left over is never named");
    let marked = |bar: Bar| Bar {
        mark: Some(Value { at: 40.0, shown: String::new() }),
        interval: Some((bar.value.at - 5.0, bar.value.at + 5.0)),
        ..bar
    };
    assert!(agrees(&[marked(bar("A", 42.0, false)), marked(bar("B", 10.0, true))]), "furthest from its mark");
    assert!(!agrees(&[marked(bar("A", 42.0, false)), marked(bar("B", 37.0, true))]), "within chance of its mark");
}

fn questions(page: &Page) -> Vec<&annexa::report::Question> {
    let blocks = page.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| if let Block::Questions { questions } = block { Some(questions) } else { None }).flatten().collect()
}

#[test]
fn of_fewer_than_ten_nothing_is_asked_and_no_group_is_the_largest() {
    all(|name, made| {
        let of = |code: &str| -> f64 {
            let figures = made.figures.iter().filter(|figure| figure.code() == code && figure.value().is_ok());
            let size = |f: &annexa::disclosure::Shown| f.denominator().or(f.numerator()).unwrap_or(f64::INFINITY);
            figures.filter(|f| f.unit() == annexa::number::Unit::Percent).map(size).fold(0.0, f64::max)
        };
        for page in &made.report.pages {
            for question in questions(page) {
                assert!(slips(&question.text).is_empty(), "{name}: {} {:?}", question.text, slips(&question.text));
                let share = of(&question.code);
                assert!(share == 0.0 || share >= 10.0, "{name}: {} ({share})", question.text);
            }
            for figure in page.figures().filter(|figure| figure.title.contains("largest group")) {
                let size = figure.codes.iter().map(|code| of(code)).fold(0.0, f64::max);
                let too_few = figure.title.starts_with("Too few");
                assert!(size == 0.0 || size >= 10.0 || too_few, "{name}: {} ({size})", figure.title);
                assert!(
                    !figure.title.starts_with(|c: char| c.is_ascii_digit() && figure.title[1..].starts_with(" is")),
                    "{}",
                    figure.title
                );
            }
        }
    });
}

fn tiles(page: &Page) -> Vec<&annexa::report::Tile> {
    let blocks = page.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| if let Block::Tiles { tiles } = block { Some(tiles) } else { None }).flatten().collect()
}

#[test]
fn a_tile_of_few_tells_their_number_and_one_counted_differently_is_set_beside_nobody() {
    all(|name, made| {
        for tile in made.report.pages.iter().flat_map(tiles) {
            let at = format!("{name}: {} {}", tile.code, tile.value);
            let figure = made.figures.iter().find(|figure| figure.code() == tile.code && figure.group().is_empty()).unwrap();
            let few = figure.unit() == annexa::number::Unit::Rate && figure.numerator().is_some_and(|n| n < 10.0);
            if few {
                assert!(tile.value.starts_with(|c: char| c.is_ascii_digit()) && !tile.value.contains('.'), "{at}");
                assert!(tile.change.is_none() && tile.spark.is_none() && tile.strip.is_none() && tile.comparisons.is_empty(), "{at}");
            }
            if figure.value().is_err() {
                assert!(tile.comparisons.is_empty() && tile.strip.is_none(), "{at}: other places are not shown alone");
            }
            if tile.unlike.starts_with("Counted differently") {
                assert!(tile.change.is_none() && tile.strip.is_none(), "{at}");
                assert!(tile.comparisons.iter().all(|c| c.verdict.is_none()), "{at}");
            }
        }
    });
}

/// Sentences of a text.
fn sentences(text: &str) -> usize {
    text.split(". ").filter(|sentence| !sentence.trim().is_empty()).count()
}

#[test]
fn a_page_opens_with_one_message() {
    all(|name, made| {
        for page in &made.report.pages {
            let at = format!("{name}, {}", page.slug);
            assert!(slips(&page.message).is_empty(), "{at}: {} {:?}", page.message, slips(&page.message));
            // The heading holds one fact, and the paragraph below it all others.
            assert!(words(&page.message) <= 10, "{at}: {}", page.message);
            assert!(!page.message.contains(", and ") && !page.message.contains(", but "), "{at}: {}", page.message);
            let lede = plain(&page.lede);
            assert!(!lede.contains('[') && !lede.contains("  ") && !runs_together(&lede), "{at}: {lede}");
            assert!(sentences(&lede) <= 4, "{at}: {lede}");
        }
    });
}

fn attention(made: &Made) -> &Attention {
    let blocks = made.report.pages.iter().flat_map(|page| &page.sections).flat_map(|section| &section.blocks);
    blocks.into_iter().find_map(|block| if let Block::Attention(list) = block { Some(list) } else { None }).unwrap()
}

#[test]
fn what_needs_attention_is_ranked_short_and_leads_to_its_page() {
    all(|name, made| {
        let list = attention(made);
        assert!(list.items.len() <= 6, "{name}");
        let mut pages: BTreeMap<&str, usize> = BTreeMap::new();
        for item in &list.items {
            let at = format!("{name}: {}", item.says);
            assert!(words(&item.says) <= 10 && slips(&item.says).is_empty(), "{at}");
            *pages.entry(&item.page).or_default() += 1;
            let page = made.report.pages.iter().find(|page| page.slug == item.page).unwrap_or_else(|| panic!("{at} leads nowhere"));
            assert_eq!(page.title, item.page_title);
            assert!(!item.reason.is_empty() && !item.value.is_empty() && !item.reason.contains('{'), "{at}");
        }
        assert!(pages.values().all(|n| *n <= 2), "{name}: {pages:?}");
        assert!(list.items.is_sorted_by_key(|item| item.way), "{name}: worse comes first");
        assert!(list.rules.len() == 6 && !list.nothing.is_empty());
    });
    let demo = attention(&DEMO.made);
    let reasons: Vec<&str> = demo.items.iter().map(|item| item.reason.as_str()).collect();
    for rule in ["Below the duty", "Below the duty, in line with England", "Furthest from England", "Biggest change"] {
        assert!(reasons.contains(&rule), "{rule} is not among {reasons:?}");
    }
    // Contacts run low from 14 July to 14 September, which are the school holidays.
    assert!(reasons.iter().all(|reason| !reason.starts_with("Signal")), "{reasons:?}");
}

#[test]
fn what_rests_on_gaps_leads_neither_the_list_nor_a_page() {
    let small = report("gaps-of-600", &sized(600), "").0;
    for (name, made) in [("demo", &DEMO.made), ("600 children", &small)] {
        let list = attention(made);
        let doubtful: Vec<_> = list.items.iter().filter(|item| item.way == Way::Unsure).collect();
        assert!(list.items.first().is_none_or(|item| item.way != Way::Unsure) || doubtful.len() == list.items.len(), "{name}");
        for item in doubtful {
            assert!(item.beside.contains("no date recorded") || item.beside.contains("ompleteness grade "), "{name}: {}", item.beside);
            let told = made.report.pages.iter().find(|page| page.message.contains(&item.says));
            assert!(told.is_none(), "{name}: {:?}", told.map(|page| &page.message));
        }
    }
    // 52 of 322 young people of the demo have no date of review.
    let plans = attention(&DEMO.made).items.iter().find(|item| item.code == "CL-31").unwrap();
    assert!(plans.beside.ends_with("52 have no date recorded, completeness grade D"), "{}", plans.beside);
}

/// The way every point of a list of the site stands under.
fn headed(html: &str) -> Vec<(String, &'static str)> {
    let list = html.split("class=\"attention\"").nth(1).unwrap().split("class=\"how-picked\"").next().unwrap();
    let mut under = "";
    let mut found = Vec::new();
    for part in list.split('<') {
        if let Some(heading) = part.strip_prefix("h3>") {
            under = Way::ALL.map(Way::heading).into_iter().find(|known| *known == heading).unwrap();
        }
        if part.starts_with("a href") && !part.contains("class=\"code\"") {
            found.push((part.split_once('>').unwrap().1.to_owned(), under));
        }
    }
    found
}

#[test]
fn every_point_stands_on_the_site_under_the_way_it_points() {
    for page in ["index.html", "attention.html"] {
        let html = DEMO.outputs.files.get(&format!("site/{page}")).unwrap();
        let found = headed(&String::from_utf8_lossy(html));
        let wanted: Vec<_> = attention(&DEMO.made).items.iter().map(|item| (item.says.clone(), item.way.heading())).collect();
        assert_eq!(found, wanted, "{page}");
        assert!(wanted.iter().any(|(_, way)| *way == "Worse") && wanted.iter().any(|(_, way)| *way == "Better"));
    }
}

const SIGNED: &str = "for = 2025-09-30\nauthor = \"Ada\"\n";

fn small() -> Wish {
    Wish { rows: 3_000, ..Wish::default() }
}

fn page<'a>(made: &'a Made, slug: &str) -> &'a Page {
    made.report.pages.iter().find(|page| page.slug == slug).unwrap()
}

fn said(findings: &Findings) -> Vec<String> {
    findings.0.iter().filter(|f| f.place.file == "content/messages.toml").map(ToString::to_string).collect()
}

#[test]
fn a_sentence_written_by_hand_stands_signed_in_place_of_the_computed_one() {
    let written = format!(
        "[[message]]\npage = \"referrals\"\nheading = true\nsays = \"{{{{REF-01}}}} referrals, fewer than we feared.\"\nnote = \"Agreed in May\"\n{SIGNED}\
         [[message]]\npage = \"referrals\"\nlede = true\nsays = \"A word from us.\"\n{SIGNED}\
         [[message]]\npage = \"referrals\"\nfigure = \"REF-03 trend\"\nsays = \"The school line has closed\"\n{SIGNED}\
         [[message]]\npage = \"referrals\"\nfigure = \"referrals-compared\"\nsays = \"Set beside others\"\n{SIGNED}"
    );
    let (made, findings) = report("written", &small(), &written);
    assert_eq!(said(&findings), Vec::<String>::new());
    let page = page(&made, "referrals");
    assert!(page.message.ends_with(" referrals, fewer than we feared") && page.message.starts_with(|c: char| c.is_ascii_digit()));
    let lede = plain(&page.lede);
    assert_eq!(lede, "A word from us. Heading written by Ada, 30 September 2025. Introduction written by Ada, 30 September 2025.");
    let figure = page.figures().find(|figure| figure.id == "ref-03-trend").unwrap();
    assert_eq!(figure.title, "The school line has closed");
    assert!(figure.note.ends_with("Title written by Ada, 30 September 2025."), "{}", figure.note);
    let tables: Vec<_> = made
        .report
        .pages
        .iter()
        .flat_map(|page| &page.sections)
        .flat_map(|section| &section.blocks)
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .collect();
    assert!(tables.iter().any(|table| table.title == "Set beside others"));
    let list = tables.iter().find(|table| table.id == "written").unwrap();
    assert_eq!(list.table.rows.len(), 4);
    assert_eq!(list.table.rows[0].head, "Referrals, heading");
    assert_eq!(list.table.rows[0].cells[1..], ["Ada", "Agreed in May"]);
    let (plain, _) = report("unwritten", &small(), "");
    let blocks = plain.report.pages.iter().flat_map(|page| &page.sections).flat_map(|section| &section.blocks);
    assert!(!blocks.into_iter().any(|block| matches!(block, Block::Table(table) if table.id == "written")), "nothing was written");
}

#[test]
fn words_that_may_not_stand_are_named_and_the_computed_sentence_stays() {
    let wrong = |entry: &str| format!("[[message]]\npage = \"referrals\"\n{entry}\n{SIGNED}");
    let long = "one two three four five six seven eight nine ten eleven";
    let entries = [
        (wrong(&format!("figure = \"REF-03 trend\"\nsays = \"{long}\"")), "the sentence has 11 words, and 10 fit"),
        (
            wrong("figure = \"REF-03 tend\"\nsays = \"Short\""),
            "page referrals has no figure REF-03 tend (hint: did you mean `REF-03 trend`?)",
        ),
        (wrong("heading = true\nsays = \"{{REF-O3}} came\""), "there is no value named REF-O3 (hint: did you mean `REF-03`?)"),
        (wrong("heading = true\nsays = \" \""), "the sentence is empty"),
        (wrong("heading = true\nsays = \"{{REF-07/Nobody}} came\""), "cannot be shown in this edition"),
        (wrong(&format!("heading = true\nsays = \"{long} {long}\"")), "the heading has 22 words, and 10 fit"),
        (
            wrong("heading = true\nsays = \"Old\"").replace("2025-09-30", "2025-06-30"),
            "written for 30 June 2025, and the data are of 30 September 2025",
        ),
        (format!("[[attention]]\ncode = \"REF-3\"\npin = true\n{SIGNED}"), "there is no indicator REF-3 (hint: did you mean `REF-03`?)"),
        (format!("[[attention]]\ncode = \"REF-03\"\npin = true\n{}", SIGNED.replace("09-30", "03-31")), "written for 31 March 2025"),
    ];
    // The same sentence may be written once only, so each entry is tried alone.
    let (plain, _) = report("right", &small(), "");
    for (i, (entry, expected)) in entries.iter().enumerate() {
        let (made, findings) = report(&format!("wrong-{i}"), &small(), entry);
        let found = said(&findings);
        assert!(found.len() == 1 && found[0].starts_with("warning: content/messages.toml:1: ") && found[0].contains(expected), "{found:?}");
        // Told apart in words: a tile of a map without a value is not a number, which never equals itself.
        assert!(format!("{:?}", made.report.pages) == format!("{:?}", plain.report.pages), "{expected}");
    }
}

#[test]
fn items_of_the_attention_list_are_pinned_hidden_and_said_in_other_words() {
    let first = attention(&report("list", &small(), "").0).items[0].clone();
    let written = format!(
        "[[attention]]\ncode = \"CON-01\"\npin = true\nnote = \"Asked for by members\"\n{SIGNED}\
         [[attention]]\ncode = \"{}\"\nhide = true\n{SIGNED}",
        first.code
    );
    let (made, findings) = report("pinned", &small(), &written);
    assert_eq!(said(&findings), Vec::<String>::new());
    let items = &attention(&made).items;
    assert_eq!((items[0].code.as_str(), items[0].reason.as_str()), ("CON-01", "Pinned"));
    assert_eq!(items[0].note, "Pinned by Ada. Asked for by members.");
    assert!(items.iter().all(|item| item.code != first.code), "hidden");
    let says = format!("[[attention]]\ncode = \"{}\"\nsays = \"We know, and are on it\"\n{SIGNED}", first.code);
    let again = report("said", &small(), &says).0;
    let item = &attention(&again).items[0];
    assert_eq!((item.says.as_str(), item.reason.as_str()), ("We know, and are on it", first.reason.as_str()));
    assert_eq!(item.note, "Sentence written by Ada, 30 September 2025.");
}
