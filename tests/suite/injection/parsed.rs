//! Outputs read again: HTML as browsers read it, SVG as XML.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::BTreeMap;

/// An element of a page: its name, attributes, text and whether it lies in a drawing.
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub text: String,
    pub drawn: bool,
}

/// Every element of a page in order, as a browser finds them.
pub fn elements(html: &str) -> Vec<Element> {
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(html);
    let mut found = Vec::new();
    walk(&dom.document, false, &mut found);
    found
}

fn walk(node: &Handle, drawn: bool, found: &mut Vec<Element>) {
    let mut inside = drawn;
    match &node.data {
        NodeData::Element { name, attrs, template_contents, .. } => {
            assert!(template_contents.borrow().is_none(), "a template");
            let name = name.local.to_string();
            inside = drawn || name == "svg";
            let attributes = attrs.borrow().iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
            found.push(Element { name, attributes, text: text(node), drawn: inside });
        }
        NodeData::Comment { contents } => panic!("a comment: {contents}"),
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| walk(child, inside, found));
}

fn text(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => node.children.borrow().iter().map(text).collect(),
    }
}

/// What acts in a page, whatever the words in it are: each is a fault.
pub fn acting(elements: &[Element]) -> Vec<String> {
    let mut faults = Vec::new();
    for element in elements {
        let name = element.name.as_str();
        let never = [
            "style",
            "iframe",
            "object",
            "embed",
            "base",
            "applet",
            "frame",
            "template",
            "foreignObject",
            "animate",
            "set",
            "image",
            "math",
            "plaintext",
            "textarea",
            "video",
            "audio",
            "source",
            "noscript",
        ];
        if never.contains(&name) {
            faults.push(format!("<{name}>"));
        }
        if name == "script"
            && !(element.text.is_empty()
                && element.attributes.get("src").is_some_and(|src| src.starts_with("assets/") && src.ends_with(".js")))
        {
            faults.push("a script of its own".to_owned());
        }
        if name == "meta"
            && element.attributes.contains_key("http-equiv")
            && element.attributes.get("http-equiv").map(String::as_str) != Some("Content-Security-Policy")
        {
            faults.push("a header".to_owned());
        }
        for (attribute, value) in &element.attributes {
            let loads = ["src", "href", "action", "data", "srcset", "poster", "formaction"].contains(&attribute.as_str());
            let bare: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect::<String>().to_lowercase();
            let outside = bare.contains(':') || bare.starts_with("//") || bare.starts_with('/') || bare.contains("..");
            let link = name == "a" && ["https://", "http://", "mailto:"].iter().any(|scheme| bare.starts_with(scheme));
            if attribute.starts_with("on") || attribute == "style" || attribute == "srcdoc" || (loads && outside && !link) {
                faults.push(format!("{attribute} of <{name}>"));
            }
            if value.chars().any(|c| c != '\n' && super::acts_unseen(c)) {
                faults.push(format!("an unseen character in {attribute} of <{name}>"));
            }
        }
    }
    faults
}

/// How many elements of each name and attributes of each name there are outside drawings, which are wrapped by length.
pub fn counts(elements: &[Element]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for element in elements.iter().filter(|element| !element.drawn) {
        *counts.entry(element.name.clone()).or_default() += 1;
        for attribute in element.attributes.keys() {
            *counts.entry(format!("{} {attribute}", element.name)).or_default() += 1;
        }
    }
    counts
}

/// Elements and attributes of drawings by name: more of one is more words, but none may be of another kind.
pub fn kinds_drawn(elements: &[Element]) -> std::collections::BTreeSet<String> {
    let drawn = elements.iter().filter(|element| element.drawn);
    drawn.flat_map(|e| e.attributes.keys().map(|a| format!("{} {a}", e.name)).chain([e.name.clone()])).collect()
}

/// A picture as XML: every element draws, names or describes, and none leads anywhere. A logo may bring rules that fetch nothing.
pub fn check_drawing(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}"));
    let known = [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "title",
        "desc",
        "defs",
        "use",
        "symbol",
        "style",
        "pattern",
        "clipPath",
        "linearGradient",
        "stop",
        "mask",
    ];
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        assert!(known.contains(&name), "<{name}>");
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            assert!(
                !key.starts_with("on") && (key != "style" || fetches_nothing(value)) && (key != "href" || value.starts_with('#')),
                "{key} of <{name}>"
            );
            assert!(!value.chars().any(super::acts_unseen), "an unseen character in {key} of <{name}>");
        }
        for child in node.children().filter(roxmltree::Node::is_text) {
            assert!(name != "style" || fetches_nothing(child.text().unwrap_or("")), "a style sheet that fetches");
            assert!(!child.text().unwrap_or("").chars().any(super::acts_unseen), "an unseen character in <{name}>");
        }
    }
}

fn fetches_nothing(rules: &str) -> bool {
    let lower = rules.to_lowercase();
    !["\\", "@", "image-set", "javascript:"].iter().any(|word| lower.contains(word))
        && lower.split("url(").skip(1).all(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with('#'))
}
