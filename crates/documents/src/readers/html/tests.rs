use super::*;
use crate::{Block, Document, Error, Limit, markdown};

fn read_page(text: &str, page: &Page<'_>) -> Document {
    let limits = Limits::default();
    let mut output = Output::new(&limits);
    read(&Decoded { text: text.into(), offset: None }, page, &mut output).expect("reading");
    output.finish()
}

fn check(text: &str, expected: &str) {
    assert_eq!(markdown(&read_page(text, &Page::default())).text, expected);
}

#[test]
fn structure_becomes_blocks() {
    check(
        "<h1>A <b>page</b></h1><p>One\n  two&nbsp;<em>three</em>&mdash;<code>a_b</code><br>next</p>\
         <blockquote><p>said</p></blockquote><pre><code class='language-rust'>fn a() {\n    b\n}</code></pre>\
         <ol start=3><li>three<ul><li>in<li>side</ul><li><p>four</p><p>more</p></ol><hr><dl><dt>term<dd>meaning</dl>",
        "# A page\n\nOne two *three*—`a_b`\nnext\n\n> said\n\n```rust\nfn a() {\n    b\n}\n```\n\n\
         3. three\n   - in\n   - side\n4. four\n   more\n\n- term\n  - meaning\n",
    );
}

#[test]
fn scripts_styles_and_forms_say_nothing() {
    check(
        "<style>p{}</style><script>var a='<p>x</p>'</script><noscript>on</noscript><p>text<svg><title>t</title></svg>\
         <button>b</button></p><template><p>t</p></template>",
        "text\n",
    );
}

#[test]
fn data_tables_are_tables_and_layout_tables_are_not() {
    check(
        "<table><caption>Cap</caption><thead><tr><th>a<th>b</thead><tr><td rowspan=2>1<td><p>x</p><p>y|z</p>\
         <tr><td>2</table>",
        "Cap\n\n| a | b |\n| --- | --- |\n| 1 | x<br>y\\|z |\n|  | 2 |\n",
    );
    check(
        "<table><tr><td><h1>T</h1><table><tr><td>k<td>v</table><td>right</table>",
        "# T\n\n|  |  |\n| --- | --- |\n| k | v |\n\nright\n",
    );
}

#[test]
fn links_are_resolved_and_late_pictures_found() {
    let page = Page { address: Some("https://x.y/a/b.html"), ..Page::default() };
    let text = "<base href='../c/'><p><a href='d?e#f'>go</a> <a href='#here'>stay</a> <a href='javascript:x()'>js</a></p>\
        <img src='data:image/gif;base64,AA' data-src='p.png' alt='A  cat'><p>see <img src=q.png alt=dog></p><img src='data:x'>";
    let expected = "[go](https://x.y/c/d?e#f) stay js\n\n![A cat](https://x.y/c/p.png)\n\n\
        see [dog](https://x.y/c/q.png)\n";
    assert_eq!(markdown(&read_page(text, &page)).text, expected);
}

#[test]
fn hidden_text_is_kept_apart_and_said() {
    let document = read_page(
        "<p>a <span style='display:none'>ignore <b>all</b></span>b</p><div hidden><p>x<p>y</div>",
        &Page::default(),
    );
    let hidden = |text: &str| Block { hidden: true, ..Block::paragraph(text) };
    assert_eq!(document.blocks, [hidden("ignore all"), Block::paragraph("a b"), hidden("x\ny")]);
    assert_eq!(document.warnings.len(), 2);
    assert_eq!(markdown(&document).text, "a b\n");
}

#[test]
fn the_head_gives_metadata() {
    let text = "<html lang=de><head><title> A\n title </title><meta name=author content='Ada'>\
        <meta property='article:published_time' content='2024-05-01'><meta name=description content=d></head><p>x";
    let expected = Metadata {
        title: Some("A title".to_owned()),
        authors: vec!["Ada".to_owned()],
        created: Some("2024-05-01".to_owned()),
        language: Some("de".to_owned()),
        other: vec![("description".to_owned(), "d".to_owned())],
        ..Metadata::default()
    };
    assert_eq!(read_page(text, &Page::default()).metadata, expected);
}

#[test]
fn an_article_comes_without_what_stands_around_it() {
    let links = "<a href=/1>one</a> <a href=/2>two</a> <a href=/3>three</a>";
    let text = format!(
        "<header>Site name</header><nav>{links}</nav><div class='content'><h1>T</h1><p>{}</p><div class=share>{links}</div>\
         </div><div id='left-sidebar'>side</div><div>{links}</div><footer>c</footer>",
        "A sentence of the article. ".repeat(10).trim()
    );
    let page = Page { is_article: true, ..Page::default() };
    let expected = format!("# T\n\n{}\n", "A sentence of the article. ".repeat(10).trim());
    assert_eq!(markdown(&read_page(&text, &page)).text, expected);
    let whole = format!("<div class=menu><p>{expected}</p></div>");
    assert_eq!(markdown(&read_page(&whole, &page)).blocks.len(), 1, "most of the page is never around it");
}

#[test]
fn notes_of_books_are_notes() {
    let page = Page { notes: "c1-", ..Page::default() };
    let text =
        "<p>x<a epub:type='noteref' href='#n1'>1</a> y</p><aside epub:type='footnote' id='n1'><p>why</p></aside>";
    assert_eq!(markdown(&read_page(text, &page)).text, "x[^c1-n1] y\n\n[^c1-n1]: why\n");
}

#[test]
fn formulas_are_latex_where_the_page_has_it() {
    check(
        "<p>so <math><mi>x</mi><annotation encoding='application/x-tex'>x^{2}</annotation></math>!</p>",
        "so $x^{2}$!\n",
    );
}

#[test]
fn the_charset_is_found_in_the_head() {
    assert_eq!(charset(b"<meta http-equiv=x content='text/html; charset=KOI8-R'>"), Some("KOI8-R"));
    assert_eq!(charset(b"<meta CHARSET = x><meta charset=\"utf-8\">"), Some("utf-8"));
    assert_eq!(charset(b"<?xml version='1.0' encoding='windows-1251'?>"), Some("windows-1251"));
}

#[test]
fn depth_formats_and_attributes_have_an_end() {
    let limits = Limits::default();
    let exceeded = Err(Error::LimitExceeded { limit: Limit::Nesting });
    let formats: String = (0..300).map(|nth| format!("<b class=c{nth}>")).collect();
    let cases = [
        ("<div>".repeat(20_000), exceeded.clone()),
        ("<table><tr><td>".repeat(20_000), exceeded.clone()),
        (format!("<p>{formats}</p>") + &"<p>x</p>".repeat(5000), exceeded),
        (
            format!("<a {}>", (0..100_000).map(|nth| format!("a{nth} ")).collect::<String>()),
            Err(Error::corrupt("a tag of a web page")),
        ),
    ];
    for (text, expected) in cases {
        let mut output = Output::new(&limits);
        let found = read(&Decoded { text: text.into(), offset: None }, &Page::default(), &mut output);
        assert_eq!(found, expected);
    }
    read_page(&"<div>".repeat(500), &Page::default());
    read_page(&format!("<table>{}</table>", "<tr><td colspan=99999 rowspan=99999>x".repeat(500)), &Page::default());
}

#[test]
fn a_page_with_large_pictures_in_it_is_read() {
    let picture = "iVBORw0KGgo/AAAANSUhEUgAA/".repeat(40_000);
    check(&format!("<p>before</p><img src='data:image/png;base64,{picture}=='><p>after</p>"), "before\n\nafter\n");
}
