import "./phone.css";
import * as countdown from "./behaviours/countdown";
import * as everywhere from "./behaviours/everywhere";
import * as wall from "./behaviours/wall";

everywhere.start();
wall.start();
countdown.start();
document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
const passkeys = document.querySelectorAll<HTMLFormElement>("form[data-passkey]");
if (passkeys.length) void import("./behaviours/passkey").then(({ start }) => passkeys.forEach(start));
