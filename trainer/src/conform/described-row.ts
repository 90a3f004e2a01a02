import { ManifestFields, type ManifestFeature } from "@despliega/storage";
import { z } from "zod";

import type { Row, Value } from "./sample.js";

/** How this project's api describes a model, as far as a row is concerned. */
const Description = ManifestFields.pick({ features: true }).extend({
  subject: z.string().nullable(),
});

/** A row that a model takes, made of its description by this project's api; undefined for any other description. */
export const describedRow = (description: unknown): Row | undefined => {
  const described = Description.safeParse(description);
  if (!described.success) return undefined;
  const { subject, features } = described.data;
  return {
    ...(subject === null ? {} : { [subject]: "a" }),
    ...Object.fromEntries(features.map((feature) => [feature.name, valueOf(feature)])),
  };
};

const valueOf = ({ type, categories, values, bounds }: ManifestFeature): Value => {
  if (type === "boolean") return true;
  const { min = -Infinity, max = Infinity } = bounds ?? {};
  return categories?.[0] ?? values?.[0] ?? Math.min(Math.max(1, min), max);
};
