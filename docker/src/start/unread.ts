import { API_SETTINGS } from "@despliega/api";
import { describeUnreadNames, findUnreadNames, STORAGE_SETTINGS } from "@despliega/storage";
import { TRAINER_SETTINGS } from "@despliega/trainer/pipeline/settings.js";

/** The environment without the variables that no part reads any more; says once for all parts which these are. */
export const withoutUnreadNames = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const unread = findUnreadNames(
    { ...STORAGE_SETTINGS, ...TRAINER_SETTINGS, ...API_SETTINGS },
    environment,
  );
  const line = describeUnreadNames(unread);
  if (line !== undefined) console.error(line);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !unread.includes(name)));
};
