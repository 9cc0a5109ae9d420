use std::io::Write;

use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;

/// A package of these entries, in this order.
pub(crate) fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A package of these texts.
pub(crate) fn packed_text(entries: &[(&str, &str)]) -> Vec<u8> {
    let entries: Vec<(&str, &[u8])> = entries.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    packed(&entries)
}

fn read(bytes: &[u8], name: &str, limits: &Limits) -> Result<Option<Vec<u8>>> {
    Package::open(bytes, limits)?.read(name)
}

#[test]
fn names_are_keys_without_case_or_direction_of_slashes() {
    let bytes = packed(&[("word\\Document.xml", b"a"), ("../../etc/passwd", b"b")]);
    let limits = Limits::default();
    let package = Package::open(&bytes, &limits).unwrap();
    assert_eq!(package.read("/Word/document.xml").unwrap(), Some(b"a".to_vec()));
    assert_eq!(package.read("../../etc/passwd").unwrap(), Some(b"b".to_vec()));
    assert_eq!(package.read("word").unwrap(), None);
    assert_eq!((package.has("word/document.xml"), package.has("other")), (true, false));
}

#[test]
fn too_many_entries_are_refused_before_they_are_read() {
    let names: Vec<String> = (0..11).map(|number| number.to_string()).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    let limits = Limits { zip_entries: 10, ..Limits::default() };
    assert_eq!(read(&packed(&entries), "0", &limits), Err(Error::LimitExceeded { limit: Limit::ZipEntries }));
}

#[test]
fn what_comes_out_is_limited_by_entry_and_in_all() {
    let noise: Vec<u8> = (0..50_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let bytes = packed(&[("a", &noise), ("b", &noise)]);
    let exceeded = Err(Error::LimitExceeded { limit: Limit::ZipBytes });
    let entry = Limits { zip_entry_bytes: 199_999, ..Limits::default() };
    assert_eq!(read(&bytes, "a", &entry), exceeded);
    let total = Limits { zip_total_bytes: 399_999, ..Limits::default() };
    let package = Package::open(&bytes, &total).unwrap();
    assert_eq!(package.read("a").unwrap(), Some(noise));
    assert_eq!(package.read("b"), exceeded);
}

#[test]
fn a_bomb_ends_at_the_ratio() {
    let bytes = packed(&[("bomb", &vec![0; 50 << 20])]);
    assert_eq!(read(&bytes, "bomb", &Limits::default()), Err(Error::LimitExceeded { limit: Limit::ZipRatio }));
    let small = packed(&[("small", &vec![0; 100 << 10])]);
    assert_eq!(read(&small, "small", &Limits::default()).unwrap().map(|bytes| bytes.len()), Some(100 << 10));
}

/// Writes `value` over the field at `offset` of every header that begins with `signature`.
fn lie(bytes: &mut [u8], signature: &[u8], offset: usize, value: &[u8]) {
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(signature)).collect();
    for at in places {
        bytes[at + offset..at + offset + value.len()].copy_from_slice(value);
    }
}

#[test]
fn a_size_that_lies_does_not_count() {
    let mut bytes = packed(&[("bomb", &vec![0; 50 << 20])]);
    lie(&mut bytes, DIRECTORY_ENTRY, 24, &10u32.to_le_bytes());
    lie(&mut bytes, b"PK\x03\x04", 22, &10u32.to_le_bytes());
    assert_eq!(read(&bytes, "bomb", &Limits::default()), Err(Error::LimitExceeded { limit: Limit::ZipRatio }));
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let mut bytes = packed(&[("a", b"same"), ("b", b"same")]);
    lie(&mut bytes, DIRECTORY_ENTRY, 42, &0u32.to_le_bytes());
    assert_eq!(read(&bytes, "a", &Limits::default()), Err(Error::corrupt("entries of the package overlap")));
}

#[test]
fn an_encrypted_entry_says_so() {
    let mut bytes = packed(&[("a", b"secret")]);
    lie(&mut bytes, DIRECTORY_ENTRY, 8, &[1, 0]);
    lie(&mut bytes, b"PK\x03\x04", 6, &[1, 0]);
    assert_eq!(read(&bytes, "a", &Limits::default()), Err(Error::Encrypted));
}

#[test]
fn an_unknown_packing_says_so() {
    let mut bytes = packed(&[("a", b"text")]);
    lie(&mut bytes, DIRECTORY_ENTRY, 10, &[12, 0]);
    lie(&mut bytes, b"PK\x03\x04", 8, &[12, 0]);
    assert!(matches!(read(&bytes, "a", &Limits::default()), Err(Error::Unsupported { .. })));
}

#[test]
fn a_cut_package_is_damaged() {
    let bytes = packed(&[("a", b"some text"), ("b", b"more text")]);
    for end in 0..bytes.len() {
        match read(&bytes[..end], "a", &Limits::default()) {
            Err(Error::Corrupt { .. }) => {}
            other => panic!("{end} bytes give {other:?}"),
        }
    }
}

proptest::proptest! {
    #[test]
    fn damaged_bytes_never_panic(at in 0usize..400, value: u8) {
        let mut bytes = packed(&[("a", b"some text of a file"), ("b", &[7; 3000]), ("c/d", b"more")]);
        let at = at % bytes.len();
        bytes[at] = value;
        for name in ["a", "b", "c/d"] {
            let _outcome = read(&bytes, name, &Limits::default());
        }
    }
}
