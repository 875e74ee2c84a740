//! The server against a small site on disk: `answer` for the decisions, a socket for the bytes.

use super::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// A site in a folder of its own, with a secret beside it.
struct Fixture {
    around: PathBuf,
    site: Site,
}

static MADE: AtomicU32 = AtomicU32::new(0);

impl Fixture {
    fn new(base: &str) -> Self {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let around = std::env::temp_dir().join(format!("nines-server-{}-{number}", std::process::id()));
        let folder = around.join("dist");
        fs::create_dir_all(folder.join("map")).expect("folders");
        fs::create_dir_all(folder.join("empty")).expect("folders");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
        write("index.html", "front");
        write("404.html", "lost");
        write("map/index.html", "map");
        write("a b.wasm", "wasm");
        write(".hidden", "hidden");
        fs::write(around.join("secret"), "secret").expect("a file");
        let base = base.to_owned();
        Self { around, site: Site { folder, base } }
    }

    fn file(&self, status: u16, name: &str) -> Answer {
        let root = self.site.folder.canonicalize().expect("the folder");
        // The page for lost visitors is named without resolving links; both name one file.
        let folder = if status == 404 { &self.site.folder } else { &root };
        Answer::File { status, path: folder.join(name) }
    }

    #[track_caller]
    fn check(&self, target: &str, expected: Answer) {
        assert_eq!(answer(&self.site, "GET", target), expected, "{target}");
    }

    #[track_caller]
    fn check_missing(&self, target: &str) {
        self.check(target, self.file(404, "404.html"));
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.around);
    }
}

fn moved(to: &str) -> Answer {
    Answer::Moved { to: to.to_owned() }
}

#[test]
fn files_and_folders() {
    let site = Fixture::new("/");
    site.check("/", site.file(200, "index.html"));
    site.check("/?a=1", site.file(200, "index.html"));
    site.check("/map/", site.file(200, "map/index.html"));
    site.check("/map/index.html", site.file(200, "map/index.html"));
    site.check("/map", moved("/map/"));
    site.check("/map?x=1", moved("/map/?x=1"));
    site.check("/a%20b.wasm", site.file(200, "a b.wasm"));
}

#[test]
fn what_is_not_there() {
    let site = Fixture::new("/");
    site.check_missing("/nothing");
    site.check_missing("/deep/er/nothing.html");
    site.check_missing("/empty/");
    site.check_missing("/%zz");
    site.check_missing("/%ff");
    site.check_missing("/a%00");
}

#[test]
fn nothing_outside_the_folder() {
    let site = Fixture::new("/");
    for target in [
        "/../secret",
        "/map/../../secret",
        "/%2e%2e/secret",
        "/..%2fsecret",
        "/..%5csecret",
        "//etc/passwd",
        // A redirect to "//map/" would lead to a host of that name.
        "//map",
        "/%2fetc%2fpasswd",
        "/.hidden",
        "/./index.html",
    ] {
        site.check_missing(target);
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_leads_nowhere() {
    let site = Fixture::new("/");
    let link = site.site.folder.join("link");
    std::os::unix::fs::symlink(site.around.join("secret"), link).expect("a link");
    site.check_missing("/link");
}

#[test]
fn under_a_base_path() {
    let site = Fixture::new("/courses/nines/");
    site.check("/courses/nines/", site.file(200, "index.html"));
    site.check("/courses/nines/map", moved("/courses/nines/map/"));
    site.check("/courses/nines", moved("/courses/nines/"));
    site.check_missing("/courses/nines/x");
    site.check("/map/", words(404, "The site is at /courses/nines/"));
    site.check("/", words(404, "The site is at /courses/nines/"));
}

#[test]
fn other_methods_are_refused() {
    let site = Fixture::new("/");
    let got = answer(&site.site, "POST", "/");
    assert!(matches!(got, Answer::Words { status: 405, .. }), "{got:?}");
}

#[test]
fn types_that_browsers_insist_on() {
    let of = |name: &str| media_type(Path::new(name));
    assert_eq!(of("a_bg.wasm"), "application/wasm");
    assert_eq!(of("a.js"), "text/javascript; charset=utf-8");
    assert_eq!(of("index.html"), "text/html; charset=utf-8");
    assert_eq!(of("f.woff2"), "font/woff2");
    assert_eq!(of("noextension"), "application/octet-stream");
}

#[test]
fn over_a_socket() {
    let fixture = Fixture::new("/");
    let listener = bind(0).expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let site = Site { folder: fixture.site.folder.clone(), base: "/".to_owned() };
    std::thread::spawn(move || serve(&listener, site));
    let ask = |request: &str| {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connected");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut said = String::new();
        stream.read_to_string(&mut said).expect("an answer");
        said
    };
    let front = ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assert!(front.starts_with("HTTP/1.1 200 OK\r\n"), "{front}");
    assert!(front.contains("Content-Length: 5\r\n"));
    assert!(front.ends_with("\r\n\r\nfront"));
    let head = ask("HEAD / HTTP/1.1\r\n\r\n");
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    let lost = ask("GET /nowhere HTTP/1.1\r\n\r\n");
    assert!(lost.starts_with("HTTP/1.1 404 Not Found\r\n"), "{lost}");
    assert!(lost.ends_with("lost"));
}
