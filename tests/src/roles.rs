//! Finding by role and name, as a person who hears the page does: `button` "Undo". A page object should need nothing else;
//! where a place has no role, such as the predicted number, pages have documented ids.

use serde_json::{Value, json};

use crate::driver::{ElementId, Refusal, Session};

/// Everything that has a role and, when one is asked for, a name (whole, or its first words).
///
/// # Errors
/// The page went away.
pub fn find(
    session: &Session,
    role: &str,
    name: Option<&str>,
    within: Option<&ElementId>,
) -> Result<Vec<(ElementId, String)>, Refusal> {
    let scope = within.map_or(Value::Null, ElementId::to_json);
    let found = session.execute(include_str!("roles.js"), &[json!(role), json!(name), scope])?;
    let pair = |value: &Value| {
        let element = ElementId::from_json(&value["element"])?;
        Some((element, value["name"].as_str()?.to_owned()))
    };
    Ok(found.as_array().into_iter().flatten().filter_map(pair).collect())
}

/// Holds what was found against the browser's own view of it; a sentence when the two differ.
///
/// # Errors
/// The element went away.
pub fn differs(session: &Session, element: &ElementId, role: &str, name: &str) -> Result<Option<String>, Refusal> {
    let told = |value: Value| value.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let (own_role, own_name) =
        (told(session.ask(element, "computedrole")?), told(session.ask(element, "computedlabel")?));
    // ARIA 1.3 has two words for one role; each browser prefers another.
    let own_role = if own_role == "image" { "img".to_owned() } else { own_role };
    let is_same = own_role == role && own_name == name;
    Ok((!is_same).then(|| format!("the browser itself calls the {role} {name:?} a {own_role} {own_name:?}")))
}
