//! What was measured, and how it is printed.

/// One row: what, its target and its value.
pub(super) struct Measure {
    pub(super) what: &'static str,
    pub(super) target: f64,
    pub(super) value: f64,
    pub(super) unit: &'static str,
}

/// Prints the rows; smaller is better in each of them.
pub(super) fn print(measures: &[Measure]) {
    println!("\n{:<52} {:>16} {:>16}   ", "what", "target", "measured");
    for Measure { what, target, value, unit } in measures {
        let mark = if value < target { "ok" } else { "OVER" };
        let (target, value) = (format!("< {target} {unit}"), format!("{value:.2} {unit}"));
        println!("{what:<52} {target:>16} {value:>16}   {mark}");
    }
}
