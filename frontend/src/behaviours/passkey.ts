/** Passkeys: the browser is asked to make or use one, and its answer goes into the form as WebAuthn's own JSON. */

interface Described {
  type: "public-key";
  id: string;
}

/** What the server asks for: WebAuthn's options with every run of bytes in base64url. */
interface Asked {
  challenge: string;
  user?: { id: string; name: string; displayName: string };
  excludeCredentials?: Described[];
  allowCredentials?: Described[];
  [further: string]: unknown;
}

export function start(form: HTMLFormElement): void {
  const answer = form.elements.namedItem("credential");
  if (!window.isSecureContext || !("PublicKeyCredential" in window) || !(answer instanceof HTMLInputElement)) return;
  const { publicKey } = JSON.parse(form.dataset["options"] ?? "{}") as { publicKey: Asked };
  for (const element of form.querySelectorAll<HTMLElement>("[data-passkey-none]")) element.hidden = true;
  for (const element of form.querySelectorAll<HTMLElement>("[data-passkey-offer]")) element.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    void ask(form, publicKey, answer);
  });
}

async function ask(form: HTMLFormElement, asked: Asked, answer: HTMLInputElement): Promise<void> {
  tell(form, "");
  try {
    const given = form.dataset["passkey"] === "create" ? await make(asked) : await use(asked);
    if (!(given instanceof PublicKeyCredential)) return;
    answer.value = JSON.stringify(asJson(given));
    form.submit();
  } catch (error) {
    tell(form, error instanceof DOMException ? error.name : "other");
  }
}

/** Shows the words for this trouble, or those for any other. */
function tell(form: HTMLFormElement, trouble: string): void {
  const all = [...form.querySelectorAll<HTMLElement>("[data-passkey-trouble]")];
  const named = all.some((words) => words.dataset["passkeyTrouble"] === trouble);
  for (const words of all) words.hidden = words.dataset["passkeyTrouble"] !== (named ? trouble : trouble && "other");
}

function make(asked: Asked): Promise<Credential | null> {
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    user: asked.user && { ...asked.user, id: bytes(asked.user.id) },
    excludeCredentials: asked.excludeCredentials?.map(described),
  };
  return navigator.credentials.create({ publicKey: publicKey as unknown as PublicKeyCredentialCreationOptions });
}

function use(asked: Asked): Promise<Credential | null> {
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    allowCredentials: asked.allowCredentials?.map(described),
  };
  return navigator.credentials.get({ publicKey: publicKey as unknown as PublicKeyCredentialRequestOptions });
}

function described(one: Described): PublicKeyCredentialDescriptor {
  return { type: one.type, id: bytes(one.id) };
}

/** The answer as JSON, by hand: browsers of old PCs have no `toJSON()`. */
function asJson(given: PublicKeyCredential): unknown {
  const { response } = given;
  const told: Record<string, string> = { clientDataJSON: text(response.clientDataJSON) };
  if (response instanceof AuthenticatorAttestationResponse) {
    told["attestationObject"] = text(response.attestationObject);
  } else if (response instanceof AuthenticatorAssertionResponse) {
    told["authenticatorData"] = text(response.authenticatorData);
    told["signature"] = text(response.signature);
    if (response.userHandle) told["userHandle"] = text(response.userHandle);
  }
  return { id: given.id, rawId: text(given.rawId), type: given.type, response: told, clientExtensionResults: {} };
}

function bytes(base64url: string): ArrayBuffer {
  const plain = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
