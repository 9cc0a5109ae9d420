//! Typed configuration: the only code that reads files and the environment.
