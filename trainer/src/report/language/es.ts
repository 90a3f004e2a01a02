import { choices } from "./es/choices.js";
import { classification } from "./es/classification.js";
import { markdown } from "./es/markdown.js";
import { entities, metrics } from "./es/metrics.js";
import { monitoring } from "./es/monitoring.js";
import { multiclass } from "./es/multiclass.js";
import { page } from "./es/page.js";
import { quality } from "./es/quality.js";
import { regression } from "./es/regression.js";
import { release } from "./es/release.js";
import { run } from "./es/run.js";
import { shapes } from "./es/shapes.js";
import type { Catalogue } from "./catalogue.js";

/** The Spanish messages. */
export const es: Catalogue = {
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
