//! Tables in Markdown and HTML, and numbers as people read them.

pub struct Table {
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let escaped = |cells: &Vec<String>| cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let mut out = line(self.head.iter().map(|cell| (*cell).to_owned()).collect());
        out += &line(self.head.iter().map(|_| "---".to_owned()).collect());
        self.rows.iter().for_each(|row| out += &line(escaped(row)));
        out
    }

    pub fn html(&self) -> String {
        let row = |tag: &str, cells: Vec<String>| {
            let cells: String = cells.iter().map(|cell| format!("<{tag}>{cell}</{tag}>")).collect();
            format!("<tr>{cells}</tr>\n")
        };
        let escaped = |cells: &Vec<String>| cells.iter().map(|cell| escape(cell)).collect();
        let head = row("th", self.head.iter().map(|cell| escape(cell)).collect());
        let body: String = self.rows.iter().map(|cells| row("td", escaped(cells))).collect();
        format!("<table>\n<thead>{head}</thead>\n<tbody>{body}</tbody>\n</table>\n")
    }
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// "12.3 ms"; three digits.
pub fn seconds(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 1e-3 => (s * 1e3, "ms"),
        s if s >= 1e-6 => (s * 1e6, "µs"),
        s => (s * 1e9, "ns"),
    };
    format!("{} {unit}", three_digits(value))
}

/// "1.23 M/s".
pub fn rate(per_second: f64) -> String {
    let (value, unit) = match per_second {
        r if r >= 1e6 => (r / 1e6, " M"),
        r if r >= 1e3 => (r / 1e3, " k"),
        r => (r, " "),
    };
    format!("{}{unit}/s", three_digits(value))
}

/// A share of a speed: three digits, also of a very small one.
pub fn ratio(ratio: f64) -> String {
    if ratio < 0.01 { format!("{ratio:.1e}") } else { three_digits(ratio) }
}

fn three_digits(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v => format!("{v:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_and_a_unit() {
        assert_eq!(seconds(12.345), "12.3 s");
        assert_eq!(seconds(0.001), "1.00 ms");
        assert_eq!(seconds(4.56e-7), "456 ns");
        assert_eq!(rate(1_234_567.0), "1.23 M/s");
        assert_eq!([0.12345, 4.9e-5, 90.04].map(ratio), ["0.12", "4.9e-5", "90.0"]);
    }

    #[test]
    fn cells_cannot_break_a_table() {
        let table = Table { head: vec!["a"], rows: vec![vec!["<b> | c".to_owned()]] };
        assert_eq!(table.markdown(), "| a |\n| --- |\n| <b> \\| c |\n");
        assert!(table.html().contains("<td>&lt;b&gt; | c</td>"));
    }
}
