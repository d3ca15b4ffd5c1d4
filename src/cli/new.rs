//! `annexa new`: a project of a council's own, which builds at once.
//!
//! Asks four questions where a person sits at a terminal, none otherwise: every answer has a flag, and every flag a default.
//! The workbook is copied into `data/`; without one, an invented example beside it is built until there is one.

use super::args::{For, New};
use super::{Outcome, input};
use crate::annex_a::demo::{self, Wish};
use crate::annex_a::{ENDINGS, demo::DemoError};
use crate::audience::Audience;
use crate::files::Files;
use crate::finding::{nearest, shown};
use crate::foreign::{in_a_line, said_in_a_line};
use crate::publish;
use anyhow::{Context, bail};
use clap::ValueEnum;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Files of every project: its path, and what it holds. Launchers end their lines as Windows does.
const FILES: [(&str, &str); 7] = [
    ("annexa.toml", include_str!("new/annexa.toml")),
    ("README.md", include_str!("new/README.md")),
    ("Build.cmd", include_str!("new/Build.cmd")),
    ("Check.cmd", include_str!("new/Check.cmd")),
    ("data/README.md", include_str!("new/data.md")),
    ("content/README.md", include_str!("new/content.md")),
    ("content/commentary/README.md", include_str!("new/commentary.md")),
];

/// Rows of the invented example: enough for every page, and quick to build.
const EXAMPLE_ROWS: u32 = 6_000;

/// What a project is made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Answers {
    authority: Option<String>,
    audiences: Vec<Audience>,
    workbook: Option<PathBuf>,
    contact: Option<String>,
}

pub(super) fn run(args: &New) -> anyhow::Result<Outcome> {
    publish::resume(&args.dir)?;
    if !publish::is_free(&args.dir) {
        bail!("{} is not empty; a project is made in a new folder", shown(&args.dir.display().to_string()));
    }
    let given = Answers {
        authority: args.authority.clone().and_then(filled),
        audiences: args.audience.map(For::audiences).unwrap_or_default(),
        workbook: args.workbook.clone(),
        contact: args.contact.clone().and_then(filled),
    };
    let person = !args.no_questions && io::stdin().is_terminal() && io::stderr().is_terminal();
    let answers = if person { ask(given, &mut Person { answers: &mut io::stdin().lock(), out: &mut io::stderr().lock() })? } else { given };
    let files = project(&answers)?;
    publish::write_new(&files, &args.dir)?;
    let dir = args.dir.display();
    println!("a project is in {dir}\nbuild it: annexa build --project \"{dir}\"");
    match &answers.workbook {
        Some(_) => println!("the workbook was copied into its folder data; README.md says how to go on"),
        None => println!("it builds an invented example until its folder data holds a workbook; README.md says how to go on"),
    }
    Ok(Outcome::Done)
}

/// A person at a terminal.
struct Person<'a, I, O> {
    answers: &'a mut I,
    out: &'a mut O,
}

impl<I: BufRead, O: Write> Person<'_, I, O> {
    /// The answer to a question; an empty line leaves the default.
    fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        write!(self.out, "{question} ")?;
        self.out.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(filled(line))
    }

    /// Says why an answer will not do, before the question is put again.
    fn tell(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.out, "  {}", said_in_a_line(words))
    }
}

/// What was not given, asked one by one.
fn ask(given: Answers, person: &mut Person<'_, impl BufRead, impl Write>) -> anyhow::Result<Answers> {
    let mut all = given;
    if all.authority.is_none() {
        all.authority = person.ask("Which authority is it, as pages should name it?")?;
    }
    while all.audiences.is_empty() {
        let Some(words) = person.ask("Who is it for: leadership, management, public or all? [leadership]")? else { break };
        match For::from_str(&words, true) {
            Ok(named) => all.audiences = named.audiences(),
            Err(_) => person.tell(&none_of_them(&words))?,
        }
    }
    while all.workbook.is_none() {
        let Some(words) = person.ask("Where is the workbook? It is copied into the project. [none yet: an invented example]")? else {
            break;
        };
        // A path dropped onto a terminal comes in quotes.
        let path = PathBuf::from(words.trim_matches(['"', '\'']));
        match workbook(&path) {
            Ok(_) => all.workbook = Some(path),
            Err(error) => person.tell(&format!("{error:#}"))?,
        }
    }
    if all.contact.is_none() {
        all.contact = person.ask("Whom should readers ask: a post or a mailbox that outlasts a person? [not given]")?;
    }
    Ok(all)
}

fn none_of_them(words: &str) -> String {
    let known: Vec<String> = For::value_variants().iter().filter_map(|one| Some(one.to_possible_value()?.get_name().to_owned())).collect();
    let near = nearest(words, known.iter().map(String::as_str)).map(|near| format!("; did you mean {near}?")).unwrap_or_default();
    format!("{} is none of them{near}", shown(words))
}

/// A text in one line, or nothing where it holds no words.
fn filled(text: String) -> Option<String> {
    Some(in_a_line(text.trim())).filter(|text| !text.is_empty())
}

/// The name and the bytes of a workbook.
fn workbook(path: &Path) -> anyhow::Result<(String, Vec<u8>)> {
    let said = shown(&path.display().to_string());
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    if path.is_dir() {
        bail!("{said} is a folder; name the workbook in it, or copy its tables into data/ afterwards");
    }
    if !path.is_file() {
        let beside = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let names: Vec<String> =
            std::fs::read_dir(beside).into_iter().flatten().flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
        let near =
            nearest(&name, names.iter().map(String::as_str)).map(|near| format!("; did you mean {}?", shown(near))).unwrap_or_default();
        bail!("there is no file {said}{near}");
    }
    if !ENDINGS.iter().any(|ending| name.to_lowercase().ends_with(ending)) {
        bail!("{said} is no workbook by its name; save it in Excel as .xlsx");
    }
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {said}"))?;
    Ok((name, bytes))
}

/// All files of the project.
fn project(answers: &Answers) -> anyhow::Result<Files> {
    let mut files = Files::default();
    let names: Vec<&str> = answers.audiences.iter().map(|audience| audience.key()).collect();
    let first = names.first().copied().unwrap_or(Audience::default().key());
    let name = answers.authority.as_deref().unwrap_or("this authority");
    let parts = [
        ("authority", name.to_owned()),
        ("first", first.to_owned()),
        ("name", setting("name", answers.authority.as_deref(), "")),
        ("contact", setting("contact", answers.contact.as_deref(), "not given")),
        ("build", if names.is_empty() { "# build = [\"leadership\"]".to_owned() } else { format!("build = {names:?}") }),
    ];
    for (path, text) in FILES {
        let text = filled_in(text, &parts);
        let launcher = path.ends_with(".cmd");
        files.add(path, if launcher { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text });
    }
    match &answers.workbook {
        Some(path) => {
            let (name, bytes) = workbook(path)?;
            files.add(format!("data/{name}"), bytes);
        }
        None => example(&mut files)?,
    }
    Ok(files)
}

/// A text with its parts put in once; values of commentary, which stand in the same brackets, stay.
fn filled_in(text: &str, parts: &[(&str, String)]) -> String {
    let mut pieces = text.split("{{");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let known = piece.split_once("}}").and_then(|(name, rest)| Some((parts.iter().find(|part| part.0 == name)?, rest)));
        match known {
            Some(((_, words), rest)) => out.extend([words.as_str(), rest]),
            None => out.extend(["{{", piece]),
        }
    }
    out
}

/// A setting, as TOML writes it; behind a # where it is not given.
fn setting(key: &str, given: Option<&str>, default: &str) -> String {
    let (mark, words) = given.map_or(("# ", default), |given| ("", given));
    format!("{mark}{key} = {}", toml::Value::String(words.to_owned()))
}

/// A demonstration inside the project, whose workbook is read only while `data/` holds none.
fn example(files: &mut Files) -> Result<(), DemoError> {
    files.add_under(input::EXAMPLE, demo::project(&Wish { rows: EXAMPLE_ROWS, ..Wish::default() }, 1)?);
    files.add(format!("{}/README.md", input::EXAMPLE), EXAMPLE_README);
    Ok(())
}

const EXAMPLE_README: &str = "# An invented example\n\n\
    No child in it lives anywhere, and there is no such authority.\n\
    It is built only while `data/` holds no workbook; delete this folder when you like.\n";

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    /// The answers to lines typed at a terminal, and how many questions were put.
    fn typed(given: Answers, lines: &str) -> (Answers, usize) {
        let mut out = Vec::new();
        let mut person = Person { answers: &mut Cursor::new(lines), out: &mut out };
        let answers = ask(given, &mut person).unwrap();
        (answers, String::from_utf8(out).unwrap().matches("? ").count())
    }

    #[test]
    fn four_questions_are_asked_and_each_may_be_left() {
        assert_eq!(typed(Answers::default(), ""), (Answers::default(), 4));
        let (answers, _) = typed(Answers::default(), "Sheepshire\nall\n\nThe post\n");
        assert_eq!(
            (answers.authority.as_deref(), answers.audiences.len(), answers.contact.as_deref()),
            (Some("Sheepshire"), 3, Some("The post"))
        );
    }

    #[test]
    fn what_was_given_is_not_asked_and_what_cannot_be_is_asked_again() {
        let book = tempfile::Builder::new().suffix(" Annex A.xlsx").tempfile().unwrap();
        let path = book.path().display().to_string();
        let given = Answers { authority: Some("A".to_owned()), contact: Some("B".to_owned()), ..Answers::default() };
        let (answers, _) = typed(given, &format!("leadreship\npublic\n{path}x\n\"{path}\"\n"));
        assert_eq!((answers.audiences, answers.workbook), (vec![Audience::Public], Some(book.path().to_owned())));
    }

    #[test]
    fn a_missing_workbook_is_answered_with_the_nearest_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Annex A.xlsx"), "x").unwrap();
        std::fs::write(folder.path().join("notes.docx"), "x").unwrap();
        let said = |name: &str| workbook(&folder.path().join(name)).unwrap_err().to_string();
        assert!(said("AnnexA.xlsx").ends_with("; did you mean Annex A.xlsx?"), "{}", said("AnnexA.xlsx"));
        assert!(said("notes.docx").ends_with("is no workbook by its name; save it in Excel as .xlsx"));
        assert!(said("").contains("is a folder"));
        assert!(workbook(&folder.path().join("Annex A.xlsx")).is_ok());
    }

    #[test]
    fn names_in_any_letters_are_settings() {
        let answers =
            Answers { authority: Some("A \"B\" \\ {{contact}} é".to_owned()), audiences: For::All.audiences(), ..Answers::default() };
        let files = project(&answers).unwrap();
        let text = String::from_utf8(files.get("annexa.toml").unwrap().to_vec()).unwrap();
        let read = crate::project::Project::parse(&text);
        assert_eq!(read.findings.0, []);
        assert_eq!((read.value.authority.name, read.value.audiences.build.len()), (answers.authority, 3));
    }
}
