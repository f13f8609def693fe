/** The doorstep form: what is typed is kept while one types; what is saved without a network waits on the phone. */

import htmx from "htmx.org";
import { reveal } from "../behaviours/everywhere";
import { alone, ask, body, session } from "./sending";
import { desk, show, type Desk } from "./unsent";
import { drop, keep, keptBy, newId, type Fields, type Kept, type State } from "./vault";

const OWN = new Set(["csrfmiddlewaretoken", "key", "find", "step", "household", "kept_at"]);
/** Of the page, not of what was typed: never put back. */
const NOT_PUT_BACK = new Set(["text_version", "rows", "parsed", "kept_paper"]);

let id = "";
let busy = false;
let letGo = (): void => undefined;

export function start(): void {
  const here = desk();
  const form = document.querySelector<HTMLFormElement>("form[data-doorstep-form]");
  if (here && form) void begin(form, here);
}

async function begin(form: HTMLFormElement, here: Desk): Promise<void> {
  let timer = 0;
  const later = () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void note(form, here), 400);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    press(event, form, here);
  });
  document.addEventListener("click", (event) => void open(event, form, here));
  for (const name of ["online", "offline"] as const) window.addEventListener(name, () => tell(form));
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (!navigator.onLine) event.preventDefault();
  });
  tell(form);
  await show(here);
  const sent = field(form, "key").value;
  // an answer to what was sent from here goes on under the same key
  if (!form.hasAttribute("data-fresh")) {
    if (!(await hold(sent))) id = sent;
  } else if (!(await restore(form, here))) await anew(form);
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.elements.namedItem(name) as HTMLInputElement;
}

/** One page at a time has an entry in hand: two tabs never type into the same. */
async function hold(entry: string): Promise<boolean> {
  const held = await new Promise<boolean>((answer) => {
    void navigator.locks.request(`linli-form-${entry}`, { ifAvailable: true }, (lock) => {
      answer(lock !== null);
      if (!lock) return undefined;
      letGo();
      return new Promise<void>((done) => (letGo = done));
    });
  });
  if (held) id = entry;
  return held;
}

async function anew(form: HTMLFormElement): Promise<void> {
  await hold(newId());
  field(form, "key").value = id;
}

/** The last visit that was typed here and not saved, where no other tab has it in hand. */
async function restore(form: HTMLFormElement, here: Desk): Promise<boolean> {
  if (field(form, "household")) return false;
  const drafts = (await keptBy(here.account)).filter((entry) => entry.state === "draft" && entry.to === here.to);
  for (const draft of drafts.reverse()) {
    if (!(await hold(draft.id))) continue;
    put(form, draft);
    say(form, "restored");
    return true;
  }
  return false;
}

function typed(form: HTMLFormElement): Fields {
  const fields: Fields = [];
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && !OWN.has(name)) fields.push([name, value]);
  // a family that was found is kept by its number alone
  const number = (form.elements.namedItem("household") as HTMLInputElement | null)?.dataset["number"];
  return number ? [...fields.filter(([name]) => name !== "number"), ["number", number]] : fields;
}

async function entry(form: HTMLFormElement, here: Desk, state: State): Promise<Kept> {
  const at = new Date().toISOString();
  const before = (await keptBy(here.account)).find((kept) => kept.id === id);
  const refused = state === "draft" && before?.state === "refused";
  return {
    id,
    account: here.account,
    to: here.to,
    state: refused ? "refused" : state,
    at: before?.at ?? at,
    fields: [...typed(form), ["kept_at", before?.fields.find(([name]) => name === "kept_at")?.[1] ?? at]],
    errors: refused ? before.errors : [],
  };
}

async function note(form: HTMLFormElement, here: Desk): Promise<void> {
  try {
    await keep(await entry(form, here, "draft"));
    for (const trouble of ["full", "shut"]) say(form, trouble, false);
  } catch (error) {
    full(form, error);
  }
}

function full(form: HTMLFormElement, error: unknown): void {
  say(form, error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "shut");
}

function press(event: SubmitEvent, form: HTMLFormElement, here: Desk): void {
  const step = event.submitter as HTMLButtonElement | null;
  const saves = step?.name === "step" && step.value === "save";
  if (!saves && navigator.onLine) return;
  event.preventDefault();
  event.stopPropagation();
  if (saves && !busy) void save(form, here);
}

async function save(form: HTMLFormElement, here: Desk): Promise<void> {
  busy = true;
  void navigator.storage?.persist?.();
  try {
    const kept = await entry(form, here, "waiting");
    await keep(kept);
    await alone(() => deliver(form, here, kept));
  } catch (error) {
    full(form, error);
    // nothing could be kept: the page goes the ordinary way
    if (navigator.onLine) form.submit();
  } finally {
    busy = false;
  }
}

/** To the server at once where there is one; else it waits, and the form is free for the next family. */
async function deliver(form: HTMLFormElement, here: Desk, kept: Kept): Promise<void> {
  const photo = field(form, "paper")?.files?.[0];
  let answer: Response | undefined;
  try {
    const now = await session(here.to, here.account);
    if (!now) return waits(form, here, "signed-out");
    const sent = body(kept, now.csrf);
    if (photo) sent.append("paper", photo);
    answer = await ask(form.action, { method: "POST", body: sent });
  } catch {
    return waits(form, here, "offline", photo !== undefined);
  }
  if (answer.status >= 500 || answer.status === 429) return waits(form, here, "offline", photo !== undefined);
  if (answer.ok && answer.redirected) {
    await drop(kept.id);
    window.location.assign(answer.url);
  } else {
    await keep({ ...kept, state: "draft" });
    await mend(await answer.text());
  }
}

/** The page with what is to be mended, in the place of this one. */
async function mend(text: string): Promise<void> {
  const page = new DOMParser().parseFromString(text, "text/html");
  const [main, now] = [page.querySelector("main"), document.querySelector("main")];
  if (!main || !now) return;
  document.title = page.title;
  now.replaceWith(document.adoptNode(main));
  htmx.process(main);
  reveal(main);
  start();
  (main.querySelector<HTMLElement>("[data-error-summary]") ?? main).focus();
  window.scrollTo(0, 0);
}

async function waits(form: HTMLFormElement, here: Desk, course: "offline" | "signed-out", photo = false): Promise<void> {
  await show(here, course);
  form.reset();
  document.querySelector("#rows")?.replaceChildren();
  await anew(form);
  say(form, "restored", false);
  say(form, "photo", photo);
  say(form, "kept");
  tell(form);
  form.querySelector<HTMLElement>("[data-say=kept]")?.focus();
}

function say(form: HTMLFormElement, what: string, on = true): void {
  for (const place of form.querySelectorAll<HTMLElement>(`[data-say=${what}]`)) place.hidden = !on;
}

/** What needs a network goes while there is none, and what stands in its place comes. */
function tell(form: HTMLFormElement): void {
  for (const place of form.querySelectorAll<HTMLElement>("[data-online]")) place.hidden = !navigator.onLine;
  const number = field(form, "number");
  for (const place of form.querySelectorAll<HTMLElement>("[data-offline]")) {
    place.hidden = navigator.onLine && !(number?.value && place.contains(number));
  }
}

function put(form: HTMLFormElement, kept: Kept): void {
  form.reset();
  for (const control of form.elements) {
    if (!(control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement || control instanceof HTMLSelectElement)) continue;
    const name = control.name;
    if (OWN.has(name) || NOT_PUT_BACK.has(name) || control.type === "file") continue;
    const values = kept.fields.filter((one) => one[0] === name).map((one) => one[1]);
    if (control.type === "checkbox" || control.type === "radio") (control as HTMLInputElement).checked = values.includes(control.value);
    else if (values[0] !== undefined) control.value = values[0];
  }
  field(form, "key").value = kept.id;
  tell(form);
  const rows = form.querySelector("#rows");
  const reader = form.querySelector("[hx-post]")?.getAttribute("hx-post");
  if (!rows || !reader || !navigator.onLine) return;
  const values: Record<string, string[]> = {};
  for (const [name, value] of kept.fields) (values[name] ??= []).push(value);
  void htmx.ajax("post", reader, { source: form, target: "#rows", swap: "outerHTML", values });
}

/** A form that waits or was refused, in hand again. */
async function open(event: Event, form: HTMLFormElement, here: Desk): Promise<void> {
  const wanted = (event.target as Element).closest<HTMLElement>("[data-kept-open]")?.dataset["of"];
  const kept = wanted && (await keptBy(here.account)).find((one) => one.id === wanted);
  if (!kept || !form.isConnected || !(await hold(kept.id))) return;
  put(form, kept);
  field(form, "said").focus();
}
