//! Files behind a password, and files that only forbid printing.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, CryptFilter};
use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, StringFormat};

use super::writer::{Writer, lines};
use super::{blocks, outcome};
use crate::Error;

/// How a file is encrypted, with the bits of its key.
#[derive(Debug, Clone, Copy)]
enum Cipher {
    Rc4Of40,
    Rc4Of128,
    Aes128,
}

/// A page of text behind this password.
fn encrypted(cipher: Cipher, user_password: &str) -> Vec<u8> {
    let plain = Writer::default().page(lines(100, 700, &["a secret"])).build();
    let mut document = Document::load_mem(&plain).unwrap();
    let id = Object::String(vec![0x42; 16], StringFormat::Literal);
    document.trailer.set("ID", vec![id.clone(), id]);
    let (owner_password, permissions) = ("owner", Permissions::empty());
    let state = {
        let document = &document;
        let version = match cipher {
            Cipher::Rc4Of40 => EncryptionVersion::V1 { document, owner_password, user_password, permissions },
            Cipher::Rc4Of128 => {
                EncryptionVersion::V2 { document, owner_password, user_password, key_length: 128, permissions }
            }
            Cipher::Aes128 => EncryptionVersion::V4 {
                document,
                encrypt_metadata: true,
                crypt_filters: BTreeMap::from([(
                    b"StdCF".to_vec(),
                    Arc::new(Aes128CryptFilter) as Arc<dyn CryptFilter>,
                )]),
                stream_filter: b"StdCF".to_vec(),
                string_filter: b"StdCF".to_vec(),
                owner_password,
                user_password,
                permissions,
            },
        };
        EncryptionState::try_from(version).unwrap()
    };
    document.encrypt(&state).unwrap();
    let mut file = Vec::new();
    document.save_to(&mut file).unwrap();
    file
}

#[test]
fn an_empty_password_opens_and_a_real_one_is_asked_for() {
    for cipher in [Cipher::Rc4Of40, Cipher::Rc4Of128, Cipher::Aes128] {
        assert_eq!(blocks(&encrypted(cipher, "")), ["page 1", "p a secret"], "{cipher:?}");
        assert_eq!(outcome(&encrypted(cipher, "password")), Err(Error::Encrypted), "{cipher:?}");
    }
}
