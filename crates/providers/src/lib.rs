//! The only room that talks to model vendors.
