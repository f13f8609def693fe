/** 未上传 N 条 on every page of the desk, and their list at the door; sends them when there is signal. */

import { hasKey, keptBy, drop, works, type Kept } from "./vault";
import { sendAll, session, type Course } from "./sending";

const AGAIN = 30_000;
const SHELL = "linli-shell";

/** Whose desk this is, where it sends to and where the form stands. */
export interface Desk {
  account: string;
  to: string;
  form: string;
}

export function desk(): Desk | undefined {
  const { account, to, form } = document.querySelector<HTMLElement>("[data-unsent]")?.dataset ?? {};
  return account && to && form && works() ? { account, to, form } : undefined;
}

export function start(): void {
  const here = desk();
  if (!here) return;
  void arrive(here);
  window.addEventListener("online", () => void bring(here));
  document.addEventListener("visibilitychange", () => void bring(here));
  window.setInterval(() => void bring(here), AGAIN);
  document.addEventListener("click", (event) => void press(event, here));
}

async function arrive(here: Desk): Promise<void> {
  await bring(here);
  try {
    if (!(await hasKey(here.account))) await session(here.to, here.account);
    await show(here);
    await keepForm(here.form);
  } catch {
    return; // without a network neither can be fetched; both are asked for again on the next page
  }
}

/** The empty form is kept before one stands at a door. */
async function keepForm(path: string): Promise<void> {
  if (!navigator.serviceWorker?.controller) return;
  const cache = await caches.open(SHELL);
  if (await cache.match(path)) return;
  const answer = await fetch(path);
  if (answer.ok && !answer.redirected) await cache.put(path, answer);
}

export async function bring(here: Desk): Promise<void> {
  if (document.visibilityState === "hidden") return;
  const before = await show(here);
  if (before.some((entry) => entry.state === "waiting")) await show(here, await sendAll(here.account));
}

/** Brings count and list up to date. */
export async function show(here: Desk, course?: Course): Promise<Kept[]> {
  const entries = (await keptBy(here.account)).filter((entry) => entry.state !== "draft");
  for (const place of document.querySelectorAll<HTMLElement>("[data-unsent]")) {
    place.hidden = !entries.length;
    const words = place.querySelector<HTMLElement>("[data-words]");
    if (words) words.textContent = (words.dataset["words"] ?? "").replace("0", String(entries.length));
    if (course) for (const said of place.querySelectorAll<HTMLElement>("[data-course]")) said.hidden = said.dataset["course"] !== course;
    for (const said of place.querySelectorAll<HTMLElement>("[data-refused]")) said.hidden = !entries.some((entry) => entry.state === "refused");
  }
  for (const list of document.querySelectorAll<HTMLElement>("[data-kept-list]")) fill(list, entries);
  return entries;
}

function fill(list: HTMLElement, entries: Kept[]): void {
  list.hidden = !entries.length;
  const shown = entries.map((entry) => [entry.id, entry.state, ...entry.errors].join()).join(";");
  if (list.dataset["shown"] === shown) return;
  list.dataset["shown"] = shown;
  const sample = list.querySelector("template");
  const rows = list.querySelector("ul");
  if (!sample || !rows) return;
  rows.replaceChildren(...entries.map((entry) => row(sample, entry)));
}

function row(sample: HTMLTemplateElement, entry: Kept): Node {
  const item = sample.content.cloneNode(true) as DocumentFragment;
  const said = new Map(entry.fields);
  const put = (name: string, text: string) => {
    for (const place of item.querySelectorAll(`[data-put=${name}]`)) place.textContent = text;
  };
  const number = said.get("number");
  put("who", number ? `${sample.dataset["number"] ?? ""} ${number}` : said.get("head_name") || "—");
  put("said", said.get("said") ?? "");
  put("at", new Date(entry.at).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" }));
  put("errors", entry.errors.join(" "));
  for (const place of item.querySelectorAll<HTMLElement>("[data-state]")) place.hidden = place.dataset["state"] !== entry.state;
  for (const button of item.querySelectorAll<HTMLElement>("button")) button.dataset["of"] = entry.id;
  return item;
}

async function press(event: Event, here: Desk): Promise<void> {
  const button = (event.target as Element).closest<HTMLElement>("[data-kept-drop]");
  const id = button?.dataset["of"];
  if (!button || !id) return;
  if (!button.dataset["asked"]) {
    button.dataset["asked"] = "yes";
    button.textContent = button.dataset["sure"] ?? "";
    return;
  }
  await drop(id);
  await show(here);
}
