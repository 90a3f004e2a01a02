/** Every language that reports and the console speak. */
export const LANGUAGES = ["en", "es"] as const;

/** A language of reports and of the console. */
export type Language = (typeof LANGUAGES)[number];

/** The language of a report whose model names none. */
export const DEFAULT_LANGUAGE: Language = "en";
