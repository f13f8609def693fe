/** The service worker of the desk, where the browser has any: WeChat's has none, and nothing is missed there. */
export function start(): void {
  if (!("serviceWorker" in navigator)) return;
  window.addEventListener("load", () => {
    navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  });
}
