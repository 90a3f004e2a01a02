import type { Routes } from "./routed-store.js";

/** Folders whose blobs hold rows that an answer needs not: inputs, identities, batches, outcomes, and searches on them. */
const FOLDERS: ReadonlySet<string> = new Set([
  "input",
  "identities",
  "batch",
  "outcomes",
  "searches",
]);

/** Files among the data of a release that hold such rows. */
const FILES = /^(?:train_model(?:\.csv|_\d{5}\.parquet)|rejected\.csv)$/;

const OUTPUT = "output";

/** Which blobs are for the trainer alone, where they have a container of their own. */
export const PRIVATE_BLOBS: Routes = {
  isPrivate(name) {
    const [folder = "", ...rest] = name.split("/");
    return FOLDERS.has(folder) || (folder === OUTPUT && FILES.test(rest.at(-1) ?? ""));
  },
  placesOf(prefix) {
    const [folder = "", ...rest] = prefix.split("/");
    if (rest.length === 0 || folder === OUTPUT) return "both";
    return FOLDERS.has(folder) ? "private" : "open";
  },
};
