//! What the engine has found in the document: why there is no answer, or what the answer leaves out.

use nines_engine::diag::Diagnostic;

use super::super::views::use_views;
use super::frame::Dialog;
use crate::bench::{Predicted, use_bench};
use crate::live::prelude::*;

/// The findings about the document.
#[component]
pub fn FindingsDialog() -> impl IntoView {
    let (bench, views) = (use_bench(), use_views());
    let findings = match bench.predicted().get_untracked() {
        Predicted::Errors(findings) => findings.to_vec(),
        Predicted::Answer(analysis) => analysis.diagnostics.clone(),
        Predicted::Working => Vec::new(),
    };
    let nothing = findings.is_empty().then(|| view! { <p>"There is nothing to say about this system."</p> });
    view! {
        <Dialog title="Findings" on_close=move || views.findings.set(false)>
            <div class="dialog-body">{nothing} <FindingList findings/></div>
        </Dialog>
    }
}

/// Findings as a list.
#[component]
pub fn FindingList(
    /// What was found.
    findings: Vec<Diagnostic>,
) -> impl IntoView {
    let item = |finding: Diagnostic| {
        let hint = (!finding.hint.is_empty()).then(|| view! { <p class="diagnostic-hint">{finding.hint.clone()}</p> });
        let subject = match finding.subject.is_empty() {
            true => finding.message.clone(),
            false => format!("{}: {}", finding.subject, finding.message),
        };
        view! {
            <li class="diagnostic" data-severity=finding.severity.word()>
                <code>{finding.code}</code>
                <p>{subject}</p>
                {hint}
            </li>
        }
    };
    (!findings.is_empty())
        .then(|| view! { <ol class="finding-list">{findings.into_iter().map(item).collect_view()}</ol> })
}
