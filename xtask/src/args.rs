//! The command line: text in, a `Command` out, nothing done.
//!
//! Parsed by hand because eight commands with a handful of options do not earn a dependency that every new
//! machine would compile first. Read `main` for what each command does.

use std::path::PathBuf;

pub const HELP: &str = "\
cargo xtask COMMAND [OPTIONS]

  serve      build the course and serve it on http://127.0.0.1:8080
  build      write the static site into dist/
  test       run everything CI runs
  bench      time the engine, and compare it with programs written by hand for each question alone
  fuzz       look for inputs that break the engine, guided by which of its code they reach
  first-look find out anew which functions a first look at the site runs, and write app/later/WAY.txt
  doctor     say what is there, what is missing, and what would be done; changes nothing
  help       this text

serve, build, test, first-look and doctor install what they need, pinned, and fetch nothing twice.

  --wasm-toolchain auto|rustup|debian   how to compile to WebAssembly (or set NINES_WASM_TOOLCHAIN);
                                        auto takes what is there, then rustup, then Debian's packages

serve
  --port N        another port than 8080
  --open          open the address in your browser
  --base /path/   serve the site under a path, as a host of several sites would
  --dir FOLDER    serve this folder as it is, without building

test
  --list          name the steps and stop
  --only STEP     run this step alone (may be given several times)

bench
  --filter NAME   only the cases whose name contains NAME
  --quick         few samples, for trying out
  --check         fail when the engine has fallen behind what it reached before
  --peers         also install other programs into target/peers and time them on the same inputs

fuzz
  --seconds N     how long to look, in all (60)
  --target NAME   only this target, read, analyze or system (may be given several times)";

/// Which way to compile to WebAssembly was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasmChoice {
    Auto,
    Rustup,
    Debian,
}

#[derive(Debug, PartialEq, Eq)]
pub struct ServeOptions {
    pub wasm: WasmChoice,
    pub port: u16,
    pub open: bool,
    /// Begins and ends with a slash.
    pub base: String,
    /// A folder to serve as it is; `None` builds the site and serves `dist/`.
    pub dir: Option<PathBuf>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct TestOptions {
    pub wasm: WasmChoice,
    pub list: bool,
    pub only: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
pub struct BenchOptions {
    pub wasm: WasmChoice,
    /// Part of the names of the cases to run; empty for all.
    pub filter: String,
    pub quick: bool,
    pub check: bool,
    pub peers: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub struct FuzzOptions {
    /// Targets to run; empty for all.
    pub targets: Vec<String>,
    /// For all of them together.
    pub seconds: u64,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Doctor(WasmChoice),
    Build(WasmChoice),
    Serve(ServeOptions),
    Test(TestOptions),
    Bench(BenchOptions),
    Fuzz(FuzzOptions),
    FirstLook(WasmChoice),
}

pub const PORT_USUAL: u16 = 8080;
const FUZZ_SECONDS_USUAL: u64 = 60;

/// Reads the arguments after the program's name.
pub fn parse(given: impl IntoIterator<Item = String>) -> Result<Command, String> {
    let fallback = std::env::var("NINES_WASM_TOOLCHAIN").ok();
    parse_with(given, fallback.as_deref())
}

fn parse_with(given: impl IntoIterator<Item = String>, wasm_from_environment: Option<&str>) -> Result<Command, String> {
    let mut words = given.into_iter();
    let Some(command) = words.next() else {
        return Ok(Command::Help);
    };
    let mut found = Found::new(&command, wasm_from_environment)?;
    while let Some(word) = words.next() {
        if matches!(word.as_str(), "-h" | "--help") {
            return Ok(Command::Help);
        }
        let (name, mut value) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        found.option(&name, || value.take().or_else(|| words.next()))?;
    }
    found.finish()
}

/// What has been read so far.
struct Found {
    command: String,
    wasm: WasmChoice,
    serve: ServeOptions,
    bench: BenchOptions,
    fuzz: FuzzOptions,
    list: bool,
    only: Vec<String>,
}

impl Found {
    fn new(command: &str, wasm_from_environment: Option<&str>) -> Result<Self, String> {
        let wasm = wasm_from_environment.map_or(Ok(WasmChoice::Auto), wasm_choice)?;
        Ok(Self {
            command: command.to_owned(),
            wasm,
            serve: ServeOptions { wasm, port: PORT_USUAL, open: false, base: "/".to_owned(), dir: None },
            bench: BenchOptions { wasm, filter: String::new(), quick: false, check: false, peers: false },
            fuzz: FuzzOptions { targets: Vec::new(), seconds: FUZZ_SECONDS_USUAL },
            list: false,
            only: Vec::new(),
        })
    }

    fn option(&mut self, name: &str, mut value: impl FnMut() -> Option<String>) -> Result<(), String> {
        let mut needed = || value().ok_or_else(|| format!("{name} needs a value"));
        match (self.command.as_str(), name) {
            ("serve" | "build" | "test" | "doctor" | "bench" | "first-look", "--wasm-toolchain") => {
                self.wasm = wasm_choice(&needed()?)?;
            }
            ("serve", "--port") => {
                let text = needed()?;
                self.serve.port =
                    text.parse().map_err(|_| format!("--port takes a number up to 65535, not {text:?}"))?;
            }
            ("serve", "--open") => self.serve.open = true,
            ("serve", "--base") => self.serve.base = base_path(&needed()?)?,
            ("serve", "--dir") => self.serve.dir = Some(PathBuf::from(needed()?)),
            ("test", "--list") => self.list = true,
            ("test", "--only") => self.only.push(needed()?),
            ("bench", "--filter") => self.bench.filter = needed()?,
            ("bench", "--quick") => self.bench.quick = true,
            ("bench", "--check") => self.bench.check = true,
            ("bench", "--peers") => self.bench.peers = true,
            ("fuzz", "--target") => self.fuzz.targets.push(needed()?),
            ("fuzz", "--seconds") => {
                let text = needed()?;
                self.fuzz.seconds =
                    text.parse().map_err(|_| format!("--seconds takes a whole number, not {text:?}"))?;
            }
            (command, _) => return Err(format!("{command} does not know {name:?}")),
        }
        Ok(())
    }

    fn finish(self) -> Result<Command, String> {
        let wasm = self.wasm;
        match self.command.as_str() {
            "help" | "-h" | "--help" => Ok(Command::Help),
            "doctor" => Ok(Command::Doctor(wasm)),
            "build" => Ok(Command::Build(wasm)),
            "serve" => Ok(Command::Serve(ServeOptions { wasm, ..self.serve })),
            "test" => Ok(Command::Test(TestOptions { wasm, list: self.list, only: self.only })),
            "bench" => Ok(Command::Bench(BenchOptions { wasm, ..self.bench })),
            "fuzz" => Ok(Command::Fuzz(self.fuzz)),
            "first-look" => Ok(Command::FirstLook(wasm)),
            other => Err(format!("there is no command {other:?}")),
        }
    }
}

fn wasm_choice(text: &str) -> Result<WasmChoice, String> {
    match text {
        "auto" => Ok(WasmChoice::Auto),
        "rustup" => Ok(WasmChoice::Rustup),
        "debian" => Ok(WasmChoice::Debian),
        other => Err(format!("the WebAssembly toolchain is auto, rustup or debian, not {other:?}")),
    }
}

/// A base path with a slash at both ends; `..` has no meaning there.
fn base_path(text: &str) -> Result<String, String> {
    let inner = text.trim_matches('/');
    if inner.split('/').any(|part| part == ".." || part == ".") || inner.contains(['?', '#', '%']) {
        return Err(format!("--base takes a plain path such as /courses/nines/, not {text:?}"));
    }
    if inner.is_empty() { Ok("/".to_owned()) } else { Ok(format!("/{inner}/")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Result<Command, &str>) {
        let words = line.split_whitespace().map(str::to_owned);
        let got = parse_with(words, None);
        match (got, expected) {
            (Ok(got), Ok(expected)) => assert_eq!(got, expected, "{line}"),
            (Err(got), Err(expected)) => assert!(got.contains(expected), "{got:?}"),
            (got, expected) => panic!("{line}: {got:?}, expected {expected:?}"),
        }
    }

    fn serve(port: u16, base: &str) -> ServeOptions {
        ServeOptions { wasm: WasmChoice::Auto, port, open: false, base: base.to_owned(), dir: None }
    }

    #[test]
    fn commands_and_their_options() {
        check("", Ok(Command::Help));
        check("serve", Ok(Command::Serve(serve(8080, "/"))));
        check("serve --port 99", Ok(Command::Serve(serve(99, "/"))));
        check("serve --base=a/b", Ok(Command::Serve(serve(8080, "/a/b/"))));
        check("build --wasm-toolchain debian", Ok(Command::Build(WasmChoice::Debian)));
        check(
            "test --only fmt --only docs",
            Ok(Command::Test(TestOptions {
                wasm: WasmChoice::Auto,
                list: false,
                only: vec!["fmt".into(), "docs".into()],
            })),
        );
        check(
            "bench --quick --filter trees",
            Ok(Command::Bench(BenchOptions {
                wasm: WasmChoice::Auto,
                filter: "trees".into(),
                quick: true,
                check: false,
                peers: false,
            })),
        );
        check(
            "fuzz --seconds 3600 --target analyze",
            Ok(Command::Fuzz(FuzzOptions { targets: vec!["analyze".into()], seconds: 3600 })),
        );
        check("serve --port 99 --help", Ok(Command::Help));
    }

    #[test]
    fn mistakes_are_named() {
        check("fly", Err("no command \"fly\""));
        check("serve --port", Err("needs a value"));
        check("serve --port 70000", Err("up to 65535"));
        check("bench --filter", Err("needs a value"));
        check("first-look", Ok(Command::FirstLook(WasmChoice::Auto)));
        check("fuzz --seconds soon", Err("a whole number"));
        check("build --port 1", Err("build does not know"));
        check("serve --base /../x", Err("plain path"));
        check("doctor --wasm-toolchain gcc", Err("auto, rustup or debian"));
    }

    #[test]
    fn the_environment_chooses_unless_an_option_does() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let got = parse_with(words("build"), Some("debian"));
        assert_eq!(got, Ok(Command::Build(WasmChoice::Debian)));
        let got = parse_with(words("build --wasm-toolchain rustup"), Some("debian"));
        assert_eq!(got, Ok(Command::Build(WasmChoice::Rustup)));
        assert!(parse_with(words("build"), Some("x")).is_err());
    }
}
