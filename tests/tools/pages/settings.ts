import { API_SETTINGS } from "@despliega/api";
import { PSEUDONYM_SETTINGS, STORAGE_SETTINGS, TRACING_SETTINGS } from "@despliega/storage";
import { TRAINER_SETTINGS } from "@despliega/trainer/pipeline/settings.js";
import { z } from "zod";

import { code, type Table } from "./table.js";

const BOTH = { ...STORAGE_SETTINGS, ...PSEUDONYM_SETTINGS, ...TRACING_SETTINGS };

/** Every setting with its schema, in the order of the page. */
export const SETTINGS = { ...BOTH, ...TRAINER_SETTINGS, ...API_SETTINGS };

/** The settings with their readers, defaults and meanings, from the schemas that read them. */
export const settingsTable = (): Table => {
  const { properties = {} } = z.toJSONSchema(z.object(SETTINGS), {
    io: "input",
    unrepresentable: "any",
  });
  const rows = Object.entries(properties).map(([name, schema]) => {
    const { description, default: fallback } = schema as z.core.JSONSchema.JSONSchema;
    const { default: inWords } = z.globalRegistry.get(SETTINGS[name]!) ?? {};
    const shown = typeof inWords === "string" ? inWords : shownDefault(fallback);
    return [code(name), readersOf(name).join(", "), shown, description ?? ""];
  });
  return [["setting", "read by", "default", "meaning"], ...rows];
};

const shownDefault = (value: z.core.JSONSchema.JSONSchema["default"]): string =>
  typeof value === "string" || typeof value === "number" ? code(`${value}`) : "none";

const readersOf = (name: string): readonly string[] => [
  ...(name in BOTH || name in TRAINER_SETTINGS ? ["trainer"] : []),
  ...(name in BOTH || name in API_SETTINGS ? ["api"] : []),
];
