//! Something on a page: what it says, and what a person does with it. [`crate::page`] finds it.

use serde_json::{Value, json};

use crate::driver::ElementId;
use crate::page::{Page, done, text_of};
use crate::pointer::Point;
use crate::roles;

/// Something on the page.
#[derive(Clone)]
pub struct Element<'page> {
    pub(crate) page: &'page Page,
    pub(crate) id: ElementId,
}

impl<'page> Element<'page> {
    /// The one thing inside this with a role and a name, as soon as it is there.
    #[track_caller]
    pub fn find(&self, role: &str, name: &str) -> Element<'page> {
        self.page.find_within(Some(&self.id), role, name)
    }

    /// Everything inside this that has a role now, with its name.
    #[track_caller]
    pub fn all(&self, role: &str) -> Vec<(Element<'page>, String)> {
        let found = done(roles::find(&self.page.session, role, None, Some(&self.id)));
        found.into_iter().map(|(id, name)| (Element { page: self.page, id }, name)).collect()
    }

    /// Scrolls it to the middle of the window.
    pub fn to_middle(&self) {
        self.page.script("arguments[0].scrollIntoView({ block: 'center', inline: 'center' })", &[self.id.to_json()]);
    }

    /// Scrolls it to the middle of the window and clicks on it; fails when something lies over it.
    #[track_caller]
    pub fn click(&self) {
        self.to_middle();
        done(self.page.session.act(&self.id, "click", &json!({})));
    }

    /// Puts a text in the place of what a field holds, key by key.
    #[track_caller]
    pub fn fill(&self, text: &str) {
        self.click();
        self.page.press("Ctrl+a");
        self.page.type_text(text);
    }

    /// Chooses an option of a list by what it says.
    #[track_caller]
    pub fn choose(&self, option: &str) {
        let script = "return [...arguments[0].options].find(o => o.text === arguments[1])";
        let found = self.page.script(script, &[self.id.to_json(), option.into()]);
        let id = ElementId::from_json(&found).unwrap_or_else(|| panic!("there is no choice {option:?}"));
        done(self.page.session.act(&id, "click", &json!({})));
    }

    /// Gives a file of this name, with this text, to a field for files.
    #[track_caller]
    pub fn give_file(&self, name: &str, text: &str) {
        let file = self.page.file(name, text);
        done(self.page.session.act(&self.id, "value", &json!({ "text": file })));
    }

    /// The text that is seen.
    #[track_caller]
    pub fn text(&self) -> String {
        text_of(&done(self.page.session.ask(&self.id, "text")))
    }

    /// Its role, as the browser tells it to those who listen.
    #[track_caller]
    pub fn role(&self) -> String {
        text_of(&done(self.page.session.ask(&self.id, "computedrole")))
    }

    /// Its name, as the browser tells it to those who listen.
    #[track_caller]
    pub fn name(&self) -> String {
        text_of(&done(self.page.session.ask(&self.id, "computedlabel")))
    }

    /// A property, such as `value` or `disabled`.
    #[track_caller]
    pub fn property(&self, name: &str) -> Value {
        done(self.page.session.ask(&self.id, &format!("property/{name}")))
    }

    /// An attribute, or an empty text.
    #[track_caller]
    pub fn attribute(&self, name: &str) -> String {
        text_of(&done(self.page.session.ask(&self.id, &format!("attribute/{name}"))))
    }

    /// Its middle, in the window.
    #[track_caller]
    pub fn middle(&self) -> Point {
        let script = "const r = arguments[0].getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]";
        let middle = self.page.script(script, &[self.id.to_json()]);
        Point { x: middle[0].as_f64().expect("a number"), y: middle[1].as_f64().expect("a number") }
    }

    /// Its width and height, in CSS pixels.
    #[track_caller]
    pub fn size(&self) -> (f64, f64) {
        let script = "const r = arguments[0].getBoundingClientRect(); return [r.width, r.height]";
        let size = self.page.script(script, &[self.id.to_json()]);
        (size[0].as_f64().expect("a number"), size[1].as_f64().expect("a number"))
    }
}
