import {
  PSEUDONYM_SETTINGS,
  STORAGE_SETTINGS,
  TRACING_SETTINGS,
  type SettingSchemas,
} from "@despliega/storage";
import { z } from "zod";

/** A setting, and where its value comes from. */
export interface SettingInForce {
  readonly name: string;
  readonly origin: "environment" | "default";
  /** Null where nothing is set; `***` for a secret. */
  readonly value: string | null;
  readonly meaning: string;
}

/** Names of settings whose values could let somebody in. */
const SECRET = /KEY|SECRET|CONNECTION|TOKEN|HEADERS|PASSWORD|SAS|URL|ENDPOINT/;

/** The settings of a process in the order in which they are read; a value that could be a secret is never among them. */
export const settingsInForce = (
  own: SettingSchemas,
  environment: NodeJS.ProcessEnv,
): readonly SettingInForce[] => {
  const schemas = { ...own, ...PSEUDONYM_SETTINGS, ...STORAGE_SETTINGS, ...TRACING_SETTINGS };
  const { properties = {} } = z.toJSONSchema(z.object(schemas), {
    io: "input",
    unrepresentable: "any",
  });
  return Object.entries(properties).map(([name, schema]) => {
    const { description = "", default: fallback } = schema as z.core.JSONSchema.JSONSchema;
    const set = environment[name];
    if (set === undefined || set === "") {
      const { default: inWords } = z.globalRegistry.get(schemas[name]!) ?? {};
      const shown = inWords ?? fallback;
      const value =
        shown === undefined ? null : typeof shown === "string" ? shown : JSON.stringify(shown);
      return { name, origin: "default", value, meaning: description };
    }
    const value = SECRET.test(name) ? "***" : set;
    return { name, origin: "environment", value, meaning: description };
  });
};
