import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin } from "vite";

export const WORKER = "sw.js";
const ADDRESS = "/static/dist/";

interface Options {
  /** PNG files that the installed app is shown with. */
  icons: string[];
  /** The page for when there is no network, so that a new one is fetched. */
  offline: string;
}

/** Puts the icons into the build, and into the service worker which files it keeps and which build they are of. */
export function worker({ icons, offline }: Options): Plugin {
  return {
    name: "linli-worker",
    generateBundle() {
      for (const icon of icons) {
        this.emitFile({ type: "asset", name: basename(icon), originalFileName: `src/icons/${basename(icon)}`, source: readFileSync(icon) });
      }
    },
    writeBundle({ dir }) {
      if (!dir) throw new Error("the build has no folder");
      const named = [...readdirSync(join(dir, "assets")).map((name) => `assets/${name}`), "error.css"].sort();
      const script = readFileSync(join(dir, WORKER), "utf8");
      const hash = createHash("sha256").update(script).update(named.join()).update(readFileSync(join(dir, "error.css"))).update(readFileSync(offline));
      const told = script
        .replace(/\b__ASSETS__\b/g, JSON.stringify(named.map((name) => ADDRESS + name)))
        .replace(/\b__VERSION__\b/g, JSON.stringify(hash.digest("hex").slice(0, 12)));
      writeFileSync(join(dir, WORKER), told);
    },
  };
}
