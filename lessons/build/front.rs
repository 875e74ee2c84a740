//! Front matter: the lines between two `---` at the top of a lesson. A small part of YAML, enough for names, lines
//! of text and lists of them, so that no YAML parser is needed.

use std::collections::BTreeMap;

/// The fields of a front matter. A field is a list when its lines begin with `-`, and a list of one otherwise.
#[derive(Clone, Debug, Default)]
pub struct Front {
    fields: BTreeMap<String, Vec<String>>,
}

/// Splits a lesson into its front matter and its text.
pub fn split(text: &str) -> Result<(Front, &str), String> {
    let rest = text.strip_prefix("---\n").ok_or("the lesson does not begin with a line of ---")?;
    let (head, body) = rest.split_once("\n---\n").ok_or("the front matter does not end with a line of ---")?;
    let mut front = Front::default();
    let mut current: Option<String> = None;
    for line in head.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let name = current.as_ref().ok_or_else(|| format!("a list without a name: {line}"))?;
            front.fields.entry(name.clone()).or_default().push(item.trim().to_string());
        } else {
            let (name, value) = line.split_once(':').ok_or_else(|| format!("no name and colon: {line}"))?;
            let values = Some(value.trim()).filter(|v| !v.is_empty()).map(str::to_string).into_iter().collect();
            if front.fields.insert(name.trim().to_string(), values).is_some() {
                return Err(format!("the field {name} is there twice"));
            }
            current = Some(name.trim().to_string());
        }
    }
    Ok((front, body))
}

impl Front {
    /// Takes a field that is one line.
    pub fn take_line(&mut self, name: &str) -> Result<String, String> {
        match self.take_list(name)?.as_slice() {
            [line] => Ok(line.clone()),
            _ => Err(format!("the field {name} is not one line")),
        }
    }

    /// Takes a field that is a list.
    pub fn take_list(&mut self, name: &str) -> Result<Vec<String>, String> {
        self.fields.remove(name).ok_or_else(|| format!("the field {name} is missing"))
    }

    /// Says which field nobody took.
    pub fn finish(self) -> Result<(), String> {
        match self.fields.keys().next() {
            Some(name) => Err(format!("no field is called {name}")),
            None => Ok(()),
        }
    }
}
