import "./phone.css";
import * as countdown from "./behaviours/countdown";
import * as everywhere from "./behaviours/everywhere";
import * as wall from "./behaviours/wall";

everywhere.start();
wall.start();
countdown.start();
document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
