//! Reading a settings file: typed values by key, every fault a finding with its line.
//!
//! In: the text of a TOML file. Out: values where they are right, and findings where they are not. Knows no setting by name.

use crate::calendar::Day;
use crate::finding::{Finding, Findings, Place, Severity, Written, shown, unknown};
use crate::foreign::in_a_line;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A settings file being read.
pub(super) struct Settings<'t> {
    written: Written<'t>,
    findings: Findings,
}

/// A table of settings; empty where the file has none.
pub(super) struct Table<'t>(DeTable<'t>);

impl Table<'_> {
    /// The keys in the order of the file.
    pub(super) fn keys(&self) -> Vec<String> {
        self.0.keys().map(|key| key.get_ref().to_string()).collect()
    }

    pub(super) fn holds_table(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(|value| value.get_ref().is_table())
    }
}

impl<'t> Settings<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        Self { written: Written::new(file, text.trim_start_matches('\u{feff}')), findings: Findings::default() }
    }

    /// What was found, in the order of the file.
    pub(super) fn findings(mut self) -> Findings {
        self.findings.0.sort_by_key(|finding| finding.place.line);
        self.findings
    }

    /// The whole file as a table; what is no TOML is a finding.
    pub(super) fn parse(&mut self) -> Table<'t> {
        let (table, errors) = DeTable::parse_recoverable(self.written.text());
        for error in errors {
            self.findings.push(self.written.toml("settings", &error));
        }
        Table(table.into_inner())
    }

    /// Where a key of a table stands.
    pub(super) fn place(&self, table: &Table<'_>, key: &str) -> Place {
        let found = table.0.iter().find(|(name, _)| name.get_ref() == key);
        found.map_or_else(|| self.written.whole(), |(name, _)| self.written.place(name.span().start))
    }

    /// Where the value of a key stands.
    fn place_of_value(&self, table: &Table<'_>, key: &str) -> Place {
        table.0.get(key).map_or_else(|| self.place(table, key), |value| self.written.place(value.span().start))
    }

    fn error(&mut self, place: Place, message: String, hint: Option<String>) {
        let finding = self.written.quoted(Finding::new(Severity::Error, "settings", place, message));
        self.findings.push(match hint {
            Some(hint) => finding.hint(hint),
            None => finding,
        });
    }

    /// An error about the value of a key, for who looks at the file it names.
    pub(super) fn at_value(&self, table: &Table<'_>, key: &str, message: String) -> Finding {
        self.written.quoted(Finding::new(Severity::Error, "settings", self.place_of_value(table, key), message))
    }

    /// Refuses every key of a table that is not known.
    pub(super) fn only(&mut self, table: &Table<'_>, section: &str, known: &[&str]) {
        for key in table.keys().iter().filter(|key| !known.contains(&key.as_str())) {
            let what = if section.is_empty() { "section" } else { "setting" };
            let inside = if section.is_empty() { String::new() } else { format!(" in [{}]", shown(section)) };
            self.error(self.place(table, key), format!("unknown {what} `{}`{inside}", shown(key)), Some(unknown(key, known, what)));
        }
    }

    /// Says that a key names none of the things known.
    pub(super) fn unknown_key(&mut self, table: &Table<'_>, key: &str, what: &str, known: &[&str]) {
        self.error(self.place(table, key), format!("unknown {what} `{}`", shown(key)), Some(unknown(key, known, what)));
    }

    /// Says that a value is none of those known.
    pub(super) fn unknown(&mut self, table: &Table<'_>, key: &str, value: &str, known: &[&str]) {
        self.error(
            self.place_of_value(table, key),
            format!("`{}` is not known for `{}`", shown(value), shown(key)),
            Some(unknown(value, known, "value")),
        );
    }

    /// Says what was expected of a value.
    pub(super) fn wrong(&mut self, table: &Table<'_>, key: &str, expected: &str) {
        self.error(self.place_of_value(table, key), format!("expected {expected} for `{}`", shown(key)), None);
    }

    fn value<T>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        expected: &str,
        read: impl FnOnce(&Spanned<DeValue<'_>>) -> Option<T>,
    ) -> Option<T> {
        let value = read(table.0.get(key)?);
        if value.is_none() {
            self.wrong(table, key, expected);
        }
        value
    }

    /// The table under a key, empty where there is none.
    pub(super) fn section<'a>(&mut self, table: &Table<'a>, key: &str) -> Table<'a> {
        let inner = self.value(table, key, "a table", |value| value.get_ref().is_table().then_some(()));
        match (inner, table.0.get(key).map(Spanned::get_ref)) {
            (Some(()), Some(DeValue::Table(inner))) => Table(inner.clone()),
            _ => Table(DeTable::new()),
        }
    }

    /// The tables that `[[key]]` begins, each with where it stands.
    pub(super) fn tables<'a>(&mut self, table: &Table<'a>, key: &str) -> Vec<(Place, Table<'a>)> {
        let Some(value) = table.0.get(key) else { return Vec::new() };
        let one = |value: &Spanned<DeValue<'a>>| match value.get_ref() {
            DeValue::Table(inner) => Some((self.written.place(value.span().start), Table(inner.clone()))),
            _ => None,
        };
        let tables = value.get_ref().as_array().and_then(|all| all.iter().map(one).collect::<Option<Vec<_>>>());
        tables.unwrap_or_else(|| {
            self.wrong(table, key, &format!("tables that each begin with [[{key}]]"));
            Vec::new()
        })
    }

    /// Says that a table lacks what it must have; a value of the wrong kind was told before.
    pub(super) fn lacks(&mut self, place: &Place, table: &Table<'_>, key: &str, section: &str, hint: &str) {
        if table.0.get(key).is_none_or(|value| value.get_ref().as_str().is_some_and(|text| text.trim().is_empty())) {
            self.error(place.clone(), format!("`{key}` is missing in [{section}]"), Some(hint.to_owned()));
        }
    }

    /// A text; an empty one counts as not set.
    pub(super) fn text(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let text = self.value(table, key, "a text in quotes", |value| value.get_ref().as_str().map(in_a_line))?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A code, which people also write as a bare number.
    pub(super) fn code(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let code = self.value(table, key, "a text in quotes or a number", |value| match value.get_ref() {
            DeValue::String(text) => Some(text.trim().to_owned()),
            DeValue::Integer(number) => Some(number.as_str().to_owned()),
            _ => None,
        })?;
        Some(code).filter(|code| !code.is_empty())
    }

    /// A list of texts; empty where there is none.
    pub(super) fn texts(&mut self, table: &Table<'_>, key: &str) -> Vec<String> {
        let one = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::String(text) => Some(text.trim().to_owned()),
            DeValue::Integer(number) => Some(number.as_str().to_owned()),
            _ => None,
        };
        self.value(table, key, "a list of texts, as [\"one\", \"two\"]", |value| {
            value.get_ref().as_array()?.iter().map(one).collect::<Option<Vec<_>>>()
        })
        .unwrap_or_default()
    }

    /// A whole number within bounds.
    pub(super) fn whole(&mut self, table: &Table<'_>, key: &str, bounds: std::ops::RangeInclusive<u32>, expected: &str) -> Option<u32> {
        self.value(table, key, expected, |value| match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok().filter(|number| bounds.contains(number)),
            _ => None,
        })
    }

    /// Yes or no.
    pub(super) fn truth(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        self.value(table, key, "true or false", |value| value.get_ref().as_bool())
    }

    /// A number.
    pub(super) fn number(&mut self, table: &Table<'_>, key: &str) -> Option<f64> {
        self.value(table, key, "a number", |value| {
            let text = match value.get_ref() {
                DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
                DeValue::Float(number) => number.as_str(),
                _ => return None,
            };
            text.parse::<f64>().ok().filter(|number| number.is_finite())
        })
    }

    /// A day, as a date or as a text `YYYY-MM-DD`.
    pub(super) fn day(&mut self, table: &Table<'_>, key: &str) -> Option<Day> {
        self.value(table, key, "a date as YYYY-MM-DD", |value| match value.get_ref() {
            DeValue::String(text) => Day::parse_iso(text.trim()),
            DeValue::Datetime(date) if date.time.is_none() => Day::parse_iso(&date.to_string()),
            _ => None,
        })
    }
}
