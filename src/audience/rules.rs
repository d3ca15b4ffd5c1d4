//! The rules that hide a number by itself: presets, and what a council sets instead.
//!
//! In: a count. Out: whether it is too small to be shown. What must be hidden besides, so that nobody can work it out, is for
//! `disclosure`.

/// Which numbers are too small to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Every preset.
    pub const ALL: [Preset; 4] = [Preset::DfeCsc, Preset::NhsHes, Preset::Strict, Preset::None];

    /// The preset as settings name it.
    pub fn key(self) -> &'static str {
        match self {
            Preset::DfeCsc => "dfe-csc",
            Preset::NhsHes => "nhs-hes",
            Preset::Strict => "strict",
            Preset::None => "none",
        }
    }

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

/// What a person decided about a figure, against or beside the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Indicator code.
    pub code: String,
    /// Group; `None` for every figure of the code.
    pub group: Option<String>,
    /// Whether it is shown or hidden.
    pub show: bool,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
}

impl Override {
    /// Whether it is about a figure.
    pub fn names(&self, code: &str, group: &str) -> bool {
        self.code == code && self.group.as_ref().is_none_or(|named| named == group)
    }
}

impl Rules {
    /// Whether a count is too small to show. Nought is shown.
    pub fn is_small(&self, count: u32) -> bool {
        (1..=self.small).contains(&count)
    }

    /// The rules as readers are told them: `counts of 1 to 5, and what would say something of everyone in a group of 10 or fewer`.
    pub fn words(&self) -> String {
        let mut words = Vec::new();
        match self.small {
            0 => {}
            1 => words.push("counts of 1".to_owned()),
            small => words.push(format!("counts of 1 to {small}")),
        }
        if self.group > self.small {
            words.push(format!("what would say something of everyone in a group of {} or fewer", self.group));
        }
        words.join(", and ")
    }

    /// Whether they hide anything at all.
    pub fn hide(&self) -> bool {
        self.small > 0 || self.round > 1 || self.group > 0
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
}
