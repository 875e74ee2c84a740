//! How long a person waits on the screen: what the browser tests measured and left in `target/screen.json`, beside the
//! budgets. Not measured here, because it takes the built site and the browsers.

use serde_json::Value;

use super::table::Table;

/// A line of what one browser measured: where it stands in the file, and how it is judged.
struct Line {
    says: &'static str,
    budget: &'static str,
    value: fn(&Value) -> Option<String>,
    is_kept: fn(&Value) -> Option<bool>,
}

const EDIT: &str = "edit_to_answer_100_components_ms";

const LINES: [Line; 3] = [
    Line {
        says: "a lesson's sandbox can be used after",
        budget: "at most 2 s on a processor slowed four times",
        value: |found| {
            let after = &found["usable_after"];
            let (seconds, slower) = (after["milliseconds"].as_f64()? / 1000.0, after["slowed_by"].as_u64()?);
            Some(format!(
                "{seconds:.2} s, {}",
                if slower > 1 { format!("slowed {slower} times") } else { "not slowed".into() }
            ))
        },
        is_kept: |found| {
            let after = &found["usable_after"];
            (after["slowed_by"].as_u64()? >= 4).then_some(after["milliseconds"].as_f64()? <= 2000.0)
        },
    },
    Line {
        says: "an edit to its exact answer, 100 components",
        budget: "at most 16 ms, the median",
        value: |found| {
            let (median, worst) = (found[EDIT]["median"].as_f64()?, found[EDIT]["worst"].as_f64()?);
            Some(format!("{median:.0} ms, the longest of {} {worst:.0} ms", found[EDIT]["count"]))
        },
        is_kept: |found| Some(found[EDIT]["median"].as_f64()? <= 16.0),
    },
    Line {
        says: "a running simulation with 300 parts",
        budget: "60 frames a second, none over 50 ms",
        value: |found| {
            let running = &found["running_with_300_parts"];
            let (rate, longest) = (running["frames_per_second"].as_f64()?, running["gaps"]["worst"].as_f64()?);
            Some(format!("{rate:.1} frames a second, the longest {longest:.0} ms"))
        },
        // A frame in a hundred may come late without anyone seeing it.
        is_kept: |found| {
            let running = &found["running_with_300_parts"];
            Some(running["frames_per_second"].as_f64()? >= 59.0 && running["over_50_ms"].as_u64()? == 0)
        },
    },
];

/// A row for every browser and budget.
pub fn table(found: &Value) -> Table {
    let rows = found.as_object().into_iter().flatten().flat_map(|(browser, found)| {
        LINES.iter().map(move |line| {
            let kept = match (line.is_kept)(found) {
                Some(true) => "kept",
                Some(false) => "missed",
                None => "",
            };
            let measured = (line.value)(found).unwrap_or_else(|| "not measured".to_owned());
            vec![format!("{} ({browser})", line.says), line.budget.to_owned(), measured, kept.to_owned()]
        })
    });
    Table { head: vec!["case", "budget", "measured", ""], rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_measured_is_judged_and_what_was_not_is_said() {
        let found = json!({
            "Chromium": {
                "usable_after": { "milliseconds": 1500.0, "slowed_by": 4 },
                EDIT: { "median": 17.0, "worst": 40.0, "count": 20 },
                "running_with_300_parts": { "frames_per_second": 60.0, "gaps": { "worst": 17.0 }, "over_50_ms": 0 },
            },
            "Firefox": { "usable_after": { "milliseconds": 400.0, "slowed_by": 1 } },
        });
        let kept: Vec<(String, String)> =
            table(&found).rows.into_iter().map(|row| (row[2].clone(), row[3].clone())).collect();
        let judged: Vec<&str> = kept.iter().map(|(_, kept)| &kept[..]).collect();
        assert_eq!(judged, ["kept", "missed", "kept", "", "", ""]);
        assert!(kept[0].0.contains("1.50 s") && kept[3].0.contains("not slowed") && kept[4].0 == "not measured");
    }
}
