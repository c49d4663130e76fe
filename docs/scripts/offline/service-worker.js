// Serves the site without a network once a reader has asked for it. `SITE` stands above this text when
// the site is built: `{version, files: [path]}`, paths from the site's root.
const ROOT = new URL("./", self.location);
// Another copy of the site may lie on the same host.
const CACHES = `canon ${ROOT.pathname} `;
const CACHE = CACHES + SITE.version;
const AT_ONCE = 6;

self.addEventListener("install", (event) => event.waitUntil(fill()));

/** Fetches everything anew and says how far it is. A version that isn't complete is never used. */
async function fill() {
  const cache = await caches.open(CACHE);
  const waiting = [...SITE.files];
  let done = 0;
  async function work() {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      await keep(cache, path);
      done += 1;
      tell({ type: "saving", done, total: SITE.files.length });
    }
  }
  const stop = (error) => {
    waiting.length = 0;
    throw error;
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, () => work().catch(stop)));
  const failure = ends.find(({ status }) => status === "rejected")?.reason;
  if (!failure) return;
  await caches.delete(CACHE);
  tell({ type: "failed", why: failure.message });
  throw failure;
}

async function keep(cache, path) {
  const answer = await fetch(new URL(path, ROOT), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  await cache.put(new URL(path, ROOT), await whole(answer));
}

/** A page that was redirected can't answer a navigation. */
const whole = async (answer) => (answer.redirected ? new Response(await answer.blob(), { headers: answer.headers }) : answer);

async function tell(message) {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage(message);
}

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
  for (const name of await caches.keys()) {
    if (name.startsWith(CACHES) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

// A new version waits until the reader asks for it.
self.addEventListener("message", ({ data }) => {
  if (data.type === "use") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== ROOT.origin || !url.pathname.startsWith(ROOT.pathname)) return;
  event.respondWith(answer(event.request, url));
});

async function answer(request, url) {
  // What is chosen on a page stands in the query, and doesn't make another page of it.
  const found = await caches.match(url.origin + url.pathname, { cacheName: CACHE });
  if (found) return found;
  try {
    return await fetch(request);
  } catch (error) {
    if (request.mode !== "navigate") throw error;
    return (await caches.match(new URL("404.html", ROOT), { cacheName: CACHE })) ?? Response.error();
  }
}
