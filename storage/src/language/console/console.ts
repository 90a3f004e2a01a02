import type { Language } from "../languages.js";
import { en } from "./en.js";
import { es } from "./es.js";

/** The messages of the console in one language. English says which there are. */
export type ConsoleText = typeof en;

/** The messages of the console, by the language of the reader. */
export const consoleText: Readonly<Record<Language, ConsoleText>> = { en, es };
