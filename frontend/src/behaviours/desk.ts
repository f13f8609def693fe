/** The desk's own habits: keys for lists, ticking many rows, light or dark, a word when the server could not answer. */

import htmx from "htmx.org";
import { release, reveal } from "./everywhere";

export function start(): void {
  document.addEventListener("keydown", onKey);
  document.addEventListener("change", onChange);
  document.addEventListener("click", onClick);
  document.body.addEventListener("htmx:beforeRequest", waitWhileHidden);
  document.body.addEventListener("htmx:beforeSwap", rememberOpened);
  document.body.addEventListener("htmx:afterSettle", openAgain);
  document.body.addEventListener("htmx:afterSwap", (event) => reveal(event.target as HTMLElement));
  document.body.addEventListener("htmx:afterRequest", release);
  for (const trouble of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.body.addEventListener(trouble, onTrouble);
  }
  htmx.onLoad((element) => focusOnErrors(element as HTMLElement));
}

/** `/` searches, j and k walk the rows, Enter opens, x ticks. Never while somebody types. */
function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, [contenteditable]")) return;
  if (event.key === "/") {
    const search = document.querySelector<HTMLInputElement>("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
  } else if (event.key === "x") {
    now()?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  } else if (event.key === "Enter" && !target.closest("a, button, summary")) {
    now()?.querySelector<HTMLAnchorElement>("a[href]")?.click();
  }
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

/** A box `data-tick-all` ticks its form's boxes; `data-ticked-count` says how many, `data-needs-ticks` waits for one. */
function onChange(event: Event): void {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== "checkbox" || !box.form) return;
  const boxes = [...box.form.elements].filter((one): one is HTMLInputElement => one.matches("[data-rows] input[type=checkbox]"));
  if (box.hasAttribute("data-tick-all")) for (const other of boxes) other.checked = box.checked;
  const count = boxes.filter((other) => other.checked).length;
  for (const other of boxes) other.closest("tr, li")?.setAttribute("aria-selected", String(other.checked));
  for (const place of box.form.querySelectorAll("[data-ticked-count]")) place.textContent = String(count);
}

function onClick(event: Event): void {
  if (!(event.target as Element).closest("[data-theme-switch]")) return;
  const root = document.documentElement;
  const dark = root.dataset["theme"] ? root.dataset["theme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset["theme"] = dark ? "light" : "dark";
  document.cookie = `theme=${root.dataset["theme"]}; path=/; max-age=31536000; samesite=lax`;
}

/** 403, 409 and 422 bring their own page; anything else is said in a word that can be put away. */
function onTrouble(event: Event): void {
  const status = (event as CustomEvent<{ xhr?: XMLHttpRequest }>).detail.xhr?.status ?? 0;
  if ([403, 409, 422].includes(status)) return;
  const toast = document.querySelector<HTMLElement>("[data-toast]");
  if (!toast) return;
  toast.hidden = false;
  window.setTimeout(() => (toast.hidden = true), 8000);
}

const opened = new Set<string>();

function isPolled(element: Element | null | undefined): boolean {
  return element?.getAttribute("hx-trigger")?.startsWith("every") ?? false;
}

/** A page that nobody looks at asks for nothing. */
function waitWhileHidden(event: Event): void {
  const { elt } = (event as CustomEvent<{ elt: Element }>).detail;
  if (document.visibilityState === "hidden" && isPolled(elt)) event.preventDefault();
}

/** What somebody has opened stays open when a part of the page is brought up to date by itself. */
function rememberOpened(event: Event): void {
  const { target } = (event as CustomEvent<{ target: Element }>).detail;
  opened.clear();
  if (!isPolled(target)) return;
  for (const summary of target.querySelectorAll("details[open] > summary")) opened.add(summary.textContent ?? "");
}

function openAgain(): void {
  if (!opened.size) return;
  for (const summary of document.querySelectorAll("details:not([open]) > summary")) {
    if (opened.has(summary.textContent ?? "")) summary.parentElement?.setAttribute("open", "");
  }
  opened.clear();
}

function focusOnErrors(element: HTMLElement): void {
  const summary = element.matches("[data-error-summary]") ? element : element.querySelector<HTMLElement>("[data-error-summary]");
  summary?.focus();
}
