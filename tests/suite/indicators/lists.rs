//! Makes lists from the rows of an example, with the columns and code sets that `content/` describes.

use annexa::annex_a::lists::{Code, CodeSet, Coded, Column, List, Lists, Origin};
use annexa::calendar::Day;
use annexa::project::LISTS;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Value;

/// A row: field and value.
pub type Row = BTreeMap<String, Value>;

/// Lists that are made of several quarters.
const OVER_TIME: [&str; 4] = ["cases_in_need", "cases_of_care", "moves", "recorded"];

/// Their fields.
fn over_time() -> BTreeMap<String, BTreeMap<String, (String, Option<String>)>> {
    let field = |(name, kind, set): (&str, &str, &str)| (name.to_owned(), (kind.to_owned(), (kind == "code").then(|| set.to_owned())));
    let cases = [("child_id", "id", ""), ("began", "date", ""), ("ended", "date", "")];
    let moves = [("child_id", "id", ""), ("then", "code", "level"), ("now", "code", "level"), ("step", "code", "step")];
    let recorded = [("child_id", "id", ""), ("event", "code", "event"), ("began", "date", ""), ("recorded", "code", "recorded")];
    let list = |key: &str, fields: &[(&str, &str, &str)]| (key.to_owned(), fields.iter().copied().map(field).collect());
    [list(OVER_TIME[0], &cases), list(OVER_TIME[1], &cases), list(OVER_TIME[2], &moves), list(OVER_TIME[3], &recorded)].into()
}

/// What `content/lists` and `content/codes` say, as far as examples need it.
pub struct Schema {
    /// Type and code set of every field of a list.
    pub fields: BTreeMap<String, BTreeMap<String, (String, Option<String>)>>,
    /// Code sets.
    pub code_sets: BTreeMap<String, CodeSet>,
}

impl Schema {
    /// The schema of this repository, or `None` where it holds none.
    pub fn read() -> Option<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let common = columns(&table(&root.join("lists/common.toml"))?);
        let mut fields = BTreeMap::new();
        for key in LISTS {
            let list = table(&root.join(format!("lists/{key}.toml")))?;
            let mut of_list = common.clone();
            of_list.extend(columns(&list));
            fields.insert(key.to_owned(), of_list);
        }
        fields.extend(over_time());
        let mut code_sets = BTreeMap::new();
        for file in
            std::fs::read_dir(root.join("codes")).ok()?.flatten().filter(|file| file.path().extension().is_some_and(|e| e == "toml"))
        {
            let set = code_set(&table(&file.path())?);
            code_sets.insert(set.name.clone(), set);
        }
        Some(Self { fields, code_sets })
    }

    /// Lists that hold the given rows. Every field of the list is there, blank where a row says nothing.
    pub fn lists(&self, rows: &BTreeMap<String, Vec<Row>>) -> Lists {
        let mut lists = Lists { code_sets: self.code_sets.clone(), ..Lists::default() };
        let mut strings: Vec<String> = Vec::new();
        // A list over time is there where an example gives it rows.
        for key in LISTS.into_iter().chain(OVER_TIME.into_iter().filter(|key| rows.contains_key(*key))) {
            let list = match rows.get(key) {
                Some(rows) => self.list(key, rows, &mut strings),
                None => List { key: key.to_owned(), ..List::default() },
            };
            lists.lists.insert(key.to_owned(), list);
        }
        lists.strings = strings;
        lists
    }

    fn list(&self, key: &str, rows: &[Row], strings: &mut Vec<String>) -> List {
        let fields = &self.fields[key];
        for name in rows.iter().flat_map(BTreeMap::keys) {
            assert!(fields.contains_key(name), "list {key} has no field {name}");
        }
        let columns = fields.iter().map(|(name, (kind, set))| (name.clone(), self.column(name, kind, set.as_deref(), rows, strings)));
        List {
            key: key.to_owned(),
            rows: rows.len(),
            columns: columns.collect(),
            origins: vec![Origin { file: "example".to_owned(), ..Origin::default() }],
            places: (0..rows.len()).map(|row| (0, row as u32 + 3)).collect(),
            ..List::default()
        }
    }

    fn column(&self, name: &str, kind: &str, set: Option<&str>, rows: &[Row], strings: &mut Vec<String>) -> Column {
        let text = |row: &Row| row.get(name).map(|value| value.as_str().expect("a text").to_owned());
        let mut intern = |text: String| {
            let at = strings.iter().position(|other| *other == text).unwrap_or_else(|| {
                strings.push(text);
                strings.len() - 1
            });
            at as u32
        };
        match kind {
            "date" => Column::Date(rows.iter().map(|row| text(row).map(|t| Day::parse_iso(&t).expect("a date"))).collect()),
            "whole" | "age" => {
                Column::Whole(rows.iter().map(|row| row.get(name).map(|value| value.as_integer().expect("a number") as i32)).collect())
            }
            "code" => {
                let set = set.expect("a coded field names its set");
                Column::Code(set.to_owned(), rows.iter().map(|row| text(row).map_or(Coded::Blank, |key| self.coded(set, &key))).collect())
            }
            "id" => Column::Id(rows.iter().map(|row| text(row).map(&mut intern)).collect()),
            _ => Column::Text(rows.iter().map(|row| text(row).map(&mut intern)).collect()),
        }
    }

    fn coded(&self, set: &str, key: &str) -> Coded {
        if key == "?" {
            return Coded::Unmapped;
        }
        let at = self.code_sets[set].codes.iter().position(|code| code.key == key);
        Coded::Code(at.unwrap_or_else(|| panic!("code set {set} has no {key}")) as u16)
    }
}

fn table(path: &Path) -> Option<Value> {
    toml::from_str(&std::fs::read_to_string(path).ok()?).ok()
}

fn columns(list: &Value) -> BTreeMap<String, (String, Option<String>)> {
    let text = |column: &Value, key: &str| column.get(key).and_then(Value::as_str).map(str::to_owned);
    let columns = list.get("column").and_then(Value::as_array).cloned().unwrap_or_default();
    columns.iter().filter_map(|column| Some((text(column, "key")?, (text(column, "type")?, text(column, "set"))))).collect()
}

fn code_set(set: &Value) -> CodeSet {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let codes = set.get("code").and_then(Value::as_array).cloned().unwrap_or_default();
    let code = |code: &Value| {
        let label = text(code, "label").unwrap_or_default();
        Code { key: text(code, "key").unwrap_or_default(), group: text(code, "group").unwrap_or_else(|| label.clone()), label }
    };
    CodeSet { name: text(set, "name").unwrap_or_default(), codes: codes.iter().map(code).collect() }
}
