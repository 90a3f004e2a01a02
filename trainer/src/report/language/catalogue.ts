import type { en } from "./en.js";

/** The messages of a report in one language. English says which there are. */
export type Catalogue = typeof en;
