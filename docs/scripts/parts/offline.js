// Saving the whole site for a train. Nothing is downloaded before a reader asks for it; a new version is
// offered, never swapped in under a page that is being read.
import { BASE } from "./base.js";
import { element } from "./element.js";

const canSave = "serviceWorker" in navigator && location.protocol !== "file:";
/** A worker of a wider scope belongs to another site on the same host. */
async function registered() {
  const registration = await navigator.serviceWorker.getRegistration(BASE.pathname);
  return registration?.scope === BASE.href ? registration : undefined;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** The panel on the home page. */
async function setUpPanel(panel) {
  const button = panel.querySelector("button");
  const text = panel.querySelector("[role=status]");
  const bar = panel.querySelector("progress");
  const registration = await registered();
  const saved = () => {
    text.textContent = "Saved. Every page, the search and the brief work without a network.";
    bar.hidden = true;
    button.textContent = "Remove";
    button.onclick = remove;
  };
  async function offer() {
    const { bytes, files } = await fetch(new URL("offline.json", BASE)).then((answer) => answer.json());
    text.textContent = `${files} files, ${megabytes(bytes)}. Then it works without a network.`;
    button.textContent = "Save offline";
    button.onclick = save;
  }
  async function save() {
    button.disabled = true;
    bar.hidden = false;
    // How far it is shows in the bar: told file by file, a screen reader would never end.
    text.textContent = "Saving…";
    try {
      await navigator.serviceWorker.register(new URL("service-worker.js", BASE), { updateViaCache: "none" });
      await navigator.serviceWorker.ready;
      saved();
    } catch {
      text.textContent = "It couldn't be saved: the network or the room on this device gave out.";
      bar.hidden = true;
    }
    button.disabled = false;
  }
  async function remove() {
    await (await registered())?.unregister();
    for (const name of await caches.keys()) if (name.startsWith(`canon ${BASE.pathname} `)) await caches.delete(name);
    // The worker lives on as long as a page uses it, and would be taken for one that has saved.
    location.reload();
  }
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    // The last messages may come after the end.
    if (data.type === "saving" && button.disabled) {
      bar.max = data.total;
      bar.value = data.done;
    } else if (data.type === "failed") {
      text.textContent = `It couldn't be saved: ${data.why}`;
      bar.hidden = true;
      button.disabled = false;
    }
  });
  panel.hidden = false;
  if (registration?.active) saved();
  else await offer().catch(() => (panel.hidden = true));
}

/** Says that a newer version is complete, and switches to it when asked. */
function offerNewer(worker) {
  const bar = element("div", "newer");
  bar.setAttribute("role", "status");
  const button = element("button", "chip", "Use it");
  button.type = "button";
  button.addEventListener("click", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    worker.postMessage({ type: "use" });
  });
  document.body.append(bar);
  // What a region holds when it comes is told by no screen reader, only what comes into it.
  setTimeout(() => bar.append(element("span", "", "A newer version of the site is saved."), button));
}

async function watchForNewer() {
  const registration = await registered();
  if (!registration?.active) return;
  if (registration.waiting) offerNewer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && registration.active) offerNewer(worker);
    });
  });
}

export function setUpOffline() {
  if (!canSave) return;
  const panel = document.querySelector("[data-canon-offline]");
  if (panel) setUpPanel(panel);
  watchForNewer();
}
