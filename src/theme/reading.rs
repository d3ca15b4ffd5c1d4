//! Reading tokens: a theme's file is laid over the default one, so that it need only say what differs.
//!
//! In: the files of the shelf. Out: the tokens, and a finding with its line for each one that is misspelt or of the wrong kind.
//! What the default theme holds is what may be said: there is no second list of names.

use super::tokens::{FILE, Tokens};
use super::{DEFAULT, Shelf, embedded};
use crate::colour::Rgb;
use crate::finding::{Finding, Findings, Place, Severity, Written, shown, unknown};
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

/// Sizes and distances that a page can bear.
const BEARABLE: std::ops::RangeInclusive<f64> = 1.0..=120.0;

/// The tokens of the chosen theme, before a council's colours; `None` where the built-in file itself cannot be read.
pub(super) fn tokens(shelf: &Shelf, findings: &mut Findings) -> Option<Tokens> {
    let default = format!("themes/{DEFAULT}/{FILE}");
    let mut all: Table = toml::from_str(&text(&embedded(&default)?)).ok()?;
    let chosen = format!("themes/{}/{FILE}", shelf.choice.theme());
    let mut layers = vec![(default.clone(), shelf.own(&default))];
    if chosen != default {
        layers.extend([(chosen.clone(), embedded(&chosen)), (chosen.clone(), shelf.own(&chosen))]);
    }
    for (path, bytes) in layers {
        if let Some(bytes) = bytes {
            Layer { path: &path, text: &text(&bytes), findings }.lay(&mut all);
        }
    }
    match Value::Table(all).try_into() {
        Ok(tokens) => Some(tokens),
        Err(error) => {
            findings.push(Finding::new(Severity::Error, "theme-tokens", Place::file(chosen), error.message().to_owned()));
            None
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A file of tokens being laid over those below it.
struct Layer<'a> {
    path: &'a str,
    text: &'a str,
    findings: &'a mut Findings,
}

impl Layer<'_> {
    fn lay(&mut self, under: &mut Table) {
        let (tree, errors) = DeTable::parse_recoverable(self.text);
        for error in &errors {
            self.findings.push(Written::new(self.path, self.text).toml("theme-tokens", error));
        }
        if errors.is_empty() {
            self.lay_table(tree.get_ref(), under, "");
        }
    }

    fn lay_table(&mut self, over: &DeTable<'_>, under: &mut Table, section: &str) {
        for (key, value) in over {
            let (name, at) = (key.get_ref().as_ref(), key.span().start);
            let Some(below) = under.get_mut(name) else {
                let known: Vec<&str> = under.keys().map(String::as_str).collect();
                let inside = if section.is_empty() { String::new() } else { format!(" in [{section}]") };
                self.fault(at, format!("unknown token `{}`{inside}", shown(name)), Some(unknown(name, &known, "token")));
                continue;
            };
            if let (DeValue::Table(over), Value::Table(below)) = (value.get_ref(), &mut *below) {
                self.lay_table(over, below, name);
                continue;
            }
            match of_kind(value.get_ref(), below) {
                Some(value) => *below = value,
                None => self.fault(at, format!("expected {} for `{}`", expected(below), shown(name)), None),
            }
        }
    }

    fn fault(&mut self, at: usize, message: String, hint: Option<String>) {
        let finding = Written::new(self.path, self.text).fault("theme-tokens", at, message);
        self.findings.push(match hint {
            Some(hint) => finding.hint(hint),
            None => finding,
        });
    }
}

/// A value as TOML, where it is of the kind of the one it stands for: a colour for a colour, as many sizes for sizes.
fn of_kind(value: &DeValue<'_>, like: &Value) -> Option<Value> {
    match (value, like) {
        (DeValue::String(text), Value::String(below)) if Rgb::parse(below).is_some() => Rgb::parse(text).map(|c| Value::String(c.hex())),
        // Charts are measured with the letters of the built-in family, so there is no other.
        (DeValue::String(text), Value::String(below)) => (text.as_ref() == below.as_str()).then(|| like.clone()),
        (DeValue::Integer(number), Value::Integer(_)) if number.radix() == 10 => {
            let number: i64 = number.as_str().parse().ok()?;
            BEARABLE.contains(&(number as f64)).then_some(Value::Integer(number))
        }
        (DeValue::Integer(_) | DeValue::Float(_), Value::Integer(_) | Value::Float(_)) => {
            let text = match value {
                DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
                DeValue::Float(number) if matches!(like, Value::Float(_)) => number.as_str(),
                _ => return None,
            };
            text.parse::<f64>().ok().filter(|number| BEARABLE.contains(number)).map(Value::Float)
        }
        (DeValue::Array(values), Value::Array(below)) if values.len() == below.len() => {
            values.iter().zip(below).map(|(value, below)| of_kind(value.get_ref(), below)).collect::<Option<Vec<_>>>().map(Value::Array)
        }
        _ => None,
    }
}

fn expected(like: &Value) -> String {
    match like {
        Value::String(below) if Rgb::parse(below).is_some() => "a colour as #RRGGBB".to_owned(),
        Value::String(below) => format!("`{below}`, which charts are measured with,"),
        Value::Array(below) => match below.first() {
            Some(first) => format!("a list of {}, each {}", below.len(), expected(first)),
            None => "a list".to_owned(),
        },
        Value::Table(_) => "a table".to_owned(),
        Value::Integer(_) => "a whole number from 1 to 120".to_owned(),
        _ => "a number from 1 to 120".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Findings of a text laid over the default tokens, as `line: message (hint)`.
    fn told(text: &str) -> Vec<String> {
        let mut findings = Findings::default();
        let mut all: Table = toml::from_str(&super::text(&embedded("themes/default/tokens.toml").unwrap())).unwrap();
        Layer { path: "tokens.toml", text, findings: &mut findings }.lay(&mut all);
        let hint = |hint: &Option<String>| hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        findings.0.iter().map(|f| format!("{}: {}{}", f.place.line.unwrap_or(0), f.message, hint(&f.hint))).collect()
    }

    #[test]
    fn only_what_differs_need_be_said() {
        assert_eq!(told("[light]\nink = \"#111111\"\n[space]\nsteps = [4, 8, 12, 16, 24, 32]\n[print]\nbody = 12\n"), Vec::<String>::new());
    }

    #[test]
    fn a_misspelt_token_is_named_by_line_with_the_nearest() {
        assert_eq!(told("[light]\n\nmutd = \"#111111\"\n"), ["3: unknown token `mutd` in [light] (did you mean `muted`?)"]);
        assert!(told("[lihgt]\n")[0].starts_with("1: unknown token `lihgt` (did you mean `light`?)"));
    }

    #[test]
    fn a_value_of_another_kind_is_refused() {
        assert_eq!(told("[light]\nink = \"red;} body{background:url(//x)\"\n"), ["2: expected a colour as #RRGGBB for `ink`"]);
        assert_eq!(told("[type]\nsmall = [14]\n"), ["2: expected a list of 2, each a whole number from 1 to 120 for `small`"]);
        assert_eq!(told("[print]\nbody = 9000\n"), ["2: expected a number from 1 to 120 for `body`"]);
        assert_eq!(told("[type]\nfamily = \"Comic Sans\"\n"), ["2: expected `Noto Sans`, which charts are measured with, for `family`"]);
        assert_eq!(told("light = 3\n"), ["1: expected a table for `light`"]);
        assert_eq!(told("[light\n").len(), 1);
    }
}
