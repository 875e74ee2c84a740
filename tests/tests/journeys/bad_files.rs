//! Files that are no system: each is refused with a reason, and the present work stays as it is.

use nines_tests::journey::in_each_browser;
use nines_tests::oracle;
use nines_tests::pages::Sandbox;

use crate::documents::CHAIN;

/// Files that must not be opened, each with words that must be in the message.
fn bad_files() -> Vec<(&'static str, String, &'static str)> {
    let chain = |from: &str, to: &str| {
        assert!(CHAIN.contains(from), "{from}");
        CHAIN.replacen(from, to, 1)
    };
    vec![
        ("broken.json", CHAIN[..CHAIN.len() / 2].to_owned(), "not opened"),
        ("empty.json", String::new(), "not opened"),
        ("newer.json", chain(r#""version": 1"#, r#""version": 99"#), "version 99"),
        ("foreign.json", r#"{ "name": "left-pad", "version": "1.0.0", "dependencies": {} }"#.into(), "nines-topology"),
        ("not-a-number.json", chain(r#""1000h""#, r#""NaNh""#), "mttf"),
        ("negative.json", chain(r#""1000h""#, r#""-5h""#), "mttf"),
        ("circle.json", chain(r#""mttf": "2000h""#, r#""needs": ["lb"], "mttf": "2000h""#), "depend on each other"),
        ("unknown.json", chain(r#"["db"]"#, r#"["dbb"]"#), "did you mean"),
        ("deep.json", "[".repeat(200_000), "not opened"),
        ("large.json", format!("{CHAIN}{}", " ".repeat(2 << 20)), "1 MiB"),
        ("binary.json", "\u{0}\u{1}\u{2}PK".into(), "not opened"),
    ]
}

#[test]
fn what_is_no_system_is_refused_with_a_reason() {
    in_each_browser("bad-files", |page| {
        let sandbox = Sandbox::open(page);
        sandbox.import("chain.json", CHAIN);
        sandbox.predicts("99.689 %");
        let own = oracle::plain(&sandbox.export());
        for (name, text, words) in bad_files() {
            sandbox.import(name, &text);
            let message = sandbox.dismissed_message(words);
            assert!(message.contains("not opened"), "{name}: the message does not say what was kept: {message}");
            sandbox.predicts("99.689 %");
        }
        assert_eq!(oracle::plain(&sandbox.export()), own);
        // The way on: the next good file opens as if nothing had happened.
        sandbox.import("zones.json", crate::documents::ZONES);
        sandbox.predicts(&oracle::percent(crate::documents::ZONES));
    });
}

#[test]
fn text_in_a_document_stays_text() {
    in_each_browser("hostile-text", |page| {
        let sandbox = Sandbox::open(page);
        let hostile = r#"<img src=x onerror=\"window.harmed=1\"><script>window.harmed=1</script>"#;
        let document = CHAIN
            .replace("A chain", hostile)
            .replace(r#""version": 1,"#, &format!(r#""version": 1, "notes": "{hostile}","#));
        sandbox.import("hostile.json", &document);
        sandbox.predicts("99.689 %");
        page.says("onerror=");
        sandbox.tool("Outline");
        sandbox.tool("Share");
        page.find("dialog", "Share");
        assert!(page.script("return window.harmed ?? null", &[]).is_null(), "a script of the document has run");
        assert!(page.script("return document.querySelector('img[src=x]')", &[]).is_null());
    });
}
