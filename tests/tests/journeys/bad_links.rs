//! Links that are cut off, foreign or hostile: each is refused with a reason, and the own work stays as it is.

use nines_tests::journey::in_each_browser;
use nines_tests::links;
use nines_tests::oracle;
use nines_tests::pages::Sandbox;

use crate::documents::{CHAIN, ZONES, meaning};

#[test]
fn links_that_are_no_system_are_refused_with_a_reason() {
    let whole = links::fragment(ZONES);
    let deep = format!("{{\"format\":\"nines-topology\",\"version\":1,\"notes\":{}", "[".repeat(100_000));
    let bad = [
        (whole[..whole.len() / 2].to_owned(), "cut off"),
        (whole.replacen("#t=1.", "#t=9.", 1), "newer version"),
        ("#t=1.<script>alert(1)</script>".to_owned(), "damaged"),
        ("#t=1.".to_owned(), "damaged"),
        (links::bomb(10_000_000), "1 MiB"),
        (format!("#t=1.{}", "A".repeat(500_000)), "longer than"),
        (links::fragment(&ZONES.replace(r#""8760h""#, r#""-8760h""#)), "mttf"),
        (links::fragment(&ZONES.replace("0.0002", "NaN")), "not opened"),
        (links::fragment(&ZONES.replace("0.0002", "1e999")), "not opened"),
        (links::fragment(&deep), "not opened"),
        (links::fragment("no system at all"), "not opened"),
    ];
    in_each_browser("bad-links", |page| {
        let sandbox = Sandbox::open(page);
        sandbox.import("chain.json", CHAIN);
        sandbox.predicts("99.689 %");
        page.until("the chain to be saved", || {
            let stored = page.script("return localStorage.getItem('nines.document') ?? ''", &[]);
            stored.as_str().is_some_and(|text| text.contains("A chain")).then_some(())
        });
        for (fragment, words) in &bad {
            page.open("map/");
            page.open(&format!("sandbox/{fragment}"));
            let sandbox = Sandbox::on(page);
            let message = sandbox.dismissed_message(words);
            assert!(message.contains("Your own work is as it was"), "{words}: {message}");
            sandbox.predicts("99.689 %");
            // A bad one would complain again after every reload; one that a newer version made may be read after it.
            let stays = *words == "newer version";
            page.until("the address bar to be right", || (page.url().contains("#t=") == stays).then_some(()));
        }
        assert_eq!(meaning(&Sandbox::on(page).export()), meaning(CHAIN));
        // A good one, made by hand and not by the application, opens.
        page.open("map/");
        page.open(&format!("sandbox/{whole}"));
        Sandbox::on(page).predicts(&oracle::percent(ZONES));
    });
}
