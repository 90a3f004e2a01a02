import type { en } from "./en.js";
import { faults } from "./es/faults.js";
import { home } from "./es/home.js";
import { page } from "./es/page.js";
import { tryIt } from "./es/try-it.js";

/** The Spanish messages of the console. */
export const es: typeof en = { page, faults, home, tryIt };
