import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

const USED = /\bicon(?:=|"?:?\s+)"([a-z0-9-]+)"/g;
const SPRITE_KEY = "src/sprite.svg";
const BADGE_KEY = "src/icon.svg";

interface Options {
  /** The drawing of the lantern: an SVG file of `<symbol>`s. */
  lantern: string;
  /** The small picture of the site, in the browser's tab. */
  badge: string;
  /** The folder whose templates and modules name the icons. */
  searched: string;
}

/**
 * Collects the icons that templates and Python name (`{% icon "phone" %}`, `icon="phone"`) from Lucide, and the lantern,
 * into one SVG of symbols. A name that Lucide does not have stops the build.
 */
export function sprite({ lantern, badge, searched }: Options): Plugin {
  return {
    name: "linli-sprite",
    generateBundle() {
      const symbols = [...iconsNamedIn(searched)].sort().map(lucideSymbol);
      const drawing = readFileSync(lantern, "utf8");
      const source =
        `<svg xmlns="http://www.w3.org/2000/svg"><!-- Icons: Lucide, ISC License, lucide.dev/license -->` +
        [drawing, ...symbols].join("").replace(/>\s+</g, "><").replace(/\s+/g, " ") +
        `</svg>`;
      this.emitFile({ type: "asset", name: "sprite.svg", originalFileName: SPRITE_KEY, source });
      this.emitFile({ type: "asset", name: "icon.svg", originalFileName: BADGE_KEY, source: readFileSync(badge, "utf8").trim() });
    },
  };
}

function iconsNamedIn(folder: string): Set<string> {
  const names = new Set<string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.(html|py)$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const [, name] of text.matchAll(USED)) if (name) names.add(name);
  }
  return names;
}

function lucideSymbol(name: string): string {
  const folder = join(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");
  let drawing: string;
  try {
    drawing = readFileSync(join(folder, `${name}.svg`), "utf8");
  } catch {
    throw new Error(`icon "${name}" is named in a template, and Lucide has no such icon`);
  }
  const shapes = drawing.replace(/<!--[^]*?-->/g, "").replace(/^[^]*?<svg[^>]*>|<\/svg>[^]*$/g, "").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}
