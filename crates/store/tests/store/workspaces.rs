//! Workspaces and their members.

use models::api_key::ApiKey;
use models::ids::WorkspaceId;
use models::limits::Limits;
use models::workspace::{Member, Membership, Workspace, WorkspaceName, WorkspaceRole};
use pallium_store::{StoreError, api_keys, users, workspaces};

use crate::api_keys::key;
use crate::common::{TestDb, on_both};
use crate::make::{at, user, user_id, uuid};

on_both!(
    a_user_has_a_private_workspace_from_the_first,
    users_who_were_there_before_workspaces_get_one,
    members_come_and_go_and_change_their_role,
    shared_workspaces_are_listed_in_pages,
    a_key_works_while_its_owner_may_work_in_its_workspace,
);

fn private(number: u32) -> Workspace {
    Workspace {
        id: WorkspaceId::private_of(user_id(number)),
        private_of: Some(user_id(number)),
        name: WorkspaceName::private(),
        limits: Limits::default(),
        created_at: at(0),
        updated_at: at(0),
    }
}

fn shared(number: u32) -> Workspace {
    let name = WorkspaceName::parse(&format!("Team {number}")).unwrap();
    Workspace { id: WorkspaceId(uuid(number)), private_of: None, name, ..private(1) }
}

fn member(number: u32, role: WorkspaceRole) -> Membership {
    Membership { workspace_id: shared(9).id, user_id: user_id(number), role, created_at: at(i64::from(number)) }
}

impl TestDb {
    /// Users 1 and 2, and workspace 9.
    async fn with_team(self) -> Self {
        self.write(|db| {
            users::insert(db, &user(1), "hash")?;
            users::insert(db, &user(2), "hash")?;
            workspaces::insert(db, &shared(9))
        })
        .await;
        self
    }
}

async fn a_user_has_a_private_workspace_from_the_first(db: TestDb) {
    db.write(|db| users::insert(db, &user(1), "hash")).await;
    let own = db.read(|db| workspaces::list_of(db, user_id(1), None, 10)).await;
    assert_eq!((own.items, own.next), (vec![(private(1), WorkspaceRole::Owner)], None));
    assert_eq!(db.read(workspaces::all_limits).await, []);
}

async fn users_who_were_there_before_workspaces_get_one(db: TestDb) {
    db.write(|db| users::insert(db, &user(1), "hash")).await;
    while db.store.revert_last().await.unwrap() != "20261121113000_create_workspaces" {}
    db.store.migrate().await.unwrap();
    let own = db.read(|db| workspaces::list_of(db, user_id(1), None, 10)).await;
    assert_eq!(own.items, [(private(1), WorkspaceRole::Owner)]);
}

async fn members_come_and_go_and_change_their_role(db: TestDb) {
    let db = db.with_team().await;
    let put = |it: Membership| db.store.write(move |db| workspaces::put_member(db, &it));
    assert_eq!(put(member(1, WorkspaceRole::Viewer)).await.unwrap(), member(1, WorkspaceRole::Viewer));
    put(member(2, WorkspaceRole::Owner)).await.unwrap();
    let later = Membership { created_at: at(99), ..member(1, WorkspaceRole::Admin) };
    assert_eq!(put(later).await.unwrap(), member(1, WorkspaceRole::Admin), "a member since he first was");
    let nobody = put(member(3, WorkspaceRole::Admin)).await;
    assert!(matches!(nobody, Err(StoreError::NotFound)), "{nobody:?}");

    let as_seen =
        |number, role| Member { membership: member(number, role), name: user(number).name, email: user(number).email };
    let first = db.read(|db| workspaces::members(db, shared(9).id, None, 1)).await;
    assert_eq!(first.items, [as_seen(1, WorkspaceRole::Admin)]);
    let cursor = first.next.map(|text| text.parse().unwrap());
    let second = db.read(move |db| workspaces::members(db, shared(9).id, cursor, 1)).await;
    assert_eq!((second.items, second.next), (vec![as_seen(2, WorkspaceRole::Owner)], None));

    let roles = db
        .write(|db| {
            let removed = [(); 2].map(|()| workspaces::delete_member(db, shared(9).id, user_id(1)).unwrap());
            assert_eq!(removed, [true, false]);
            Ok([1, 2].map(|number| workspaces::role(db, shared(9).id, user_id(number)).unwrap()))
        })
        .await;
    assert_eq!(roles, [None, Some(WorkspaceRole::Owner)]);
}

async fn shared_workspaces_are_listed_in_pages(db: TestDb) {
    let db = db.with_team().await;
    let limits = Limits { parallel: Some(2), ..Limits::default() };
    let changed = Workspace { name: WorkspaceName::parse("Lab").unwrap(), limits: limits.clone(), ..shared(9) };
    let new = changed.clone();
    db.write(move |db| {
        workspaces::insert(db, &shared(10))?;
        workspaces::rename(db, new.id, &new.name, new.updated_at)?;
        workspaces::put_limits(db, new.id, &new.limits, new.updated_at)
    })
    .await;
    let first = db.read(|db| workspaces::list_shared(db, None, 1)).await;
    assert_eq!(first.items, std::slice::from_ref(&changed));
    let cursor = first.next.map(|text| text.parse().unwrap());
    let second = db.read(move |db| workspaces::list_shared(db, cursor, 1)).await;
    assert_eq!((second.items, second.next), (vec![shared(10)], None));
    assert_eq!(db.read(|db| workspaces::find(db, shared(9).id)).await, Some(changed));
    let mut all = db.read(workspaces::all_limits).await;
    all.sort_by_key(|(id, _)| *id);
    assert_eq!(all, [(shared(9).id, limits), (shared(10).id, Limits::default())]);
}

async fn a_key_works_while_its_owner_may_work_in_its_workspace(db: TestDb) {
    let db = db.with_team().await;
    db.write(|db| {
        workspaces::put_member(db, &member(1, WorkspaceRole::Member))?;
        api_keys::insert(db, &ApiKey { workspace_id: Some(shared(9).id), ..key(1) }, &[1; 32])
    })
    .await;
    let live = async || db.read(|db| api_keys::all_live(db, at(1))).await.len();
    assert_eq!(live().await, 1);
    db.write(|db| workspaces::put_member(db, &member(1, WorkspaceRole::Viewer))).await;
    assert_eq!(live().await, 0);
    db.write(|db| workspaces::put_member(db, &member(1, WorkspaceRole::Admin))).await;
    assert_eq!(live().await, 1);
    db.write(|db| workspaces::delete_member(db, shared(9).id, user_id(1))).await;
    assert_eq!(live().await, 0);
}
