//! The part of WebSocket (RFC 6455) that WebDriver BiDi needs: text messages both ways, to a browser on this machine. What the
//! messages mean is [`crate::bidi`]'s.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::TcpStream;

/// A message longer than this is a mistake, not a console line.
const MESSAGE_BYTES_MAX: u64 = 64 << 20;

/// Opens a connection to `ws://host:port/path`.
///
/// # Errors
/// The connection failed or the other side does not speak WebSocket.
pub fn connect(url: &str) -> io::Result<(Sender, Receiver)> {
    let rest = url.strip_prefix("ws://").ok_or_else(|| io::Error::other(format!("not a ws:// address: {url}")))?;
    let (address, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    // The key only keeps caches between the two ends from answering; there are none.
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: bmluZXMtdGVzdHMtbmluZQ==\r\n\r\n"
    )?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    if !line.contains(" 101 ") {
        return Err(io::Error::other(format!("no WebSocket at {url}: {line}")));
    }
    while line.trim() != "" {
        line.clear();
        reader.read_line(&mut line)?;
    }
    Ok((Sender { stream: stream.try_clone()? }, Receiver { reader, stream }))
}

/// The end that sends.
pub struct Sender {
    stream: TcpStream,
}

impl Sender {
    /// Sends a text.
    ///
    /// # Errors
    /// The connection is gone.
    pub fn send(&mut self, text: &str) -> io::Result<()> {
        self.stream.write_all(&frame(0x1, text.as_bytes()))
    }

    /// Ends the connection, so that the receiver's `receive` returns.
    pub fn close(&self) {
        // It may be closed already; then there is nothing to do.
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
    }
}

/// The end that receives.
pub struct Receiver {
    reader: BufReader<TcpStream>,
    stream: TcpStream,
}

impl Receiver {
    /// Waits for the next text; `None` when the connection has ended.
    pub fn receive(&mut self) -> Option<String> {
        let mut message = Vec::new();
        loop {
            let (last, opcode, payload) = read_frame(&mut self.reader).ok()?;
            match opcode {
                0x0..=0x2 => message.extend_from_slice(&payload),
                0x8 => return None,
                // A pong must repeat the ping.
                0x9 => self.stream.write_all(&frame(0xA, &payload)).ok()?,
                _ => {}
            }
            if last && opcode < 0x8 {
                return Some(String::from_utf8_lossy(&message).into_owned());
            }
        }
    }
}

/// The protocol demands a mask, against caches between the two ends, of which there are none. Firefox hangs up on zeros.
const MASK: [u8; 4] = *b"nine";

/// A frame as clients send it.
fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x80 | opcode];
    match payload.len() {
        short @ 0..=125 => bytes.push(0x80 | short as u8),
        middle @ 126..=0xFFFF => {
            bytes.push(0x80 | 126);
            bytes.extend((middle as u16).to_be_bytes());
        }
        long => {
            bytes.push(0x80 | 127);
            bytes.extend((long as u64).to_be_bytes());
        }
    }
    bytes.extend(MASK);
    bytes.extend(masked(payload));
    bytes
}

/// Masks, and takes the mask off again.
fn masked(payload: &[u8]) -> impl Iterator<Item = u8> {
    payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask)
}

/// Whether it is a message's last frame, its opcode, and its payload.
fn read_frame(reader: &mut impl Read) -> io::Result<(bool, u8, Vec<u8>)> {
    let mut head = [0; 2];
    reader.read_exact(&mut head)?;
    let length = match head[1] & 0x7F {
        126 => {
            let mut bytes = [0; 2];
            reader.read_exact(&mut bytes)?;
            u64::from(u16::from_be_bytes(bytes))
        }
        127 => {
            let mut bytes = [0; 8];
            reader.read_exact(&mut bytes)?;
            u64::from_be_bytes(bytes)
        }
        short => u64::from(short),
    };
    if length > MESSAGE_BYTES_MAX {
        return Err(io::Error::other("a message too long"));
    }
    let mut payload = vec![0; length as usize];
    reader.read_exact(&mut payload)?;
    Ok((head[0] & 0x80 != 0, head[0] & 0x0F, payload))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_each_length_come_back() {
        for length in [0, 1, 125, 126, 0xFFFF, 0x1_0000] {
            let payload: Vec<u8> = (0..length).map(|i| i as u8).collect();
            let sent = frame(0x1, &payload);
            // A server's frame has no mask: take the mark, the four bytes and the mask out.
            let head = sent.len() - length - 4;
            let mut received = sent[..head].to_vec();
            received.extend(masked(&sent[head + 4..]));
            received[1] &= 0x7F;
            assert_eq!(read_frame(&mut received.as_slice()).unwrap(), (true, 0x1, payload));
        }
    }
}
