// Unpacks a part of the program (xtask/pack): with an instance of the unpacker, which is thrown away with its memory. The page uses
// this when it cannot wait; as a worker it is posted the unpacker and the packed bytes, and posts the part back.
self.ninesUnpack = (unpacker, packed) => {
  const { begin, more, module, module_length, memory } = new WebAssembly.Instance(unpacker).exports;
  const at = begin(packed.byteLength);
  new Uint8Array(memory.buffer, at, packed.byteLength).set(new Uint8Array(packed));
  // Small pieces at first: the browser makes a function faster between two calls, not within one.
  let left = 1;
  for (let piece = 1024; left > 0; piece = Math.min(2 * piece, 65536)) left = more(piece);
  if (left < 0) throw new Error("the packed program is damaged");
  return new Uint8Array(memory.buffer, module(), module_length()).slice().buffer;
};
if (!self.document) {
  self.onmessage = ({ data: [unpacker, packed] }) => {
    const part = self.ninesUnpack(unpacker, packed);
    self.postMessage(part, [part]);
  };
}
