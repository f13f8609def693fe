/**
 * A shared computer. The server decides when it is locked; here the screen is covered then, with all that was typed
 * left behind the cover, and what somebody does between two pages is told to the server.
 */

const TELL_EVERY = 30_000;
let done = Date.now();
let told = Date.now();
let waiting = 0;

export function start(): void {
  const { lock, lockWho } = document.body.dataset;
  if (!lock || !lockWho) return;
  for (const deed of ["keydown", "pointerdown", "input"]) document.addEventListener(deed, onDeed, { passive: true });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void ask(false);
  });
  document.body.addEventListener("locked", () => void cover());
  document.addEventListener("submit", onSubmit, true);
  sheet()?.addEventListener("cancel", (event) => event.preventDefault());
  wait(Number(lock));
}

function sheet(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("[data-lock-sheet]");
}

function onDeed(): void {
  done = Date.now();
  if (!sheet()?.open && done - told > TELL_EVERY) void ask(true);
}

function wait(seconds: number): void {
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => void ask(done > told), seconds * 1000 + 500);
}

/** How long is left. `acts`: somebody did something since the server heard of it; otherwise the question counts for nothing. */
async function ask(acts: boolean): Promise<void> {
  if (acts) told = Date.now();
  try {
    const answer = await fetch("/lock/left", { headers: acts ? {} : { "X-Poll": "1" } });
    const { left, who } = (await answer.json()) as { left: number; who: string };
    if (who !== document.body.dataset["lockWho"]) return location.reload();
    if (!left) return await cover();
    uncover();
    wait(left);
  } catch {
    wait(5); // no network: what is on the screen stays hidden from the fifth minute on all the same
    if (Date.now() - told > Number(document.body.dataset["lock"]) * 1000) await cover();
  }
}

async function cover(): Promise<void> {
  const over = sheet();
  if (!over || over.childElementCount) return;
  document.documentElement.dataset["locked"] = "yes";
  if (!over.open) over.showModal();
  const here = encodeURIComponent(location.pathname + location.search);
  const answer = await fetch(`/lock?next=${here}`, { headers: { "X-Poll": "1" } }).catch(() => undefined);
  if (answer) show(await answer.text());
  else wait(5);
}

function show(html: string): void {
  const page = new DOMParser().parseFromString(html, "text/html");
  const over = sheet();
  const heading = page.querySelector("h1");
  const lead = heading?.nextElementSibling;
  const rest = page.querySelector("[data-lock-page]");
  if (!over || !heading || !rest) return location.reload();
  over.replaceChildren(...[heading, lead, rest].filter((part): part is Element => !!part));
  over.querySelector<HTMLElement>("input[name=pin]")?.focus();
}

function uncover(): void {
  delete document.documentElement.dataset["locked"];
  sheet()?.close();
  sheet()?.replaceChildren();
}

/** The PIN is sent from behind the cover, so that the page under it stays. */
function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("[data-lock-sheet] [data-unlock]")) return;
  event.preventDefault();
  event.stopPropagation();
  void unlock(form);
}

async function unlock(form: HTMLFormElement): Promise<void> {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => undefined);
  if (!answer) return;
  if (answer.type !== "opaqueredirect") return show(await answer.text());
  done = told = Date.now();
  await ask(false);
}
