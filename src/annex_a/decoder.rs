//! What a coded cell means.
//!
//! A text comes in and a code of the set comes out, or blank, or "not mapped". Nothing is guessed:
//! the council's own mapping, a known spelling, the statutory token, the words of the label, and only then a bare letter.

use super::codes::{BLANK, CodeSetRecord, HEADINGS, Mapping};
use super::lists::Coded;
use super::schema::{ColumnRecord, Schema};
use super::wording::{Pattern, plain, words};
use crate::finding::{Finding, Findings, Place, Severity, nearest, shown};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

fn is_token(key: &str) -> bool {
    key.len() >= 2 && key.chars().any(|c| c.is_ascii_uppercase())
}

fn is_leading(key: &str) -> bool {
    key.chars().all(|c| c.is_ascii_digit()) || (key.len() == 1 && key.chars().all(|c| c.is_ascii_uppercase()))
}

/// A code set made ready for reading.
#[derive(Debug)]
struct Reader {
    exact: HashMap<String, Coded>,
    tokens: HashMap<String, u16>,
    leading: HashMap<String, u16>,
    letters: HashMap<String, u16>,
    patterns: Vec<(Pattern, u16)>,
    subcodes: bool,
    several: Option<u16>,
}

impl Reader {
    fn new(record: &CodeSetRecord) -> Self {
        let mut reader = Self {
            exact: record.blank.iter().map(|text| (words(text).join(" "), Coded::Blank)).collect(),
            tokens: HashMap::new(),
            leading: HashMap::new(),
            letters: HashMap::new(),
            patterns: Vec::new(),
            subcodes: record.subcodes,
            several: record.several.as_ref().and_then(|key| record.code.iter().position(|code| &code.key == key)).map(|at| at as u16),
        };
        for (code, at) in record.code.iter().zip(0u16..) {
            let texts = [&code.key, &code.label].into_iter().chain(&code.spellings);
            reader.exact.extend(texts.map(|text| (words(text).join(" "), Coded::Code(at))));
            let key_token = Some(&code.key).filter(|key| is_token(key));
            reader.tokens.extend(code.tokens.iter().chain(key_token).map(|token| (token.to_lowercase(), at)));
            let key_leading = Some(&code.key).filter(|key| is_leading(key));
            reader.leading.extend(code.leading.iter().chain(key_leading).map(|lead| (lead.to_lowercase(), at)));
            reader.letters.extend(code.letter.iter().map(|letter| (letter.clone(), at)));
            reader.patterns.extend(code.like.iter().map(|text| (Pattern::new(text), at)));
        }
        reader
    }

    /// A statutory token: at the head of the text (after a letter prefix), or the only one in it.
    fn token(&self, words: &[String]) -> Option<u16> {
        if let Some(found) = words.iter().take(2).find_map(|word| self.tokens.get(word)) {
            return Some(*found);
        }
        let mut found: Vec<u16> = words.iter().filter_map(|word| self.tokens.get(word)).copied().collect();
        found.dedup();
        (found.len() == 1).then(|| found[0])
    }

    /// A digit or letter at the start, before punctuation: `6: Police`, `U - independent`, and `4a Homelessness` where the set has sub-codes.
    fn lead(&self, text: &str) -> Option<u16> {
        let start = text.find(|c: char| c.is_alphanumeric())?;
        let text = &text[start..];
        let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
        let (head, rest) = (text[..end].to_lowercase(), text[end..].trim_start());
        let closed = rest.is_empty() || rest.starts_with([':', ')', ']', '.', '-', '–', '—', '/']);
        if let Some(at) = self.leading.get(&head).filter(|_| closed || self.subcodes) {
            return Some(*at);
        }
        let last = head.chars().last()?;
        let (lead, sub) = head.split_at(head.len() - last.len_utf8());
        let other_kind = sub.chars().all(|c| c.is_ascii_digit()) != lead.chars().all(|c| c.is_ascii_digit());
        self.leading.get(lead).copied().filter(|_| self.subcodes && other_kind)
    }

    fn pattern(&self, words: &[String], own: &[(Pattern, Coded)]) -> Option<Coded> {
        let own = own.iter().map(|(pattern, coded)| (pattern, *coded));
        let all = own.chain(self.patterns.iter().map(|(pattern, at)| (pattern, Coded::Code(*at))));
        let fitting: Vec<(usize, Coded)> = all.filter(|(pattern, _)| pattern.fits(words)).map(|(p, coded)| (p.weight(), coded)).collect();
        let most = fitting.iter().map(|(weight, _)| *weight).max()?;
        let mut best: Vec<Coded> = fitting.iter().filter(|(weight, _)| *weight == most).map(|(_, coded)| *coded).collect();
        best.sort_unstable();
        best.dedup();
        match (best.as_slice(), self.several) {
            ([one], None) => Some(*one),
            (_, Some(several)) if fitting.iter().any(|(_, coded)| *coded != best[0]) => Some(Coded::Code(several)),
            ([one], Some(_)) => Some(*one),
            _ => None,
        }
    }
}

/// The text after a prefix such as `a)`, `1 -` or `p1:`.
fn without_prefix(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['(', '[']);
    let end = text.find(|c: char| !c.is_ascii_alphanumeric())?;
    if end == 0 || end > 2 {
        return None;
    }
    let rest = text[end..].trim_start();
    let after = rest.trim_start_matches([')', ']', '.', ':', '-', '–', '—']);
    (after.len() < rest.len()).then(|| after.trim_start()).filter(|after| !after.is_empty())
}

/// Reads the codes of one column.
#[derive(Debug, Clone)]
pub struct Decoder {
    mapping: HashMap<String, Coded>,
    own: HashMap<String, Coded>,
    own_patterns: Vec<(Pattern, Coded)>,
    reader: Arc<Reader>,
    letters: bool,
}

impl Decoder {
    /// The code that a text means.
    pub fn decode(&self, text: &str) -> Coded {
        let text = &plain(text);
        let words = words(text);
        let joined = words.join(" ");
        if let Some(coded) = self.mapping.get(&joined).or_else(|| self.own.get(&joined)).or_else(|| self.reader.exact.get(&joined)) {
            return *coded;
        }
        if let Some(at) = self.reader.token(&words) {
            return Coded::Code(at);
        }
        let rest = without_prefix(text);
        if let Some(coded) = rest.and_then(|rest| self.known(rest)) {
            return coded;
        }
        if let Some(at) = self.reader.lead(text).or_else(|| rest.and_then(|rest| self.reader.lead(rest))) {
            return Coded::Code(at);
        }
        if let Some(coded) = self.reader.pattern(&words, &self.own_patterns) {
            return coded;
        }
        match self.reader.letters.get(&joined) {
            Some(at) if self.letters => Coded::Code(*at),
            _ => Coded::Unmapped,
        }
    }

    fn known(&self, text: &str) -> Option<Coded> {
        let joined = words(text).join(" ");
        self.own.get(&joined).or_else(|| self.reader.exact.get(&joined)).copied()
    }
}

/// The decoders of every coded column, by list and field.
#[derive(Debug)]
pub struct Decoders {
    by_column: BTreeMap<(String, String), Decoder>,
}

impl Decoders {
    /// Makes the decoders; a mapping that names nothing known is a finding.
    pub fn new(schema: &Schema, mapping: &Mapping, findings: &mut Findings) -> Self {
        let readers: BTreeMap<&str, Arc<Reader>> =
            schema.code_sets.iter().map(|(name, set)| (name.as_str(), Arc::new(Reader::new(set)))).collect();
        check(schema, mapping, findings);
        let mut by_column = BTreeMap::new();
        for list in &schema.lists {
            for column in &list.columns {
                let Some((set, reader)) =
                    column.set.as_ref().and_then(|name| Some((schema.code_sets.get(name)?, readers.get(name.as_str())?)))
                else {
                    continue;
                };
                let decoder = Decoder {
                    mapping: mapped(set, [mapping.get(&set.name), mapping.get(&column.key)]),
                    own: own_spellings(set, column),
                    own_patterns: own_patterns(set, column),
                    reader: Arc::clone(reader),
                    letters: column.letters,
                };
                by_column.insert((list.key.clone(), column.key.clone()), decoder);
            }
        }
        Self { by_column }
    }

    /// The decoder of a column, for code columns.
    pub fn of(&self, list: &str, field: &str) -> Option<&Decoder> {
        self.by_column.get(&(list.to_owned(), field.to_owned()))
    }
}

fn coded(set: &CodeSetRecord, key: &str) -> Option<Coded> {
    if key.is_empty() || key == BLANK {
        return Some(Coded::Blank);
    }
    set.code.iter().position(|code| code.key.eq_ignore_ascii_case(key)).map(|at| Coded::Code(at as u16))
}

fn mapped(set: &CodeSetRecord, tables: [Option<&BTreeMap<String, String>>; 2]) -> HashMap<String, Coded> {
    let entries = tables.into_iter().flatten().flatten();
    entries.filter_map(|(spelling, key)| Some((words(spelling).join(" "), coded(set, key)?))).collect()
}

fn own_spellings(set: &CodeSetRecord, column: &ColumnRecord) -> HashMap<String, Coded> {
    let pairs = column.spellings.iter().flat_map(|(key, texts)| texts.iter().map(move |text| (key, text)));
    pairs.filter_map(|(key, text)| Some((words(text).join(" "), coded(set, key)?))).collect()
}

fn own_patterns(set: &CodeSetRecord, column: &ColumnRecord) -> Vec<(Pattern, Coded)> {
    let pairs = column.spellings_like.iter().flat_map(|(key, texts)| texts.iter().map(move |text| (key, text)));
    pairs.filter_map(|(key, text)| Some((Pattern::new(text), coded(set, key)?))).collect()
}

fn check(schema: &Schema, mapping: &Mapping, findings: &mut Findings) {
    for (name, table) in mapping.iter().filter(|(name, _)| *name != HEADINGS) {
        let sets: Vec<&CodeSetRecord> = match schema.code_sets.get(name) {
            Some(set) => vec![set],
            None => {
                let columns = schema.lists.iter().flat_map(|list| &list.columns).filter(|column| &column.key == name);
                columns.filter_map(|column| schema.code_sets.get(column.set.as_ref()?)).collect()
            }
        };
        if sets.is_empty() {
            let finding = mapping_fault(format!("[mapping.{}] names neither a code set nor a coded field", shown(name)));
            let fields = schema.lists.iter().flat_map(|list| &list.columns).filter(|column| column.set.is_some());
            let known = schema.code_sets.keys().chain(fields.map(|column| &column.key)).map(String::as_str);
            let hint = nearest(name, known.chain([HEADINGS])).map(|near| format!("did you mean [mapping.{near}]?"));
            let sets = || schema.code_sets.keys().cloned().collect::<Vec<_>>().join(", ");
            findings.push(finding.hint(hint.unwrap_or_else(|| format!("code sets are {}", sets()))));
            continue;
        }
        let unknown: BTreeSet<&String> = table.values().filter(|key| !sets.iter().any(|set| coded(set, key).is_some())).collect();
        for key in unknown {
            let keys = || sets[0].code.iter().map(|code| code.key.as_str());
            let finding = mapping_fault(format!("[mapping.{name}] leads to the code `{}`, which is not there", shown(key)));
            let hint = nearest(key, keys().chain([BLANK])).filter(|_| key.chars().count() > 3);
            findings.push(finding.hint(match hint {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its codes are {}, or \"{BLANK}\"", keys().collect::<Vec<_>>().join(", ")),
            }));
        }
    }
}

fn mapping_fault(message: String) -> Finding {
    Finding::new(Severity::Error, "mapping", Place::file("annexa.toml"), message)
}
