import { z } from "zod";

import { finite, name } from "./fields.js";

/** Most categories of a feature. */
export const MAX_CATEGORIES = 1_000;

/** One input of the model, in the model's order. */
export const Feature = z
  .strictObject({
    name,
    /** `integer`: whole numbers only; `boolean`: true and false; `category`: the names in `categories`. */
    type: z.enum(["integer", "number", "boolean", "category"]),
    description: z.string(),
    /** What is said of it where it moved an answer toward the positive class. Default: its description. */
    reason: z.string().min(1).optional(),
    /** `request`: of a model by key, the caller sends it. Default: the release holds it for every entity. */
    from: z.literal("request").optional(),
    /** The only allowed numbers. Default: every finite number is allowed. */
    values: z.array(finite).min(1).optional(),
    /** Least and greatest number allowed. With `clip` a number beyond counts as the nearest one. Default: any number. */
    bounds: z
      .strictObject({
        min: finite.optional(),
        max: finite.optional(),
        clip: z.boolean().optional(),
      })
      .optional(),
    /** Names of a category, in the order of their codes from 0 on. */
    categories: z
      .array(z.string().min(1))
      .min(1)
      .max(MAX_CATEGORIES)
      .refine((names) => new Set(names).size === names.length, { error: "names a category twice" })
      .optional(),
    /** `other`: a name that is none of the categories has the code after theirs. Of a category only. */
    unseen: z.enum(["refused", "other"]).optional(),
    /** `refused`: a request must have it; `kept`: the model handles `null`; otherwise the value that replaces `null`. */
    missing: z.union([z.enum(["refused", "kept"]), z.strictObject({ fill: finite })]),
    /** Least and greatest value among the training observations; absent where they would reveal single people. */
    range: z.tuple([finite, finite]).optional(),
    /** Mean of the numbers over the training observations, the origin of contributions. That of a category says nothing. */
    mean: finite,
  })
  .refine(
    ({ type, categories, unseen, values, bounds, range, missing }) =>
      type === "category"
        ? categories !== undefined &&
          unseen !== undefined &&
          typeof missing === "string" &&
          [values, bounds, range].every((field) => field === undefined)
        : categories === undefined && unseen === undefined,
    { error: "has fields of another type" },
  );
export type ManifestFeature = z.infer<typeof Feature>;
