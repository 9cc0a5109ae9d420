//! The known key that a mistyped one probably meant.

use crate::keys;

/// Mistakes beyond this many edits get no suggestion, since it would be a guess.
const EDITS_MAX: usize = 4;

/// A sentence that helps with an unknown key.
pub(crate) fn hint(key: &str) -> String {
    let last = key.rsplit('.').next().unwrap_or(key);
    let near = keys()
        .iter()
        .map(|info| (distance(key, info.key), info.key))
        .min()
        .filter(|(edits, _)| *edits <= EDITS_MAX.min(key.len() / 2))
        .map(|(_, near)| near)
        .or_else(|| keys().iter().map(|info| info.key).find(|known| known.rsplit('.').next() == Some(last)));
    match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`pallium config show` lists the settings there are".to_owned(),
    }
}

/// Levenshtein distance in characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_names_the_nearest_key() {
        assert_eq!(hint("server.prot"), "did you mean `server.port`?");
    }

    #[test]
    fn a_key_in_the_wrong_section_names_the_right_one() {
        assert_eq!(hint("http.trusted_proxies"), "did you mean `server.trusted_proxies`?");
    }

    #[test]
    fn nonsense_gets_the_list_and_no_guess() {
        assert_eq!(hint("colour.of.the.sky"), "`pallium config show` lists the settings there are");
    }
}
