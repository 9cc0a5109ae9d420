//! Answers that are kept.

use models::ids::ApiKeyId;
use pallium_store::stored_responses::{self, StoredResponse};
use pallium_store::{StoreError, users};

use crate::common::{TestDb, on_both};
use crate::make::{at, user, user_id, uuid};

on_both!(an_answer_is_its_users_and_the_newest_of_an_id_stays, old_answers_are_purged,);

/// An answer of a user at its second.
fn answer(user: u32, id: &str, second: i64) -> StoredResponse {
    StoredResponse {
        id: id.into(),
        user_id: user_id(user),
        key_id: Some(ApiKeyId(uuid(1))),
        created_at: at(second),
        model: "cheap".into(),
        input: format!(r#"{{"role":"user","content":"{second}"}}"#),
        output: format!(r#"{{"id":"{id}","output":[ ]}}"#),
    }
}

async fn an_answer_is_its_users_and_the_newest_of_an_id_stays(db: TestDb) {
    let nobodys = db.store.write(|db| stored_responses::put(db, &answer(1, "resp_1", 1))).await;
    assert!(matches!(nobodys, Err(StoreError::NotFound)), "{nobodys:?}");
    let found = db
        .write(|db| {
            [1, 2].iter().try_for_each(|number| users::insert(db, &user(*number), "hash"))?;
            for (user, second) in [(1, 1), (2, 2), (1, 3)] {
                stored_responses::put(db, &answer(user, "resp_1", second))?;
            }
            let conversation = stored_responses::conversation(db, user_id(1), "resp_1")?;
            let deleted = [(); 2].map(|()| stored_responses::delete(db, user_id(2), "resp_1").unwrap());
            let bodies = [1, 2].map(|user| stored_responses::body(db, user_id(user), "resp_1").unwrap());
            Ok((conversation, deleted, bodies))
        })
        .await;
    let StoredResponse { input, output, .. } = answer(1, "resp_1", 3);
    assert_eq!(found, (Some((input, output.clone())), [true, false], [Some(output), None]));
}

async fn old_answers_are_purged(db: TestDb) {
    let left = db
        .write(|db| {
            users::insert(db, &user(1), "hash")?;
            for second in [10, 11, 12] {
                stored_responses::put(db, &answer(1, &format!("resp_{second}"), second))?;
            }
            let purged = stored_responses::purge(db, at(12))?;
            let left = ["resp_10", "resp_11", "resp_12"]
                .map(|id| stored_responses::body(db, user_id(1), id).unwrap().is_some());
            Ok((purged, left))
        })
        .await;
    assert_eq!(left, (2, [false, false, true]));
}
