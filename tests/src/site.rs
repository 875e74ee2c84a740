//! Serves a folder as a static host would, under a path of its own, and remembers what was asked for in vain. Not the server of
//! `cargo xtask serve`: that one has its own tests, and must not be needed to run these.

use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::mime;

/// The site is never at the top of the host in these tests, so an address that only works there is found in every one.
const BASE: &str = "/some/course/";

/// A connection that says nothing for so long is closed.
const SILENCE_MAX: Duration = Duration::from_secs(20);

/// A running server. It ends with the test program. A clone is the same server.
#[derive(Clone)]
pub struct Site {
    address: String,
    missed: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Serves a folder on a free port.
    ///
    /// # Panics
    /// This machine lets no program listen on 127.0.0.1.
    pub fn serve(folder: PathBuf) -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let missed = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&missed);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (folder, heard) = (folder.clone(), Arc::clone(&heard));
                // A connection that breaks is the browser's affair: it asks again, or the test fails for what is missing.
                thread::spawn(move || answer(&stream, &folder, &heard).ok());
            }
        });
        Site { address, missed }
    }

    /// The address of a page, such as `sandbox/`.
    pub fn url(&self, page: &str) -> String {
        format!("http://{}{BASE}{page}", self.address)
    }

    /// What was asked for and is not there, since this was last asked.
    pub fn take_missed(&self) -> Vec<String> {
        std::mem::take(&mut *self.missed.lock().expect("no thread panics with it"))
    }
}

/// Answers the requests of one connection.
fn answer(stream: &TcpStream, folder: &Path, missed: &Mutex<Vec<String>>) -> io::Result<()> {
    stream.set_read_timeout(Some(SILENCE_MAX))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut request = String::new();
        if reader.read_line(&mut request)? == 0 {
            return Ok(());
        }
        let mut line = String::new();
        while reader.read_line(&mut line)? > 0 && !line.trim().is_empty() {
            line.clear();
        }
        let path = request.split(' ').nth(1).unwrap_or("/");
        let path = path.split(['?', '#']).next().unwrap_or(path);
        respond(stream, folder, path, missed)?;
    }
}

fn respond(mut stream: &TcpStream, folder: &Path, path: &str, missed: &Mutex<Vec<String>>) -> io::Result<()> {
    let (status, file) = match file_of(folder, path) {
        Found::File(file) => ("200 OK", Some(file)),
        Found::Folder => {
            let head = format!("HTTP/1.1 301 Moved Permanently\r\nLocation: {path}/\r\nContent-Length: 0\r\n\r\n");
            return stream.write_all(head.as_bytes());
        }
        Found::Nothing => {
            missed.lock().expect("no thread panics with it").push(path.to_owned());
            // As static hosts do: the page for what is missing, at the address that was asked for.
            ("404 Not Found", Some(folder.join("404.html")).filter(|page| path.starts_with(BASE) && page.is_file()))
        }
    };
    let (body, kind) = match &file {
        Some(file) => (fs::read(file)?, mime::of(file)),
        None => (b"not here".to_vec(), "text/plain"),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

#[derive(Debug, PartialEq)]
enum Found {
    File(PathBuf),
    /// A folder that was asked for without its last `/`.
    Folder,
    Nothing,
}

fn file_of(folder: &Path, path: &str) -> Found {
    let Some(inside) = path.strip_prefix(BASE) else { return Found::Nothing };
    if inside.split('/').any(|part| part == "..") {
        return Found::Nothing;
    }
    let file = folder.join(inside);
    if !file.is_dir() {
        return if file.is_file() { Found::File(file) } else { Found::Nothing };
    }
    if !inside.is_empty() && !inside.ends_with('/') {
        return Found::Folder;
    }
    let index = file.join("index.html");
    if index.is_file() { Found::File(index) } else { Found::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_find_files_as_on_a_static_host() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(file_of(folder, "/some/course/Cargo.toml"), Found::File(folder.join("Cargo.toml")));
        assert_eq!(file_of(folder, "/some/course/src"), Found::Folder);
        assert_eq!(file_of(folder, "/some/course/src/"), Found::Nothing);
        assert_eq!(file_of(folder, "/Cargo.toml"), Found::Nothing);
        assert_eq!(file_of(folder, "/some/course/../Cargo.toml"), Found::Nothing);
    }
}
