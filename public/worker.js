// Starts the application's WebAssembly without a window, for work that takes long. The page posts four texts:
// the addresses of the glue, of the WebAssembly and of its rest (empty when it is in one part), and the request.
self.onmessage = async ({ data: [glue, wasm, rest, request] }) => {
  try {
    const fetched = rest && fetch(rest).then((response) => response.arrayBuffer()).then((bytes) => WebAssembly.compile(bytes));
    const [application, module] = await Promise.all([import(glue), fetched]);
    self.ninesBringRest = (first) => {
      self.ninesBringRest = () => {};
      new WebAssembly.Instance(module, { first });
    };
    await application.default({ module_or_path: wasm });
    application.work(request);
  } catch (error) {
    // An error in a promise does not reach the page by itself; one in a timer does.
    setTimeout(() => { throw error; });
  }
};
