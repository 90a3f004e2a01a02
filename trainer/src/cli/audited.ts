import {
  inContainer,
  openStore,
  SettingInvalid,
  signedInTo,
  type Account,
  type Manifest,
} from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";
import type { AskedBy } from "../identity/asked-by.js";
import { openAuditWriter, type AuditWriter } from "../identity/audit.js";
import type { CommandContext } from "./command.js";
import { withAccount } from "./store.js";

type Context = Pick<CommandContext, "settings" | "now">;

/** What a command writes audit records of. */
export interface AuditedRun {
  readonly verb: string;
  readonly model: string;
  /** Why nothing may be done without them, as the rest of a sentence. */
  readonly needed: string;
}

/** Runs work with the writer of a command's audit records. @throws `SETTING_INVALID` where the settings name no audit */
export const withAudit = <T>(
  context: Context,
  { needed, ...run }: AuditedRun,
  work: (audit: AuditWriter) => Promise<T>,
): Promise<T> => {
  const { audit } = context.settings;
  if (audit === undefined)
    throw new SettingInvalid({
      name: "DESPLIEGA_AUDIT_CONTAINER_NAME",
      problem: `is needed, since ${needed}`,
    });
  return inAudit(context, audit, run, work);
};

/** Does the same, without a writer where the settings name no audit. */
export const withAuditIfAny = <T>(
  context: Context,
  run: Omit<AuditedRun, "needed">,
  work: (audit: AuditWriter | undefined) => Promise<T>,
): Promise<T> => {
  const { audit } = context.settings;
  return audit === undefined ? work(undefined) : inAudit(context, audit, run, work);
};

/** Parts of a release that leave its container. */
export interface Leaving {
  readonly verb: string;
  readonly manifest: Manifest;
  readonly parts: readonly string[];
  /** Undefined where none was given. */
  readonly reason: string | undefined;
}

/**
 * Does work by which parts of a release leave its container. Of a model about people an audit record comes first.
 *
 * @throws `OPTION_INVALID` without a reason, `SETTING_INVALID` without an audit, the store's error
 */
export const auditedExport = <T>(
  context: Context,
  { verb, manifest: { model, version, privacy }, parts, reason }: Leaving,
  work: () => Promise<T>,
): Promise<T> => {
  if (privacy !== "sensitive") return work();
  if (reason === undefined || reason.trim() === "")
    throw new OptionInvalid({
      option: "--reason",
      problem: "is needed, since the model is about people",
    });
  const needed = "what leaves the container of a model about people is recorded";
  return withAudit(context, { verb, model, needed }, async (audit) => {
    await audit.write({ decision: "exported", by: verb, version, parts, reason });
    return work();
  });
};

/** Who asks: the name of the settings beside the identity that is signed in. */
export const askedBy = async (
  { actor }: Pick<CommandContext["settings"], "actor">,
  account: Account,
): Promise<AskedBy> => ({
  caller: actor,
  signedIn: await signedInTo(account),
});

const inAudit = <T>(
  { settings, now }: Context,
  container: string,
  run: Omit<AuditedRun, "needed">,
  work: (audit: AuditWriter) => Promise<T>,
): Promise<T> =>
  withAccount(settings, async (storage) => {
    // The container is made with the first record, where it is not there: who may only add makes none.
    const store = await openStore(inContainer(storage, container));
    const asked = await askedBy(settings, storage.account);
    const audit = openAuditWriter(store, { ...run, asked, now });
    try {
      return await work(audit);
    } finally {
      await audit.end();
    }
  });
