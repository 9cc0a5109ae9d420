//! What the operator does at the command line.

use managers::auth::{Caller, Login, authenticate, login};
use managers::error::{Error, Noun, Unauthenticated};
use managers::users::{ChangeUser, change, list_by_operator, reset_password_by_operator};
use models::secret::SecretString;
use models::user::Role;

use crate::ground::{Ground, PASSWORD};

#[tokio::test]
async fn a_reset_password_opens_a_disabled_account_and_ends_its_logins() {
    let ground = Ground::new().await;
    let (ada, bob) = (ground.actor("ada", Role::Owner).await, ground.actor("bob", Role::Member).await);
    let form = |password: &str| Login { email: "bob@example.org".into(), password: SecretString::new(password) };
    let before = login(&ground.cx, &Caller::default(), form(PASSWORD)).await.unwrap();
    let disable = ChangeUser { id: bob.id(), name: None, role: None, disabled: Some(true) };
    change(&ground.cx, &ada, disable).await.unwrap();

    let new = SecretString::new("another long password");
    reset_password_by_operator(&ground.cx, "BOB@example.org", new).await.unwrap();
    login(&ground.cx, &Caller::default(), form("another long password")).await.unwrap();
    let old = authenticate(&ground.cx, before.access_token.expose(), "").await.unwrap_err();
    assert!(matches!(old, Error::Unauthenticated(Unauthenticated::LoginEnded)), "{old:?}");
}

#[tokio::test]
async fn an_unknown_address_is_said_to_be_unknown() {
    let ground = Ground::new().await;
    let new = SecretString::new("another long password");
    let error = reset_password_by_operator(&ground.cx, "nobody@example.org", new).await.unwrap_err();
    assert!(matches!(error, Error::NotFound(Noun::User)), "{error:?}");
}

#[tokio::test]
async fn all_accounts_are_listed_the_oldest_first() {
    let ground = Ground::new().await;
    for (name, role) in [("ada", Role::Owner), ("bob", Role::Member)] {
        ground.actor(name, role).await;
    }
    let listed = list_by_operator(&ground.cx).await.unwrap();
    let seen: Vec<_> = listed.iter().map(|user| (user.email.as_str(), user.role)).collect();
    assert_eq!(seen, [("ada@example.org", Role::Owner), ("bob@example.org", Role::Member)]);
}
