//! Search on the web.

use url::Url;

use crate::kind::{Count, Optional, PublicUrl};

section! {
    /// Search on the web, through a SearXNG that you run.
    WebSearchSettings, "web_search";

    /// Address of a SearXNG whose settings allow the format `json`. Without it there is no search on the web.
    searxng_url: Option<Url> = "", Optional(PublicUrl);
    /// Results that a model is given for one question.
    results: u32 = "5", Count(1_u32, 50);
}
