//! Small tables in plain text: the first column to the left, numbers to the right.

/// Lines of a table, two spaces before and between columns.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            let fill = " ".repeat(widths[column] - cell.chars().count());
            out.push_str("  ");
            match column {
                0 => out.extend([cell, fill.as_str()]),
                _ => out.extend([fill.as_str(), cell]),
            }
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

/// A row of two cells.
pub fn pair(name: &str, value: impl Into<String>) -> Vec<String> {
    vec![name.to_string(), value.into()]
}
