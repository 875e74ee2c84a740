// Starts the application's WebAssembly without a window, for work that takes long. The page posts three texts:
// the address of the glue, the address of the WebAssembly, and the request.
self.onmessage = async ({ data: [glue, wasm, request] }) => {
  try {
    const application = await import(glue);
    await application.default({ module_or_path: wasm });
    application.work(request);
  } catch (error) {
    // An error in a promise does not reach the page by itself; one in a timer does.
    setTimeout(() => { throw error; });
  }
};
