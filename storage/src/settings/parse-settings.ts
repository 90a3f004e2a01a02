import type { z } from "zod";

import { SettingInvalid } from "../errors/errors.js";
import { refuseOldNames } from "./old-settings.js";

/** Environment variables without the empty ones, which count as not set. */
const withoutEmpty = (
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));

/**
 * Parses settings. Errors never contain the value of a setting, which may be a secret.
 *
 * @throws `SETTING_INVALID` for the first wrong setting, or for one that is set under an old name
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
