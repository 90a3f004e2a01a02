import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { riesgo } from "../../support/models.js";

/** riesgo with one more feature, an expression of its `features.sql`. */
export const riesgoWith = (name: string, expression: string): ModelDefinition => ({
  ...riesgo,
  sql: riesgo.sql.replace("\n  count(*)", `\n  ${expression} AS ${name},\n  count(*)`),
  features: [
    ...riesgo.features,
    { name, type: "number", description: "One more.", missing: "allowed" },
  ],
});

/** The share of a user's bad loans over all time, those to come included. */
export const EVER_BAD = `avg(label) OVER (
    PARTITION BY entity ORDER BY observed_at
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)`;
