//! Everything that touches the browser, and the only place that does. Small functions over plain data; what to do with
//! it is `bench`'s matter.

pub mod page;
pub mod storage;
pub mod timers;
mod tasks;
pub mod input;
pub mod files;
pub mod share;
pub mod clipboard;
pub mod dialogs;
pub mod theme;
pub mod lesson_dom;
mod rest;
pub mod panics;
pub mod worker;
pub mod worker_main;
