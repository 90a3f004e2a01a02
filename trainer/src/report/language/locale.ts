import { formatsOf, type Formats, type Language } from "@despliega/storage/language";
import type { Catalogue } from "./catalogue.js";
import { en } from "./en.js";
import { es } from "./es.js";

/** What a report needs to speak one language. */
export interface Locale {
  readonly language: Language;
  readonly text: Catalogue;
  readonly format: Formats;
}

/** The catalogue of every language. */
export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, es };

/** The texts and the formats of a language. */
export const localeOf = (language: Language): Locale => ({
  language,
  text: CATALOGUES[language],
  format: formatsOf(language),
});
