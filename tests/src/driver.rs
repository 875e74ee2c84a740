//! WebDriver (W3C): a session with a browser, and the requests that the tests make of it. It knows no page of ours; what a person
//! sees and does is [`crate::page`]'s.

use std::fmt;

use serde_json::{Value, json};

use crate::http;

/// The name under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What the driver did not do, in its words.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The protocol's name for it, such as `stale element reference`.
    pub code: String,
    /// The driver's explanation.
    pub message: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message.lines().next().unwrap_or_default())
    }
}

/// A session: one browser with one fresh profile. Dropping it closes the browser.
pub struct Session {
    address: String,
    path: String,
    /// Where the browser speaks BiDi.
    pub bidi_url: String,
}

/// An element of a page, until the page replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementId(String);

impl ElementId {
    /// The element as an argument of a script.
    pub fn to_json(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }

    /// The element that a script returned.
    pub fn from_json(value: &Value) -> Option<ElementId> {
        value[ELEMENT].as_str().map(|id| ElementId(id.to_owned()))
    }
}

impl Session {
    /// Asks a driver for a browser.
    ///
    /// # Errors
    /// The driver could not start it.
    pub fn new(address: &str, capabilities: &Value) -> Result<Session, Refusal> {
        let wanted = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let made = send(address, "POST", "/session", Some(&wanted))?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(Session {
            address: address.to_owned(),
            path: format!("/session/{}", text(&made["sessionId"])),
            bidi_url: text(&made["capabilities"]["webSocketUrl"]),
        })
    }

    /// A command that takes arguments.
    ///
    /// # Errors
    /// What the driver says.
    pub fn post(&self, path: &str, body: &Value) -> Result<Value, Refusal> {
        send(&self.address, "POST", &format!("{}/{path}", self.path), Some(body))
    }

    /// A question.
    ///
    /// # Errors
    /// What the driver says.
    pub fn get(&self, path: &str) -> Result<Value, Refusal> {
        send(&self.address, "GET", &format!("{}/{path}", self.path), None)
    }

    /// A question about an element: `text`, `computedrole`, `computedlabel`, `rect`, `enabled`.
    ///
    /// # Errors
    /// What the driver says, such as that the element is gone.
    pub fn ask(&self, element: &ElementId, question: &str) -> Result<Value, Refusal> {
        self.get(&format!("element/{}/{question}", element.0))
    }

    /// Something done to an element: `click`, `clear`, `value`.
    ///
    /// # Errors
    /// What the driver says, such as that something else lies over the element.
    pub fn act(&self, element: &ElementId, action: &str, body: &Value) -> Result<Value, Refusal> {
        self.post(&format!("element/{}/{action}", element.0), body)
    }

    /// Runs the body of a function in the page and returns what it returns.
    ///
    /// # Errors
    /// The script threw, or the page went away.
    pub fn execute(&self, script: &str, arguments: &[Value]) -> Result<Value, Refusal> {
        self.post("execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Mouse and keyboard, as [`crate::pointer`] and [`crate::keys`] write them; everything is let go of afterwards.
    ///
    /// # Errors
    /// What the driver says.
    pub fn perform(&self, sources: &[Value]) -> Result<(), Refusal> {
        self.post("actions", &json!({ "actions": sources })).map(drop)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The browser may be gone already, which is what this asks for.
        let _ = send(&self.address, "DELETE", &self.path, None);
    }
}

fn send(address: &str, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Refusal> {
    let text = body.map(Value::to_string);
    let (status, answer) = http::request(address, method, path, text.as_deref())
        .map_err(|error| Refusal { code: "no answer".into(), message: format!("{method} {path}: {error}") })?;
    let answer: Value = serde_json::from_str(&answer)
        .map_err(|error| Refusal { code: "no JSON".into(), message: format!("{method} {path}: {error}") })?;
    let value = answer["value"].clone();
    if status == 200 {
        return Ok(value);
    }
    let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    Err(Refusal { code: word("error"), message: word("message") })
}
