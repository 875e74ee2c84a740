// Starts the application's WebAssembly without a window, for work that takes long. The page posts the address of the glue, the
// compiled WebAssembly in its two parts, and the request.
self.onmessage = async ({ data: [glue, [module, rest], request] }) => {
  try {
    const application = await import(glue);
    self.ninesBringRest = (first) => {
      self.ninesBringRest = () => {};
      new WebAssembly.Instance(rest, { first });
    };
    await application.default({ module_or_path: module });
    application.work(request);
  } catch (error) {
    // An error in a promise does not reach the page by itself; one in a timer does.
    setTimeout(() => { throw error; });
  }
};
