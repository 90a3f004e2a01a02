import { choices } from "./en/choices.js";
import { classification } from "./en/classification.js";
import { markdown } from "./en/markdown.js";
import { entities, metrics } from "./en/metrics.js";
import { monitoring } from "./en/monitoring.js";
import { multiclass } from "./en/multiclass.js";
import { page } from "./en/page.js";
import { quality } from "./en/quality.js";
import { regression } from "./en/regression.js";
import { release } from "./en/release.js";
import { run } from "./en/run.js";
import { shapes } from "./en/shapes.js";

/** The English messages, by the part of the report that shows them. */
export const en = {
  page,
  metrics,
  entities,
  classification,
  multiclass,
  regression,
  choices,
  quality,
  run,
  shapes,
  release,
  markdown,
  monitoring,
};
