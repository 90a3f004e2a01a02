import { inContainer, type BlobStore } from "@despliega/storage";

import type { AuditWriter } from "../identity/audit.js";
import { withAudit, withAuditIfAny } from "./audited.js";
import type { CommandContext } from "./command.js";
import { withStore } from "./store.js";

/** Runs work with the container of decisions and recorded answers. */
export const withDecisions = <T>(
  { settings }: Pick<CommandContext, "settings">,
  work: (decisions: BlobStore) => Promise<T>,
): Promise<T> => {
  const storage = inContainer(settings.storage, settings.predictionContainer);
  return withStore({ ...settings, storage }, work);
};

/** What is about to be done with decisions. */
export interface DecisionAccess {
  readonly model: string;
  readonly decision: "opened" | "overridden" | "erased";
  /** Of the decisions. */
  readonly ids: readonly string[];
  readonly reason: string;
}

/**
 * Writes the audit record of what is about to be done with decisions, where there is a container for it.
 *
 * @param needed whether nothing may be done without one
 * @throws `SETTING_INVALID`; the store's error, after which nothing may be done
 */
export const auditDecisions = (
  context: Pick<CommandContext, "settings" | "now">,
  { model, ...access }: DecisionAccess,
  needed: boolean,
): Promise<void> => {
  const run = { verb: "decision", model };
  const write = async (audit: AuditWriter | undefined) => audit?.write({ ...access });
  return needed
    ? withAudit(
        context,
        { ...run, needed: "every look at decisions about people is recorded" },
        write,
      )
    : withAuditIfAny(context, run, write);
};
