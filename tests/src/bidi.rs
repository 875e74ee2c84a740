//! WebDriver BiDi: what the browser tells by itself (its console), and scripts that run before a page's own. The requests that a
//! test makes go through [`crate::driver`].

use std::io;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::websocket::{self, Sender};

/// Longer than the browser takes to answer a command.
const ANSWER_WAIT: Duration = Duration::from_secs(30);

/// A line of the browser's console, or an error nothing caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleLine {
    /// `debug`, `info`, `warn` or `error`.
    pub level: String,
    /// What it says.
    pub text: String,
}

impl ConsoleLine {
    /// Whether a page that works as it should would not have written it.
    pub fn is_complaint(&self) -> bool {
        self.level == "warn" || self.level == "error"
    }
}

/// A connection to a session's browser.
pub struct Bidi {
    sender: Sender,
    answers: mpsc::Receiver<Value>,
    lines: Arc<Mutex<Vec<ConsoleLine>>>,
    commands: u64,
}

impl Bidi {
    /// Connects to the address that a new session names, and begins to listen to the console.
    ///
    /// # Errors
    /// The browser does not speak BiDi.
    pub fn connect(url: &str) -> io::Result<Bidi> {
        let (sender, mut receiver) = websocket::connect(url)?;
        let (answer, answers) = mpsc::channel();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&lines);
        thread::spawn(move || {
            while let Some(text) = receiver.receive() {
                let Ok(message) = serde_json::from_str::<Value>(&text) else { continue };
                if message["method"] == "log.entryAdded" {
                    heard.lock().expect("no thread panics with it").push(line(&message["params"]));
                } else if message.get("id").is_some_and(Value::is_number) && answer.send(message).is_err() {
                    return;
                }
            }
        });
        let mut bidi = Bidi { sender, answers, lines, commands: 0 };
        bidi.command("session.subscribe", &json!({ "events": ["log.entryAdded"] }))?;
        Ok(bidi)
    }

    /// Runs a script in every page that opens from now on, before the page's own scripts.
    ///
    /// # Errors
    /// The browser refused.
    pub fn before_every_page(&mut self, script: &str) -> io::Result<()> {
        let function = format!("() => {{ {script} }}");
        self.command("script.addPreloadScript", &json!({ "functionDeclaration": function })).map(drop)
    }

    /// What the console has said since this was last asked.
    ///
    /// # Errors
    /// The browser is gone.
    pub fn take_console(&mut self) -> io::Result<Vec<ConsoleLine>> {
        // Messages arrive in order: once this is answered, everything said before has arrived.
        self.command("session.status", &json!({}))?;
        Ok(std::mem::take(&mut *self.lines.lock().expect("no thread panics with it")))
    }

    /// A command of the protocol, and its result.
    ///
    /// # Errors
    /// The browser refused, or is gone.
    pub fn command(&mut self, method: &str, params: &Value) -> io::Result<Value> {
        self.commands += 1;
        let id = self.commands;
        self.sender.send(&json!({ "id": id, "method": method, "params": params }).to_string())?;
        loop {
            let answer = self.answers.recv_timeout(ANSWER_WAIT).map_err(io::Error::other)?;
            if answer["id"] != id {
                continue;
            }
            if answer["type"] == "error" {
                return Err(io::Error::other(format!("{method}: {}", answer["message"])));
            }
            return Ok(answer["result"].clone());
        }
    }
}

impl Drop for Bidi {
    fn drop(&mut self) {
        self.sender.close();
    }
}

fn line(entry: &Value) -> ConsoleLine {
    let text = entry["text"].as_str().unwrap_or_default();
    let place = &entry["stackTrace"]["callFrames"][0];
    let place = match place["url"].as_str() {
        Some(url) => format!(" ({url}:{})", place["lineNumber"]),
        None => String::new(),
    };
    ConsoleLine { level: entry["level"].as_str().unwrap_or("error").to_owned(), text: format!("{text}{place}") }
}
