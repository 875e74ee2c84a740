//! A small server of static files for this machine alone: what a static host does, so that what works here works there.
//!
//! One thread a connection, one request a connection, GET and HEAD. `answer` decides from the request's line and
//! the folder; the rest reads and writes sockets. Not for the open internet: it listens on 127.0.0.1.

use anyhow::{Context, Result};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A folder, served under a path.
pub struct Site {
    pub folder: PathBuf,
    /// Begins and ends with a slash.
    pub base: String,
}

/// What a request gets.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    File { status: u16, path: PathBuf },
    Moved { to: String },
    Words { status: u16, text: String },
}

const REQUEST_BYTES_MAX: u64 = 16 * 1024;
const PATIENCE: Duration = Duration::from_secs(10);

/// Takes a port of this machine; 0 takes any free one.
pub fn bind(port: u16) -> std::io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

/// Serves until the program ends.
pub fn serve(listener: &TcpListener, site: Site) {
    let site = Arc::new(site);
    for stream in listener.incoming().flatten() {
        let site = Arc::clone(&site);
        // A connection that breaks is the browser's affair; the next one is served all the same.
        std::thread::spawn(move || {
            let _ = converse(stream, &site);
        });
    }
}

/// What to send for a request's target, such as `/map/?x=1`.
pub fn answer(site: &Site, method: &str, target: &str) -> Answer {
    if method != "GET" && method != "HEAD" {
        return words(405, "This server only hands out files.");
    }
    let path_and_query = target.split('#').next().unwrap_or_default();
    let (path, query) = match path_and_query.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (path_and_query, String::new()),
    };
    if path.len() + 1 == site.base.len() && site.base.starts_with(path) {
        return Answer::Moved { to: format!("{}{query}", site.base) };
    }
    let Some(inner) = path.strip_prefix(site.base.as_str()) else {
        let place = format!("The site is at {}", site.base);
        return words(404, &place);
    };
    let Some(file) = decoded(inner).and_then(|inner| inside(&site.folder, &inner)) else {
        return missing(site);
    };
    if !file.is_dir() {
        return Answer::File { status: 200, path: file };
    }
    let index = file.join("index.html");
    if !index.is_file() {
        missing(site)
    } else if path.ends_with('/') {
        Answer::File { status: 200, path: index }
    } else {
        // Without the slash, the page's relative addresses would be those of its parent.
        Answer::Moved { to: format!("{path}/{query}") }
    }
}

fn missing(site: &Site) -> Answer {
    let page = site.folder.join("404.html");
    if page.is_file() {
        Answer::File { status: 404, path: page }
    } else {
        words(404, "There is nothing at this address.")
    }
}

fn words(status: u16, text: &str) -> Answer {
    Answer::Words { status, text: text.to_owned() }
}

/// Undoes %-encoding; `None` when it is broken or is not text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The existing file or folder of that name inside `folder`: nothing above it, nothing hidden, no link out of it.
fn inside(folder: &Path, name: &str) -> Option<PathBuf> {
    let odd = |part: &str| part.starts_with('.') || part.contains(['\\', ':', '\0']);
    // A slash in front would make the name absolute, and joining it would leave the folder.
    if name.starts_with('/') || name.split('/').any(odd) {
        return None;
    }
    let root = folder.canonicalize().ok()?;
    let file = root.join(name.trim_start_matches('/')).canonicalize().ok()?;
    file.starts_with(&root).then_some(file)
}

/// Browsers refuse to compile WebAssembly and to run modules under a wrong type.
pub fn media_type(path: &Path) -> &'static str {
    let extension = path.extension().and_then(|end| end.to_str());
    match extension.unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "webmanifest" => "application/manifest+json",
        "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

fn converse(stream: TcpStream, site: &Site) -> Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.try_clone()?).take(REQUEST_BYTES_MAX);
    let mut request_line = String::new();
    reader.read_line(&mut request_line)?;
    let mut header = String::new();
    // Reading to the empty line: a connection closed with unread bytes is reset, and the browser loses the answer.
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut parts = request_line.split_whitespace();
    let (Some(method), Some(target)) = (parts.next(), parts.next()) else {
        return Ok(());
    };
    send(&stream, &answer(site, method, target), method == "HEAD")?;
    stream.shutdown(Shutdown::Write)?;
    Ok(())
}

fn send(mut stream: &TcpStream, answer: &Answer, head_only: bool) -> Result<()> {
    let (status, extra, media, body) = match answer {
        Answer::File { status, path } => {
            let body = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
            (*status, String::new(), media_type(path), body)
        }
        Answer::Moved { to } => {
            let location = format!("Location: {to}\r\n");
            (301, location, "text/plain; charset=utf-8", Vec::new())
        }
        Answer::Words { status, text } => {
            let body = format!("{text}\n").into_bytes();
            (*status, String::new(), "text/plain; charset=utf-8", body)
        }
    };
    let reason = match status {
        200 => "OK",
        301 => "Moved Permanently",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "",
    };
    // no-cache: the next build must be what the next reload shows.
    write!(
        stream,
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n{extra}\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if !head_only {
        stream.write_all(&body)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
