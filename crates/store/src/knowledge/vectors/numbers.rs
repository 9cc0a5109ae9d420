//! Vectors as numbers and as bytes.

/// Shorter vectors have too few signs to tell one from another.
const SIGNS_MIN: usize = 256;

/// How many signs the tables of SQLite keep; longer vectors have only the first of theirs.
const WIDTHS: [u32; 4] = [512, 1024, 2048, 4096];

/// How many signs are kept of vectors of a length; `None` for none.
pub(super) fn width(length: usize) -> Option<u32> {
    let widest = WIDTHS[WIDTHS.len() - 1];
    let fits = WIDTHS.into_iter().find(|width| *width as usize >= length).unwrap_or(widest);
    (length >= SIGNS_MIN).then_some(fits)
}

/// The vector of length 1 in the same direction. One without direction becomes zeros, which are near to nothing.
pub(super) fn unit(vector: &[f32]) -> Vec<f32> {
    let length = vector.iter().map(|it| f64::from(*it).powi(2)).sum::<f64>().sqrt();
    if !length.is_normal() {
        return vec![0.0; vector.len()];
    }
    vector.iter().map(|it| (f64::from(*it) / length) as f32).collect()
}

/// Little-endian, as the tables keep it.
pub(super) fn bytes(vector: &[f32]) -> Vec<u8> {
    vector.iter().flat_map(|it| it.to_le_bytes()).collect()
}

/// The product of a vector with one from the tables; of two of length 1 it is the cosine.
pub(super) fn dot(vector: &[f32], bytes: &[u8]) -> f32 {
    /// Sums that do not wait for each other.
    const LANES: usize = 8;
    let mut sums = [0.0f32; LANES];
    let (floats, _) = bytes.as_chunks::<4>();
    for (a, b) in vector.chunks(LANES).zip(floats.chunks(LANES)) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * f32::from_le_bytes(*b);
        }
    }
    sums.iter().sum()
}

/// One bit for each float above zero, filled up with zeros.
pub(super) fn signs(vector: &[f32], width: u32) -> Vec<u8> {
    let mut signs = vec![0; width as usize / 8];
    for (index, _) in vector.iter().take(width as usize).enumerate().filter(|(_, it)| **it > 0.0) {
        signs[index / 8] |= 1 << (index % 8);
    }
    signs
}

/// The same as text that Postgres reads.
pub(super) fn sign_text(vector: &[f32], width: u32) -> String {
    vector.iter().take(width as usize).map(|it| if *it > 0.0 { '1' } else { '0' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_keep_their_direction_and_have_length_one() {
        let one = unit(&[3.0, 0.0, -4.0]);
        assert_eq!(one, [0.6, 0.0, -0.8]);
        assert!((dot(&one, &bytes(&one)) - 1.0).abs() < 1e-6);
        assert_eq!(dot(&one, &bytes(&[0.0, 1.0, 0.0])), 0.0);
        for nothing in [[0.0, 0.0], [f32::NAN, 1.0], [f32::INFINITY, 1.0]] {
            assert_eq!(unit(&nothing), [0.0, 0.0]);
        }
        let long: Vec<f32> = (0..19).map(|it| it as f32).collect();
        assert_eq!(dot(&long, &bytes(&long)), (0..19).map(|it| (it * it) as f32).sum::<f32>());
    }

    #[test]
    fn signs_are_filled_up_to_a_width_of_the_tables() {
        assert_eq!(
            [255, 256, 512, 768, 1536, 3072, 9000].map(width),
            [None, Some(512), Some(512), Some(1024), Some(2048), Some(4096), Some(4096)]
        );
        let mut vector = vec![-1.0; 300];
        vector[0] = 1.0;
        vector[9] = 0.5;
        let mut expected = vec![0; 64];
        (expected[0], expected[1]) = (1, 2);
        assert_eq!(signs(&vector, 512), expected);
        assert_eq!(sign_text(&vector, 512)[..12], *"100000000100");
    }
}
