/** Sends what the phone has kept: one tab at a time, each form under its own key, so that it arrives once. */

import { drop, keep, keptBy, takeKey, type Fields, type Kept } from "./vault";

const PATIENCE = 20_000;

/** Who is signed in, as the server says now. */
interface Session {
  account: string;
  csrf: string;
  key: string;
}

export type Course = "sent" | "offline" | "signed-out";

/** Raises where no answer comes. */
export async function ask(address: string, options: RequestInit = {}): Promise<Response> {
  const patience = new AbortController();
  const timer = window.setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(address, { ...options, signal: patience.signal });
  } finally {
    window.clearTimeout(timer);
  }
}

/** Undefined where nobody is signed in, or somebody else. A fresh key is put by on the way. */
export async function session(address: string, account: string): Promise<Session | undefined> {
  const answer = await ask(address, { redirect: "manual", headers: { Accept: "application/json" } });
  if (answer.status >= 500) throw new Error("no answer");
  if (!answer.ok) return undefined;
  const told = (await answer.json()) as Session;
  if (told.account !== account) return undefined;
  await takeKey(account, told.key);
  return told;
}

export function body(entry: { id: string; fields: Fields }, csrf: string): FormData {
  const form = new FormData();
  for (const [name, value] of entry.fields) form.append(name, value);
  form.append("key", entry.id);
  form.append("csrfmiddlewaretoken", csrf);
  return form;
}

/** One at a time among all tabs of this browser. */
export function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks.request("linli-send", work) as Promise<T>;
}

export async function sendAll(account: string): Promise<Course> {
  return alone(async () => {
    const waiting = (await keptBy(account)).filter((entry) => entry.state === "waiting");
    try {
      for (const entry of waiting) {
        const now = await session(entry.to, account);
        if (!now) return "signed-out";
        await send(entry, now.csrf);
      }
    } catch {
      return "offline";
    }
    return "sent";
  });
}

async function send(entry: Kept, csrf: string): Promise<void> {
  const answer = await ask(entry.to, { method: "POST", body: body(entry, csrf), redirect: "manual", headers: { Accept: "application/json" } });
  if (answer.ok) return drop(entry.id);
  if (answer.type === "opaqueredirect" || answer.status === 429 || answer.status >= 500) throw new Error("not now");
  await keep({ ...entry, state: "refused", errors: await words(answer) });
}

async function words(answer: Response): Promise<string[]> {
  const text = await answer.text();
  if (answer.headers.get("Content-Type")?.startsWith("application/json")) return (JSON.parse(text) as { errors: string[] }).errors;
  return [new DOMParser().parseFromString(text, "text/html").querySelector("h1")?.textContent?.trim() ?? String(answer.status)];
}
