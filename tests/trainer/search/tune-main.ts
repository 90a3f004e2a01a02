import { writeSync } from "node:fs";

import type { BlobStore } from "@despliega/storage";

import { azuriteStore } from "../../support/azurite.js";
import { trainOn } from "../support/runs.js";
import { tunable } from "../support/tunable.js";

// A process to kill: it tunes in the container and on the file that it is given, and writes a line after each trial.
const [container, input] = process.argv.slice(2) as [string, string];
const store = await azuriteStore({ container });
const told: BlobStore = {
  ...store,
  async append(name, bytes, length) {
    await store.append(name, bytes, length);
    if (name.startsWith("searches/")) writeSync(1, bytes);
  },
};
await trainOn(told, { model: tunable, input, tune: { trials: 4, seed: 3 } });
