//! `cargo xtask serve`: builds the course and serves it on this machine.

use crate::args::{PORT_USUAL, ServeOptions};
use crate::project::Project;
use crate::server::{self, Site};
use crate::site;
use anyhow::{Result, bail};
use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::{Command, Stdio};

pub fn run(project: &Project, options: &ServeOptions) -> Result<()> {
    // The port first: being told after a build of minutes that it is taken would be rude.
    let listener = bind(options.port)?;
    let folder = match &options.dir {
        Some(dir) if !dir.is_dir() => bail!("{} is not a folder", dir.display()),
        Some(dir) => dir.clone(),
        None => {
            site::build(project, options.wasm)?;
            project.dist()
        }
    };
    let address = format!("http://{}{}", listener.local_addr()?, options.base);
    println!("\nNines is at {address}\nStop with Ctrl+C.");
    if options.open {
        open(&address);
    }
    server::serve(&listener, Site { folder, base: options.base.clone() });
    Ok(())
}

fn bind(port: u16) -> Result<TcpListener> {
    match server::bind(port) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let other = if port == PORT_USUAL { 8081 } else { PORT_USUAL };
            bail!(
                "port {port} is busy: another program, perhaps another `cargo xtask serve`, is using it. \
                 Stop that one, or take another port:\n  cargo xtask serve --port {other}"
            )
        }
        Err(error) if error.kind() == ErrorKind::PermissionDenied => bail!(
            "port {port} needs more rights than you have here. Ports from 1024 do not:\n  \
             cargo xtask serve --port {PORT_USUAL}"
        ),
        Err(error) => bail!("port {port} cannot be used: {error}"),
    }
}

/// Opens the address in the person's browser. The address is on the terminal already, so a failure is a remark.
fn open(address: &str) {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let started = Command::new(program)
        .args(before)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = started {
        eprintln!("could not open a browser ({program}: {error}); open the address yourself");
    }
}
