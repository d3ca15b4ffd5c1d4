//! The dress of every page: the authority's logo and the icons, drawn once a page and named from then on.

use super::html::Html;
use super::navigation::{Group, Item};
use crate::theme::{Logo, Look, Shelf, icons};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What layouts print of a look.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Dress {
    /// The icons as symbols, for `<use href="#i-name">`: an address within the page works from disk too.
    symbols: Html,
    logo: Option<LogoView>,
    #[serde(skip)]
    names: BTreeSet<String>,
}

/// A logo at its size on screen, so that nothing moves when it arrives.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct LogoView {
    src: String,
    width: u32,
    height: u32,
    /// Whether it holds the name, which then stands beside it no more.
    wordmark: bool,
}

/// The frame a logo keeps within in the header, in pixels.
const LOGO: (f64, f64) = (240.0, 48.0);

impl Dress {
    pub(super) fn of(look: &Look, shelf: &Shelf) -> Self {
        let icons = icons::all(shelf);
        let mut symbols = String::new();
        for (name, paths) in &icons {
            let _ = write!(symbols, "<symbol id=\"i-{name}\" viewBox=\"0 0 24 24\">{paths}</symbol>");
        }
        Self { symbols: Html::written(symbols), logo: look.logo.as_ref().map(view), names: icons.into_keys().collect() }
    }

    /// The name of an icon, empty where there is no such icon.
    pub(super) fn icon<'n>(&self, name: &'n str) -> &'n str {
        if self.names.contains(name) { name } else { "" }
    }

    /// The navigation with the icons there are.
    pub(super) fn known(&self, mut groups: Vec<Group>) -> Vec<Group> {
        let unknown = |item: &&mut Item| self.icon(&item.icon).is_empty();
        groups.iter_mut().flat_map(|group| &mut group.items).filter(unknown).for_each(|item| item.icon.clear());
        groups
    }
}

fn view(logo: &Logo) -> LogoView {
    let (width, height) = logo.within(LOGO, 1.0);
    let whole = |pixels: f64| pixels.round().max(1.0) as u32;
    LogoView { src: format!("assets/{}", logo.file), width: whole(width), height: whole(height), wordmark: logo.is_wordmark() }
}
