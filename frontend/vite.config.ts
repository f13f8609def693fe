import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { sprite } from "./sprite.ts";
import { WORKER, worker } from "./worker.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** htmx can evaluate strings; Linli never asks it to, its policy forbids it, and so it goes from the built file as well. */
function withoutEval(): Plugin {
  return {
    name: "linli-without-eval",
    transform: {
      filter: { id: /htmx\.org/ },
      handler: (code) => code.replace(/\breturn eval\(\w+\)/g, "return undefined"),
    },
  };
}

// The two faces are two entries: phone pages stay light, the desk carries htmx. Django finds both in .vite/manifest.json.
export default defineConfig({
  root: here,
  base: "./",
  publicDir: false,
  plugins: [
    withoutEval(),
    sprite({
      lantern: resolve(here, "src/lantern.svg"),
      badge: resolve(here, "src/icon.svg"),
      searched: resolve(here, "../linli"),
    }),
    worker({
      icons: ["icon-192.png", "icon-512.png", "icon-maskable-512.png"].map((name) => resolve(here, "src/icons", name)),
      offline: resolve(here, "../linli/templates/errors/offline.html"),
    }),
  ],
  build: {
    target: ["chrome100", "safari15.4"],
    outDir: resolve(here, "../linli/static/dist"),
    emptyOutDir: true,
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        phone: resolve(here, "src/phone.ts"),
        desk: resolve(here, "src/desk.ts"),
        error: resolve(here, "src/error.css"),
        worker: resolve(here, "src/worker/worker.ts"),
      },
      // The page for when nothing works any more can look nothing up: its style sheet has a name without a hash.
      // A worker is asked for by one name as well; what it keeps is told by the build it is of.
      output: {
        entryFileNames: ({ name }) => (name === "worker" ? WORKER : "assets/[name]-[hash].js"),
        assetFileNames: ({ names }) => (names[0] === "error.css" ? "error.css" : "assets/[name]-[hash][extname]"),
      },
    },
  },
});
