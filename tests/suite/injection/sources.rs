//! A project every text of which holds a payload, and its plain twin.

use super::PAYLOADS;
use annexa::annex_a::Source;
use annexa::annex_a::demo::{Cell, Demo, Layout, Wish, simulate, write};
use annexa::audience::Audience;
use annexa::pipeline::{Before, Input};
use annexa::project::Project;
use annexa::theme::Shelf;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use toml::{Table, Value};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// Keys of an indicator's record that are words for readers.
const WORDS: [&str; 9] = ["title", "short", "means", "numerator", "denominator", "excludes", "source", "caveats", "differs"];

/// Gives out payloads in turn, or as many plain words.
pub struct Marks {
    plain: bool,
    given: AtomicUsize,
}

impl Marks {
    pub fn new(plain: bool) -> Self {
        Self { plain, given: AtomicUsize::new(0) }
    }

    /// The next payload.
    pub fn next(&self) -> String {
        let n = self.given.fetch_add(1, Ordering::Relaxed);
        let n = n % PAYLOADS.len();
        if self.plain { format!("Plain{n}") } else { PAYLOADS[n].clone() }
    }

    /// The next payload in a cell of a CSV file, which is binary where it holds a NUL.
    fn cell(&self, text: &str) -> String {
        format!("{} {text}", self.next().replace('\0', ""))
    }

    /// A text behind the next payload.
    pub fn before(&self, text: &str) -> String {
        format!("{} {text}", self.next())
    }

    /// How many were given out.
    pub fn given(&self) -> usize {
        self.given.load(Ordering::Relaxed)
    }
}

/// A project in a folder of its own, with its data.
pub struct Poisoned {
    _folder: tempfile::TempDir,
    pub project: Project,
    pub shelf: Shelf,
    pub sources: Vec<Source>,
    pub marks: Marks,
    /// Titles of the indicators as their records have them.
    pub titles: Vec<(String, String)>,
    /// Names of the teams as cells have them.
    pub teams: Vec<String>,
}

impl Poisoned {
    pub fn input(&self) -> Input<'_> {
        Input {
            project: &self.project,
            shelf: &self.shelf,
            sources: &self.sources,
            as_at: None,
            audience: Audience::Management,
            before: Before::default(),
        }
    }
}

/// The project; `plain` makes its twin.
pub fn project(plain: bool) -> Poisoned {
    let folder = tempfile::tempdir().unwrap();
    let (marks, mut titles) = (Marks::new(plain), Vec::new());
    let put = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    put("annexa.toml", &settings(&marks));
    for path in files("content/indicators") {
        put(&path, &indicators(&read(&path), &marks, &mut titles));
    }
    for path in files("content/pages") {
        put(&path, &front(&read(&path), &["title", "asks", "heading", "group"], &marks));
    }
    for path in files("content/commentary").into_iter().filter(|path| !path.ends_with("README.md")) {
        put(&path, &front(&read(&path), &["author", "state"], &marks));
    }
    put("content/glossary.toml", &glossary(&marks));
    put("content/messages.toml", &messages(&marks));
    put("content/attention.toml", &attention(&marks));
    put("benchmarks/areas.csv", &areas(&marks));
    put("data/published.csv", &read("data/published.csv"));
    let (sources, teams) = workbook(&marks);
    let loaded = Project::load(folder.path());
    assert!(!loaded.findings.has_errors(), "{:#?}", loaded.findings);
    let shelf = Shelf::of_project(folder.path()).dressed(loaded.value.theme.clone());
    Poisoned { project: loaded.value, shelf, sources, marks, titles, teams, _folder: folder }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap()
}

fn files(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names.into_iter().map(|name| format!("{folder}/{name}")).collect()
}

fn settings(marks: &Marks) -> String {
    let mut root: Table = toml::from_str(&read("annexa.toml")).unwrap();
    let authority = root["authority"].as_table_mut().unwrap();
    authority.insert("name".into(), marks.before("Benbowshire").into());
    authority.insert("banner".into(), marks.before("Invented").into());
    authority.insert("region".into(), marks.before("the region").into());
    for target in root["targets"].as_table_mut().unwrap().iter_mut().map(|(_, target)| target.as_table_mut().unwrap()) {
        target.insert("owner".into(), marks.before("owner").into());
    }
    let report = [("title", marks.before("Report")), ("classification", marks.before("OFFICIAL"))];
    root.insert("report".into(), Value::Table(report.map(|(key, text)| (key.to_owned(), Value::String(text))).into_iter().collect()));
    let rebase = [("indicator", "REF-16".to_owned()), ("from", "2025-07-01".to_owned()), ("why", marks.before("New front door"))];
    let rebase = Value::Table(rebase.map(|(key, text)| (key.to_owned(), Value::String(text))).into_iter().collect());
    root.insert("rebase".into(), Value::Array(vec![rebase]));
    let spellings: Table = (0..PAYLOADS.len()).map(|n| (format!("{} {n}", marks.next()), Value::String("6".into()))).collect();
    root.insert("mapping".into(), Value::Table(Table::from_iter([("source".to_owned(), Value::Table(spellings))])));
    toml::to_string(&root).unwrap()
}

fn indicators(text: &str, marks: &Marks, titles: &mut Vec<(String, String)>) -> String {
    let mut root: Table = toml::from_str(text).unwrap();
    let Some(records) = root.get_mut("indicator").and_then(Value::as_array_mut) else { return text.to_owned() };
    for record in records.iter_mut().map(|record| record.as_table_mut().unwrap()) {
        let code = record["code"].as_str().unwrap().to_owned();
        for (key, value) in record.iter_mut().filter(|(key, _)| WORDS.contains(&key.as_str())) {
            match value {
                // What differs is told sentence by sentence, each in a row of its own, the same sentences in one.
                Value::String(text) if key == "differs" && !text.is_empty() => {
                    *text = format!("{} {} {text}", marks.next().replace('.', ""), code.to_lowercase());
                }
                Value::String(text) if !text.is_empty() => *text = marks.before(text),
                Value::Array(all) => all.iter_mut().for_each(|one| *one = Value::String(marks.before(one.as_str().unwrap()))),
                _ => {}
            }
            if key == "title" {
                titles.push((code.clone(), value.as_str().unwrap().to_owned()));
            }
        }
    }
    toml::to_string(&root).unwrap()
}

/// A page or commentary with some settings of its front matter poisoned.
fn front(text: &str, keys: &[&str], marks: &Marks) -> String {
    let (front, body) = text.strip_prefix("+++\n").unwrap().split_once("\n+++\n").unwrap();
    let mut front: Table = toml::from_str(front).unwrap();
    for (key, value) in front.iter_mut().filter(|(key, _)| keys.contains(&key.as_str())) {
        // The group of the overview is empty, and pages of one group stand together.
        let text = value.as_str().unwrap();
        let new = if key == "group" && !text.is_empty() {
            format!("{} {text}", if marks.plain { "Plain" } else { "<b>\"&'=#$_" })
        } else {
            marks.before(text)
        };
        if key != "group" || !text.is_empty() {
            *value = Value::String(without_values(&new));
        }
    }
    format!("+++\n{}+++\n{body}", toml::to_string(&front).unwrap())
}

/// Curly brackets name values there, and a value that nobody knows is rightly told.
fn without_values(text: &str) -> String {
    text.replace("{{", "{ {").replace("[[", "[ [")
}

fn glossary(marks: &Marks) -> String {
    let mut root: Table = toml::from_str(&read("content/glossary.toml")).unwrap();
    for entry in root["entry"].as_array_mut().unwrap().iter_mut().map(|entry| entry.as_table_mut().unwrap()) {
        let (term, means) = (entry["term"].as_str().unwrap().to_owned(), entry["means"].as_str().unwrap().to_owned());
        // No term that is built in, whether or not anything is seen of the payload. Terms are sorted, and what leads to them is what text writes.
        entry.insert("forms".into(), entry.get("forms").cloned().unwrap_or_else(|| Value::Array(vec![Value::String(term.to_lowercase())])));
        entry.insert("term".into(), format!("{term} of ours {}", marks.next()).into());
        entry.insert("means".into(), marks.before(&means).into());
    }
    toml::to_string(&root).unwrap()
}

fn messages(marks: &Marks) -> String {
    let text = |words: &str| Value::String(words.to_owned());
    let day: Value = toml::from_str::<Table>("for = 2025-09-30").unwrap()["for"].clone();
    let message = |n: usize, page: &str| {
        let short = without_values(&marks.next());
        let says = if short.split_whitespace().count() <= 6 && !short.contains(|c: char| c.is_ascii_digit()) {
            format!("{short} said")
        } else {
            "Said".to_owned()
        };
        let pairs = [("page", text(page)), ("heading", Value::Boolean(true)), ("says", Value::String(says)), ("for", day.clone())];
        let mut table: Table = pairs.map(|(key, value)| (key.to_owned(), value)).into_iter().collect();
        table.insert("author".into(), format!("{} author {n}", marks.next()).into());
        table.insert("note".into(), marks.before("note").into());
        Value::Table(table)
    };
    let pages = ["referrals", "contacts", "early-help", "assessments", "section-47", "children-in-need", "child-protection", "placements"];
    let all = pages.iter().enumerate().map(|(n, page)| message(n, page)).collect();
    toml::to_string(&Table::from_iter([("message".to_owned(), Value::Array(all))])).unwrap()
}

fn attention(marks: &Marks) -> String {
    let mut root: Table = toml::from_str(&read("content/attention.toml")).unwrap();
    for key in ["says", "nothing"] {
        let text = marks.before(root[key].as_str().unwrap());
        root.insert(key.to_owned(), text.into());
    }
    for season in root["season"].as_array_mut().unwrap().iter_mut().map(|season| season.as_table_mut().unwrap()) {
        let name = marks.before(season["name"].as_str().unwrap());
        season.insert("name".into(), name.into());
    }
    toml::to_string(&root).unwrap()
}

/// The areas of published figures under other names.
fn areas(marks: &Marks) -> String {
    let text = read("benchmarks/areas.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let (name, abolished) = (head.iter().position(|h| h == "name").unwrap(), head.iter().position(|h| h == "abolished").unwrap());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&head).unwrap();
    for record in reader.records().map(Result::unwrap) {
        let poisoned = |(n, cell): (usize, &str)| match n == name && record[abolished].is_empty() {
            // No name that the lists hold, whether or not anything is seen of the payload before it.
            true => marks.before(&format!("Council of {cell}")),
            false => cell.to_owned(),
        };
        writer.write_record(record.iter().enumerate().map(poisoned)).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// Lists as CSV files: every text, a code in each list, the names of the files and two columns of the council's own are poisoned.
fn workbook(marks: &Marks) -> (Vec<Source>, Vec<String>) {
    let mut demo = simulate(&Wish { rows: 4_000, ..Wish::default() });
    let mut teams = Vec::new();
    let mut rename: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
    for list in &mut demo.lists {
        for (field, cell) in list.rows.iter_mut().flat_map(|row| list.fields.iter().zip(row)) {
            if let Cell::Text(text) = cell {
                let new = rename.entry(text.clone()).or_insert_with(|| marks.cell(text));
                text.clone_from(new);
                if *field == "team" && !teams.contains(new) {
                    teams.push(new.clone());
                }
            }
        }
    }
    unknown_codes(&mut demo, marks);
    let files = write(&demo, Layout::Folder).unwrap();
    let named = |(name, bytes): (&str, &[u8])| Source { name: format!("{} {name}", marks.next()), bytes: wider(bytes, marks) };
    (files.iter().map(named).collect(), teams)
}

/// A few codes that no set knows.
fn unknown_codes(demo: &mut Demo, marks: &Marks) {
    for list in &mut demo.lists {
        for row in list.rows.iter_mut().take(3) {
            if let Some(cell) = row.iter_mut().find(|cell| matches!(cell, Cell::Code("source" | "need" | "ethnicity", _))) {
                *cell = Cell::Text(marks.cell("odd"));
            }
        }
    }
}

/// A table with two more columns, whose heads and first cells are payloads.
fn wider(bytes: &[u8], marks: &Marks) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for (n, record) in reader.records().map(Result::unwrap).enumerate() {
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if n < 20 {
            cells.extend([marks.cell(&n.to_string()), marks.cell("own")]);
        }
        writer.write_record(&cells).unwrap();
    }
    writer.into_inner().unwrap()
}
