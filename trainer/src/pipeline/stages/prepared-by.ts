import { createHash } from "node:crypto";

import { takesUnknown } from "../../dataset/unknown-entity.js";
import type { ModelDefinition } from "../../model/model.js";

/** Those parts of a definition that the features of a run depend on, each as a hash. */
export const preparedBy = (model: ModelDefinition): Readonly<Record<string, string>> => {
  const { inputs, columns, features, task, classes = null, privacy, serving, sql } = model;
  const read = inputs.map(({ source: _place, ...input }) => input);
  const asked = { by: serving.by, unknown: takesUnknown(model) };
  const parts = {
    ...{ inputs: read, columns, features, task, classes, privacy },
    ...{ serving: asked, "features.sql": sql },
  };
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, sha256(JSON.stringify(part))]),
  );
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
