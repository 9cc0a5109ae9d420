//! Prints `docs/reference/settings.md`.

#![expect(clippy::print_stdout, reason = "printing is what it is for")]

fn main() {
    print!("{}", pallium_settings::reference::markdown());
}
