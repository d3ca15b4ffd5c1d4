//! The charts of a report, each drawn once for every width the pack may set it at.

use super::clean::Cleaner;
use crate::charts::spec::{Chart, Form};
use crate::charts::{Medium, Palette, draw};
use crate::files::Files;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Widths in chart units: half a page, beside the tiles, the full measure.
pub(super) const HALF: u32 = 353;
pub(super) const MAIN: u32 = 481;
pub(super) const FULL: u32 = 733;
/// Widths within a tile: the line beside the value, the areas under it.
pub(super) const SPARK: u32 = 112;
pub(super) const STRIP: u32 = 222;
/// The same where a tile is a row over the full measure.
pub(super) const ROW_SPARK: u32 = 150;
pub(super) const ROW_STRIP: u32 = 280;

/// Charts by file name, with the widths they are wanted at and the page they stand on.
#[derive(Debug, Default)]
pub(super) struct Pictures<'a> {
    wanted: BTreeMap<String, (Cow<'a, Chart>, BTreeSet<u32>, String)>,
}

impl<'a> Pictures<'a> {
    /// Asks for a chart at some widths and gives the name its files will have.
    pub(super) fn want(&mut self, chart: Cow<'a, Chart>, widths: &[u32], page: &str) -> String {
        let base: String = chart.id.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
        // Two charts may carry one id by mistake: the second gets a name of its own, so that neither shows the other's numbers.
        let mut name = base.clone();
        let mut copy = 1;
        while self.wanted.get(&name).is_some_and(|(other, ..)| *other != chart) {
            copy += 1;
            name = format!("{base}-{copy}");
        }
        self.wanted.entry(name.clone()).or_insert_with(|| (chart, BTreeSet::new(), page.to_owned())).1.extend(widths);
        name
    }

    /// Draws all of them.
    pub(super) fn draw(&self, palette: &Palette, cleaner: &mut Cleaner) -> Files {
        let jobs: Vec<_> = self
            .wanted
            .iter()
            .flat_map(|(name, (chart, widths, page))| widths.iter().map(move |width| (name, chart.as_ref(), *width, page)))
            .collect();
        let drawn: Vec<_> = jobs
            .into_par_iter()
            .map(|(name, chart, width, page)| (format!("{name}-{width}.svg"), draw(chart, width, Medium::Print, palette).svg, page))
            .collect();
        let mut files = Files::default();
        for (path, svg, page) in drawn {
            cleaner.on_page(page);
            files.add(path, cleaner.lines(&svg));
        }
        for (name, points) in [("up", "0,10 12,10 6,0"), ("down", "0,0 12,0 6,10")] {
            files.add(format!("{name}.svg"), arrow(points, &palette.ink));
        }
        files
    }
}

fn arrow(points: &str, ink: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"12\" height=\"10\" viewBox=\"0 0 12 10\"><polygon points=\"{points}\" fill=\"{ink}\"/></svg>"
    )
}

/// Whether a form needs the full measure: its parts lie in a row and cannot be stacked, or have names beside them.
pub(super) fn is_wide(form: &Form) -> bool {
    match form {
        Form::Spine(_) | Form::Steps(_) | Form::Multiples(_) => true,
        Form::Heat(heat) => heat.columns.len() > 5,
        // Of few places each is named.
        Form::Funnel(funnel) => funnel.points.len() <= crate::charts::funnel::FEW,
        _ => false,
    }
}
