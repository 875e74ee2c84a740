//! One HTTP request to a WebDriver on this machine. Not a client for anything else: no TLS, no redirects, no reuse of
//! connections. The messages that go through it are [`crate::driver`]'s.

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Longer than any command of the tests takes; a driver that is silent for so long hangs.
const SILENCE_MAX: Duration = Duration::from_secs(120);

/// Sends a request with a JSON body and returns the status and the body of the answer.
///
/// # Errors
/// The connection failed, or what came back is not HTTP.
pub fn request(address: &str, method: &str, path: &str, body: Option<&str>) -> io::Result<(u16, String)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(SILENCE_MAX))?;
    let body = body.unwrap_or_default();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json; charset=utf-8\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all((head + body).as_bytes())?;
    let mut reader = BufReader::new(stream);
    let (status, length) = head_of_answer(&mut reader)?;
    let mut answer = Vec::new();
    match length {
        Some(length) => {
            answer.resize(length, 0);
            reader.read_exact(&mut answer)?;
        }
        None => drop(reader.read_to_end(&mut answer)?),
    }
    Ok((status, String::from_utf8_lossy(&answer).into_owned()))
}

/// The status and, when it is said, the length of the body.
fn head_of_answer(reader: &mut impl BufRead) -> io::Result<(u16, Option<usize>)> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("not an HTTP answer: {line:?}")))?;
    let mut length = None;
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            return Ok((status, length));
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
}
