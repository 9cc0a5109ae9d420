//! A purged conversation takes along what nobody else shows, and nothing else.

use models::conversation::Conversation;
use models::run::Run;
use models::run_event::{LoggedEvent, RunEvent};
use pallium_store::{conversations, messages, run_events, runs, search};

use crate::common::{TestDb, on_both};
use crate::make::{conversation, conversation_id, input_of, run, run_id, uuid};

on_both!(
    a_fork_keeps_the_runs_it_shows,
    a_shared_input_stays_with_a_regenerated_answer,
    a_large_conversation_goes_whole
);

/// Conversation 1 has 1 ─ 2 ─ 3 and 4 beside 2. Conversation 2 was forked at 2 and went on with 5;
/// conversation 3 was forked at 1.
async fn forked(db: TestDb) -> TestDb {
    let db = db.with_user().await;
    for (number, head) in [(1, 3), (2, 5), (3, 1)] {
        db.insert_conversation(Conversation { head_run_id: Some(run_id(head)), ..conversation(number) }).await;
    }
    for it in [run(1, 1, None), run(2, 1, Some(1)), run(3, 1, Some(2)), run(4, 1, Some(1)), run(5, 2, Some(2))] {
        let logged = LoggedEvent { sequence: 1, event: RunEvent::Started };
        let row = (it.id, logged);
        db.insert_run(it).await;
        db.write(move |db| run_events::append(db, &[row])).await;
    }
    db
}

async fn a_fork_keeps_the_runs_it_shows(db: TestDb) {
    let db = forked(db).await;
    assert!(db.write(|db| conversations::purge(db, conversation_id(1))).await);
    assert!(!db.write(|db| conversations::purge(db, conversation_id(1))).await);
    let (path, events, left) = db
        .read(|db| {
            let path = runs::path(db, run_id(5), 9)?;
            let all = [1, 2, 3, 4, 5].map(run_id);
            let left = all.into_iter().map(|id| Ok(runs::find(db, id)?.is_some()));
            let left = left.collect::<Result<Vec<_>, pallium_store::StoreError>>()?;
            Ok((path, run_events::last_sequences(db, &all)?.len(), left))
        })
        .await;
    assert_eq!((events, left), (3, vec![true, true, false, false, true]));
    assert_eq!(path.iter().map(|it| it.id).collect::<Vec<_>>(), [5, 2, 1].map(run_id));
    assert_eq!((path[0].conversation_id, path[1].conversation_id), (conversation_id(2), conversation_id(2)));
    assert!([2, 3].map(conversation_id).contains(&path[2].conversation_id), "{path:?}");
    let pairs = db.read(|db| messages::for_runs(db, &[1, 2, 5].map(run_id))).await;
    for it in path {
        let input = pairs[&it.id].0.clone().unwrap();
        assert_eq!((input.run_id, input.conversation_id), (it.id, it.conversation_id));
    }
    for number in [2, 3] {
        assert!(db.write(move |db| conversations::purge(db, conversation_id(number))).await);
    }
    let found =
        db.read(|db| Ok((runs::find(db, run_id(1))?, messages::find(db, input_of(&run(1, 1, None), "").id)?))).await;
    assert_eq!(found, (None, None));
}

async fn a_shared_input_stays_with_a_regenerated_answer(db: TestDb) {
    let db = forked(db).await;
    // Conversation 3 regenerated 2: same parent, same input, in the fork.
    let again = Run { input_message_id: run(2, 1, None).input_message_id, ..run(6, 3, Some(1)) };
    db.write(move |db| {
        runs::insert(db, &again, crate::make::PROCESS, crate::make::at(30))?;
        conversations::purge(db, conversation_id(2))?;
        conversations::purge(db, conversation_id(1))
    })
    .await;
    let (two, mut pairs) = db.read(|db| Ok((runs::find(db, run_id(2))?, messages::for_runs(db, &[run_id(6)])?))).await;
    let input = pairs.remove(&run_id(6)).unwrap().0.unwrap();
    assert_eq!((two, input.run_id, input.conversation_id), (None, run_id(6), conversation_id(3)));
}

async fn a_large_conversation_goes_whole(db: TestDb) {
    let db = db.with_user().await;
    db.insert_conversation(Conversation { head_run_id: Some(run_id(1000)), ..conversation(1) }).await;
    db.write(|db| {
        for number in 1..=1000 {
            let it = run(number, 1, (number > 1).then(|| number - 1));
            let it = Run { input_message_id: Some(models::ids::MessageId(uuid(10_000 + number))), ..it };
            runs::insert(db, &it, crate::make::PROCESS, crate::make::at(30))?;
            messages::insert(db, &input_of(&it, "needle"))?;
        }
        Ok(())
    })
    .await;
    assert_eq!(db.read(|db| runs::path_ids(db, run_id(1000))).await.len(), 1000);
    assert!(db.write(|db| conversations::purge(db, conversation_id(1))).await);
    let left = db
        .read(|db| {
            Ok((runs::find(db, run_id(1))?, search::search(db, crate::make::user_id(1), "needle", None, 9)?.items))
        })
        .await;
    assert_eq!(left, (None, vec![]));
}
