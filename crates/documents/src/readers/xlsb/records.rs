//! Records of a part: a kind and a length in as many bytes as they need, and data.

pub(super) const ROW: u32 = 0;
pub(super) const CELLS_FIRST: u32 = 1;
pub(super) const CELL_PACKED: u32 = 2;
pub(super) const CELL_ERROR: u32 = 3;
pub(super) const CELL_TRUTH: u32 = 4;
pub(super) const CELL_NUMBER: u32 = 5;
pub(super) const CELL_TEXT: u32 = 6;
pub(super) const CELL_SHARED: u32 = 7;
pub(super) const FORMULA_TEXT: u32 = 8;
pub(super) const FORMULA_NUMBER: u32 = 9;
pub(super) const FORMULA_TRUTH: u32 = 10;
pub(super) const FORMULA_ERROR: u32 = 11;
pub(super) const CELLS_LAST: u32 = 11;
pub(super) const STRING: u32 = 19;
pub(super) const FORMAT: u32 = 44;
pub(super) const STYLE: u32 = 47;
pub(super) const COLUMNS: u32 = 60;
pub(super) const WORKBOOK: u32 = 153;
pub(super) const SHEET: u32 = 156;
pub(super) const MERGED: u32 = 176;
pub(super) const CELL_STYLES: u32 = 617;
pub(super) const CELL_STYLES_END: u32 = 618;

/// Bit of a row that is not shown, in the twelfth byte of its record.
pub(super) const ROW_HIDDEN: u8 = 0x10;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u32,
    pub(super) data: &'a [u8],
}

/// The records of a part. It ends at the first that is cut.
#[derive(Debug)]
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(part: &'a [u8]) -> Self {
        Self { rest: part }
    }

    /// A number of seven bits per byte, in at most `most` bytes.
    fn number(&mut self, most: u32) -> Option<u32> {
        let mut number = 0;
        for place in 0..most {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            number |= u32::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(number)
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let kind = self.number(2)?;
        let length = usize::try_from(self.number(4)?).ok()?;
        let (data, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(Record { kind, data })
    }
}

impl Record<'_> {
    pub(super) fn u16_at(&self, at: usize) -> Option<u16> {
        self.data.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
    }

    pub(super) fn u32_at(&self, at: usize) -> Option<u32> {
        self.data.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
    }

    pub(super) fn f64_at(&self, at: usize) -> Option<f64> {
        self.data.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes)
    }

    /// A string with its length in characters before it.
    pub(super) fn text_at(&self, at: usize) -> Option<String> {
        let length = usize::try_from(self.u32_at(at)?).ok()?.checked_mul(2)?;
        let bytes = self.data.get(at + 4..)?.get(..length)?;
        let units: Vec<u16> =
            bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(u16::from_le_bytes).collect();
        Some(String::from_utf16_lossy(&units))
    }
}
