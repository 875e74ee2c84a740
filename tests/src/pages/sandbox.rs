//! The instrument: parts, needs, both answers, the simulation, documents in and out. On a page of its own and beside a lesson.

use crate::element::Element;
use crate::page::Page;
use crate::pointer::Point;

/// The instrument on a page.
#[derive(Clone, Copy)]
pub struct Sandbox<'page> {
    page: &'page Page,
}

impl<'page> Sandbox<'page> {
    /// Goes to the sandbox's own page.
    #[track_caller]
    pub fn open(page: &'page Page) -> Sandbox<'page> {
        page.open("sandbox/");
        Sandbox::on(page)
    }

    /// The instrument on the page that is open, as soon as it has an answer to show.
    #[track_caller]
    pub fn on(page: &'page Page) -> Sandbox<'page> {
        let sandbox = Sandbox { page };
        page.place("#canvas");
        page.until("an answer", || (!sandbox.predicted().is_empty() && sandbox.predicted() != "…").then_some(()));
        sandbox
    }

    /// The picture, which takes the mouse and the keys.
    #[track_caller]
    pub fn picture(self) -> Element<'page> {
        self.page.find("application", "System")
    }

    /// A part in the picture.
    #[track_caller]
    pub fn part(self, name: &str) -> Element<'page> {
        self.page.find("img", &format!("{name},"))
    }

    /// The names of all parts, the clients included.
    #[track_caller]
    pub fn parts(self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('[data-part]')].map(part => part.dataset.part)";
        let names = self.page.script(script, &[]);
        names.as_array().into_iter().flatten().filter_map(|name| Some(name.as_str()?.to_owned())).collect()
    }

    /// A point of the picture, as shares of its width and height.
    #[track_caller]
    pub fn spot(self, across: f64, down: f64) -> Point {
        let picture = self.picture();
        let (width, height) = picture.size();
        picture.middle().moved(width * (across - 0.5), height * (down - 0.5))
    }

    /// The middle of a part's box.
    #[track_caller]
    pub fn middle(self, name: &str) -> Point {
        self.page.place(&format!("[data-part={name:?}] .node-box")).middle()
    }

    /// Takes a kind out of the palette and drops it.
    #[track_caller]
    pub fn drag_in(self, kind: &str, onto: Point) {
        let item = self.page.find("group", "Parts").find("button", kind);
        self.page.drag(item.middle(), onto);
    }

    /// Clicks on a kind in the palette, then where it should stand.
    #[track_caller]
    pub fn click_in(self, kind: &str, onto: Point) {
        self.page.find("group", "Parts").find("button", kind).click();
        self.page.click_at(onto);
    }

    /// Draws a need with the mouse, from the handle of one part to another part.
    #[track_caller]
    pub fn connect(self, from: &str, to: &str) {
        let handle = self.page.place(&format!("[data-part={from:?}] .port")).middle();
        self.page.drag(handle, self.middle(to));
        self.page.find("img", &format!("{from} needs {to}"));
    }

    /// Selects a part with the mouse.
    #[track_caller]
    pub fn select(self, name: &str) {
        self.page.click_at(self.middle(name));
        self.page.until("the inspector of the part", || self.page.has("heading", name).then_some(()));
    }

    /// How a part is: `up`, `degraded`, `failed`, `blocked`.
    #[track_caller]
    pub fn state(self, name: &str) -> String {
        self.page.place(&format!("[data-part={name:?}]")).attribute("data-state")
    }

    /// Waits until a part is in a state.
    #[track_caller]
    pub fn becomes(self, name: &str, state: &str) {
        self.page.until(&format!("{name} {state}"), || (self.state(name) == state).then_some(()));
    }

    /// The exact answer as it is shown.
    #[track_caller]
    pub fn predicted(self) -> String {
        self.page.place("#predicted-availability").text()
    }

    /// Waits for an exact answer.
    #[track_caller]
    pub fn predicts(self, percent: &str) {
        self.page.until(&format!("predicted {percent}"), || (self.predicted() == percent).then_some(()));
    }

    /// The measured answer, in percent; `None` before anything was measured.
    #[track_caller]
    pub fn measured(self) -> Option<f64> {
        self.page.place("#measured-availability").text().strip_suffix(" %")?.parse().ok()
    }

    /// The simulated time as it is shown.
    #[track_caller]
    pub fn now(self) -> String {
        self.page.place("#clock").text()
    }

    /// Presses a button of the tools: `Undo`, `New`, `Export`.
    #[track_caller]
    pub fn tool(self, name: &str) {
        self.page.find("group", "Tools").find("button", name).click();
    }

    /// Whether a button of the tools can do something.
    #[track_caller]
    pub fn can(self, name: &str) -> bool {
        self.page.find("group", "Tools").find("button", name).attribute("aria-disabled") != "true"
    }

    /// The document, by exporting it as a file.
    #[track_caller]
    pub fn export(self) -> String {
        self.tool("Export");
        self.page.downloaded().1
    }

    /// Opens a text as a file of that name.
    #[track_caller]
    pub fn import(self, name: &str, text: &str) {
        self.tool("Import");
        self.page.place("#file-to-import").give_file(name, text);
    }

    /// A message about something that was not done; it is put away.
    #[track_caller]
    pub fn dismissed_message(self, words: &str) -> String {
        let look =
            || self.page.all("alert").into_iter().map(|(alert, _)| alert.clone()).find(|a| a.text().contains(words));
        let message = self.page.until(&format!("a message with {words:?}"), look);
        let text = message.text();
        message.find("button", "Dismiss").click();
        self.page.until("the message to go", || (!self.page.text().contains(words)).then_some(()));
        text
    }

    /// Lives through the hundred years of the button, and waits for their end.
    #[track_caller]
    pub fn live_100_years(self) {
        self.page.find("button", "Live 100 years").click();
        self.page.until("the end of 100 years", || {
            (self.now() == "100 years" && self.page.has("button", "Live 100 years")).then_some(())
        });
    }

    /// Picks a line of the list of commands.
    #[track_caller]
    pub fn command(self, name: &str) {
        self.tool("Commands");
        self.page.find("combobox", "Commands");
        self.page.type_text(name);
        self.page.press("Enter");
    }
}
