//! Answers that are given again.

use pallium_store::cached_answers::{self, ANSWERS_MAX, CachedAnswer};
use pallium_store::users;

use crate::common::{TestDb, on_both};
use crate::make::{at, user, user_id};

on_both!(an_answer_is_found_until_it_expires, a_newer_answer_takes_the_place, too_many_lose_those_that_expire_first,);

fn answer(key: &str, expires: i64, body: &str) -> CachedAnswer {
    CachedAnswer {
        key: key.to_owned(),
        user_id: user_id(1),
        created_at: at(0),
        expires_at: at(expires),
        target: "one/m".to_owned(),
        model: "m".to_owned(),
        body: body.to_owned(),
    }
}

async fn an_answer_is_found_until_it_expires(db: TestDb) {
    let kept = answer("a", 10, "{}");
    let expected = [Some(kept.clone()), None, None];
    let found = db
        .write(move |db| {
            users::insert(db, &user(1), "hash")?;
            cached_answers::put(db, &kept)?;
            let found = [cached_answers::find(db, "a", at(9))?, cached_answers::find(db, "a", at(10))?];
            let purged = [cached_answers::purge(db, at(9))?, cached_answers::purge(db, at(10))?];
            let [early, late] = found;
            Ok(([early, late, cached_answers::find(db, "a", at(9))?], purged))
        })
        .await;
    assert_eq!(found, (expected, [0, 1]));
}

async fn a_newer_answer_takes_the_place(db: TestDb) {
    let found = db
        .write(|db| {
            users::insert(db, &user(1), "hash")?;
            cached_answers::put(db, &answer("a", 10, "old"))?;
            cached_answers::put(db, &answer("a", 20, "new"))?;
            cached_answers::find(db, "a", at(15))
        })
        .await;
    assert_eq!(found, Some(answer("a", 20, "new")));
}

async fn too_many_lose_those_that_expire_first(db: TestDb) {
    let left = db
        .write(|db| {
            users::insert(db, &user(1), "hash")?;
            for number in 0..ANSWERS_MAX + 2 {
                cached_answers::put(db, &answer(&format!("{number}"), 100 + number, "{}"))?;
            }
            let purged = cached_answers::purge(db, at(0))?;
            let left = ["0", "1", "2"].map(|key| cached_answers::find(db, key, at(0)).unwrap().is_some());
            Ok((purged, left))
        })
        .await;
    assert_eq!(left, (2, [false, false, true]));
}
