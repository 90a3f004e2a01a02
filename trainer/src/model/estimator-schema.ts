import { z } from "zod";

import { fields, kinds } from "../estimators/fields.js";
import { estimatorOf, KINDS } from "../estimators/registry.js";

const [first, ...others] = KINDS.map((kind) =>
  fields({ kind: z.literal(kind), ...estimatorOf(kind).fields }),
);

/** An estimator and its options, as a model's definition writes them; {@link EstimatorOptions} says what each means. */
export const EstimatorSchema = kinds("kind", [first!, ...others]);
