// Writes cargo.tsv: the semver crate is asked. A main.rs for a package that depends on it.
use semver::*;
fn main() {
  let mut seed: u64 = 11;
  let mut rnd = |n: u64| { seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407); (seed >> 33) % n };
  let nums = ["0","0","1","1","2","3","10"]; let pres = ["","","","","-alpha","-alpha.1","-0","-rc.1"];
  println!("# the semver crate 1, generated: kind, left, right, answer");
  let mut n = 0;
  while n < 3000 {
    let k = 1 + rnd(2);
    let mut req = vec![];
    for _ in 0..k {
      let op = ["","","^","~","=",">","<",">=","<=","^ ",">= "][rnd(11) as usize];
      let (a,b,c) = (nums[rnd(7) as usize], nums[rnd(7) as usize], nums[rnd(7) as usize]);
      let p = match rnd(6) { 0 => a.to_string(), 1 => format!("{a}.{b}"), 2 => format!("{a}.*"), 3 => format!("{a}.{b}.*"), _ => format!("{a}.{b}.{c}{}", pres[rnd(8) as usize]) };
      req.push(format!("{op}{p}"));
    }
    let text = req.join(", ");
    let v = format!("{}.{}.{}{}", nums[rnd(7) as usize], nums[rnd(7) as usize], nums[rnd(7) as usize], pres[rnd(8) as usize]);
    match VersionReq::parse(&text) {
      Ok(r) => { println!("contains\t{text}\t{v}\t{}", r.matches(&Version::parse(&v).unwrap()) as u8); n += 1; }
      Err(_) => println!("valid\t{text}\t\t0"),
    }
  }
}
