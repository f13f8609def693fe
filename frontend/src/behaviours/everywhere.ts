/** What both faces do: copy, print, large print without losing what was typed, no second press while the first is under way. */

export function start(): void {
  document.addEventListener("click", onClick);
  document.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", release);
  reveal(document);
}

/** Shows what only works with script. Pages mark it `hidden data-needs-script`, so that without script it is not there. */
export function reveal(within: ParentNode): void {
  for (const element of within.querySelectorAll<HTMLElement>("[data-needs-script][hidden]")) element.hidden = false;
}

function onClick(event: Event): void {
  const target = event.target;
  if (!(target instanceof Element)) return;
  const copier = target.closest<HTMLElement>("[data-copy]");
  if (copier) void copy(copier);
  if (target.closest("[data-print]")) window.print();
  const picturer = target.closest<HTMLElement>("[data-picture]");
  if (picturer) void import("./picture").then(({ showPicture }) => showPicture(picturer));
}

async function copy(button: HTMLElement): Promise<void> {
  const source = document.querySelector<HTMLElement>(button.dataset["copy"] ?? "");
  if (!source) return;
  const text = source instanceof HTMLTextAreaElement || source instanceof HTMLInputElement ? source.value : source.innerText;
  const done = (await copyModern(text)) || copyBySelection(source);
  const said = done ? button.dataset["copied"] : button.dataset["copyFailed"];
  const words = button.querySelector<HTMLElement>("[data-words]") ?? button;
  const before = words.textContent;
  if (!said || said === before) return;
  words.textContent = said;
  window.setTimeout(() => (words.textContent = before), 2500);
}

async function copyModern(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text.trim());
    return true;
  } catch {
    return false; // An office's own server speaks plain http, where browsers keep the clipboard shut.
  }
}

function copyBySelection(source: HTMLElement): boolean {
  if (source instanceof HTMLTextAreaElement || source instanceof HTMLInputElement) {
    source.select();
  } else {
    window.getSelection()?.selectAllChildren(source);
  }
  return document.execCommand("copy");
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.hasAttribute("data-care-switch")) {
    event.preventDefault();
    switchCare(form);
    return;
  }
  if (form.method !== "post") return;
  if (form.dataset["sending"]) {
    event.preventDefault();
    return;
  }
  form.dataset["sending"] = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
}

function switchCare(form: HTMLFormElement): void {
  const body = new FormData(form);
  const on = body.get("care") === "on";
  document.documentElement.toggleAttribute("data-care", on);
  const choice = form.elements.namedItem("care");
  if (choice instanceof HTMLInputElement) choice.value = on ? "off" : "on";
  const words = form.querySelector<HTMLElement>("[data-words]");
  if (words) words.textContent = (on ? form.dataset["wordsOn"] : form.dataset["wordsOff"]) ?? words.textContent;
  void fetch(form.action, { method: "POST", body, redirect: "manual" });
}

/** Coming back with the back button, or an answer that left the page standing: the buttons work again. */
export function release(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sending]")) delete form.dataset["sending"];
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}
