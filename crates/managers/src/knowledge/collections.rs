//! Collections: what a persona or a conversation may search.

use std::collections::HashMap;

use models::connection::ModelChoice;
use models::ids::{CollectionId, EmbeddingIndexId, WorkspaceId};
use models::job::Job;
use models::knowledge::{
    Collection, CollectionCounts, CollectionName, EmbeddingIndex, IndexProgress, IndexState, description,
};
use models::notice::Change;
use models::page::Page;
use store::Db;
use store::knowledge::{collections, indexes};

use crate::access::{self, Action, Actor, Resource};
use crate::connections;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::jobs;

/// A collection as one user may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionView {
    /// The collection.
    pub collection: Collection,
    /// Whether the user may change it.
    pub can_change: bool,
    /// The vectors that are searched; those being made where none are yet.
    pub embedding: Option<(EmbeddingIndex, IndexProgress)>,
    /// Those being made for another model, while the old one's are searched.
    pub next_embedding: Option<(EmbeddingIndex, IndexProgress)>,
    /// How much it holds.
    pub counts: CollectionCounts,
}

/// A collection to be made.
#[derive(Debug, Clone)]
pub struct NewCollection {
    /// What people call it.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The space whose members search it too.
    pub workspace_id: Option<WorkspaceId>,
    /// The model that makes its vectors.
    pub embedding: Option<ModelChoice>,
}

/// Fields to be changed; `None` leaves one as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeCollection {
    /// What people call it.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// The space whose members search it too.
    pub workspace_id: Option<Option<WorkspaceId>>,
    /// The model that makes its vectors.
    pub embedding: Option<Option<ModelChoice>>,
}

/// The collections that the caller may search, by id.
pub async fn list(
    cx: &Context,
    actor: &Actor,
    cursor: Option<CollectionId>,
    limit: u32,
) -> Result<Page<CollectionView>> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            let Page { items, next } = collections::list_of(db, who.id(), cursor, limit)?;
            Ok::<_, Error>(Page { items: views(db, &who, items)?, next })
        })
        .await
}

/// One collection.
pub async fn get(cx: &Context, actor: &Actor, id: CollectionId) -> Result<CollectionView> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            let collection = super::collection(db, &who, Action::View, id)?;
            view(db, &who, collection)
        })
        .await
}

/// Makes a collection.
pub async fn create(cx: &Context, actor: &Actor, new: NewCollection) -> Result<CollectionView> {
    let now = cx.now();
    let collection = Collection {
        id: CollectionId(cx.id()),
        owner_id: actor.id(),
        workspace_id: new.workspace_id,
        name: CollectionName::parse(&new.name)?,
        description: description(&new.description)?,
        created_at: now,
        updated_at: now,
    };
    let index = match &new.embedding {
        Some(choice) => Some(building(cx, actor, &collection, choice).await?),
        None => None,
    };
    let (who, id, context) = (actor.clone(), collection.id, cx.clone());
    let view = cx
        .store
        .write(move |db| {
            may_share(db, &who, collection.workspace_id)?;
            collections::insert(db, &collection)?;
            if let Some(index) = index {
                super::embed::begin(&context, db, &collection, index)?;
            }
            view(db, &who, collection)
        })
        .await?;
    changed(cx, actor, id);
    Ok(view)
}

/// Changes a collection. Another model's vectors are made beside the old ones, which are searched until then.
pub async fn change(cx: &Context, actor: &Actor, id: CollectionId, change: ChangeCollection) -> Result<CollectionView> {
    let ChangeCollection { name, description: about, workspace_id, embedding } = change;
    let name = name.as_deref().map(CollectionName::parse).transpose()?;
    let about = about.as_deref().map(description).transpose()?;
    let (who, now, context) = (actor.clone(), cx.now(), cx.clone());
    let present = cx.store.read(move |db| super::collection(db, &who, Action::Change, id)).await?;
    let index = match &embedding {
        Some(Some(choice)) => Some(Some(building(cx, actor, &present, choice).await?)),
        Some(None) => Some(None),
        None => None,
    };
    let who = actor.clone();
    let view = cx
        .store
        .write(move |db| {
            let mut collection = super::collection(db, &who, Action::Change, id)?;
            if let Some(workspace_id) = workspace_id.filter(|new| *new != collection.workspace_id) {
                may_share(db, &who, workspace_id)?;
                collection.workspace_id = workspace_id;
            }
            collection.name = name.unwrap_or(collection.name);
            collection.description = about.unwrap_or(collection.description);
            collection.updated_at = now;
            collections::update(db, &collection)?;
            match index {
                Some(Some(index)) => super::embed::begin(&context, db, &collection, index)?,
                Some(None) => super::embed::stop(db, id)?,
                None => {}
            }
            view(db, &who, collection)
        })
        .await?;
    changed(cx, actor, id);
    Ok(view)
}

/// Removes a collection with all that it holds.
pub async fn delete(cx: &Context, actor: &Actor, id: CollectionId) -> Result<()> {
    let (who, now, tidy) = (actor.clone(), cx.now(), jobs::new(cx, Job::CheckKnowledge));
    cx.store
        .write(move |db| {
            super::collection(db, &who, Action::Change, id)?;
            collections::delete(db, id, now)?;
            Ok::<_, Error>(store::jobs::enqueue(db, &tidy)?)
        })
        .await?;
    changed(cx, actor, id);
    Ok(())
}

/// A collection is shared only where one works oneself.
fn may_share(db: &mut Db, actor: &Actor, workspace: Option<WorkspaceId>) -> Result<()> {
    let Some(id) = workspace else { return Ok(()) };
    let not_found = Error::NotFound(crate::error::Noun::Workspace);
    let workspace = store::workspaces::find(db, id)?.ok_or(not_found)?;
    let role = store::workspaces::role(db, id, actor.id())?;
    access::check(actor, Action::Use, Resource::Workspace(&workspace, role))
}

/// An index to be built. Both who chooses the model and who owns the collection have to be allowed to call it: the owner
/// pays.
async fn building(
    cx: &Context,
    actor: &Actor,
    collection: &Collection,
    choice: &ModelChoice,
) -> Result<EmbeddingIndex> {
    for user in [actor.id(), collection.owner_id] {
        connections::endpoint_for(cx, user, choice.connection_id).await.map_err(in_embedding)?;
    }
    Ok(EmbeddingIndex {
        id: EmbeddingIndexId(cx.id()),
        collection_id: collection.id,
        connection_id: choice.connection_id,
        model: choice.model.clone(),
        dimensions: None,
        state: IndexState::Building,
        created_at: cx.now(),
    })
}

fn in_embedding(error: Error) -> Error {
    match error {
        Error::Invalid(wrong) => {
            let named = wrong.into_iter().map(|it| models::invalid::Invalid { field: "embedding", ..it });
            Error::Invalid(named.collect())
        }
        other => other,
    }
}

fn view(db: &mut Db, actor: &Actor, collection: Collection) -> Result<CollectionView> {
    let view = views(db, actor, vec![collection])?.pop();
    view.ok_or(Error::NotFound(crate::error::Noun::Collection))
}

fn views(db: &mut Db, actor: &Actor, all: Vec<Collection>) -> Result<Vec<CollectionView>> {
    let ids: Vec<CollectionId> = all.iter().map(|it| it.id).collect();
    let mut counts = collections::counts(db, &ids)?;
    let mut of_collection: HashMap<CollectionId, Vec<(EmbeddingIndex, IndexProgress)>> = HashMap::new();
    let all_indexes = indexes::of_collections(db, &ids)?;
    let progress = indexes::progress(db, &all_indexes)?;
    for index in all_indexes {
        let progress = progress.get(&index.id).copied().unwrap_or_default();
        of_collection.entry(index.collection_id).or_default().push((index, progress));
    }
    let mut views = Vec::with_capacity(all.len());
    for collection in all {
        let role = super::role(db, actor, collection.workspace_id)?;
        let can_change = access::check(actor, Action::Change, Resource::Collection(&collection, role)).is_ok();
        let of_it = of_collection.remove(&collection.id).unwrap_or_default();
        let (mut serving, mut building): (Vec<_>, Vec<_>) =
            of_it.into_iter().partition(|(index, _)| index.state == IndexState::Serving);
        let next = building.pop();
        let (embedding, next_embedding) = match serving.pop() {
            Some(serving) => (Some(serving), next),
            None => (next, None),
        };
        let counts = counts.remove(&collection.id).unwrap_or_default();
        views.push(CollectionView { collection, can_change, embedding, next_embedding, counts });
    }
    Ok(views)
}

/// Tells the actor's open pages.
pub(super) fn changed(cx: &Context, actor: &Actor, id: CollectionId) {
    cx.notify(actor.id(), Change::CollectionChanged { collection_id: id });
}
