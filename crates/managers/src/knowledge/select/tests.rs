use models::ids::ChunkId;
use uuid::Uuid;

use super::*;

const ROOM: Room = Room { passages: 3, of_document: 2, tokens: 1000 };

fn candidate(document: u128, index: u32) -> Candidate {
    let text = format!("{document} {index}");
    let chunk = Chunk {
        id: ChunkId(Uuid::from_u128(document * 1000 + u128::from(index))),
        document_id: DocumentId(Uuid::from_u128(document)),
        index,
        heading_path: vec![],
        page: None,
        start: index * 10,
        end: index * 10 + 3,
        text,
        tokens: 100,
    };
    Candidate {
        chunk,
        document_name: "a".into(),
        lexical: None,
        vector: None,
        fused: 0.0,
        reranked: None,
        fate: Fate::Taken,
    }
}

#[track_caller]
fn check(mut candidates: Vec<Candidate>, room: Room, fates: &[&str], groups: &[&[usize]]) {
    let selected = select(&mut candidates, room);
    let word = |it: &Candidate| match it.fate {
        Fate::Taken => "taken",
        Fate::Merged => "merged",
        Fate::Cut { reason } => reason.as_str(),
    };
    assert_eq!(candidates.iter().map(word).collect::<Vec<_>>(), fates);
    assert_eq!(selected.iter().map(|it| it.members.as_slice()).collect::<Vec<_>>(), groups);
}

#[test]
fn neighbours_become_one_passage_and_the_best_stays_first() {
    let all = vec![candidate(1, 4), candidate(2, 0), candidate(1, 2), candidate(1, 3), candidate(2, 1)];
    let fates = ["taken", "taken", "taken", "merged", "merged"];
    check(all, ROOM, &fates, &[&[2, 3, 0], &[1, 4]]);
}

#[test]
fn one_document_does_not_fill_the_answer() {
    let all = vec![candidate(1, 0), candidate(1, 4), candidate(1, 8), candidate(2, 0), candidate(3, 0)];
    let fates = ["taken", "taken", "too_many_of_document", "taken", "below_limit"];
    check(all, ROOM, &fates, &[&[0], &[1], &[3]]);
}

#[test]
fn the_same_text_is_given_once_however_it_is_spaced() {
    let mut twin = candidate(2, 0);
    twin.chunk.text = " 1\n0 ".into();
    check(vec![candidate(1, 0), twin], ROOM, &["taken", "same_text"], &[&[0]]);
}

#[test]
fn tokens_end_at_the_budget_but_the_first_is_given() {
    let room = Room { tokens: 250, ..ROOM };
    let mut small = candidate(3, 0);
    small.chunk.tokens = 50;
    let all = vec![candidate(1, 0), candidate(1, 1), candidate(2, 0), small];
    check(all, room, &["taken", "merged", "token_budget", "taken"], &[&[0, 1], &[3]]);
    check(vec![candidate(1, 0)], Room { tokens: 1, ..ROOM }, &["taken"], &[&[0]]);
}

#[test]
fn what_a_model_thought_little_of_is_left_out() {
    let mut low = candidate(1, 0);
    low.reranked = Some(0.1);
    check(vec![candidate(2, 0), low], ROOM, &["taken", "ranked_down"], &[&[0]]);
}

#[test]
fn a_passage_repeats_nothing_and_keeps_a_tables_header() {
    let chunk = |start: u32, end: u32, text: &str| Chunk { start, end, text: text.into(), ..candidate(1, 0).chunk };
    let (one, two) = (chunk(0, 10, "One. Two. "), chunk(5, 16, "Two. Three."));
    assert_eq!(text_of(&[&one, &two]), "One. Two. Three.");
    let (one, two) = (chunk(0, 4, "A ä."), chunk(6, 10, "B ö."));
    assert_eq!(text_of(&[&one, &two]), "A ä.\n\nB ö.");
    let table = chunk(4, 7, "|h|\n|-|\n|b|");
    assert_eq!(text_of(&[&one, &table]), "A ä.\n\n|h|\n|-|\n|b|");
}

#[test]
fn a_search_in_one_document_may_give_all_its_passages_of_it() {
    assert_eq!(of_document(&[candidate(1, 0), candidate(1, 5)], 8, 3), 8);
    assert_eq!(of_document(&[candidate(1, 0), candidate(2, 5)], 8, 3), 3);
}
