//! Pure: which files go whole, and which are searched.

/// A file that can be read, as large as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    /// Messages between its own and the newest: 0 for the newest.
    pub(super) age: usize,
    /// Tokens of its text.
    pub(super) tokens: usize,
}

/// For each file whether it goes whole. Those of newer messages come first, and of one message the smaller ones, as long
/// as there is room.
pub(super) fn whole(files: &[Size], tokens_max: usize) -> Vec<bool> {
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|&nth| (files[nth].age, files[nth].tokens));
    let mut room = tokens_max;
    let mut whole = vec![false; files.len()];
    for nth in order {
        if files[nth].tokens <= room {
            room -= files[nth].tokens;
            whole[nth] = true;
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(usize, usize)], expected: &[bool]) {
        let files: Vec<Size> = files.iter().map(|&(age, tokens)| Size { age, tokens }).collect();
        assert_eq!(whole(&files, 100), expected, "{files:?}");
    }

    #[test]
    fn what_fits_together_goes_whole_the_newest_first() {
        check(&[], &[]);
        check(&[(0, 100)], &[true]);
        check(&[(0, 101)], &[false]);
        check(&[(0, 60), (0, 60)], &[true, false]);
        check(&[(0, 90), (0, 20), (0, 70)], &[false, true, true]);
        check(&[(2, 10), (0, 95)], &[false, true]);
        check(&[(1, 30), (0, 101), (0, 0)], &[true, false, true]);
    }
}
