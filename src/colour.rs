//! Colour as eyes take it: contrast, lightness, and what is left of it in grey print or without red or green.
//!
//! In: `#RRGGBB`. Out: numbers, and other colours of the same hue. Powers and roots are taken by Newton's method,
//! so that every machine comes to the same byte. Knows no theme and no chart.

use std::sync::LazyLock;

/// A colour of a screen: red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

/// How a colour is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// By most people.
    Full,
    /// Printed in grey, or by people who see no colour.
    Grey,
    /// Without red receptors.
    NoRed,
    /// Without green receptors.
    NoGreen,
}

impl Sight {
    /// Every way of seeing.
    pub const ALL: [Sight; 4] = [Sight::Full, Sight::Grey, Sight::NoRed, Sight::NoGreen];
}

/// A colour by lightness (0 to 1) and two axes of hue: Björn Ottosson's OKLab, even to the eye.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Oklab {
    /// Lightness.
    pub light: f64,
    /// From green to red.
    pub a: f64,
    /// From blue to yellow.
    pub b: f64,
}

impl Rgb {
    /// Reads `#RRGGBB`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
        let channel = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok().filter(|_| !digits.contains('+'));
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    /// The colour as `#RRGGBB`.
    pub fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02X}{g:02X}{b:02X}")
    }

    /// Relative luminance as WCAG defines it: 0 to 1.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast with another colour as WCAG defines it: 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// `percent` of this colour over another.
    pub fn over(self, under: Self, percent: u8) -> Self {
        let share = f64::from(percent) / 100.0;
        let mix = |i: usize| (f64::from(self.0[i]) * share + f64::from(under.0[i]) * (1.0 - share)).round() as u8;
        Self([mix(0), mix(1), mix(2)])
    }

    /// The colour in even steps of lightness and hue.
    pub fn oklab(self) -> Oklab {
        let [r, g, b] = self.linear();
        let l = root(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b, 3);
        let m = root(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b, 3);
        let s = root(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b, 3);
        Oklab {
            light: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        }
    }

    /// The same hue at another lightness, as colourful as a screen can show it there but no more than it was.
    pub fn at_lightness(self, light: f64) -> Self {
        let Oklab { a, b, .. } = self.oklab();
        let shade = |colour: f64| Oklab { light, a: a * colour, b: b * colour }.linear();
        let fits = |linear: [f64; 3]| linear.iter().all(|c| (-1e-4..=1.0 + 1e-4).contains(c));
        let (mut grey, mut full) = (0.0, 1.0);
        if !fits(shade(full)) {
            for _ in 0..24 {
                let middle = f64::midpoint(grey, full);
                if fits(shade(middle)) { grey = middle } else { full = middle }
            }
            full = grey;
        }
        Self(shade(full).map(encode))
    }

    /// The colour as it is seen. People without red or green receptors: Viénot, Brettel and Mollon, 1999.
    pub fn seen(self, sight: Sight) -> Self {
        let [r, g, b] = self.linear();
        let linear = match sight {
            Sight::Full => return self,
            Sight::Grey => [self.luminance(); 3],
            Sight::NoRed => [0.112_38 * r + 0.887_62 * g, 0.112_38 * r + 0.887_62 * g, 0.004_01 * r - 0.004_01 * g + b],
            Sight::NoGreen => [0.292_75 * r + 0.707_25 * g, 0.292_75 * r + 0.707_25 * g, -0.022_34 * r + 0.022_34 * g + b],
        };
        Self(linear.map(encode))
    }

    /// How far two colours are from each other to the eye, in hundredths of the way from black to white.
    pub fn distance(self, other: Self, sight: Sight) -> f64 {
        let (x, y) = (self.seen(sight).oklab(), other.seen(sight).oklab());
        let square = [(x.light, y.light), (x.a, y.a), (x.b, y.b)].iter().map(|(p, q)| (p - q) * (p - q)).sum::<f64>();
        100.0 * square.sqrt()
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|byte| DECODED[usize::from(byte)])
    }
}

/// How much of the accent each shade of a heat map holds, in percent.
const SHADES: [u8; 6] = [6, 16, 28, 42, 76, 100];
/// Contrast of text with what it stands on, by WCAG's level AA.
const READS: f64 = 4.5;

/// The shades of a heat map: the accent over the page, more or less of it where neither ink nor page would read.
pub fn shades(accent: Rgb, page: Rgb, ink: Rgb) -> [Rgb; 6] {
    SHADES.map(|percent| {
        let nearby = (0..=12).flat_map(|step: u8| [percent.saturating_add(step).min(100), percent.saturating_sub(step)]);
        let mut shades = nearby.map(|percent| accent.over(page, percent));
        shades.find(|shade| ink.contrast(*shade).max(page.contrast(*shade)) >= READS).unwrap_or(accent.over(page, percent))
    })
}

impl Oklab {
    fn linear(self) -> [f64; 3] {
        let cube = |x: f64| x * x * x;
        let l = cube(self.light + 0.396_337_777_4 * self.a + 0.215_803_757_3 * self.b);
        let m = cube(self.light - 0.105_561_345_8 * self.a - 0.063_854_172_8 * self.b);
        let s = cube(self.light - 0.089_484_177_5 * self.a - 1.291_485_548_0 * self.b);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

/// Light of each byte of a channel.
static DECODED: LazyLock<[f64; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| {
        let c = byte as f64 / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { power_of_2_4((c + 0.055) / 1.055) }
    })
});

/// The byte whose light is nearest.
fn encode(light: f64) -> u8 {
    let above = DECODED.partition_point(|decoded| *decoded < light).min(255);
    let below = above.saturating_sub(1);
    (if light - DECODED[below] < DECODED[above] - light { below } else { above }) as u8
}

/// `x` to the power of 2.4: its square times the fifth root of its square.
fn power_of_2_4(x: f64) -> f64 {
    x * x * root(x * x, 5)
}

/// The root of a number that is not below 0, by Newton's method.
fn root(x: f64, degree: i32) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let n = f64::from(degree);
    let mut y = x.max(1.0);
    for _ in 0..120 {
        let next = ((n - 1.0) * y + x / y.powi(degree - 1)) / n;
        if next >= y {
            break;
        }
        y = next;
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rgb(hex: &str) -> Rgb {
        Rgb::parse(hex).unwrap()
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((rgb("#000000").contrast(rgb("#FFFFFF")) - 21.0).abs() < 1e-9);
        assert!((rgb("#12436D").contrast(rgb("#FFFFFF")) - 10.25).abs() < 0.02);
        assert!((rgb("#F46A25").contrast(rgb("#FFFFFF")) - 3.03).abs() < 0.01);
    }

    #[test]
    fn oklab_is_that_of_its_author() {
        // sRGB red and white by the published reference.
        let red = rgb("#FF0000").oklab();
        assert!((red.light - 0.6280).abs() < 1e-3 && (red.a - 0.2249).abs() < 1e-3 && (red.b - 0.1258).abs() < 1e-3, "{red:?}");
        let white = rgb("#FFFFFF").oklab();
        assert!((white.light - 1.0).abs() < 1e-3 && white.a.abs() < 1e-3 && white.b.abs() < 1e-3, "{white:?}");
    }

    #[test]
    fn a_colour_at_its_own_lightness_is_itself() {
        for hex in ["#12436D", "#E4007C", "#FFD500", "#000000", "#FFFFFF", "#767676"] {
            assert_eq!(rgb(hex).at_lightness(rgb(hex).oklab().light).hex(), hex);
        }
        assert!(rgb("#FFD500").at_lightness(0.4).luminance() < 0.1);
    }

    #[test]
    fn red_and_green_look_alike_without_green_and_grey_is_grey() {
        let (red, green) = (rgb("#B4432C"), rgb("#6E7A1E"));
        assert!(red.distance(green, Sight::NoGreen) < red.distance(green, Sight::Full) / 2.0);
        let [r, g, b] = rgb("#E4007C").seen(Sight::Grey).0;
        assert!(r == g && g == b);
        let grey = rgb("#808080");
        assert!(Sight::ALL.iter().all(|sight| grey.distance(grey.seen(*sight), Sight::Full) < 0.5));
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        assert_eq!(Rgb::parse("#12436d").map(Rgb::hex).as_deref(), Some("#12436D"));
        for wrong in ["12436D", "#12436", "#+1+1+1", "#1243GG", "#ééé", "#fff", ""] {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
    }
}
