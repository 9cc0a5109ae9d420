//! Pages of the web: the one of the address, and those that it links to on the same host.

use std::collections::{HashSet, VecDeque};

use ::url::Url;
use documents::{BlockKind, Format, Input, Span};
use models::knowledge::Source;
use providers::{Fetch, FetchError, Fetched, Reach, Version, WebPage};

use super::Stopped;
use super::follow::{Content, Follower, Offered};
use super::robots::Robots;
use crate::context::Context;

/// Most bytes of a site's rules that are read; more are none.
const ROBOTS_BYTES_MAX: u64 = 512 << 10;
/// Longest address.
const ADDRESS_MAX: usize = 2_000;

pub(super) async fn look(cx: &Context, source: &Source, follower: &mut Follower<'_>) -> Result<(), Stopped> {
    let Ok(first) = Url::parse(&source.location) else {
        return Err(Stopped::Told("the address is none".into()));
    };
    let mut rules = robots(cx, &first).await?;
    let ignored = super::folder::web_rules(source).map_err(Stopped::Told)?;
    let (mut queue, mut known) = (VecDeque::from([(first.clone(), 0)]), HashSet::from([String::from(first.clone())]));
    let most = cx.settings.knowledge.files_max as usize;
    while let Some((url, depth)) = queue.pop_front() {
        let is_first = depth == 0;
        if !allows(&rules, &url) {
            if is_first {
                return Err(closed());
            }
            continue;
        }
        let page = match fetch(cx, &url, cx.settings.knowledge.file_bytes_max as u64).await {
            Ok(page) => page,
            Err(error) if is_first => return Err(Stopped::Told(format!("the page cannot be fetched: {error}"))),
            // The page is gone, and so is its document.
            Err(FetchError::Status(404 | 410)) => continue,
            Err(_) => {
                follower.keep(url.as_str()).await?;
                continue;
            }
        };
        // A redirect may lead to another host, or to a page that was read already.
        let moved = page.url != url;
        if moved && (page.url.host() != first.host() && !is_first || !known.insert(page.url.to_string())) {
            continue;
        }
        // Another host has rules of its own.
        if is_first && page.url.host() != first.host() {
            rules = robots(cx, &page.url).await?;
            if !allows(&rules, &page.url) {
                return Err(closed());
            }
        }
        if depth < source.depth {
            for link in links(cx, &page).await {
                let fits = link.host() == page.url.host() && link.as_str().len() <= ADDRESS_MAX;
                let left_out = ignored.matched(link.path().trim_start_matches('/'), false).is_ignore();
                if fits && !left_out && known.len() < most && known.insert(link.to_string()) {
                    queue.push_back((link, depth + 1));
                }
            }
        }
        offer(follower, &url, &page).await?;
    }
    Ok(())
}

fn allows(rules: &Robots, url: &Url) -> bool {
    rules.allows(&url[::url::Position::BeforePath..::url::Position::AfterQuery])
}

fn closed() -> Stopped {
    Stopped::Told("the website asks machines not to read this page (robots.txt)".into())
}

async fn offer(follower: &mut Follower<'_>, url: &Url, page: &WebPage) -> Result<(), Stopped> {
    let last = url.path_segments().and_then(|mut parts| parts.next_back()).filter(|part| !part.is_empty());
    let name = last.or(url.host_str()).unwrap_or("page").to_owned();
    let name: String = name.chars().take(200).collect();
    let content = Content::Bytes(&page.bytes);
    let offered = Offered { path: url.to_string(), name: &name, media_type: page.media_type.clone(), content };
    Ok(follower.offer(offered).await?)
}

async fn fetch(cx: &Context, url: &Url, bytes_max: u64) -> Result<WebPage, FetchError> {
    let settings = &cx.settings.knowledge;
    let reach = if settings.fetch_private { Reach::Anywhere } else { Reach::PublicOnly };
    let known = Version::default();
    let fetch = Fetch { url: url.clone(), reach, timeout: settings.fetch_timeout, bytes_max, known };
    match cx.providers.fetch(&fetch).await? {
        Fetched::Page(page) => Ok(page),
        // No version was named.
        Fetched::Unchanged => Err(FetchError::Status(304)),
    }
}

/// A site without the file allows all; one that cannot say what it allows is left alone.
async fn robots(cx: &Context, site: &Url) -> Result<Robots, Stopped> {
    let Ok(address) = site.join("/robots.txt") else { return Ok(Robots::default()) };
    match fetch(cx, &address, ROBOTS_BYTES_MAX).await {
        Ok(page) => Ok(Robots::parse(&String::from_utf8_lossy(&page.bytes))),
        Err(FetchError::Status(400..=499) | FetchError::TooManyRedirects | FetchError::TooLarge(_)) => {
            Ok(Robots::default())
        }
        Err(FetchError::Status(_)) => Ok(Robots::closed()),
        Err(error) => Err(Stopped::Told(format!("the website cannot be reached: {error}"))),
    }
}

/// Where a web page leads, in the order of its text. Pages of other formats lead nowhere.
async fn links(cx: &Context, page: &WebPage) -> Vec<Url> {
    let input = Input { bytes: &page.bytes, media_type: page.media_type.as_deref(), name: Some(page.url.as_str()) };
    if !documents::detect(&input).is_ok_and(|it| it.format == Format::Html) {
        return Vec::new();
    }
    let read = cx.extractor.extract(&page.bytes, page.media_type.as_deref(), Some(page.url.as_str())).await;
    let Ok(read) = read else { return Vec::new() };
    let addresses = read.document.blocks.iter().flat_map(|block| addresses(&block.kind));
    let targets = addresses.filter_map(|address| page.url.join(&address).ok());
    let web = targets.filter(|url| matches!(url.scheme(), "http" | "https"));
    web.map(|mut url| {
        url.set_fragment(None);
        url
    })
    .collect()
}

/// Where a block's words lead.
fn addresses(kind: &BlockKind) -> Vec<String> {
    let of = |text: &[Span]| text.iter().filter_map(|span| span.link.clone()).collect::<Vec<_>>();
    match kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) | BlockKind::Quote(text) => of(text),
        BlockKind::List(items) => items.iter().flat_map(|item| of(&item.text)).collect(),
        BlockKind::Table(table) => table.rows().flat_map(|row| row.cells()).flat_map(|cell| of(&cell.text)).collect(),
        BlockKind::Code { .. } | BlockKind::Math(_) | BlockKind::Image { .. } | BlockKind::Marker(_) => Vec::new(),
    }
}
