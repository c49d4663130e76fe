// Where the search's files come from: the network, or beside a page that was opened from a file, where
// nothing may be fetched and each file comes as a script.
const script = globalThis.document?.currentScript;
const HERE = script?.src ?? self.location.href;

/** The other end of the search: the page, or its half of a channel. */
export const port = script?.canonPort ?? self;
port.start?.();

/** Its data has an address of its own in each version of the site, which stands above this script. */
export const load = (name) => read(`data/${VERSION}/${name}`);

const read = (name) => (script ? fromScript(name) : fetch(name).then((answer) => answer.json()));

function fromScript(name) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = new URL(`${name}.js`, HERE);
    element.onload = () => resolve(globalThis.canonFiles[name]);
    element.onerror = () => reject(new Error(name));
    document.head.append(element);
  });
}
