import { faults } from "./en/faults.js";
import { home } from "./en/home.js";
import { lineage } from "./en/lineage.js";
import { operate } from "./en/operate.js";
import { page } from "./en/page.js";
import { quality } from "./en/quality.js";
import { releases } from "./en/releases.js";
import { tryIt } from "./en/try-it.js";
import { watch } from "./en/watch.js";

/** The English messages of the console, by the part that shows them. */
export const en = { faults, home, lineage, operate, page, quality, releases, tryIt, watch };
