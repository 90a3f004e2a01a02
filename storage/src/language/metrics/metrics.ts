import type { Language } from "../languages.js";
import { en } from "./en.js";
import { es } from "./es.js";
import type { MetricWords } from "./words.js";

/** What every metric is called and means, by the language of the reader and the name in `metrics.json`. */
export const METRIC_WORDS: Readonly<
  Record<Language, Readonly<Record<keyof typeof en, MetricWords>>>
> = { en, es };
