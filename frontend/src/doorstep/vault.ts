/**
 * What a phone keeps of visits that are not sent yet, sealed under a key that the server gives to the account that is
 * signed in, and that goes when one signs out. See docs/adr/0019.
 */

const ENTRIES = "linli-kept";
/** A database of its own: the service worker drops it whole at sign-in and sign-out. */
const KEYS = "linli-key";
const STORE = "all";

export type State = "draft" | "waiting" | "refused";
export type Fields = [name: string, value: string][];

/** What was typed, and what the server said of it. */
export interface Told {
  fields: Fields;
  errors: string[];
}

/** As it lies in the browser: whose it is and where it goes can be read, what was typed cannot. */
interface Row {
  id: string;
  account: string;
  to: string;
  state: State;
  at: string;
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

export type Kept = Omit<Row, "iv" | "sealed"> & Told;

/** Kept nowhere without them: a page that is not over https has neither. */
export function works(): boolean {
  return "indexedDB" in window && "locks" in navigator && window.isSecureContext && crypto.subtle !== undefined;
}

export function newId(): string {
  return "kept-" + [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function within<T>(name: string, mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await answered(opening);
  try {
    const transaction = database.transaction(STORE, mode);
    const asked = ask(transaction.objectStore(STORE));
    await new Promise<void>((done, failed) => {
      transaction.oncomplete = () => done();
      transaction.onabort = () => failed(transaction.error ?? new Error("aborted"));
    });
    return asked.result;
  } finally {
    database.close();
  }
}

function answered<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error ?? new Error("refused"));
  });
}

export async function hasKey(account: string): Promise<boolean> {
  return (await within(KEYS, "readonly", (store) => store.count(account))) > 0;
}

/** The key stays in the browser's own keeping: no script can read it out again. */
export async function takeKey(account: string, encoded: string): Promise<void> {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  await within(KEYS, "readwrite", (store) => store.put(key, account));
}

async function keyOf(account: string): Promise<CryptoKey | undefined> {
  return within(KEYS, "readonly", (store) => store.get(account) as IDBRequest<CryptoKey | undefined>);
}

function bound(row: { id: string; account: string }): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${row.account} ${row.id}`);
}

/** Raises where there is no key, or no room (QuotaExceededError). */
export async function keep(entry: Kept): Promise<void> {
  const { fields, errors, ...open } = entry;
  const key = await keyOf(entry.account);
  if (!key) throw new Error("no key");
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify({ fields, errors }));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound(entry) }, key, text);
  const row: Row = { ...open, iv, sealed };
  await within(ENTRIES, "readwrite", (store) => store.put(row, row.id));
}

export async function drop(id: string): Promise<void> {
  await within(ENTRIES, "readwrite", (store) => store.delete(id));
}

/** All of this account, oldest first; of others nothing, not even how many. What cannot be read is left where it is. */
export async function keptBy(account: string): Promise<Kept[]> {
  const rows = (await within(ENTRIES, "readonly", (store) => store.getAll() as IDBRequest<Row[]>)).filter((row) => row.account === account);
  const key = rows.length ? await keyOf(account) : undefined;
  if (!key) return [];
  const found: Kept[] = [];
  for (const { iv, sealed, ...open } of rows.sort((one, other) => one.at.localeCompare(other.at))) {
    try {
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound(open) }, key, sealed);
      found.push({ ...open, ...(JSON.parse(new TextDecoder().decode(text)) as Told) });
    } catch {
      continue; // sealed under a key of before: the installation's keys were renewed meanwhile
    }
  }
  return found;
}
