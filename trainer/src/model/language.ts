import type { Manifest } from "@despliega/storage";

/** The language of a model's report. */
export type Language = NonNullable<Manifest["language"]>;

/** Every language that a report can have. */
export const LANGUAGES = ["en", "es"] as const satisfies readonly Language[];

/** The language of a report whose model names none. */
export const DEFAULT_LANGUAGE: Language = "en";
