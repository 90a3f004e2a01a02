import type { z } from "zod";

import { SettingInvalid } from "../errors/errors.js";
import { refuseOldNames } from "./old-settings.js";

/** Environment variables as they come, where an empty one counts as not set. */
export const withoutEmpty = (
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));

/**
 * Parses settings, and throws one `SETTING_INVALID` that names the first wrong one, or one that is set under an old name;
 * never its value, which may be a secret.
 */
export const parseSettings = <S extends z.ZodObject>(
  schema: S,
  environment: NodeJS.ProcessEnv,
): z.output<S> => {
  refuseOldNames(schema.shape, environment);
  const result = schema.safeParse(withoutEmpty(environment));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new SettingInvalid({
    name: issue?.path.join(".") || "settings",
    problem: issue?.message ?? "not valid",
  });
};
