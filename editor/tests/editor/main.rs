//! The editor without a screen: what a person does, as actions, and what becomes of the document. Documents are
//! written in a small notation (see `notation`). Kernels have their tests beside them.

mod notation;
mod changes;
mod fields;
mod gestures;
mod history;
mod keyboard;
mod layout;
mod scenes;
mod texts;
