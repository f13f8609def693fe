/**
 * What a browser keeps of Linli where it is installed: built files, a page for when there is no network, and, while
 * somebody is signed in, the empty doorstep form. No other page is kept, since pages tell of people. What is typed into
 * the form lies in a database of its own (src/doorstep/vault.ts), under a key that goes when somebody signs in or out.
 *
 * ASSETS and VERSION are put in by the build; a new build is a new cache, and the old one goes.
 */
declare const self: ServiceWorkerGlobalScope;
declare const __ASSETS__: readonly string[];
declare const __VERSION__: string;

const BUILT = `linli-${__VERSION__}`;
const SHELL = "linli-shell";
const KEYS = "linli-key";
const OFFLINE = "/offline";
const DOORSTEP = /^\/desk\/\d+\/wishes\/new$/;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(BUILT);
      await cache.addAll([...__ASSETS__, OFFLINE].map((path) => new Request(path, { cache: "no-cache" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith("linli-") && name !== BUILT);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  // to sign in or out begins or ends somebody's time at this browser
  if (url.pathname.startsWith("/accounts/")) event.waitUntil(forget());
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request, url));
  else if (__ASSETS__.includes(url.pathname)) event.respondWith(built(request));
});

async function forget(): Promise<void> {
  indexedDB.deleteDatabase(KEYS);
  await caches.delete(SHELL);
}

async function built(request: Request): Promise<Response> {
  return (await (await caches.open(BUILT)).match(request)) ?? fetch(request);
}

/** From the network always; without one the doorstep form where it is kept, else a page that says so. */
async function page(request: Request, url: URL): Promise<Response> {
  try {
    const answer = await fetch(request);
    await keep(url, answer);
    return answer;
  } catch (error) {
    const kept = await offline(url);
    if (kept) return kept;
    throw error;
  }
}

async function keep(url: URL, answer: Response): Promise<void> {
  // with a question in its address the form is about a family
  if (url.search || !DOORSTEP.test(url.pathname)) return;
  if (answer.ok && !answer.redirected) await (await caches.open(SHELL)).put(url.pathname, answer.clone());
  else await caches.delete(SHELL);
}

async function offline(url: URL): Promise<Response | undefined> {
  const shell = DOORSTEP.test(url.pathname) ? await (await caches.open(SHELL)).match(url.pathname) : undefined;
  return shell ?? withForm(await (await caches.open(BUILT)).match(OFFLINE));
}

/** The page for when there is no network, with a way to the form where that is kept. */
async function withForm(page: Response | undefined): Promise<Response | undefined> {
  const [form] = await (await caches.open(SHELL)).keys();
  if (!page || !form) return page;
  const text = (await page.text()).replace(/data-form hidden href=""/g, `href="${new URL(form.url).pathname}"`);
  return new Response(text, { status: page.status, headers: page.headers });
}

export {};
