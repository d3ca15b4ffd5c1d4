//! Many comparisons at once: which of them stand when each has had its chance to differ by accident.

/// Normal deviates of two-sided tests at 5% shared by 1, 2, 3 … comparisons.
const SHARED: [f64; 80] = [
    1.9600, 2.2414, 2.3940, 2.4977, 2.5758, 2.6383, 2.6901, 2.7344, 2.7729, 2.8070, 2.8376, 2.8653, 2.8905, 2.9137, 2.9352, 2.9552, 2.9738,
    2.9913, 3.0078, 3.0233, 3.0381, 3.0521, 3.0654, 3.0781, 3.0902, 3.1019, 3.1130, 3.1237, 3.1340, 3.1440, 3.1536, 3.1628, 3.1718, 3.1804,
    3.1888, 3.1970, 3.2048, 3.2125, 3.2200, 3.2272, 3.2343, 3.2412, 3.2479, 3.2544, 3.2608, 3.2670, 3.2731, 3.2790, 3.2848, 3.2905, 3.2961,
    3.3015, 3.3069, 3.3121, 3.3172, 3.3223, 3.3272, 3.3321, 3.3368, 3.3415, 3.3461, 3.3506, 3.3550, 3.3594, 3.3636, 3.3678, 3.3720, 3.3761,
    3.3801, 3.3840, 3.3879, 3.3918, 3.3955, 3.3993, 3.4029, 3.4066, 3.4101, 3.4136, 3.4171, 3.4205,
];

/// Which of many comparisons differ, by Holm's method: the chance that even one is named wrongly stays below 5%. `differs` says whether
/// one of them does at a normal deviate. Of more than eighty that are left none is named.
pub fn holm<T>(all: &[T], differs: impl Fn(&T, f64) -> bool) -> Vec<bool> {
    let mut stand = vec![false; all.len()];
    loop {
        let left = stand.iter().filter(|stands| !**stands).count();
        let Some(z) = left.checked_sub(1).and_then(|i| SHARED.get(i)) else { return stand };
        let more: Vec<usize> = (0..all.len()).filter(|i| !stand[*i] && differs(&all[*i], *z)).collect();
        if more.is_empty() {
            return stand;
        }
        more.into_iter().for_each(|i| stand[i] = true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_that_stands_leaves_more_room_to_the_next() {
        let of = |values: &[f64]| holm(values, |far, z| *far > z);
        assert_eq!(of(&[1.97]), [true], "one comparison is the plain test");
        assert_eq!(of(&[1.97, 0.0]), [false, false], "2.24 is asked of the furthest of two");
        // 2.3940 of three, then 2.2414 of the two that are left, then 1.9600.
        assert_eq!(of(&[2.0, 2.3, 2.4]), [true, true, true]);
        assert_eq!(of(&[2.0, 2.2, 2.4]), [false, false, true]);
        assert_eq!(of(&[9.0; 81]), [false; 81]);
        assert_eq!(of(&[]), [false; 0]);
    }
}
