//! Documents in and out: files, links, another system. What cannot be opened is said with every reason, and the present
//! work is left as it is.

use std::sync::Arc;

use nines_editor::Action;
use nines_engine::format;
use nines_engine::topology::Topology;

use super::{Bench, MessageAction, Panel, Severity};
use crate::link::{self, LinkError};
use crate::platform::{clipboard, files, page, share};

/// Up to this many letters a link survives mail and chat programs.
const LINK_LENGTH_SAFE: usize = 8000;
const TOO_LARGE_FOR_A_LINK: &str = "The system is too large for a link. Export it as a file instead.";

impl Bench {
    /// Lets the person choose a file to open.
    pub fn import(self) {
        files::choose(move |text| self.import_text(text));
    }

    /// Opens files that are dropped anywhere on the page.
    pub fn import_drops(self) {
        files::on_drop(move |text| self.import_text(text));
    }

    /// Opens the text of a file as one step that undo takes back.
    pub fn import_text(self, text: Result<String, files::FileError>) {
        let text = match text {
            Ok(text) => text,
            Err(error) => return self.tell(Severity::Error, error.0),
        };
        let read = format::read(&text);
        match read.topology {
            None => self.tell_findings("The file was not opened, and your system is as it was.", &read.diagnostics),
            Some(topology) => {
                self.dispatch(Action::Load(Arc::new(topology)));
                self.dispatch(Action::Fit);
                let actions = vec![("Undo", MessageAction::Undo)];
                self.tell_with(
                    Severity::Info,
                    "The file is open in place of what was here.",
                    read.diagnostics,
                    actions,
                );
            }
        }
    }

    /// Offers the document as a file.
    pub fn export(self) {
        let document = self.document_now();
        files::download(&file_name(&document), &format::write(&document));
        self.announce("The system is saved as a file.", false);
    }

    /// An empty system in the place of this one; undo brings this one back.
    pub fn new_document(self) {
        self.dispatch(Action::New);
        self.dispatch(Action::Fit);
    }

    /// Makes a link to the document and shows it.
    pub fn share(self) {
        let text = format::write_compact(&self.document_now());
        share::make_link(page::at_root("sandbox/"), text, move |link| match link {
            Some(link) if link.len() > link::LINK_LENGTH_MAX => {
                self.tell_with(
                    Severity::Warning,
                    TOO_LARGE_FOR_A_LINK,
                    Vec::new(),
                    vec![("Export", MessageAction::Export)],
                );
            }
            Some(link) => {
                if link.len() > LINK_LENGTH_SAFE {
                    self.tell(
                        Severity::Info,
                        "The link is long; some mail and chat programs cut it. A file always works.",
                    );
                }
                self.open_panel(Panel::Share(link));
            }
            None => self.tell(Severity::Error, "This browser cannot make links. Export the system as a file instead."),
        });
    }

    /// Puts a link on the clipboard.
    pub fn copy_link(self, link: String) {
        clipboard::write(link, move |done| {
            let said = if done {
                "The link is on the clipboard."
            } else {
                "The browser did not allow it. Select the link and copy it."
            };
            self.announce(said, true);
        });
    }

    /// Opens the system in the page's address, if there is one. One's own work is not touched. Says whether there was.
    pub fn open_link(self) -> bool {
        let payload = match link::payload(&page::fragment()) {
            None => return false,
            Some(Err(error)) => {
                self.refuse_link(error);
                return false;
            }
            Some(Ok(payload)) => payload,
        };
        share::open_link(payload, move |text| match text {
            Err(error) => self.refuse_link(error),
            Ok(text) => self.open_shared(&text),
        });
        true
    }

    fn open_shared(self, text: &str) {
        let read = format::read(text);
        match read.topology {
            Some(topology) => self.open_shared_document(topology),
            None => {
                page::forget_fragment();
                self.tell_findings("The linked system was not opened. Your own work is as it was.", &read.diagnostics);
            }
        }
    }

    fn refuse_link(self, error: LinkError) {
        // A newer Nines may read what this one does not: after a reload the link has to be there still.
        if error != LinkError::Newer {
            page::forget_fragment();
        }
        self.tell(Severity::Error, format!("{} Your own work is as it was.", error.sentence()));
    }
}

/// A file name from a title: letters, digits and hyphens.
fn file_name(document: &Topology) -> String {
    let words: String =
        document.title.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let name: Vec<&str> = words.split_whitespace().take(8).collect();
    let name = if name.is_empty() { "system".to_string() } else { name.join("-") };
    format!("{name}.nines.json")
}
