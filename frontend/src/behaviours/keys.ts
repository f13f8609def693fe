/** The desk's keys, with a list of them. Turned off as a whole (WCAG 2.1.4), and never heard while somebody types. */

const PATIENCE = 1500;
let going = 0;

export function start(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
}

function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (document.documentElement.dataset["keys"] === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.isComposing || target.closest("input, textarea, select, [contenteditable], dialog")) return;
  if (event.timeStamp - going < PATIENCE && go(event.key)) return;
  going = event.key === "g" ? event.timeStamp : 0;
  if (event.key === "/" || event.key === "?") event.preventDefault();
  DEEDS[event.key]?.(target);
}

const DEEDS: Record<string, (target: HTMLElement) => void> = {
  "?": () => void showList(),
  "/": search,
  j: () => step(1),
  k: () => step(-1),
  x: () => now()?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click(),
  Enter: open,
};

/** g, then the letter of an entry of the menu. */
function go(letter: string): boolean {
  going = 0;
  const entry = /^[a-z]$/.test(letter) && document.querySelector<HTMLAnchorElement>(`[data-go="${letter}"]`);
  if (entry) entry.click();
  return !!entry;
}

function search(): void {
  const box = document.querySelector<HTMLInputElement>("[data-search]");
  box?.focus();
  box?.select();
}

function open(target: HTMLElement): void {
  if (!target.closest("a, button, summary")) now()?.querySelector<HTMLAnchorElement>("a[href]")?.click();
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-rows] > *")];
}

function now(): HTMLElement | undefined {
  return rows().find((row) => row.classList.contains("row-now"));
}

function step(by: number): void {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("row-now"));
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  all[at]?.classList.remove("row-now");
  next?.classList.add("row-now");
  next?.scrollIntoView({ block: "nearest" });
  next?.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
}

function onClick(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!(event.target as Element).closest("a[data-keys-list]")) return;
  event.preventDefault();
  void showList();
}

/** The list in a window over the page, so that nothing typed is lost; where it cannot be had, the link to its page. */
async function showList(): Promise<void> {
  const link = document.querySelector<HTMLAnchorElement>("a[data-keys-list]");
  const sheet = document.querySelector<HTMLDialogElement>("[data-keys-sheet]");
  const place = sheet?.querySelector("[data-keys-place]");
  if (!link || !sheet || !place || sheet.open) return;
  if (!place.childElementCount) {
    const answer = await fetch(link.href).catch(() => undefined);
    const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
    const list = page.querySelector("[data-keys-page]");
    if (!list) return location.assign(link.href);
    place.append(...list.childNodes);
  }
  sheet.showModal();
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches("dialog [data-keys-switch]")) return;
  event.preventDefault();
  const body = new FormData(form);
  const off = body.get("keys") === "off";
  document.documentElement.toggleAttribute("data-keys", off);
  if (off) document.documentElement.dataset["keys"] = "off";
  const choice = form.elements.namedItem("keys");
  if (choice instanceof HTMLInputElement) choice.value = off ? "on" : "off";
  const words = form.querySelector<HTMLElement>("[data-words]");
  if (words) words.textContent = (off ? form.dataset["wordsOff"] : form.dataset["wordsOn"]) ?? words.textContent;
  void fetch(form.action, { method: "POST", body, redirect: "manual" });
}
