//! Rules that hold in every file, each with its reason. `crates` holds the rules between crates.
//!
//! Rules arrive as ratchets: today's offenders are exempt by name, and an exemption that no longer offends fails the
//! test, so that the list only shrinks.

use std::fs;
use std::path::{Path, PathBuf};

const LINES_MAX: usize = 600;

/// Words that may not stand in some files.
struct Ban {
    words: &'static [&'static str],
    /// Where the ban holds: the starts of paths.
    within: &'static [&'static str],
    /// Where it does not, although it would.
    except: &'static [&'static str],
    reason: &'static str,
}

const BANS: [Ban; 7] = [
    Ban {
        words: &["web_sys", "js_sys"],
        within: &[""],
        except: &["app/src/platform/"],
        reason: "the browser is touched in app/src/platform/ alone",
    },
    Ban {
        words: &["serde::", "serde_json::", "Serialize"],
        within: &["engine/src/", "editor/src/", "app/src/"],
        except: &[
            "engine/src/format/",
            "app/src/messages.rs",
            "app/src/saved.rs",
            "app/src/lesson/progress.rs",
            "app/src/platform/worker",
        ],
        reason: "only the format, lesson data, saved work and answers of the worker are serialised",
    },
    Ban {
        words: &["std::fs", "std::net", "std::process", "std::env", "println!", "eprintln!", "print!("],
        within: &["engine/src/", "editor/src/", "lessons/src/"],
        except: &[],
        reason: "only the cli and xtask read files and print",
    },
    Ban {
        words: &["std::time", "SystemTime", "Instant::", "std::thread", "thread_local!", "static mut"],
        within: &["engine/src/", "editor/src/", "lessons/src/"],
        except: &[],
        reason: "engine, editor and lessons have no clock, no threads and no global state",
    },
    Ban {
        words: &[
            ".ln()",
            ".ln_1p()",
            ".log2()",
            ".log10()",
            ".log(",
            ".exp()",
            ".exp2()",
            ".exp_m1()",
            ".powf(",
            ".powi(",
            ".sin()",
            ".cos()",
            ".tan()",
            ".tanh()",
            ".atan2(",
        ],
        within: &["engine/src/", "editor/src/", "lessons/src/"],
        except: &["engine/src/math"],
        reason: "their last bits differ between platforms; engine::math has the ones that agree",
    },
    Ban {
        words: &["#[ignore", "#[should_panic"],
        within: &[""],
        except: &[],
        reason: "a test that does not run, or passes for any panic, tells nothing",
    },
    Ban {
        words: &["todo!(", "unimplemented!(", "dbg!("],
        within: &[""],
        except: &[],
        reason: "what is not done is not in the program",
    },
];

/// Files longer than the limit today, with the reason. Empty is the goal.
const LONG_TODAY: [&str; 0] = [];

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the project").to_owned()
}

/// Every file of ours with one of these endings: its path from the root, with slashes, and its text.
fn files(endings: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let foreign =
                name.starts_with('.') || name.starts_with("target") || name == "dist" || name == "node_modules";
            if path.is_dir() && !foreign {
                folders.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read_to_string(&path).expect("a text");
                let inside = path.strip_prefix(&root).expect("inside the project");
                found.push((inside.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no files found: the rules would hold for nothing");
    found
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<_> =
        files(&[".rs"]).into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path).collect();
    assert!(
        silent.is_empty(),
        "readers arrive by search: open the file with //! what it is, what it is not, where to read next:\n{}",
        silent.join("\n")
    );
}

#[test]
fn no_file_outgrows_its_subject() {
    let long: Vec<_> = files(&[".rs", ".css", ".js", ".html"])
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LINES_MAX)
        .collect();
    let new: Vec<_> = long.iter().filter(|(path, _)| !LONG_TODAY.contains(&path.as_str())).collect();
    assert!(new.is_empty(), "split by subject at {LINES_MAX} lines: {new:?}");
    for exempt in LONG_TODAY {
        assert!(long.iter().any(|(path, _)| path == exempt), "{exempt} is short now: take it off LONG_TODAY");
    }
}

#[test]
fn bans_hold() {
    let files = files(&[".rs"]);
    let mut offences = Vec::new();
    for ban in &BANS {
        for (path, text) in &files {
            offences.extend(offences_in(ban, path, text));
        }
    }
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

fn offences_in(ban: &Ban, path: &str, text: &str) -> Vec<String> {
    let starts = |list: &[&str]| list.iter().any(|start| path.starts_with(start));
    // This file names what it bans.
    if !starts(ban.within) || starts(ban.except) || path == "xtask/tests/sources.rs" {
        return Vec::new();
    }
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .filter_map(|(index, line)| {
            let word = ban.words.iter().find(|word| line.contains(**word))?;
            Some(format!("{path}:{}: {word}: {}", index + 1, ban.reason))
        })
        .collect()
}

#[test]
fn a_ban_finds_code_and_leaves_comments() {
    let ban = &BANS[0];
    let offences = |path: &str, text: &str| offences_in(ban, path, text).len();
    assert_eq!(offences("app/src/view.rs", "//! x\nuse web_sys::Window;\n"), 1);
    assert_eq!(offences("app/src/view.rs", "//! x\n// web_sys is elsewhere\n"), 0);
    assert_eq!(offences("app/src/platform/dom.rs", "use web_sys::Window;\n"), 0);
}
