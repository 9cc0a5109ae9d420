//! Encodings by the numbers that Windows gives them.

use encoding_rs::{self as known, Encoding};

/// By code page, as `\ansicpg` names it.
pub(crate) fn of_page(page: i32) -> &'static Encoding {
    match page {
        866 => known::IBM866,
        874 => known::WINDOWS_874,
        932 => known::SHIFT_JIS,
        936 => known::GBK,
        949 | 1361 => known::EUC_KR,
        950 => known::BIG5,
        1250 => known::WINDOWS_1250,
        1251 => known::WINDOWS_1251,
        1253 => known::WINDOWS_1253,
        1254 => known::WINDOWS_1254,
        1255 => known::WINDOWS_1255,
        1256 => known::WINDOWS_1256,
        1257 => known::WINDOWS_1257,
        1258 => known::WINDOWS_1258,
        10_000 => known::MACINTOSH,
        10_007 => known::X_MAC_CYRILLIC,
        65_001 => known::UTF_8,
        _ => known::WINDOWS_1252,
    }
}

/// By the charset of a font; none where that of the file holds.
pub(super) fn of_font(charset: i32) -> Option<&'static Encoding> {
    let page = match charset {
        77 => 10_000,
        128 => 932,
        129 | 130 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    Some(of_page(page))
}
