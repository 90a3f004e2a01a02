import { z } from "zod";

import { isModelName } from "./blob-names.js";
import type { Terms } from "./terms.js";

const ENTRY = /^(?<model>[^:]+)(?::(?<masked>[^\s:]+):(?<whole>[^\s:]+))?$/;

type Entry = readonly [model: string, terms: Partial<Terms>];

const entryOf = (text: string): Entry | undefined => {
  const { model = "", masked, whole } = ENTRY.exec(text.trim())?.groups ?? {};
  if (!isModelName(model)) return undefined;
  const roles = masked === undefined || whole === undefined ? {} : { roles: { masked, whole } };
  return [model, { sensitive: true, ...roles }];
};

/** `DESPLIEGA_SENSITIVE_MODELS`: the terms that each model must meet, whatever its release says. */
export const SensitiveModels = z
  .string()
  .transform((text, context): ReadonlyMap<string, Partial<Terms>> => {
    const entries = text.split(",").map(entryOf);
    const known = entries.filter((entry) => entry !== undefined);
    const models = new Map(known);
    if (models.size < entries.length)
      context.addIssue(
        "must be different model names with commas between them, each alone or as name:masked:whole with its two roles",
      );
    return models;
  })
  .default(new Map())
  .meta({
    description:
      "models that are about people, separated by commas: a release that does not say so is not served; `name:masked:whole` states the two roles too",
    default: "none",
  });
