/** Counts down to the opening by the server's clock, then asks for the page again, not all phones in the same second. */

const SPREAD = 1500;

export function start(): void {
  for (const clock of document.querySelectorAll<HTMLElement>("[data-countdown]")) count(clock);
}

function count(clock: HTMLElement): void {
  const opens = Date.parse(clock.dataset["countdown"] ?? "");
  const serverNow = Date.parse(clock.dataset["now"] ?? "");
  const [day, hour, minute, second] = (clock.dataset["units"] ?? "").split("|");
  if (Number.isNaN(opens)) return;
  const ahead = Number.isNaN(serverNow) ? 0 : serverNow - Date.now();

  const tick = (): void => {
    const left = Math.ceil((opens - Date.now() - ahead) / 1000);
    if (left <= 0) {
      window.setTimeout(() => window.location.reload(), 300 + Math.random() * SPREAD);
      return;
    }
    const parts: [number, string | undefined][] = [
      [Math.floor(left / 86400), day],
      [Math.floor(left / 3600) % 24, hour],
      [Math.floor(left / 60) % 60, minute],
      [left % 60, second],
    ];
    const first = parts.findIndex(([value]) => value > 0);
    clock.textContent = parts.slice(first).map(([value, unit]) => `${value}${unit ?? ""}`).join("");
    window.setTimeout(tick, 1000 - ((Date.now() + ahead) % 1000));
  };
  tick();
}
