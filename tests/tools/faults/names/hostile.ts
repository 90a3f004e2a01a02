import { isModelName, isPartName, isVersion } from "@despliega/storage";

import type { Random } from "../../load/lib/random.js";
import { versionOf } from "../../../support/release.js";

const PIECES = [
  ...Array.from("./\\?#$%&:*~ \t\n\r\0\u202eñA'\"{}"),
  "..",
  "../",
  "%2e%2e",
  "%2F",
  "https://",
  "//other.blob.core.windows.net/",
  "$root",
  "$web/",
  "?comp=list",
  "?snapshot=",
  "riesgo",
  "output",
  "train_models",
  "champion.json",
  "manifest.json",
  "ledger.jsonl",
  "identities",
  "features.csv",
  "__proto__",
  "constructor",
  "m".repeat(41),
  versionOf(1),
  versionOf(2),
];

/** Text that is no name of a model, version or part, though pieces of it may be. */
export const hostileName = (random: Random): string => {
  for (;;) {
    const text = random.once(50) ? "" : random.text(random.int(1, 6), PIECES);
    if (!isModelName(text) && !isVersion(text) && !isPartName(text)) return text;
  }
};
