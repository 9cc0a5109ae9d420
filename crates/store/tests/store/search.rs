//! Search finds words, and nothing of a query is syntax.

use models::conversation::{Conversation, Title};
use models::message::MessageRole;
use models::search::{MARK_END, MARK_START, MessageHit, SearchHit};
use pallium_store::search::{self, Cursor};
use pallium_store::{conversations, messages, users};

use crate::common::{TestDb, on_both};
use crate::make::{at, conversation, input_of, run, user, user_id};

on_both!(
    titles_come_before_messages_with_marked_snippets,
    words_are_found_by_their_beginning_and_in_any_case,
    a_hostile_query_finds_words_or_nothing,
    others_conversations_and_the_bin_are_not_searched,
    a_renamed_conversation_is_found_by_its_new_title,
    pages_follow_each_other,
    a_huge_message_is_kept_and_found_by_its_first_words,
);

fn titled(number: u32, title: &str) -> Conversation {
    Conversation { title: Title::parse(title).unwrap(), ..conversation(number) }
}

/// Conversation 1 of user 1 with a message for each text.
async fn saying(db: TestDb, texts: &[&str]) -> TestDb {
    let db = db.with_user().await;
    db.insert_conversation(titled(1, "Zoo")).await;
    for (number, text) in (1..).zip(texts) {
        let it = run(number, 1, None);
        let message = input_of(&it, text);
        db.write(move |db| {
            pallium_store::runs::insert(db, &it, crate::make::PROCESS, at(30))?;
            messages::insert(db, &message)
        })
        .await;
    }
    db
}

async fn find(db: &TestDb, query: &str) -> Vec<SearchHit> {
    let query = query.to_owned();
    let hits = db.read(move |db| search::search(db, user_id(1), &query, None, 50)).await.items;
    let shown = |text: &str| text.replace(MARK_START, "[").replace(MARK_END, "]");
    hits.into_iter().map(|hit| SearchHit { snippet: shown(&hit.snippet), ..hit }).collect()
}

async fn snippets(db: &TestDb, query: &str) -> Vec<String> {
    find(db, query).await.into_iter().map(|hit| hit.snippet).collect()
}

async fn titles_come_before_messages_with_marked_snippets(db: TestDb) {
    let db = saying(db, &["How do I bake **bread**?\n\nWith flour."]).await;
    db.insert_conversation(titled(2, "Bread and butter")).await;
    let message = run(1, 1, None);
    let expected = [
        SearchHit {
            conversation_id: conversation(2).id,
            title: "Bread and butter".into(),
            message: None,
            snippet: "[Bread] and butter".into(),
            at: at(2),
        },
        SearchHit {
            conversation_id: conversation(1).id,
            title: "Zoo".into(),
            message: Some(MessageHit {
                run_id: message.id,
                message_id: message.input_message_id.unwrap(),
                role: MessageRole::User,
            }),
            snippet: "How do I bake **[bread]**? With flour.".into(),
            at: at(1),
        },
    ];
    assert_eq!(find(&db, "bread").await, expected);
}

async fn words_are_found_by_their_beginning_and_in_any_case(db: TestDb) {
    let db = saying(db, &["Die GRÖSSE der Übung", "see https://example.org/docs v1.25"]).await;
    for (query, expected) in [
        ("übung", vec!["Die GRÖSSE der [Übung]"]),
        ("ÜBU", vec!["Die GRÖSSE der [Übung]"]),
        ("grös", vec!["Die [GRÖSSE] der Übung"]),
        ("grös übung", vec![]),
        ("grösse üb", vec!["Die [GRÖSSE] der [Übung]"]),
        ("ubung", vec![]),
        ("example.or", vec!["see https://[example].[org]/docs v1.25"]),
        ("docs 25", vec!["see https://example.org/[docs] v1.[25]"]),
        ("zo", vec!["[Zoo]"]),
    ] {
        assert_eq!(snippets(&db, query).await, expected, "{query}");
    }
}

async fn a_hostile_query_finds_words_or_nothing(db: TestDb) {
    let db = saying(db, &["near or not"]).await;
    for query in ["\" OR * (", "or\"", "NEAR(or, 2)", "or:*", "' | or", "or\0", "-or", "search_text:or", "or*", "{or}"]
    {
        let found = snippets(&db, query).await;
        assert!(found.iter().all(|snippet| snippet.contains("[or]")), "{query}: {found:?}");
    }
    for query in ["", " ", "\"", "*", "(", "\0", "!!", "\\", "🦀"] {
        assert_eq!(snippets(&db, query).await, Vec::<String>::new(), "{query:?}");
    }
    assert_eq!(snippets(&db, &"or ".repeat(10_000)).await, ["near [or] not"]);
}

async fn others_conversations_and_the_bin_are_not_searched(db: TestDb) {
    let db = saying(db, &["needle"]).await;
    db.write(|db| {
        users::insert(db, &user(2), "hash")?;
        conversations::insert(db, &Conversation { owner_id: user_id(2), ..titled(2, "needle") })?;
        conversations::insert(db, &Conversation { deleted_at: Some(at(1)), ..titled(3, "needle") })?;
        conversations::insert(db, &Conversation { archived_at: Some(at(1)), ..titled(4, "needle") })
    })
    .await;
    let found: Vec<_> = find(&db, "needle").await.into_iter().map(|hit| hit.conversation_id).collect();
    assert_eq!(found, [conversation(4).id, conversation(1).id]);
    db.write(|db| conversations::update(db, &Conversation { deleted_at: Some(at(1)), ..titled(1, "Zoo") })).await;
    assert_eq!(find(&db, "needle").await.len(), 1);
}

async fn a_renamed_conversation_is_found_by_its_new_title(db: TestDb) {
    let db = saying(db, &[]).await;
    db.write(|db| conversations::update(db, &titled(1, "Aquarium"))).await;
    assert_eq!((snippets(&db, "zoo").await, snippets(&db, "aqua").await), (vec![], vec!["[Aquarium]".to_owned()]));
}

async fn pages_follow_each_other(db: TestDb) {
    let db = saying(db, &["fish one", "fish two", "fish three", "fish four", "fish five"]).await;
    let all: Vec<_> = find(&db, "fish").await.into_iter().map(|hit| hit.message).collect();
    let pages = db
        .read(|db| {
            let (mut pages, mut cursor) = (Vec::new(), None);
            loop {
                let page = search::search(db, user_id(1), "fish", cursor, 2)?;
                pages.push(page.items);
                let Some(next) = page.next else { return Ok(pages) };
                cursor = Some(Cursor::parse(&next).unwrap());
            }
        })
        .await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1]);
    assert_eq!(pages.into_iter().flatten().map(|hit| hit.message).collect::<Vec<_>>(), all);
}

#[test]
fn a_cursor_of_a_search_is_one_that_this_room_made() {
    assert!(Cursor::parse("2").is_some());
    for wrong in ["", "-1", "+2", "02", "2 ", "x", "4294967296"] {
        assert_eq!(Cursor::parse(wrong), None, "{wrong:?}");
    }
}

async fn a_huge_message_is_kept_and_found_by_its_first_words(db: TestDb) {
    let words: String = (0..300_000u32).map(|number| format!("w{number} ")).collect();
    let db = saying(db, &[&words]).await;
    assert_eq!(find(&db, "w77").await.len(), 1);
    assert_eq!(find(&db, "w299999").await.len(), 0);
    assert_eq!(
        db.read(|db| messages::find(db, run(1, 1, None).input_message_id.unwrap())).await.map(|it| it.parts),
        Some(vec![crate::make::text(words)])
    );
}
