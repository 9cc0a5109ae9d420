//! Which key and how far a call to a vendor gets.

use managers::access::Actor;
use managers::connections::{self, NewConnection, Scope};
use managers::error::Error;
use managers::preferences::{self, ChangePreferences};
use managers::users::{ChangeUser, change};
use models::connection::{ConnectionKind, Model, ModelChoice};
use models::ids::ConnectionId;
use models::secret::SecretString;
use models::user::Role;
use providers::Reach;

use crate::ground::Ground;

/// A connection to a port that nobody listens on, with one model as if it had been read.
async fn connect(ground: &Ground, actor: &Actor, scope: Scope, key: &str) -> ModelChoice {
    let new = NewConnection {
        kind: ConnectionKind::OpenAiCompatible,
        name: None,
        base_url: Some("http://127.0.0.1:1".into()),
        api_key: Some(SecretString::new(key)),
        scope,
        max_parallel: None,
    };
    let id = connections::create(&ground.cx, actor, new).await.unwrap().connection.id;
    offer(ground, id).await;
    ModelChoice { connection_id: id, model: "m".into() }
}

async fn offer(ground: &Ground, id: ConnectionId) {
    let model = Model { id: "m".into(), name: "M".into(), context_tokens: None, capabilities: Default::default() };
    let now = ground.cx.now();
    ground.cx.store.write(move |db| store::connections::replace_models(db, id, &[model], now)).await.unwrap();
}

/// The key and the reach that a call of this user gets; `None` where the model is not offered.
async fn call(ground: &Ground, actor: &Actor, choice: &ModelChoice) -> Option<(String, Reach)> {
    match connections::resolve(&ground.cx, actor, choice).await {
        Ok((endpoint, _)) => Some((endpoint.secret.unwrap().expose().to_owned(), endpoint.reach)),
        Err(Error::Invalid(wrong)) => {
            assert_eq!(wrong.iter().map(|it| it.field).collect::<Vec<_>>(), ["model"]);
            None
        }
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn hole_4_a_key_serves_its_owner_or_everyone_and_nobody_else() {
    let ground = Ground::new().await;
    let (ada, bob) = (ground.actor("ada", Role::Owner).await, ground.actor("bob", Role::Member).await);
    let own = connect(&ground, &bob, Scope::User, "bobs-key").await;
    let adas = connect(&ground, &ada, Scope::User, "adas-key").await;
    let common = connect(&ground, &ada, Scope::System, "common-key").await;

    assert_eq!(call(&ground, &bob, &own).await, Some(("bobs-key".into(), Reach::PublicOnly)));
    assert_eq!(call(&ground, &ada, &adas).await, Some(("adas-key".into(), Reach::Anywhere)));
    assert_eq!(call(&ground, &bob, &common).await, Some(("common-key".into(), Reach::Anywhere)));
    assert_eq!(call(&ground, &ada, &own).await, None);
    assert_eq!(call(&ground, &bob, &adas).await, None);
    let unknown = ModelChoice { model: "other".into(), ..common };
    assert_eq!(call(&ground, &bob, &unknown).await, None);
}

#[tokio::test]
async fn a_demoted_admins_connections_reach_less_at_the_next_call() {
    let ground = Ground::new().await;
    let (ada, amy) = (ground.actor("ada", Role::Owner).await, ground.actor("amy", Role::Admin).await);
    let own = connect(&ground, &amy, Scope::User, "amys-key").await;
    assert_eq!(call(&ground, &amy, &own).await, Some(("amys-key".into(), Reach::Anywhere)));
    let demote = ChangeUser { id: amy.id(), name: None, role: Some(Role::Member), disabled: None };
    change(&ground.cx, &ada, demote).await.unwrap();
    assert_eq!(call(&ground, &amy, &own).await, Some(("amys-key".into(), Reach::PublicOnly)));
}

#[tokio::test]
async fn a_deleted_connection_takes_its_key_along() {
    let ground = Ground::new().await;
    let ada = ground.actor("ada", Role::Owner).await;
    let own = connect(&ground, &ada, Scope::User, "adas-key").await;
    connections::delete(&ground.cx, &ada, own.connection_id).await.unwrap();
    assert_eq!(call(&ground, &ada, &own).await, None);
    assert_eq!(ground.cx.store.read(store::secrets::list).await.unwrap(), []);
}

#[tokio::test]
async fn a_new_conversation_starts_with_the_users_model_else_the_first() {
    let ground = Ground::new().await;
    let ada = ground.actor("ada", Role::Owner).await;
    assert_eq!(connections::default_choice(&ground.cx, &ada).await.unwrap(), None);
    connections::ensure_demo(&ground.cx).await.unwrap();
    let demo = connections::default_choice(&ground.cx, &ada).await.unwrap().unwrap();
    let real = connect(&ground, &ada, Scope::System, "common-key").await;
    assert_eq!(connections::default_choice(&ground.cx, &ada).await.unwrap(), Some(real.clone()));

    let text = format!("{}/{}", demo.connection_id, demo.model);
    let wish = ChangePreferences { default_model: Some(Some(text)), ..ChangePreferences::default() };
    preferences::change(&ground.cx, &ada, wish).await.unwrap();
    assert_eq!(connections::default_choice(&ground.cx, &ada).await.unwrap(), Some(demo.clone()));
    connections::delete(&ground.cx, &ada, demo.connection_id).await.unwrap();
    assert_eq!(connections::default_choice(&ground.cx, &ada).await.unwrap(), Some(real));
}
