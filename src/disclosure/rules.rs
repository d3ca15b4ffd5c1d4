//! The rules that hide a number by itself: presets, and what a council sets instead.
//!
//! In: a count, or a part and its whole. Out: whether and why it may not be shown. What must be hidden besides, so that nobody can
//! work it out, is for `protect`.

/// Which numbers are too small to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Counts of one to this many are hidden.
    pub small: u32,
    /// What is shown is rounded to a multiple of this; 1 leaves it as it is.
    pub round: u32,
    /// Of a group of this size or fewer, none and all are hidden: they say something of everyone in it.
    pub group: u32,
    /// Whether other numbers are hidden so that no hidden one can be worked out.
    pub secondary: bool,
}

/// Named rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// As the Department for Education publishes children's social care: 1 to 5 hidden, with others where needed.
    DfeCsc,
    /// As NHS England publishes below the national level: 1 to 7 hidden, all else rounded to five.
    NhsHes,
    /// Below ten hidden and all else rounded to five.
    Strict,
    /// Nothing hidden: for use inside the authority.
    None,
}

impl Preset {
    /// The rules it stands for.
    pub fn rules(self) -> Rules {
        match self {
            Preset::DfeCsc => Rules { small: 5, round: 1, group: 10, secondary: true },
            Preset::NhsHes => Rules { small: 7, round: 5, group: 7, secondary: true },
            Preset::Strict => Rules { small: 9, round: 5, group: 20, secondary: true },
            Preset::None => Rules { small: 0, round: 1, group: 0, secondary: false },
        }
    }
}

/// Why a number is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It counts few.
    Small,
    /// It leaves few of its whole.
    Complement,
    /// It says something of everyone in a small group.
    Group,
    /// Another hidden number could be worked out from it.
    Secondary,
}

impl Reason {
    /// As the log of decisions says it.
    pub fn words(self) -> &'static str {
        match self {
            Reason::Small => "counts few",
            Reason::Complement => "leaves few of its whole",
            Reason::Group => "says something of everyone in a small group",
            Reason::Secondary => "a hidden number could be worked out from it",
        }
    }
}

impl Rules {
    /// Whether a count is too small to show. Nought is shown.
    pub fn is_small(&self, count: u32) -> bool {
        (1..=self.small).contains(&count)
    }

    /// Why a part of a whole may not be shown, apart from being small itself.
    pub fn of_part(&self, part: u32, whole: u32) -> Option<Reason> {
        if whole == 0 {
            return None;
        }
        let left = whole.saturating_sub(part);
        if (part == 0 || left == 0) && whole <= self.group && !self.is_small(whole) {
            return Some(Reason::Group);
        }
        (part > 0 && self.is_small(left)).then_some(Reason::Complement)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nought_is_shown_and_few_are_not() {
        let rules = Preset::DfeCsc.rules();
        assert_eq!([0, 1, 5, 6].map(|n| rules.is_small(n)), [false, true, true, false]);
        assert_eq!([0, 7, 8].map(|n| Preset::NhsHes.rules().is_small(n)), [false, true, false]);
        assert!(!Preset::None.rules().is_small(1));
    }

    #[test]
    fn what_is_left_and_who_is_in_it_count_too() {
        let rules = Preset::DfeCsc.rules();
        assert_eq!(rules.of_part(38, 40), Some(Reason::Complement));
        assert_eq!((rules.of_part(34, 40), rules.of_part(40, 40), rules.of_part(0, 40)), (None, None, None));
        assert_eq!((rules.of_part(8, 8), rules.of_part(0, 8)), (Some(Reason::Group), Some(Reason::Group)));
        assert_eq!(rules.of_part(0, 0), None);
    }
}
