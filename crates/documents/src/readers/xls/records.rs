//! Records of a workbook stream: a kind, a length, and data.

pub(super) const BEGIN: u16 = 0x0809;
pub(super) const END: u16 = 0x000A;
pub(super) const CONTINUE: u16 = 0x003C;
pub(super) const PASSWORD: u16 = 0x002F;
pub(super) const DATE_MODE: u16 = 0x0022;
pub(super) const CODE_PAGE: u16 = 0x0042;
pub(super) const SHEET: u16 = 0x0085;
pub(super) const FORMAT: u16 = 0x041E;
pub(super) const STYLE: u16 = 0x00E0;
pub(super) const STRINGS: u16 = 0x00FC;
pub(super) const ROW: u16 = 0x0208;
pub(super) const COLUMNS: u16 = 0x007D;
pub(super) const SHARED_STRING: u16 = 0x00FD;
pub(super) const LABEL: u16 = 0x0204;
pub(super) const RICH_LABEL: u16 = 0x00D6;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const PACKED: u16 = 0x027E;
pub(super) const PACKED_ROW: u16 = 0x00BD;
pub(super) const TRUTH_OR_ERROR: u16 = 0x0205;
pub(super) const FORMULA: u16 = 0x0006;
pub(super) const FORMULA_TEXT: u16 = 0x0207;
pub(super) const MERGED: u16 = 0x00E5;

/// One record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

/// The records of a stream. It ends at the first that is cut.
#[derive(Debug)]
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream }
    }

    /// The records that go on with the one before.
    pub(super) fn continued(&mut self) -> Vec<&'a [u8]> {
        let mut parts = Vec::new();
        while u16_at(self.rest, 0) == Some(CONTINUE)
            && let Some(record) = self.next()
        {
            parts.push(record.data);
        }
        parts
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, length) = (u16_at(self.rest, 0)?, usize::from(u16_at(self.rest, 2)?));
        let data = self.rest.get(4..4 + length)?;
        self.rest = self.rest.get(4 + length..)?;
        Some(Record { kind, data })
    }
}

pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

pub(super) fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    data.get(at..at + 8)?.try_into().ok().map(f64::from_le_bytes)
}
