// Times functions of a WebAssembly module: each is called until the time is up, and its answer is given as bits.
// `browser.rs` writes this file beside the module and reads a line of JSON for every call.

import { readFile } from "node:fs/promises";

const [, , file, text] = process.argv;
const { seconds, calls } = JSON.parse(text);
const { instance } = await WebAssembly.instantiate(await readFile(file), {});

for (const { name, function: called, with: argument } of calls) {
  const work = instance.exports[called];
  // The first call pays for compiling; a page pays that once.
  const answer = work(argument);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, answer);
  const bits = view.getBigUint64(0).toString(16).padStart(16, "0");
  const samples = [];
  const end = performance.now() + 1000 * seconds;
  while (samples.length < 5 || performance.now() < end) {
    const started = performance.now();
    work(argument);
    samples.push((performance.now() - started) / 1000);
  }
  console.log(JSON.stringify({ name, bits, seconds: samples }));
}
