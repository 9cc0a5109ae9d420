//! Passwords at rest.

use managers::auth::{Caller, Login, login};
use models::secret::SecretString;
use models::user::Role;

use crate::ground::{Ground, PASSWORD};

async fn log_in(ground: &Ground) {
    let form = Login { email: "ada@example.org".into(), password: SecretString::new(PASSWORD) };
    login(&ground.cx, &Caller::default(), form).await.unwrap();
}

#[tokio::test]
async fn two_equal_passwords_have_different_hashes() {
    let ground = Ground::new().await;
    let (ada, bob) = (ground.actor("ada", Role::Owner).await, ground.actor("bob", Role::Member).await);
    assert_ne!(ground.hash(&ada).await, ground.hash(&bob).await);
}

#[tokio::test]
async fn a_hash_follows_the_settings_at_the_next_login() {
    let ground = Ground::new().await;
    let ada = ground.actor("ada", Role::Owner).await;
    let before = ground.hash(&ada).await;
    assert!(before.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{before}");
    log_in(&ground).await;
    assert_eq!(ground.hash(&ada).await, before);

    let ground = ground.again(&[("auth.argon2_passes", "2")]).await;
    log_in(&ground).await;
    let after = ground.hash(&ada).await;
    assert!(after.starts_with("$argon2id$v=19$m=64,t=2,p=1$"), "{after}");
    log_in(&ground).await;
    assert_eq!(ground.hash(&ada).await, after);
}
