//! What the browser tests are made of: a server for the built site, two browsers, and pages as a person sees them.
//!
//! Reading order: [`journey`] runs a test in each browser; [`page`] is what a test holds: it finds things by role and name
//! ([`element`]), and acts by mouse, keys and files; [`pages`] are the site's own screens. Below them, [`site`] serves `dist/`,
//! [`browser`] starts browsers, and [`driver`], [`bidi`] and [`http`] speak WebDriver to them.
//!
//! The tests themselves are in `tests/journeys/`. `cargo xtask test` runs them after building the site; alone they run with
//! `cargo test -p nines-tests` once `cargo xtask build` has written `dist/`.

pub mod journey;
pub mod page;
pub mod element;
pub mod pages;
pub mod roles;
pub mod keys;
pub mod pointer;
pub mod oracle;
pub mod links;
pub mod site;
pub mod mime;
pub mod settings;
pub mod browser;
pub mod driver;
pub mod bidi;
pub mod websocket;
pub mod http;
