//! Sources: folders, pages of the web and repositories that a collection follows.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use models::ids::{CollectionId, SourceId};
use models::invalid::Invalid;
use models::job::{Job, JobRecord};
use models::knowledge::{DEPTH_MAX, IGNORE_MAX, LOCATION_MAX, Source, SourceKind, SourceState};
use models::time::Time;
use settings::KnowledgeSettings;
use store::Db;
use store::jobs::New;
use store::knowledge::{collections, sources};
use url::Url;

use crate::access::{self, Action, Actor, Resource};
use crate::context::Context;
use crate::error::{Denied, Error, Noun, Result};
use crate::jobs;

/// Shortest and longest time between two looks, in minutes.
const REFRESH: std::ops::RangeInclusive<u32> = 5..=525_600;
/// Longest name of a branch or tag.
const REFERENCE_MAX: usize = 200;

/// A source, and how many documents it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceView {
    /// The source.
    pub source: Source,
    /// Its documents.
    pub documents: u64,
}

/// What people choose of a source.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The folder's path, or the address of the page or of the repository.
    pub location: String,
    /// Git: the branch or tag.
    pub reference: Option<String>,
    /// What is left out, in the form of a `.gitignore`.
    pub ignore: Option<String>,
    /// Web: how many links away pages are read.
    pub depth: u32,
    /// How often it is looked at again, in minutes.
    pub refresh_minutes: Option<u32>,
}

/// Fields to be changed; `None` leaves one as it is.
#[derive(Debug, Clone, Default)]
pub struct ChangeSource {
    /// See [`Wanted::location`].
    pub location: Option<String>,
    /// See [`Wanted::reference`].
    pub reference: Option<Option<String>>,
    /// See [`Wanted::ignore`].
    pub ignore: Option<Option<String>>,
    /// See [`Wanted::depth`].
    pub depth: Option<u32>,
    /// See [`Wanted::refresh_minutes`].
    pub refresh_minutes: Option<Option<u32>>,
}

/// A collection's sources, the oldest first.
pub async fn list(cx: &Context, actor: &Actor, id: CollectionId) -> Result<Vec<SourceView>> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            super::collection(db, &who, Action::View, id)?;
            let (all, counts) = (sources::list(db, id)?, sources::document_counts(db, id)?);
            Ok::<_, Error>(all.into_iter().map(|source| view(source, &counts)).collect())
        })
        .await
}

fn view(source: Source, counts: &HashMap<SourceId, u64>) -> SourceView {
    let documents = counts.get(&source.id).copied().unwrap_or_default();
    SourceView { source, documents }
}

/// One source.
pub async fn get(cx: &Context, actor: &Actor, id: SourceId) -> Result<SourceView> {
    let who = actor.clone();
    cx.store
        .read(move |db| {
            let source = find(db, &who, Action::View, id)?;
            let counts = sources::document_counts(db, source.collection_id)?;
            Ok::<_, Error>(view(source, &counts))
        })
        .await
}

/// Adds a source and looks at it at once.
pub async fn create(
    cx: &Context,
    actor: &Actor,
    id: CollectionId,
    kind: SourceKind,
    wanted: Wanted,
) -> Result<SourceView> {
    let who = actor.clone();
    cx.store.read(move |db| super::collection(db, &who, Action::Change, id).map(drop)).await?;
    let Wanted { location, reference, ignore, depth, refresh_minutes } = checked(cx, actor, kind, wanted).await?;
    let source = Source {
        id: SourceId(cx.id()),
        collection_id: id,
        kind,
        location,
        reference,
        ignore,
        depth,
        refresh_minutes,
        state: SourceState::Idle,
        error: None,
        synced_at: None,
        next_sync_at: None,
        created_at: cx.now(),
    };
    let (who, row, context) = (actor.clone(), source.clone(), cx.clone());
    cx.store
        .write(move |db| {
            let collection = super::collection(db, &who, Action::Change, id)?;
            sources::insert(db, &row)?;
            super::enqueue(db, &sync_job(&context, &row, collection.owner_id)).map(drop)
        })
        .await?;
    super::collections::changed(cx, actor, id);
    Ok(SourceView { source, documents: 0 })
}

/// Changes a source, and looks at it again where that may bring other documents.
pub async fn change(cx: &Context, actor: &Actor, id: SourceId, change: ChangeSource) -> Result<SourceView> {
    let who = actor.clone();
    let old = cx.store.read(move |db| find(db, &who, Action::Change, id)).await?;
    let wanted = Wanted {
        location: change.location.unwrap_or_else(|| old.location.clone()),
        reference: change.reference.unwrap_or_else(|| old.reference.clone()),
        ignore: change.ignore.unwrap_or_else(|| old.ignore.clone()),
        depth: change.depth.unwrap_or(old.depth),
        refresh_minutes: change.refresh_minutes.unwrap_or(old.refresh_minutes),
    };
    let Wanted { location, reference, ignore, depth, refresh_minutes } = checked(cx, actor, old.kind, wanted).await?;
    let next_sync_at = next(old.synced_at.unwrap_or(cx.now()), refresh_minutes);
    let new = Source { location, reference, ignore, depth, refresh_minutes, next_sync_at, ..old.clone() };
    let brings_others = (&old.location, &old.reference, &old.ignore, old.depth)
        != (&new.location, &new.reference, &new.ignore, new.depth);
    let (who, row, context) = (actor.clone(), new.clone(), cx.clone());
    cx.store
        .write(move |db| {
            find(db, &who, Action::Change, id)?;
            sources::update(db, &row)?;
            if brings_others {
                let collection = super::collection(db, &who, Action::Change, row.collection_id)?;
                super::enqueue(db, &sync_job(&context, &row, collection.owner_id))?;
            }
            Ok::<_, Error>(())
        })
        .await?;
    super::collections::changed(cx, actor, new.collection_id);
    get(cx, actor, id).await
}

/// Removes a source with its documents.
pub async fn delete(cx: &Context, actor: &Actor, id: SourceId) -> Result<()> {
    let (who, now, tidy) = (actor.clone(), cx.now(), jobs::new(cx, Job::CheckKnowledge));
    let source = cx
        .store
        .write(move |db| {
            let source = find(db, &who, Action::Change, id)?;
            sources::delete(db, id, now)?;
            store::jobs::enqueue(db, &tidy)?;
            Ok::<_, Error>(source)
        })
        .await?;
    super::collections::changed(cx, actor, source.collection_id);
    Ok(())
}

/// Looks at a source again, at once.
pub async fn sync(cx: &Context, actor: &Actor, id: SourceId) -> Result<JobRecord> {
    let (who, context) = (actor.clone(), cx.clone());
    cx.store
        .write(move |db| {
            let source = find(db, &who, Action::Change, id)?;
            let collection = super::collection(db, &who, Action::Change, source.collection_id)?;
            let job = super::enqueue(db, &sync_job(&context, &source, collection.owner_id))?;
            store::jobs::find(db, job)?.ok_or(Error::NotFound(Noun::Job))
        })
        .await
}

/// The job that looks at a source.
pub(super) fn sync_job(cx: &Context, source: &Source, owner_id: models::ids::UserId) -> New {
    let usual = jobs::new(cx, Job::SyncSource { source_id: source.id });
    New { owner_id: Some(owner_id), unique_key: Some(source.id.to_string()), ..usual }
}

/// When a source is due that was looked at then.
pub(super) fn next(last: Time, refresh_minutes: Option<u32>) -> Option<Time> {
    refresh_minutes.map(|minutes| last + Duration::from_secs(u64::from(minutes) * 60))
}

fn find(db: &mut Db, actor: &Actor, action: Action, id: SourceId) -> Result<Source> {
    let not_found = || Error::NotFound(Noun::Source);
    let source = sources::find(db, id)?.ok_or_else(not_found)?;
    let collection = collections::find(db, source.collection_id)?.ok_or_else(not_found)?;
    let role = super::role(db, actor, collection.workspace_id)?;
    access::check(actor, action, Resource::Source(&source, &collection, role))?;
    Ok(source)
}

async fn checked(cx: &Context, actor: &Actor, kind: SourceKind, wanted: Wanted) -> Result<Wanted> {
    let mut wrong = Vec::new();
    let location = wanted.location.trim().to_owned();
    if location.is_empty() || location.len() > LOCATION_MAX {
        wrong.push(Invalid::new("location", format!("must have 1 to {LOCATION_MAX} bytes")));
    }
    if wanted.depth > DEPTH_MAX {
        wrong.push(Invalid::new("depth", format!("must be from 0 to {DEPTH_MAX}")));
    }
    if wanted.refresh_minutes.is_some_and(|minutes| !REFRESH.contains(&minutes)) {
        let (least, most) = REFRESH.into_inner();
        wrong.push(Invalid::new("refresh_minutes", format!("must be from {least} to {most}")));
    }
    if wanted.ignore.as_ref().is_some_and(|text| text.len() > IGNORE_MAX) {
        wrong.push(Invalid::new("ignore", format!("must have at most {IGNORE_MAX} bytes")));
    }
    let reference = wanted.reference.filter(|name| !name.is_empty());
    if reference.as_deref().is_some_and(|name| !is_reference(name)) {
        wrong.push(Invalid::new("reference", "must be the name of a branch or a tag"));
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let location = match kind {
        SourceKind::Folder => folder(cx, actor, location).await?,
        SourceKind::Url => address(&location, &["http", "https"])?,
        SourceKind::Git if cx.settings.knowledge.fetch_private => address(&location, &["http", "https"])?,
        SourceKind::Git => address(&location, &["https"])?,
    };
    Ok(Wanted { location, reference, ..wanted })
}

/// It becomes an argument of `git`, so it is neither an option nor an expression.
fn is_reference(name: &str) -> bool {
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-' | '+');
    name.len() <= REFERENCE_MAX && !name.starts_with(['-', '/', '.']) && !name.contains("..") && name.chars().all(known)
}

async fn folder(cx: &Context, actor: &Actor, location: String) -> Result<String> {
    if !actor.is_admin() {
        return Err(Error::Denied(Denied::Role));
    }
    let settings = std::sync::Arc::clone(&cx.settings);
    let found = tokio::task::spawn_blocking(move || allowed(&settings.knowledge, Path::new(&location))).await;
    let found = found.map_err(|error| Error::internal("looking at a folder", error))?;
    let wrong = "must be a folder below one that the setting `knowledge.folders` allows";
    let path = found.ok_or_else(|| Error::from(Invalid::new("location", wrong)))?;
    path.into_os_string().into_string().map_err(|_| Invalid::new("location", "must be text").into())
}

/// The folder itself, wherever links lead, if it is one and below one that the settings allow.
pub(super) fn allowed(settings: &KnowledgeSettings, path: &Path) -> Option<PathBuf> {
    let real = path.canonicalize().ok().filter(|real| real.is_dir())?;
    let below = |root: &PathBuf| root.canonicalize().is_ok_and(|root| real.starts_with(root));
    settings.folders.iter().any(below).then_some(real)
}

fn address(text: &str, schemes: &[&str]) -> Result<String> {
    let wrong =
        || Invalid::new("location", format!("must be an address that begins with {}://", schemes.join(":// or ")));
    let mut url = Url::parse(text).map_err(|_| wrong())?;
    if !schemes.contains(&url.scheme()) || !url.has_host() {
        return Err(wrong().into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Invalid::new("location", "must have no credentials in it").into());
    }
    url.set_fragment(None);
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_no_option_of_git() {
        let all =
            ["main", "release/1.2", "v1.0+build", "-u", "--upload-pack=x", "a b", "a..b", "../a", "a\nb", "HEAD^"];
        assert_eq!(all.map(is_reference), [true, true, true, false, false, false, false, false, false, false]);
    }

    #[test]
    fn an_address_has_no_credentials() {
        let address = |text: &str| address(text, &["https"]).ok();
        assert_eq!(address("https://x.org/a#b").as_deref(), Some("https://x.org/a"));
        assert_eq!(["http://x.org", "https://me:pw@x.org", "file:///etc", "x"].map(address), [const { None }; 4]);
    }
}
