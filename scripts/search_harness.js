// Runs in a blank page: starts one search's worker and talks to it as its own site does.
let worker;
let speak;
let id = 0;

/** Waits for a message that `accept` gives something for. */
function heard(accept) {
  return new Promise((resolve) => {
    const listen = ({ data }) => {
      const accepted = accept(data);
      if (accepted === undefined) return;
      worker.removeEventListener("message", listen);
      resolve(accepted);
    };
    worker.addEventListener("message", listen);
  });
}

const searches = {
  // docs/scripts/search/worker.js
  ours: {
    async start(folder) {
      worker = new Worker(`${folder}search/worker.js`);
    },
    ask(query, wanted) {
      const asked = ++id;
      worker.postMessage({ id: asked, query });
      const isDone = (data) => wanted === "any" || data.isComplete || (wanted === "some" && data.total);
      return heard((data) => {
        if (data.type !== "found" || data.id !== asked || !isDone(data)) return undefined;
        return data.pages.map(({ url }) => url);
      });
    },
  },
  // The theme's worker: 0 sets it up, 1 says that it is ready, 2 asks, 3 answers.
  stock: {
    async start(folder) {
      worker = new Worker(`${folder}worker.js`);
      const index = await (await fetch(`${folder}search_index.json`)).json();
      worker.postMessage({ type: 0, data: { ...index, options: { suggest: false } } });
      await heard(({ type }) => (type === 1 ? true : undefined));
    },
    ask(query) {
      worker.postMessage({ type: 2, data: query });
      return heard(({ type, data }) => (type === 3 ? data.items.map(([hit]) => hit.location.split("#")[0]) : undefined));
    },
  },
};

/** Starts a search and asks: milliseconds to the first result, null if none came in time. */
async function open(name, folder, query, patience) {
  speak = searches[name];
  const began = performance.now();
  const first = speak.start(folder).then(() => speak.ask(query, "some"));
  const late = new Promise((resolve) => setTimeout(resolve, patience, null));
  return (await Promise.race([first, late])) && performance.now() - began;
}

/** Waits until the search has everything that it will ever have. */
const complete = () => speak.ask("softmax", "all").then(() => true);

async function timed(queries) {
  const took = [];
  for (const query of queries) {
    const began = performance.now();
    await speak.ask(query, "any");
    took.push(performance.now() - began);
  }
  return took;
}

async function found(queries) {
  const answers = [];
  for (const query of queries) answers.push(await speak.ask(query, "all"));
  return answers;
}

/** How long a worker takes to count: milliseconds. */
function counted() {
  const code = "let x = 0; const began = performance.now(); for (let i = 0; i < 2e8; i++) x += i % 7; postMessage(performance.now() - began)";
  worker = new Worker(URL.createObjectURL(new Blob([code])));
  return heard((data) => data);
}
