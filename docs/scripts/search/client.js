// Starts what answers queries: a worker, or for a page from a file, which may start none, the same script
// on the page itself at the other end of a channel.

/** Gives something that takes `postMessage` and tells of a "message". */
export function startSearch(root) {
  const address = new URL("search/worker.js", root);
  if (location.protocol !== "file:") return new Worker(address);
  const { port1, port2 } = new MessageChannel();
  const script = document.createElement("script");
  script.src = address;
  script.canonPort = port2;
  document.head.append(script);
  port1.start();
  return port1;
}
