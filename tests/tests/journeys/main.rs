//! What people do with the site, each in Chromium and in Firefox. One program, so that it links once. Where to read next:
//! `lesson.rs` and `sandbox.rs` are the two main ways through; `tools.rs` shows that the means of the tests can fail.

mod reading;
mod lesson;
mod sandbox;
mod keyboard;
mod exchange;
mod trace;
mod large;
mod bad_files;
mod bad_links;
mod bad_places;
mod pictures;
mod first_look;
mod speed;
mod documents;
mod tools;
