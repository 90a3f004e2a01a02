import { faults } from "./en/faults.js";
import { home } from "./en/home.js";
import { page } from "./en/page.js";
import { tryIt } from "./en/try-it.js";

/** The English messages of the console, by the part that shows them. */
export const en = { page, faults, home, tryIt };
