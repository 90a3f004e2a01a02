import { z } from "zod";

import { isModelName } from "./blob-names.js";

/** `DESPLIEGA_MODELS`, which trainer and api read in the same way. */
export const ModelNames = z
  .string()
  .transform((names) => names.split(",").map((name) => name.trim()))
  .refine((names) => names.every(isModelName) && new Set(names).size === names.length, {
    error: "must be different model names with commas between them",
  })
  .optional()
  .meta({
    description:
      "the models to train and to serve, separated by commas; without it the api serves those with a champion",
    default: "all",
  });
