//! The sheet of shortcuts.

use nines_editor::{Shortcut, shortcuts};

use super::frame::Dialog;
use crate::live::prelude::*;

/// All keys of the picture.
#[component]
pub fn ShortcutsDialog() -> impl IntoView {
    let row = |shortcut: Shortcut| view! { <tr><th scope="row"><kbd>{shortcut.keys}</kbd></th><td>{shortcut.description}</td></tr> };
    view! {
        <Dialog title="Shortcuts">
            <div class="dialog-body">
                <p>"They work while the picture has the keyboard. “Letters as shortcuts” among the commands switches the single letters off."</p>
                <table class="shortcuts"><tbody>{shortcuts().into_iter().map(row).collect_view()}</tbody></table>
            </div>
        </Dialog>
    }
}
