//! The table in which a section declares its keys.

/// Declares a section: its struct, its keys, and how each is read. A row reads
/// `/// description` `field: Type = "default", Kind[, short "flag"][, env "NAME"];`.
/// The key is `section.field`, the flag `--section-field` unless `short` names another, the
/// environment variable `PALLIUM_SECTION_FIELD` and, if given, `PALLIUM_<SHORT>` and `env`.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        $name:ident, $section:literal;
        $(
            $(#[doc = $doc:literal])+
            $field:ident: $type:ty = $default:literal, $kind:expr $(, short $short:literal)? $(, env $env:literal)?;
        )+
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone)]
        pub struct $name {
            $( $(#[doc = $doc])+ pub $field: $type, )+
        }

        impl $name {
            /// What the section is about, for the reference.
            pub(crate) const ABOUT: &str = concat!($($about),+);
            /// The section's name in `pallium.toml`.
            pub(crate) const SECTION: &str = $section;

            /// The section's rows of the table.
            pub(crate) fn keys() -> Vec<$crate::key::KeyInfo> {
                vec![$(
                    $crate::key::KeyInfo::new(
                        concat!($section, ".", stringify!($field)),
                        concat!($($doc),+),
                        $default,
                        &$kind,
                    )
                    $(.with_short($short))?
                    $(.with_env($env))?,
                )+]
            }

            /// Resolves each key of the section.
            pub(crate) fn read(
                resolver: &mut $crate::resolver::Resolver,
            ) -> Result<Self, $crate::error::SettingsError> {
                Ok(Self {
                    $( $field: resolver.read(concat!($section, ".", stringify!($field)), &$kind)?, )+
                })
            }
        }
    };
}
