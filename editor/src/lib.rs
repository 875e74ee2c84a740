//! Nines editor: the sandbox without a screen. A [`Session`] is everything a sandbox knows, an [`Action`] is one thing
//! a person does, and [`update`](fn@update) makes the next session and the list of what the app has to do outside.
//! Pure: no screen, no clock, no storage; the app sends [`Action::Settle`] when half a second has passed.
//!
//! Reading order: [`session`], [`action`] and [`effect`] are the words; [`update`](mod@update) sends actions where they
//! are done: [`change`] for the document, [`gesture`] for the pointer, [`focus`] for the keyboard; [`keymap`] and
//! [`command`] are what can be asked for; [`scene`](mod@scene) and [`outline`](mod@outline) are what is to be shown.
//!
//! ```
//! use nines_editor::{Action, Session, update};
//! use nines_engine::{ids::Id, topology::Kind};
//!
//! let place = Action::Place { kind: Kind::new("server"), at_canvas: None, link_from: Some(Id::clients()) };
//! let after = update(&Session::empty(), place).session;
//! assert_eq!(after.document().clients.needs[0].to.as_str(), "server-1");
//! assert_eq!(after.can_undo(), Some("Add server-1"));
//!
//! let undone = update(&after, Action::Undo).session;
//! assert!(undone.document().components.is_empty());
//! ```

pub mod geometry;
pub mod target;
pub mod session;
pub mod action;
pub mod input;
pub mod effect;
pub mod update;
mod run;
mod commit;
mod history;
pub mod letters;
pub mod change;
pub mod field;
pub mod catalogue;
pub mod gesture;
pub mod focus;
pub mod command;
pub mod keymap;
pub mod scene;
pub mod outline;
pub mod layout;
pub mod route;
pub mod hit;
pub mod snap;
pub mod viewport;

pub use action::{Action, ConnectMode, Direction, Follow, SelectMode};
pub use command::{Command, CommandRow, commands};
pub use effect::Effect;
pub use field::{Field, FieldRow, check_field, inspector};
pub use geometry::{Host, Insets, Point, Rect, Size, Viewport};
pub use gesture::Gesture;
pub use input::{Button, Key, Modifiers, Phase, Pointer};
pub use keymap::{Shortcut, shortcuts};
pub use outline::{Row, outline};
pub use scene::{Scene, scene};
pub use session::Session;
pub use target::{End, Hit, Selection, Target};
pub use update::{Update, update};
