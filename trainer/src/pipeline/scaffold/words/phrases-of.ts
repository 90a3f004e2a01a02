import { en } from "./en.js";
import { es } from "./es.js";
import type { Language } from "@despliega/storage/language";
import type { Phrases } from "./phrases.js";

const PHRASES: Readonly<Record<Language, Phrases>> = { en, es };

/** The texts of a language. */
export const phrasesOf = (language: Language): Phrases => PHRASES[language];
