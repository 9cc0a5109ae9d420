//! The key that protects stored secrets.

use models::secret::SecretString;

use crate::kind::{Key32, Optional};

section! {
    /// Protection of the secrets that are stored in the database.
    SecuritySettings, "security";

    /// Key that wraps the key of each stored secret. When it is not set, the file `master.key` in the data
    /// folder is used, and made at the first start.
    master_key: Option<SecretString> = "", Optional(Key32), short "master-key";
}
