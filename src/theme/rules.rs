//! A style sheet: rules that say how things look and fetch nothing.
//!
//! In: the text of a theme's `theme.css` or `site.css`. Out: the same without comments, or what stands in it that may not.
//! A style sheet that could load from elsewhere could tell elsewhere what is on a page.

use super::look::ASSETS;

/// Words by which a style sheet fetches something or runs something, once its escapes are read.
const FORBIDDEN: [(&str, &str); 5] = [
    ("@import", "holds `@import`"),
    ("image-set(", "holds `image-set`"),
    ("src(", "holds an address"),
    ("expression(", "holds an expression"),
    ("-moz-binding", "holds a binding"),
];

/// The rules of a style sheet, or the line and the kind of what it may not hold.
pub fn clean(css: &str) -> Result<String, (u32, String)> {
    let rules = without_comments(css);
    for (line, text) in (1..).zip(rules.lines()) {
        // What is cut in two by a line break is no word of CSS, but for the brackets of an address.
        if let Some(what) = fault(text) {
            return Err((line, what));
        }
    }
    // An address goes on over a line break, and a hidden character of an escape ends at one.
    fault(&rules.replace('\n', " ")).map_or(Ok(()), |what| Err((1, what)))?;
    Ok(rules.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |css, line| css + line + "\n"))
}

/// The rules without the words that are for those who change them; line breaks stay, and nothing that a comment parts comes together.
fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| {
        let (comment, after) = part.split_once("*/").unwrap_or((part, ""));
        kept + " " + &"\n".repeat(comment.matches('\n').count()) + after
    })
}

fn fault(rules: &str) -> Option<String> {
    let read = unescaped(rules).to_lowercase();
    if let Some((_, what)) = FORBIDDEN.iter().find(|(word, _)| read.contains(word)) {
        return Some((*what).to_owned());
    }
    let ours = |address: &str| {
        let name = address.trim().trim_matches(['"', '\'']);
        ASSETS.iter().any(|asset| asset.eq_ignore_ascii_case(name)) || name == "notosans-regular.ttf" || name == "notosans-bold.ttf"
    };
    let addresses = read.split("url(").skip(1).map(|rest| rest.split(')').next().unwrap_or(rest));
    addresses.into_iter().any(|address| !ours(address)).then(|| "holds an address".to_owned())
}

/// A text with its escapes read: `\75rl(` is `url(`.
fn unescaped(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut letters = css.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let mut code = String::new();
        while code.len() < 6 && letters.peek().is_some_and(char::is_ascii_hexdigit) {
            code.extend(letters.next());
        }
        if code.is_empty() {
            out.extend(letters.next());
            continue;
        }
        out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
        letters.next_if(|c| c.is_whitespace());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_stay_and_comments_go() {
        assert_eq!(
            clean("/* oak */ .oak { color: var(--ink); } /* \n */\n\n.a::before { content: \"\\2192\"; }"),
            Ok(".oak { color: var(--ink); }\n.a::before { content: \"\\2192\"; }\n".to_owned())
        );
        assert!(clean("@font-face { src: url(\"NotoSans-Regular.woff2\") format(\"woff2\"); }").is_ok());
    }

    #[test]
    fn whatever_fetches_is_refused_by_line() {
        for bad in [
            "@import 'http://x.example/a.css';",
            "@IMPORT url(a.css);",
            "@\\69mport 'x';",
            "a { background: url(http://x.example/?a) }",
            "a { background: URL('//x.example') }",
            "a { background: \\75 rl(x) }",
            "a { background: u\\000072l(x) }",
            "a { background: url( data:image/svg+xml,x ) }",
            "input[value^=a] { background: image-set('http://x' 1x) }",
            "a { background: src('http://x') }",
            "a { width: expression(alert(1)) }",
            "@font-face { src: url(../../data/x.woff2) }",
            "a { background: url(site.css?x) }",
            "a { behavior: url(x.htc) }",
            "a { background: url(x",
        ] {
            assert_eq!(clean(&format!("\n/* \n */{bad}")).map_err(|e| e.0), Err(3), "{bad}");
        }
        assert!(clean("a { background: url(\n'http://x') }").is_err());
        // A comment parts what stands beside it, and so it does when it is gone.
        assert_eq!(clean("@im/**/port 'x';"), Ok("@im port 'x';\n".to_owned()));
    }
}
