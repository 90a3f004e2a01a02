import type { en } from "./en.js";
import { faults } from "./es/faults.js";
import { home } from "./es/home.js";
import { lineage } from "./es/lineage.js";
import { operate } from "./es/operate.js";
import { page } from "./es/page.js";
import { quality } from "./es/quality.js";
import { releases } from "./es/releases.js";
import { tryIt } from "./es/try-it.js";
import { watch } from "./es/watch.js";

/** The Spanish messages of the console. */
export const es: typeof en = {
  faults,
  home,
  lineage,
  operate,
  page,
  quality,
  releases,
  tryIt,
  watch,
};
