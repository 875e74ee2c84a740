use std::time::Instant;
fn main(){ for f in std::env::args().skip(1){ let d=std::fs::read(&f).unwrap(); let t=Instant::now(); let p=nines_pack::pack(&d).expect("pack"); let a=t.elapsed(); let t=Instant::now(); let _u=nines_pack::unpack(&p); println!("{f} {} -> {}  pack {} ms unpack {} ms",d.len(),p.len(),a.as_millis(),t.elapsed().as_millis()); std::fs::write(format!("{f}.pk"),p).unwrap(); } }
