// What reports and the console say and write in each language. Nothing here needs Node.js: a browser loads it too.
export { capital, formatsOf, type Formats } from "./format.js";
export { DEFAULT_LANGUAGE, LANGUAGES, type Language } from "./languages.js";
export { METRIC_WORDS } from "./metrics/metrics.js";
export type { MetricWords } from "./metrics/words.js";
export { consoleText, type ConsoleText } from "./console/console.js";
