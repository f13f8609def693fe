import "./desk.css";
import "htmx.org";
import * as countdown from "./behaviours/countdown";
import * as desk from "./behaviours/desk";
import * as everywhere from "./behaviours/everywhere";
import * as install from "./behaviours/install";
import * as keys from "./behaviours/keys";
import * as wall from "./behaviours/wall";

everywhere.start();
wall.start();
countdown.start();
desk.start();
keys.start();
install.start();
document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
