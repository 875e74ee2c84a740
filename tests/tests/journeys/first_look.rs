//! The first look at a lesson: reading, trying the instrument, predicting. All of it works with the part of the program that is
//! loaded first; this journey is also how that part is found (`cargo xtask first-look`).

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use nines_tests::browser::Profile;
use nines_tests::journey::in_each_browser_as;
use nines_tests::page::Page;
use nines_tests::pages::{Lesson, Sandbox};
use serde_json::{Value, json};

/// Keeps the second part of the program from arriving until `letRestCome()`, and notes when it is called for before.
const HOLD_THE_REST: &str = "
    window.restIsHeld = true;
    const fetched = window.fetch;
    window.fetch = (what, how) => String(what).endsWith('_rest.bin')
        ? new Promise(go => {
            window.letRestCome = () => { window.restIsHeld = false; go(fetched(what, how)); };
        })
        : fetched(what, how);
    let bring;
    Object.defineProperty(window, 'ninesBringRest', {
        get: () => first => {
            if (!document.body.dataset.whole) window.calledForRest ??= String(new Error('called for').stack);
            return bring(first);
        },
        set: value => { bring = value; },
    });";

/// The numbers of the functions that ran, from a site that counts.
const WHAT_RAN: &str = "
    const { glue, root } = document.body.dataset;
    return import(new URL(root + glue, document.baseURI).href)
        .then(application => application.default())
        .then(({ ran }) => {
            const bytes = new Uint8Array(ran.buffer);
            const numbers = [];
            bytes.forEach((byte, number) => { if (byte) numbers.push(number); });
            return numbers;
        });";

/// A page is told that it is hidden, and left, and left once more with nothing to save, as when it is: what it does then must
/// not wait for anything.
const LEAVE: &str = "
    Object.defineProperty(document, 'hidden', { value: true, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
    delete document.hidden;
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pagehide'));";

/// What a learner does first. Something else may be done before a page is left.
fn look(page: &Page, mut before_leaving: impl FnMut()) {
    page.open("");
    page.until("the shop to run", || (page.place("#front-availability").text() != "–").then_some(()));
    before_leaving();
    page.open("map/");
    before_leaving();
    let lesson = Lesson::open(page, "chains-and-dependencies");
    page.place("#canvas [data-part]");
    page.says("Parts that must all work form a chain");
    let sandbox = Sandbox::on(page);
    page.place("#canvas").to_middle();
    sandbox.select("app");
    let place = sandbox.middle("db");
    page.drag(place, place.moved(30.0, 20.0));
    lesson.predict("99.60");
    page.says("You predicted 99.600 %. It is locked");
    sandbox.predicts("99.590 %");
    before_leaving();
    // And what finds them the next day.
    let _lesson = Lesson::open(page, "chains-and-dependencies");
    page.says("You predicted 99.600 %. It is locked");
    Sandbox::on(page).predicts("99.590 %");
    before_leaving();
}

/// How often everyone looks. What runs depends a little on how fast it runs, so what is noted is what ran in any of several
/// looks, and to need nothing else in one of them is enough.
const LOOKS: usize = 4;
/// How long somebody who is noted also watches: a simulation does not meet everything in its first second.
const WATCHES: Duration = Duration::from_secs(3);

#[test]
fn a_first_look_needs_only_what_is_loaded_first() {
    let noted = std::env::var_os("NINES_FIRST_LOOK");
    let ran = std::cell::RefCell::new(BTreeSet::new());
    let laptop = Profile { before_every_page: Some(HOLD_THE_REST), ..Profile::usual() };
    let phone = Profile { size: (390, 844), is_dark: true, ..laptop.clone() };
    for (name, profile) in [("first_look", &laptop), ("first_look_phone", &phone)] {
        in_each_browser_as(name, profile, |page| {
            let mut called_for = Value::Null;
            for _ in 0..LOOKS {
                page.open("");
                page.script("localStorage.clear(); sessionStorage.clear()", &[]);
                called_for = Value::Null;
                look(page, || {
                    if noted.is_some() {
                        std::thread::sleep(WATCHES);
                    }
                    page.script(LEAVE, &[]);
                    if noted.is_some() {
                        let numbers = page.script(WHAT_RAN, &[]);
                        let numbers = numbers.as_array().expect("the site counts").iter().filter_map(Value::as_u64);
                        ran.borrow_mut().extend(numbers);
                    }
                    let now = page.script("return window.calledForRest ?? null", &[]);
                    called_for = if called_for.is_null() { now } else { called_for.take() };
                });
                if noted.is_none() && called_for.is_null() {
                    break;
                }
            }
            assert!(
                called_for.is_null(),
                "a first look called for what is loaded later: `cargo xtask first-look` finds out anew what it needs\n{called_for}"
            );
            if noted.is_none() && name == "first_look" {
                the_rest_works(page);
            }
        });
    }
    if let Some(file) = noted {
        fs::write(file, json!(ran.into_inner()).to_string()).expect("the folder is there");
    }
}

/// Lets the rest come, and does what needs it.
fn the_rest_works(page: &Page) {
    page.script("window.letRestCome()", &[]);
    until_whole(page);
    page.press("Ctrl+z");
    let sandbox = Sandbox::on(page);
    sandbox.click_in("Server", sandbox.spot(0.2, 0.9));
    page.until("a part that only the rest can place", || {
        sandbox.parts().iter().any(|part| part.starts_with("server")).then_some(())
    });
}

/// Puts a part into the picture, which the first part of the program cannot do alone.
fn place_a_part(page: &Page) {
    page.open("learn/chains-and-dependencies/");
    page.place("#canvas [data-part]");
    let sandbox = Sandbox::on(page);
    sandbox.click_in("Server", sandbox.spot(0.2, 0.9));
}

#[test]
fn whoever_is_faster_than_the_download_waits_for_it() {
    let profile = Profile { before_every_page: Some(HOLD_THE_REST), ..Profile::usual() };
    in_each_browser_as("faster", &profile, |page| {
        page.forgive("Synchronous XMLHttpRequest");
        place_a_part(page);
        page.until("the new part", || {
            Sandbox::on(page).parts().iter().any(|part| part.starts_with("server")).then_some(())
        });
        assert!(!page.script("return window.calledForRest ?? null", &[]).is_null(), "it was there already");
    });
}

#[test]
fn a_download_that_does_not_come_is_said() {
    const NO_WAY: &str = "
        window.restIsHeld = true;
        const fetched = window.fetch;
        window.fetch = (what, how) => String(what).endsWith('_rest.bin') ? Promise.reject(new Error('no way')) : fetched(what, how);
        XMLHttpRequest.prototype.send = () => { throw new Error('no way'); };";
    let profile = Profile { before_every_page: Some(NO_WAY), ..Profile::usual() };
    in_each_browser_as("no_download", &profile, |page| {
        page.forgive("no way");
        page.forgive("console error: error (");
        page.forgive("Synchronous XMLHttpRequest");
        place_a_part(page);
        page.says("A part of Nines did not load, so the sandbox and the exercises had to stop.");
        page.says("Parts that must all work form a chain");
    });
}

/// What is calculated beside the page needs all of the program. Workers that only listen stand in for those that calculate.
#[test]
fn a_calculation_ends_when_the_second_part_does_not_come_and_starts_when_it_does() {
    const UNREACHABLE: &str = "
        window.restIsHeld = true;
        const fetched = window.fetch;
        window.fetch = (what, how) => String(what).endsWith('_rest.bin') && window.restIsHeld
            ? Promise.reject(new Error('no way'))
            : fetched(what, how);
        window.askAnother = (request) => {
            const worker = new EventTarget();
            window.heard = [];
            worker.addEventListener('error', () => window.heard.push('error'));
            worker.postMessage = ([glue, modules, request]) => {
                const are = modules.every(module => module instanceof WebAssembly.Module);
                window.heard.push([modules.length, are, request]);
            };
            ninesAskWorker(worker, request);
        };";
    const HEARD: &str = "return window.heard";
    let profile = Profile { before_every_page: Some(UNREACHABLE), ..Profile::usual() };
    in_each_browser_as("unreachable_rest", &profile, |page| {
        page.open("learn/chains-and-dependencies/");
        page.place("#canvas [data-part]");
        page.script("window.askAnother('first')", &[]);
        page.until("the worker to be told", || (page.script(HEARD, &[]) == json!(["error"])).then_some(()));
        page.script("window.askAnother('second'); window.restIsHeld = false;", &[]);
        until_whole(page);
        page.until("the request to be posted", || {
            let heard = page.script(HEARD, &[]);
            heard
                .as_array()
                .and_then(|all| all.last())
                .is_some_and(|last| *last == json!([2, true, "second"]))
                .then_some(())
        });
    });
}

/// Notes what a page starts workers for.
const NOTE_WORKERS: &str = "
    const Started = window.Worker;
    window.started = [];
    window.Worker = class extends Started {
        constructor(what, how) { super(what, how); window.started.push(new URL(what, location).pathname.split('/').pop().split('-')[0]); }
    };";

const KEPT: &str = "return caches.open('nines-program').then(cache => cache.keys()).then(keys => keys.length)";

fn until_whole(page: &Page) {
    page.until("the rest of the program", || {
        (page.script("return document.body.dataset.whole ?? ''", &[]) == "yes").then_some(())
    });
}

#[test]
fn the_next_page_finds_the_program_unpacked() {
    let profile = Profile { before_every_page: Some(NOTE_WORKERS), ..Profile::usual() };
    in_each_browser_as("unpacked", &profile, |page| {
        page.open("learn/chains-and-dependencies/");
        until_whole(page);
        assert_eq!(page.script("return window.started", &[]), json!(["unpack", "unpack"]), "one for each part");
        page.until("both parts to be kept", || (page.script(KEPT, &[]) == 2).then_some(()));
        page.open("map/");
        until_whole(page);
        assert_eq!(page.script("return window.started", &[]), json!([]));
        // What was kept is damaged, and something is left of an older version.
        page.script(
            "return caches.open('nines-program').then(async cache => {
                for (const key of await cache.keys()) await cache.put(key, new Response(new Uint8Array(9)));
                await cache.put(new URL('../older.bin', location), new Response(''));
            })",
            &[],
        );
        page.open("learn/chains-and-dependencies/");
        page.place("#canvas [data-part]");
        until_whole(page);
        assert_eq!(page.script("return window.started", &[]), json!(["unpack", "unpack"]));
        page.until("only the two parts to be kept", || (page.script(KEPT, &[]) == 2).then_some(()));
    });
}

#[test]
fn where_workers_do_not_start_the_page_unpacks_by_itself() {
    const FORBIDDEN: &str = "window.Worker = class { constructor() { throw new Error('no workers here'); } };";
    // They say so before the program is here.
    const FAILING: &str = "
        window.Worker = class extends EventTarget {
            constructor() { super(); setTimeout(() => this.onerror?.(new Event('error'))); }
            postMessage() {}
            terminate() {}
        };
        const fetched = window.fetch;
        window.fetch = async (what, how) => {
            await new Promise(go => setTimeout(go, 200));
            return fetched(what, how);
        };";
    for (name, before_every_page) in [("forbidden_workers", FORBIDDEN), ("failing_workers", FAILING)] {
        let profile = Profile { before_every_page: Some(before_every_page), ..Profile::usual() };
        in_each_browser_as(name, &profile, |page| {
            page.open("learn/chains-and-dependencies/");
            page.place("#canvas [data-part]");
            until_whole(page);
        });
    }
}
