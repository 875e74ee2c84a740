//! How long a person waits on the screen, measured and written down: `target/screen.json`, which `cargo xtask bench` puts
//! into its report beside the budgets. Nothing fails by a time; what is measured must be there.

use std::fs;

use nines_tests::browser::{Browser, Profile};
use nines_tests::journey::{browsers, in_browser};
use nines_tests::page::Page;
use nines_tests::pages::Sandbox;
use nines_tests::settings;
use nines_tests::site::Site;
use serde_json::{Value, json};

/// How much slower than here a learner's machine is taken to be.
const SLOWER: u32 = 4;

/// Notes when the instrument can be used: the program has started and parts stand in the picture.
const NOTE_WHEN_USABLE: &str = "
    const look = () => {
        if (document.body?.dataset.boot === 'done' && document.querySelector('#canvas [data-part]')) {
            window.usableAfter ??= performance.now();
        }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });";

/// Takes a step back and forth, and says how long each took until the exact answer stood on the screen, in milliseconds.
const EDIT_AND_WAIT: &str = "
    const [rounds] = arguments;
    const canvas = document.querySelector('#canvas');
    const answer = document.querySelector('#predicted-availability');
    const press = (key, shift) => canvas.dispatchEvent(
        new KeyboardEvent('keydown', { key, ctrlKey: true, shiftKey: shift, bubbles: true, cancelable: true }));
    const once = back => new Promise((done, fail) => {
        const begun = performance.now();
        const before = answer.textContent;
        const observer = new MutationObserver(() => {
            if (answer.textContent !== before && answer.textContent !== '…') {
                observer.disconnect();
                done(performance.now() - begun);
            }
        });
        observer.observe(answer, { subtree: true, childList: true, characterData: true });
        setTimeout(() => fail(new Error('the answer did not change')), 5000);
        press('z', !back);
    });
    return (async () => {
        canvas.focus();
        const times = [];
        for (let round = 0; round < rounds; round += 1) {
            times.push(await once(true));
            times.push(await once(false));
        }
        return times;
    })();";

/// The gaps between frames for so many seconds, in milliseconds.
const WATCH_FRAMES: &str = "
    const [seconds] = arguments;
    return new Promise(done => {
        const gaps = [];
        let begun, last;
        const frame = now => {
            if (last !== undefined) gaps.push(now - last);
            begun ??= now;
            last = now;
            if (now - begun < seconds * 1000) requestAnimationFrame(frame); else done(gaps);
        };
        requestAnimationFrame(frame);
    });";

/// Tiers of pairs, each pair needing the next: so many components and half as many pools. The first component fails as
/// often as is said.
fn tiers(components: usize, first_mttf: &str) -> String {
    let count = components / 2;
    let mttf = |id: &str| if id == "s0a" { first_mttf } else { "1000h" };
    let server = |id: String| json!({ "id": id, "kind": "server", "mttf": mttf(&id), "mttr": "2h" });
    let servers: Vec<Value> = (0..count).flat_map(|i| ["a", "b"].map(|copy| server(format!("s{i}{copy}")))).collect();
    let pool = |i: usize| {
        let needs = if i + 1 < count { vec![format!("tier-{}", i + 1)] } else { Vec::new() };
        json!({ "id": format!("tier-{i}"), "members": [format!("s{i}a"), format!("s{i}b")], "needs": needs })
    };
    let pools: Vec<Value> = (0..count).map(pool).collect();
    json!({ "format": "nines-topology", "version": 1, "clients": { "needs": ["tier-0"] },
            "components": servers, "pools": pools })
    .to_string()
}

fn numbers(found: &Value) -> Vec<f64> {
    let mut numbers: Vec<f64> = found.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

fn median_and_worst(sorted: &[f64]) -> Value {
    json!({ "median": sorted[sorted.len() / 2], "worst": sorted[sorted.len() - 1], "count": sorted.len() })
}

/// Milliseconds from the request of a lesson to an instrument that can be used; on a slowed processor where the browser
/// can be slowed.
fn usable(page: &Page) -> Value {
    let slower = page.slow_down(SLOWER);
    page.open("learn/chains-and-dependencies/");
    let after = page.until("parts in the picture", || page.script("return window.usableAfter ?? null", &[]).as_f64());
    if slower {
        page.slow_down(1);
    }
    json!({ "milliseconds": after, "slowed_by": if slower { SLOWER } else { 1 } })
}

fn edit(page: &Page) -> Value {
    let sandbox = Sandbox::open(page);
    let (one, other) = (tiers(100, "1000h"), tiers(100, "100h"));
    for document in [&one, &other] {
        sandbox.import("tiers.json", document);
        sandbox.predicts(&nines_tests::oracle::percent(document));
    }
    let times = numbers(&page.script(EDIT_AND_WAIT, &[json!(10)]));
    assert_eq!(times.len(), 20, "each step back and forth was answered");
    median_and_worst(&times)
}

fn frames(page: &Page) -> Value {
    let sandbox = Sandbox::open(page);
    let document = tiers(200, "1000h");
    sandbox.import("tiers.json", &document);
    sandbox.predicts(&nines_tests::oracle::percent(&document));
    assert!(sandbox.parts().len() > 300, "{} parts", sandbox.parts().len());
    page.find("button", "Play").click();
    let gaps = numbers(&page.script(WATCH_FRAMES, &[json!(5)]));
    page.find("button", "Pause").click();
    let frames_per_second = gaps.len() as f64 * 1000.0 / gaps.iter().sum::<f64>();
    json!({ "frames_per_second": frames_per_second, "gaps": median_and_worst(&gaps),
            "over_50_ms": gaps.iter().filter(|gap| **gap > 50.0).count() })
}

#[test]
fn what_a_person_waits_for_is_written_down() {
    let mut found = serde_json::Map::new();
    for browser in browsers() {
        let profile = Profile { before_every_page: Some(NOTE_WHEN_USABLE), ..Profile::usual() };
        let measured = std::cell::RefCell::new(Value::Null);
        in_browser("speed", browser, &profile, || Site::serve(settings::dist()), &|page: &Page| {
            *measured.borrow_mut() = json!({
                "usable_after": usable(page), "edit_to_answer_100_components_ms": edit(page),
                "running_with_300_parts": frames(page),
            });
        });
        let name = match browser {
            Browser::Chromium => "Chromium",
            Browser::Firefox => "Firefox",
        };
        found.insert(name.to_owned(), measured.into_inner());
    }
    let text = format!("{:#}\n", Value::Object(found));
    println!("{text}");
    let file = settings::target().join("screen.json");
    fs::write(&file, text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}
