//! The worker by itself, for tests and for those who embed this room. `pallium` has it as a subcommand.

fn main() -> std::io::Result<()> {
    pallium_extractor::serve()
}
