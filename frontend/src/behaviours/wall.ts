/** The wall keeps itself up to date: a fragment is asked for again, and only what changed is noticed. */

import { reveal } from "./everywhere";

const SLOWEST = 60;

export function start(): void {
  for (const wall of document.querySelectorAll<HTMLElement>("[data-poll-url]")) follow(wall);
}

function follow(wall: HTMLElement): void {
  const url = wall.dataset["pollUrl"];
  const every = Number(wall.dataset["pollEvery"] ?? "5");
  if (!url || !(every > 0)) return;
  let wait = every;
  let shown = "";
  const next = (): number => window.setTimeout(() => void look(), wait * 1000 * (0.85 + Math.random() * 0.3));

  async function look(): Promise<void> {
    if (document.visibilityState === "visible") {
      try {
        const answer = await fetch(url as string, { credentials: "same-origin", headers: { "X-Fragment": "1" } });
        if (answer.ok) {
          const text = await answer.text();
          if (text !== shown) replace(wall, text);
          shown = text;
        }
        wait = answer.ok ? every : Math.min(wait * 2, SLOWEST);
      } catch {
        wait = Math.min(wait * 2, SLOWEST); // No signal: ask less often, and go on as soon as it is back.
      }
    }
    next();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wait = every;
  });
  next();
}

/** Swaps the fragment in. Whoever stands on a link with the keyboard stays on it; lanterns whose state is new light up. */
function replace(wall: HTMLElement, text: string): void {
  const before = states(wall);
  const standing = document.activeElement;
  const href = standing instanceof HTMLAnchorElement && wall.contains(standing) ? standing.getAttribute("href") : null;
  const scrolled = wall.querySelector(".chips")?.scrollLeft ?? 0;
  wall.innerHTML = text;
  const chips = wall.querySelector(".chips");
  if (chips) chips.scrollLeft = scrolled;
  for (const [number, lamp] of lamps(wall)) {
    const was = before.get(number);
    if (was && was !== lamp.dataset["state"]) lamp.querySelector(".lantern")?.classList.add("lantern-new");
  }
  if (href) wall.querySelector<HTMLAnchorElement>(`a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
  reveal(wall);
}

function lamps(wall: HTMLElement): [string, HTMLElement][] {
  return [...wall.querySelectorAll<HTMLElement>("[data-lamp]")].map((lamp) => [lamp.dataset["lamp"] ?? "", lamp]);
}

function states(wall: HTMLElement): Map<string, string> {
  return new Map(lamps(wall).map(([number, lamp]) => [number, lamp.dataset["state"] ?? ""]));
}
