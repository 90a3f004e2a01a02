import { SettingInvalid, type BlobStore } from "@despliega/storage";

import { recordDecisionAccess, type DecisionAccess } from "../identity/audit.js";
import type { CommandContext } from "./command.js";
import { withStore } from "./store.js";

/** Runs work with the container of decisions and recorded answers. */
export const withDecisions = <T>(
  { settings }: Pick<CommandContext, "settings">,
  work: (decisions: BlobStore) => Promise<T>,
): Promise<T> => inContainer(settings, settings.predictionContainer, work);

/**
 * Writes the audit record of what is about to be done with decisions, where there is a container for it.
 *
 * @param needed whether nothing may be done without one
 * @throws `SETTING_INVALID`; the store's error, after which nothing may be done
 */
export const auditDecisions = async (
  { settings, now }: Pick<CommandContext, "settings" | "now">,
  access: Omit<DecisionAccess, "at" | "caller">,
  needed: boolean,
): Promise<void> => {
  const { audit, actor } = settings;
  if (audit !== undefined)
    await inContainer(settings, audit, (log) =>
      recordDecisionAccess(log, { at: now(), caller: actor, ...access }),
    );
  else if (needed)
    throw new SettingInvalid({
      name: "DESPLIEGA_AUDIT_CONTAINER_NAME",
      problem: "is needed, since every look at decisions about people is recorded",
    });
};

const inContainer = <T>(
  settings: CommandContext["settings"],
  container: string,
  work: (store: BlobStore) => Promise<T>,
): Promise<T> => {
  const storage = { ...settings.storage, container };
  return withStore({ ...settings, storage }, work);
};
