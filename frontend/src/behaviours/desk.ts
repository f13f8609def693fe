/** The desk's own habits: ticking many rows, light or dark, a word when the server could not answer. */

import htmx from "htmx.org";
import { release, reveal } from "./everywhere";

export function start(): void {
  document.addEventListener("change", onChange);
  document.addEventListener("click", onClick);
  document.body.addEventListener("htmx:beforeRequest", waitWhileHidden);
  document.body.addEventListener("htmx:configRequest", sayThatNobodyAsks);
  document.body.addEventListener("htmx:beforeSwap", rememberOpened);
  document.body.addEventListener("htmx:afterSettle", openAgain);
  document.body.addEventListener("htmx:afterSwap", (event) => reveal(event.target as HTMLElement));
  document.body.addEventListener("htmx:afterRequest", release);
  for (const trouble of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.body.addEventListener(trouble, onTrouble);
  }
  htmx.onLoad((element) => focusOnErrors(element as HTMLElement));
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
  const target = event.target as Element;
  closeOpened(target);
  if (!target.closest("[data-theme-switch]")) return;
  const root = document.documentElement;
  const dark = root.dataset["theme"] ? root.dataset["theme"] === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset["theme"] = dark ? "light" : "dark";
  document.cookie = `theme=${root.dataset["theme"]}; path=/; max-age=31536000; samesite=lax`;
}

/** The account's and the phone's menu close when one presses beside them. */
function closeOpened(target: Element): void {
  for (const menu of document.querySelectorAll(".desk-me[open], .desk-more[open]")) {
    if (!menu.contains(target)) menu.removeAttribute("open");
  }
}

/** 403, 409 and 422 bring their own page; anything else is said in a word that can be put away. */
function onTrouble(event: Event): void {
  const status = (event as CustomEvent<{ xhr?: XMLHttpRequest }>).detail.xhr?.status ?? 0;
  if ([401, 403, 409, 422].includes(status)) return;
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

/** On a shared computer, what a page asks by itself is nothing that somebody does. */
function sayThatNobodyAsks(event: Event): void {
  const { elt, headers } = (event as CustomEvent<{ elt: Element; headers: Record<string, string> }>).detail;
  if (isPolled(elt)) headers["X-Poll"] = "1";
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
