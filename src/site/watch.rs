//! The watch at the door: a finished page may look as it likes, and do nothing that this program does not do itself.
//!
//! In: a page as a layout made it, which may be a colleague's. Out: the same with its content security policy, or what stands in it
//! that may not: scripts and styles within the page, events, addresses elsewhere, elements that load or act.
//! It reads only the strict form that our layouts have, every attribute in double quotes, so that no browser can read it otherwise.

use super::FOLDER_OF_ASSETS;
use crate::content::markdown::is_safe_address;
use crate::theme::{ASSETS, is_plain};

/// What a page may load, and from where: itself alone. `file:` stands beside `'self'` because a page opened from disk is no site
/// of its own to every browser; to a page from a web server it opens nothing. Frames cannot be named here, only in a header.
pub const POLICY: &str = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file:; \
                          font-src 'self' file:; base-uri 'none'; form-action 'self' file:";

/// What a page without script or form may load.
pub(crate) const POLICY_OF_PAPER: &str = "default-src 'none'; style-src 'self' file:; img-src 'self' file:; font-src 'self' file:; \
                                          base-uri 'none'; form-action 'none'";

/// Elements of a page, and of the drawings in it; whatever is not here loads, acts or changes how the rest is read.
const ELEMENTS: &str = " a abbr address article aside b bdi blockquote body br button caption cite code col colgroup dd del details dfn div dl dt \
    em figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html i img input ins kbd label li link main mark meta nav ol p q s samp \
    script search section small span strong sub summary sup table tbody td tfoot th thead time title tr u ul var wbr \
    svg g path rect circle ellipse line polyline polygon text tspan desc defs symbol use linearGradient radialGradient stop clipPath mask pattern ";

/// Attributes that act or load, whatever stands in them; those that begin with `on` are events.
const ACTS: [&str; 15] = [
    "style",
    "srcdoc",
    "srcset",
    "ping",
    "formaction",
    "background",
    "is",
    "nonce",
    "integrity",
    "crossorigin",
    "manifest",
    "usemap",
    "autofocus",
    "contenteditable",
    "xml:base",
];

/// Attributes that hold an address.
const ADDRESSES: [&str; 9] = ["href", "xlink:href", "src", "action", "data", "poster", "cite", "longdesc", "fill"];

/// What a page may not hold, and on which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) what: String,
}

/// The page with a policy, or what it may not hold.
pub(super) fn passed(page: &str, policy: &str) -> Result<String, Fault> {
    let mut head = None;
    let mut at = 0;
    let fault = |at: usize, what: &str| Fault { line: 1 + page[..at].matches('\n').count(), what: what.to_owned() };
    let Some(start) = page.get(..15).filter(|start| start.eq_ignore_ascii_case("<!doctype html>")) else {
        return Err(fault(0, "no `<!doctype html>` at its start"));
    };
    at += start.len();
    while let Some(next) = page[at..].find('<') {
        at += next;
        let tag = Tag::read(&page[at..])
            .ok_or_else(|| fault(at, "a `<` that opens no plain tag, a comment, or an attribute without double quotes"))?;
        tag.check(&page[at + tag.length..]).map_err(|what| fault(at, &what))?;
        at += tag.length;
        if tag.name == "head" && head.is_none() && !tag.closes {
            head = Some(at);
        }
    }
    let Some(head) = head else { return Err(fault(0, "no `<head>`")) };
    Ok(format!("{}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{}", &page[..head], &page[head..]))
}

struct Tag<'p> {
    name: &'p str,
    closes: bool,
    attributes: Vec<(&'p str, &'p str)>,
    length: usize,
}

impl<'p> Tag<'p> {
    /// The tag at the start of a text.
    fn read(text: &'p str) -> Option<Self> {
        let closes = text.starts_with("</");
        let mut rest = &text[1 + usize::from(closes)..];
        let (name, after) = word(rest)?;
        rest = after;
        let mut attributes = Vec::new();
        loop {
            let trimmed = rest.trim_start();
            if let Some(after) = trimmed.strip_prefix("/>").or_else(|| trimmed.strip_prefix('>')) {
                return Some(Self { name, closes, attributes, length: text.len() - after.len() });
            }
            // Browsers part attributes without a space too; our layouts never do.
            if trimmed.len() == rest.len() {
                return None;
            }
            let (attribute, after) = word(trimmed)?;
            let value = after.strip_prefix("=\"").map(|value| value.split_once('"'));
            let (value, after) = match value {
                Some(value) => value?,
                None => ("", after),
            };
            attributes.push((attribute, value));
            rest = after;
        }
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.attributes.iter().any(|(other, given)| other.eq_ignore_ascii_case(name) && given.eq_ignore_ascii_case(value))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }

    fn check(&self, after: &str) -> Result<(), String> {
        let is = |name: &str| self.name.eq_ignore_ascii_case(name);
        if !ELEMENTS.split(' ').any(|name| !name.is_empty() && name.eq_ignore_ascii_case(self.name)) {
            return Err(format!("the element `{}`", crate::finding::shown(self.name)));
        }
        if is("script") && !self.closes && !(self.get("src").is_some_and(is_our_script) && after.starts_with("</script>")) {
            return Err("a script that is not one of the program’s".to_owned());
        }
        if is("meta") && self.attributes.iter().any(|(name, _)| name.eq_ignore_ascii_case("http-equiv")) {
            return Err("a `meta` that stands for a header".to_owned());
        }
        if is("link") && !self.closes && !(self.has("rel", "stylesheet") || self.has("rel", "icon")) {
            return Err("a `link` that is neither style sheet nor icon".to_owned());
        }
        self.attributes.iter().try_for_each(|(name, value)| self.check_attribute(&name.to_ascii_lowercase(), value))
    }

    fn check_attribute(&self, name: &str, value: &str) -> Result<(), String> {
        if name.starts_with("on") {
            return Err("an event, which could run a script".to_owned());
        }
        if ACTS.contains(&name) {
            return Err(format!("the attribute `{name}`"));
        }
        // An entity that is not ours could be any letter to a browser.
        if ADDRESSES.contains(&name) && ENTITIES.iter().fold(value.to_owned(), |rest, (entity, _)| rest.replace(entity, "")).contains('&') {
            return Err(format!("an entity in `{name}`"));
        }
        let value = plain(value);
        let outside = ADDRESSES.contains(&name) && !self.may_lead_to(name, &value);
        let fetches = value.to_ascii_lowercase().split("url(").skip(1).any(|address| !address.starts_with('#')) && name != "content";
        if outside || fetches && !["title", "alt", "aria-label"].contains(&name) && !name.starts_with("data-") {
            return Err(format!("an address in `{name}` that leads elsewhere"));
        }
        Ok(())
    }

    fn may_lead_to(&self, name: &str, value: &str) -> bool {
        let here = value.starts_with('#') || value.split(['#', '?']).next().is_some_and(is_plain);
        match name {
            "fill" => !value.contains(':'),
            "href" if self.name.eq_ignore_ascii_case("a") => here || is_safe_address(value),
            "href" | "xlink:href" if self.name.eq_ignore_ascii_case("use") => value.starts_with('#'),
            _ => here,
        }
    }
}

fn is_our_script(address: &str) -> bool {
    let name = address.strip_prefix(FOLDER_OF_ASSETS).and_then(|rest| rest.strip_prefix('/'));
    name.is_some_and(|name| name == "search-index.js" || (name.ends_with(".js") && ASSETS.contains(&name)))
}

/// A name of an element or an attribute, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_'))).unwrap_or(text.len());
    (end > 0 && text.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| text.split_at(end))
}

/// The entities that [`super::html::escape`] writes, the ampersand last.
const ENTITIES: [(&str, &str); 5] = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];

/// A value as a browser reads it.
fn plain(value: &str) -> String {
    ENTITIES.iter().fold(value.to_owned(), |value, (entity, letter)| value.replace(entity, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed_by(page: &str) -> Result<String, Fault> {
        passed(page, POLICY)
    }

    fn page(body: &str) -> String {
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>T &lt;b&gt;</title></head>\n<body>{body}</body></html>\n"
        )
    }

    #[test]
    fn a_page_gets_its_policy_before_all_else() {
        let passed = passed_by(&page("<p class=\"a\" hidden>x</p><br/>")).unwrap();
        assert!(passed.contains("<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "), "{passed}");
        assert_eq!(passed.matches("Content-Security-Policy").count(), 1);
    }

    #[test]
    fn what_a_page_holds_of_its_own_passes() {
        for good in [
            "<script src=\"assets/site.js\" defer></script>",
            "<a href=\"referrals.html#trend\">x</a><a href=\"#top\">x</a><a href=\"data/a.csv\" download>x</a>",
            "<a href=\"https://a.example/?b&amp;c\" rel=\"noreferrer\">x</a><a href=\"mailto:a@b.example\">x</a>",
            "<svg viewBox=\"0 0 1 1\" aria-label=\"url(x) onclick=&quot;\"><use href=\"#i-a\"/><path fill=\"url(#p)\" d=\"M0 0\"/></svg>",
            "<img src=\"assets/logo.svg\" alt=\"javascript:x\">",
            "<form action=\"a-to-z.html\" method=\"get\"><input type=\"search\"></form>",
        ] {
            assert!(passed_by(&page(good)).is_ok(), "{good}: {:?}", passed_by(&page(good)));
        }
    }

    #[test]
    fn what_acts_or_leads_elsewhere_is_refused_with_its_line() {
        for bad in [
            "<script>alert(1)</script>",
            "<script src=\"https://x.example/a.js\"></script>",
            "<script src=\"assets/mine.js\"></script>",
            "<script src=\"assets/site.js\">alert(1)</script>",
            "<SCRIPT src=\"assets/site.js\"> </SCRIPT>",
            "<style>a{}</style>",
            "<p style=\"color:red\">x</p>",
            "<p onclick=\"x()\">x</p>",
            "<p OnMouseOver=\"x\">x</p>",
            "<img src=\"https://x.example/a.png\" alt=\"\">",
            "<img src=\"//x.example/a\" alt=\"\">",
            "<img src=\"data:image/png;base64,x\" alt=\"\">",
            "<img src=x onerror=alert(1)>",
            "<img src='a' alt=''>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\"&#106;avascript:x\">x</a>",
            "<a href=\"java&Tab;script:x\">x</a>",
            "<a href=\" javascript:x\">x</a>",
            "<a href=\"../../secret.html\">x</a>",
            "<a href=\"/etc/passwd\">x</a>",
            "<a href=\"file:///etc/passwd\">x</a>",
            "<iframe src=\"a.html\"></iframe>",
            "<object data=\"a\"></object>",
            "<embed src=\"a\">",
            "<base href=\"https://x.example/\">",
            "<meta http-equiv=\"refresh\" content=\"0;url=https://x.example\">",
            "<link rel=\"stylesheet\" href=\"https://x.example/a.css\">",
            "<link rel=\"prefetch\" href=\"a.html\">",
            "<form action=\"https://x.example/\"></form>",
            "<button formaction=\"https://x.example/\">x</button>",
            "<!-- comment -->",
            "<![CDATA[x]]>",
            "<?xml?>",
            "<svg><foreignObject></foreignObject></svg>",
            "<svg><animate attributeName=\"href\"/></svg>",
            "<svg><use href=\"https://x.example/a.svg#a\"/></svg>",
            "<svg><image href=\"a\"/></svg>",
            "<svg><path fill=\"url(https://x.example)\"/></svg>",
            "<math></math>",
            "<template></template>",
            "<noscript></noscript>",
            "<textarea></textarea>",
            "a < b",
            "<p",
            "<p a=\"b\"c=\"d\">",
            "<p/onclick=\"x\">",
            "<x-y></x-y>",
            "<audio src=\"a\"></audio>",
            "</style>",
            "<marquee>",
            "<img src=\"a\" alt=\"\" srcset=\"https://x.example 2x\">",
        ] {
            let fault = passed_by(&page(&format!("\n{bad}"))).err();
            assert_eq!(fault.map(|fault| fault.line), Some(4), "{bad}");
        }
        assert!(passed_by("<html><head></head></html>").is_err() && passed_by("<!doctype html><html></html>").is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[<>/a-z\"'=&;#! é:-]{0,80}") {
            let _ = passed_by(&page(&text));
        }
    }
}
