//! Typst source in code mode: calls with string literals.
//!
//! Words never stand in markup, so nothing in a workbook or a comment can be read as a command:
//! inside a literal only the backslash, the quotation mark and the line break mean anything.

/// A string literal that stands for exactly this text.
pub(super) fn literal(text: &str) -> String {
    let mut code = String::with_capacity(text.len() + 2);
    code.push('"');
    for character in text.chars() {
        match character {
            '\\' => code.push_str("\\\\"),
            '"' => code.push_str("\\\""),
            '\n' => code.push_str("\\n"),
            other => code.push(other),
        }
    }
    code.push('"');
    code
}

/// An array of pieces of code.
pub(super) fn array(items: &[String]) -> String {
    if items.is_empty() { "()".to_owned() } else { format!("({},)", items.join(", ")) }
}

/// A block of code that joins its pieces.
pub(super) fn joined(pieces: &[String]) -> String {
    match pieces {
        [] => "none".to_owned(),
        [one] => one.clone(),
        more => format!("{{ {} }}", more.join("; ")),
    }
}

/// A call of a layout's function with named arguments, one a line.
#[derive(Debug)]
pub(super) struct Call {
    open: String,
    lines: Vec<String>,
}

impl Call {
    /// A call of a function.
    pub(super) fn new(function: &str) -> Self {
        Self { open: format!("annexa.{function}("), lines: Vec::new() }
    }

    /// A dictionary instead of a call.
    pub(super) fn dictionary() -> Self {
        Self { open: "(".to_owned(), lines: Vec::new() }
    }

    /// An argument by position.
    pub(super) fn first(mut self, code: &str) -> Self {
        self.lines.push(code.to_owned());
        self
    }

    /// A named argument.
    pub(super) fn with(mut self, name: &str, code: &str) -> Self {
        self.lines.push(format!("{name}: {code}"));
        self
    }

    /// The code.
    pub(super) fn code(self) -> String {
        if self.open == "(" {
            return format!("({})", self.lines.join(", "));
        }
        let inner: String = self.lines.iter().map(|line| format!("  {},\n", line.replace('\n', "\n  "))).collect();
        format!("{}\n{inner})", self.open)
    }
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn hostile_text_stays_inside_its_literal() {
        assert_eq!(literal("a\"; #panic(\"x\") \\u{41} */ $x$"), r##""a\"; #panic(\"x\") \\u{41} */ $x$""##);
        assert_eq!(literal("one\ntwo"), "\"one\\ntwo\"");
    }
}
