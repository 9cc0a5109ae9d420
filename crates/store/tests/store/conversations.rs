//! Conversations, their list, folders and tags.

use models::connection::ModelChoice;
use models::conversation::{Color, Conversation, ConversationSummary, Folder, Label, Marks, Tag, Title, TitleSource};
use models::ids::{ConnectionId, ConversationId, FolderId, TagId};
use models::page::Page;
use models::run::RunParameters;
use pallium_store::conversations::{self, ConversationFilter, Cursor, View};
use pallium_store::{Db, StoreError, folders, tags};

use crate::common::{TestDb, on_both};
use crate::make::{at, conversation, conversation_id, run_id, user_id, uuid};

on_both!(
    a_conversation_comes_back_as_written,
    update_leaves_alone_what_runs_change,
    pages_have_no_gaps_and_no_doubles,
    a_list_is_narrowed_by_place_folder_and_tag,
    a_row_of_a_list_shows_the_marks_and_tags_of_its_conversation,
    one_of_many_runs_gets_the_place,
    only_the_run_that_has_the_place_gives_it_back,
    names_of_folders_and_tags_are_taken_once_per_user,
    what_is_over_is_found_oldest_first,
);

fn folder(number: u32, name: &str) -> Folder {
    Folder { id: FolderId(uuid(number)), owner_id: user_id(1), name: Label::parse(name).unwrap(), created_at: at(0) }
}

fn tag(number: u32, name: &str) -> Tag {
    let (name, color) = (Label::parse(name).unwrap(), Color::parse("#3b82f6").unwrap());
    Tag { id: TagId(uuid(number)), owner_id: user_id(1), name, color, created_at: at(0) }
}

fn full() -> Conversation {
    Conversation {
        title: Title::parse("Größe").unwrap(),
        title_source: TitleSource::User,
        folder_id: Some(folder(1, "Work").id),
        head_run_id: Some(run_id(1)),
        active_run_id: Some(run_id(2)),
        model: Some(ModelChoice { connection_id: ConnectionId(uuid(1)), model: "gpt".into() }),
        parameters: RunParameters {
            temperature: Some(0.25),
            system_prompt: Some("a\u{0}b".into()),
            ..Default::default()
        },
        tag_ids: vec![tag(1, "a").id, tag(2, "b").id],
        pinned_at: Some(at(1)),
        archived_at: Some(at(2)),
        deleted_at: Some(at(3)),
        expires_at: Some(at(4)),
        seen_at: Some(at(5)),
        answered_at: Some(at(6)),
        ..conversation(1)
    }
}

fn with_folder_and_tags(db: &mut Db) -> Result<(), StoreError> {
    folders::insert(db, &folder(1, "Work"))?;
    tags::insert(db, &tag(1, "a"))?;
    tags::insert(db, &tag(2, "b"))
}

async fn a_conversation_comes_back_as_written(db: TestDb) {
    let db = db.with_user().await;
    let found = db
        .write(|db| {
            with_folder_and_tags(db)?;
            conversations::insert(db, &full())?;
            conversations::insert(db, &conversation(2))?;
            Ok([conversations::find(db, full().id)?, conversations::lock(db, conversation_id(2))?])
        })
        .await;
    assert_eq!(found, [Some(full()), Some(conversation(2))]);
    let stray = Conversation { folder_id: Some(FolderId(uuid(99))), ..conversation(3) };
    let outcome = db.store.write(move |db| conversations::insert(db, &stray)).await;
    assert!(matches!(outcome, Err(StoreError::NotFound)), "{outcome:?}");
}

async fn update_leaves_alone_what_runs_change(db: TestDb) {
    let db = db.with_user().await;
    let found = db
        .write(|db| {
            with_folder_and_tags(db)?;
            conversations::insert(db, &conversation(1))?;
            conversations::update(db, &full())?;
            conversations::set_tags(db, full().id, &[tag(2, "b").id, tag(2, "b").id])?;
            let updated = conversations::find(db, full().id)?;
            conversations::set_head(db, full().id, run_id(7), at(50))?;
            conversations::mark_seen(db, full().id, at(60))?;
            folders::delete(db, folder(1, "Work").id)?;
            Ok([updated, conversations::find(db, full().id)?])
        })
        .await;
    let updated = Conversation {
        head_run_id: None,
        active_run_id: None,
        seen_at: None,
        answered_at: None,
        tag_ids: vec![tag(2, "b").id],
        ..full()
    };
    let later = Conversation {
        head_run_id: Some(run_id(7)),
        active_at: at(50),
        seen_at: Some(at(60)),
        folder_id: None,
        ..updated.clone()
    };
    assert_eq!(found, [Some(updated), Some(later)]);
}

fn filter(limit: u32) -> ConversationFilter {
    ConversationFilter { owner_id: user_id(1), view: View::Active, folder_id: None, tag_id: None, cursor: None, limit }
}

fn pages(db: &mut Db, filter: &ConversationFilter) -> Result<Vec<ConversationId>, StoreError> {
    let mut ids = Vec::new();
    let mut filter = filter.clone();
    loop {
        let page = conversations::list(db, &filter)?;
        assert!(page.items.len() <= filter.limit as usize);
        ids.extend(page.items.iter().map(|it| it.id));
        match page.next {
            Some(next) => filter.cursor = Some(Cursor::parse(&next).unwrap()),
            None => return Ok(ids),
        }
    }
}

async fn pages_have_no_gaps_and_no_doubles(db: TestDb) {
    let db = db.with_user().await;
    // Many share a time, and some are pinned at one time, so that only the id tells them apart.
    let all: Vec<_> = (1..=23)
        .map(|number| Conversation {
            active_at: at((number / 5).into()),
            pinned_at: (number % 4 == 0).then(|| at((number / 10).into())),
            ..conversation(number)
        })
        .collect();
    let rows = all.clone();
    db.write(move |db| rows.iter().try_for_each(|it| conversations::insert(db, it))).await;
    let mut expected = all;
    expected.sort_by_key(|it| (it.pinned_at, it.active_at, it.id));
    let expected: Vec<_> = expected.iter().rev().map(|it| it.id).collect();
    for limit in [1, 2, 7, 23, 200] {
        assert_eq!(db.read(move |db| pages(db, &filter(limit))).await, expected, "pages of {limit}");
    }
    assert_eq!(Cursor::parse("not ours"), None);
}

async fn a_list_is_narrowed_by_place_folder_and_tag(db: TestDb) {
    let db = db.with_user().await;
    db.write(|db| {
        with_folder_and_tags(db)?;
        let (folder_id, tag_ids) = (Some(folder(1, "Work").id), vec![tag(1, "a").id]);
        conversations::insert(db, &Conversation { folder_id, ..conversation(1) })?;
        conversations::insert(db, &Conversation { folder_id, tag_ids, ..conversation(2) })?;
        conversations::insert(db, &Conversation { archived_at: Some(at(1)), ..conversation(3) })?;
        let deleted_at = Some(at(1));
        conversations::insert(db, &Conversation { archived_at: deleted_at, deleted_at, ..conversation(4) })
    })
    .await;
    let (folder_id, tag_id) = (Some(folder(1, "Work").id), Some(tag(1, "a").id));
    for (filter, expected) in [
        (filter(1), vec![2, 1]),
        (ConversationFilter { view: View::Archived, ..filter(9) }, vec![3]),
        (ConversationFilter { view: View::Bin, ..filter(9) }, vec![4]),
        (ConversationFilter { folder_id, ..filter(1) }, vec![2, 1]),
        (ConversationFilter { folder_id, tag_id, ..filter(1) }, vec![2]),
        (ConversationFilter { owner_id: user_id(2), ..filter(9) }, vec![]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(conversation_id).collect();
        assert_eq!(db.read(move |db| pages(db, &filter)).await, expected);
    }
}

async fn a_row_of_a_list_shows_the_marks_and_tags_of_its_conversation(db: TestDb) {
    let db = db.with_user().await;
    let deleted = Conversation { expires_at: None, answered_at: full().seen_at, archived_at: None, ..full() };
    let deleted = Conversation { id: conversation_id(2), tag_ids: vec![], ..deleted };
    let all = [
        full(),
        deleted.clone(),
        Conversation { id: conversation_id(3), deleted_at: None, ..full() },
        Conversation { id: conversation_id(4), archived_at: Some(at(2)), ..deleted.clone() },
        Conversation { id: conversation_id(5), archived_at: None, deleted_at: None, seen_at: None, ..full() },
        conversation(6),
    ];
    let rows = all.clone();
    db.write(move |db| {
        with_folder_and_tags(db)?;
        rows.iter().try_for_each(|it| conversations::insert(db, it))
    })
    .await;
    for (view, numbers) in [(View::Active, vec![5, 6]), (View::Archived, vec![3]), (View::Bin, vec![4, 2, 1])] {
        let page = db.read(move |db| conversations::list(db, &ConversationFilter { view, ..filter(9) })).await;
        let expected: Vec<_> = numbers.into_iter().map(|number: usize| summary(&all[number - 1])).collect();
        assert_eq!(page, Page { items: expected, next: None }, "{view:?}");
    }
}

fn summary(it: &Conversation) -> ConversationSummary {
    ConversationSummary {
        id: it.id,
        title: it.title.clone(),
        title_source: it.title_source,
        folder_id: it.folder_id,
        active_run_id: it.active_run_id,
        tag_ids: it.tag_ids.clone(),
        active_at: it.active_at,
        marks: Marks {
            pinned: it.pinned_at.is_some(),
            archived: it.archived_at.is_some(),
            deleted: it.deleted_at.is_some(),
            temporary: it.expires_at.is_some(),
            unread: it.unread(),
        },
    }
}

async fn one_of_many_runs_gets_the_place(db: TestDb) {
    let db = db.with_user().await;
    db.insert_conversation(conversation(1)).await;
    let claims = (1..=8).map(|number| {
        let store = db.store.clone();
        async move {
            let claimed =
                store.write(move |db| conversations::claim_active(db, conversation_id(1), run_id(number), at(9))).await;
            claimed.unwrap().then(|| run_id(number))
        }
    });
    let mut tasks = tokio::task::JoinSet::new();
    claims.for_each(|claim| drop(tasks.spawn(claim)));
    let winners: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
    let found = db.read(|db| conversations::find(db, conversation_id(1))).await.unwrap();
    assert_eq!((winners, found.active_at), (vec![found.active_run_id.unwrap()], at(9)));
}

async fn only_the_run_that_has_the_place_gives_it_back(db: TestDb) {
    let db = db.with_user().await;
    let [held, free] = db
        .write(|db| {
            let id = conversation_id(1);
            conversations::insert(db, &conversation(1))?;
            conversations::claim_active(db, id, run_id(1), at(1))?;
            conversations::release_active(db, id, run_id(2), at(2))?;
            let held = conversations::find(db, id)?;
            conversations::release_active(db, id, run_id(1), at(3))?;
            Ok([held, conversations::find(db, id)?])
        })
        .await;
    let expected = Conversation { active_run_id: Some(run_id(1)), active_at: at(1), ..conversation(1) };
    assert_eq!(held, Some(expected.clone()));
    assert_eq!(free, Some(Conversation { active_run_id: None, answered_at: Some(at(3)), ..expected }));
}

async fn names_of_folders_and_tags_are_taken_once_per_user(db: TestDb) {
    let db = db.with_user().await;
    db.write(with_folder_and_tags).await;
    let constraint = |outcome: Result<(), StoreError>| match outcome {
        Err(StoreError::Conflict { constraint }) => constraint,
        other => panic!("{other:?}"),
    };
    let twin = db.store.write(|db| folders::insert(db, &folder(2, "Work"))).await;
    assert_eq!(constraint(twin), "folder_owner_id_name_key");
    let twin = db.store.write(|db| tags::update(db, &tag(2, "a"))).await;
    assert_eq!(constraint(twin), "tag_owner_id_name_key");
    let left = db
        .write(|db| {
            folders::update(db, &folder(1, "Play"))?;
            tags::delete(db, tag(1, "a").id)?;
            Ok((folders::list(db, user_id(1))?, tags::list(db, user_id(1))?, tags::find(db, tag(1, "a").id)?))
        })
        .await;
    assert_eq!(left, (vec![folder(1, "Play")], vec![tag(2, "b")], None));
}

async fn what_is_over_is_found_oldest_first(db: TestDb) {
    let db = db.with_user().await;
    let found = db
        .write(|db| {
            for number in 1..=4 {
                let time = Some(at(10 - i64::from(number)));
                conversations::insert(db, &Conversation { expires_at: time, ..conversation(number) })?;
                conversations::insert(db, &Conversation { deleted_at: time, ..conversation(number + 10) })?;
            }
            conversations::claim_active(db, conversation_id(4), run_id(1), at(0))?;
            Ok([conversations::expired_temporary(db, at(8), 5)?, conversations::bin_older_than(db, at(8), 1)?])
        })
        .await;
    assert_eq!(found, [vec![conversation_id(3), conversation_id(2)], vec![conversation_id(14)]]);
}
