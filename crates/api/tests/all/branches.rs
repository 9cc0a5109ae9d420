//! The tree of runs: edit, regenerate, switch, fork.

use serde_json::{Value, json};
use testing::{TestApp, on_both_databases};

use crate::talk::{Talk, answer, id_of, send, text};

fn branch(window: &Value) -> Vec<String> {
    window["items"].as_array().unwrap().iter().map(id_of).collect()
}

on_both_databases! {
    async fn edit_and_regenerate_make_siblings_and_switching_shows_each_branch(app: TestApp) {
        let talk = Talk::new(&app).await;
        let first = id_of(&talk.ask("one").await);
        let second = id_of(&talk.ask("two").await);
        let edited = talk.finish(&json!({ "action": "edit", "run_id": second, "input": { "text": "zwei" } })).await;
        assert_eq!(answer(&edited), "You said: zwei");
        assert_eq!(edited["run"]["parent_run_id"], json!(first));
        let edited = id_of(&edited);
        let again = talk.finish(&json!({ "action": "regenerate", "run_id": edited })).await;
        let again_id = id_of(&again);
        assert_eq!(again["input"]["parts"], json!([{ "type": "text", "text": "zwei" }]));
        let window = talk.window().await;
        assert_eq!(branch(&window), [first.clone(), again_id.clone()]);
        assert_eq!(window["items"][1]["siblings"], json!([second, edited, again_id]));
        let third = id_of(&talk.ask("three").await);
        // Back to the first answer, then forth: the branch's newest run is the head again.
        let path = format!("conversations/{}", talk.id);
        let switched = talk.owner.patch(&path, json!({ "head_run_id": second })).await.ok();
        assert_eq!(switched["head_run_id"], json!(second));
        assert_eq!(branch(&talk.window().await), [first.clone(), second]);
        let switched = talk.owner.patch(&path, json!({ "head_run_id": again_id })).await.ok();
        assert_eq!(switched["head_run_id"], json!(third));
        assert_eq!(branch(&talk.window().await), [first, again_id, third]);
    }

    async fn a_new_beginning_is_a_sibling_of_the_first_message(app: TestApp) {
        let talk = Talk::new(&app).await;
        let first = id_of(&talk.ask("one").await);
        let mut body = send("other");
        body["parent_run_id"] = json!(null);
        let other = talk.finish(&body).await;
        assert_eq!(other["siblings"], json!([first, id_of(&other)]));
        assert_eq!(branch(&talk.window().await), [id_of(&other)]);
    }

    async fn a_fork_shows_the_same_runs_and_goes_its_own_way(app: TestApp) {
        let talk = Talk::new(&app).await;
        let first = id_of(&talk.ask("one").await);
        let second = id_of(&talk.ask("two").await);
        let fork = talk.owner.post(&format!("conversations/{}/fork", talk.id), json!({ "run_id": first })).await.with(201);
        let fork_runs = format!("conversations/{}/runs", text(&fork, "id"));
        let window = talk.owner.get(&fork_runs).await.ok();
        assert_eq!(branch(&window), [first.as_str()]);
        assert_eq!(window["items"][0]["siblings"], json!([first]));
        let own = talk.owner.post(&fork_runs, send("deux")).await.with(202);
        talk.events(&text(&own, "id"), 0).await.rest().await;
        let window = talk.owner.get(&fork_runs).await.ok();
        assert_eq!(branch(&window), [first.clone(), text(&own, "id")]);
        assert_eq!(window["items"][1]["siblings"], json!([own["id"]]), "the original's answer is not the fork's sibling");
        assert_eq!(branch(&talk.window().await), [first.clone(), second]);
        // The original goes for good; the fork keeps its history.
        let original = format!("conversations/{}", talk.id);
        talk.owner.delete(&original).await.with(204);
        talk.owner.act(&format!("{original}/purge")).await.with(204);
        assert_eq!(branch(&talk.owner.get(&fork_runs).await.ok()), [first, text(&own, "id")]);
    }

    async fn a_head_must_be_of_this_conversation(app: TestApp) {
        let talk = Talk::new(&app).await;
        let run = id_of(&talk.ask("one").await);
        let other = Talk::conversation(&talk.owner, &talk.model).await;
        let answer = talk.owner.patch(&format!("conversations/{other}"), json!({ "head_run_id": run })).await;
        assert_eq!(answer.error(), (404, "run_not_found".into()));
    }
}
