// Deletes what was compiled from sources that are gone, so that no test of before runs on. All else stays where it is,
// as a running `npm start` may still load it. With --all it deletes everything that was compiled.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** Where the sources of each folder are. */
const SOURCES = {
  storage: "src",
  trainer: "src",
  api: "src",
  data: "src",
  docker: "src",
  labs: "src",
  tests: ".",
};

const all = process.argv.includes("--all");
if (all) rmSync("api/console/dist", { recursive: true, force: true });

for (const [folder, sources] of Object.entries(SOURCES)) {
  const dist = join(folder, "dist");
  if (all) rmSync(dist, { recursive: true, force: true });
  for (const file of existsSync(dist) ? readdirSync(dist, { recursive: true }) : []) {
    // Bundles are made of many sources, and renew themselves.
    if (/^bundle\b/.test(file)) continue;
    const [, name] = /^(.+?)(?:\.d)?\.(?:js|ts)(?:\.map)?$/.exec(file) ?? [];
    if (name !== undefined && !existsSync(join(folder, sources, `${name}.ts`)))
      rmSync(join(dist, file));
  }
}
