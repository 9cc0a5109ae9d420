//! The text of pages on the web.

use std::time::Duration;

use futures_util::future::join_all;
use models::invalid::Invalid;
use providers::{Fetch, Fetched, Reach, Version, WebPage};
use url::Url;

use crate::access::Actor;
use crate::context::Context;
use crate::error::Result;

/// Most pages of one request.
pub const PAGES_MAX: usize = 5;
/// Characters of a page that are given where nobody says otherwise.
pub const CHARACTERS_DEFAULT: usize = 5_000;
/// Most characters of a page.
pub const CHARACTERS_MAX: usize = 100_000;

/// Longest wait for a page, its redirects included.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of a page.
const PAGE_BYTES_MAX: u64 = 5 << 20;

/// A page, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scraped {
    /// Its address, as it was asked for.
    pub address: String,
    /// Its text, or a sentence for the user.
    pub text: std::result::Result<String, String>,
}

/// Reads the articles of pages, all at once. A page that cannot be read is no error.
pub async fn scrape(
    cx: &Context,
    actor: &Actor,
    addresses: Vec<String>,
    characters_max: usize,
) -> Result<Vec<Scraped>> {
    if !(1..=PAGES_MAX).contains(&addresses.len()) {
        return Err(Invalid::new("urls", format!("must be 1 to {PAGES_MAX} addresses")).into());
    }
    if !(1..=CHARACTERS_MAX).contains(&characters_max) {
        return Err(Invalid::new("max_content_length", format!("must be from 1 to {CHARACTERS_MAX}")).into());
    }
    let reach = reach(cx, actor);
    let pages = addresses.into_iter().map(|address| async move {
        let text = read(cx, reach, &address, characters_max).await;
        Scraped { address, text }
    });
    Ok(join_all(pages).await)
}

/// Private addresses are for those who may point connections at them, and only where sources may be there too.
fn reach(cx: &Context, actor: &Actor) -> Reach {
    let trusted = actor.is_admin() || cx.settings.providers.members_may_reach_private_addresses;
    if cx.settings.knowledge.fetch_private && trusted { Reach::Anywhere } else { Reach::PublicOnly }
}

async fn read(cx: &Context, reach: Reach, address: &str, characters_max: usize) -> Result<String, String> {
    let url = Url::parse(address).map_err(|_| "this is no address of the web".to_owned())?;
    let fetch = Fetch { url, reach, timeout: PATIENCE, bytes_max: PAGE_BYTES_MAX, known: Version::default() };
    let fetched = cx.providers.fetch(&fetch).await.map_err(|error| error.to_string())?;
    let Fetched::Page(WebPage { url, media_type, bytes, .. }) = fetched else {
        return Err("the server says that nothing changed".to_owned());
    };
    let read = cx.extractor.extract_article(&bytes, media_type.as_deref(), url.as_str()).await;
    let extracted = read.map_err(|error| error.to_string())?;
    let mut text = documents::markdown(&extracted.document).text.trim_end().to_owned();
    if let Some((end, _)) = text.char_indices().nth(characters_max) {
        text.truncate(end);
        text.push_str("...");
    }
    Ok(text)
}
