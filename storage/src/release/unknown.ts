import { z } from "zod";

import { isStored, type Feature } from "../formats/feature.js";
import { encoderOf } from "../formats/value.js";
import { Value } from "./golden.js";

/** The features of an entity without history, by name; null is a missing value. */
export const Unknown = z.strictObject({ features: z.record(z.string(), Value) });
export type Unknown = z.infer<typeof Unknown>;

/**
 * The numbers that a model takes for an entity without history, in the order of its features; NaN in the places of those
 * that come with the request.
 *
 * @throws RangeError for other features than those that are stored, and for a value that its feature does not allow
 */
export const unknownRow = (features: readonly Feature[], { features: values }: Unknown) => {
  const stored = features.filter(isStored);
  if (Object.keys(values).length !== stored.length)
    throw new RangeError("it does not have the features that are stored");
  return Float64Array.from(features, (feature) => {
    if (!isStored(feature)) return NaN;
    const { name, missing } = feature;
    const number = Object.hasOwn(values, name) ? encoderOf(feature)(values[name]) : undefined;
    if (number === undefined || (Number.isNaN(number) && missing === "refused"))
      throw new RangeError(`it has no value that ${name} allows`);
    return number;
  });
};
