import { mkdir } from "node:fs/promises";

import { memoryBlobStore, SettingInvalid, type BlobStore } from "@despliega/storage";

import type { ModelDefinition } from "../model/model.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import type { Note } from "../records/run-record.js";
import { withAuditIfAny } from "./audited.js";
import type { CommandContext } from "./command.js";
import { recorded, type RunBegun } from "./recorded.js";
import { withStore } from "./store.js";

/** The option that leaves models about people out where their keys are not set. */
export const KEYS_OPTIONAL = "--keys-optional";

/** What {@link KEYS_OPTIONAL} does, for help. */
export const KEYS_OPTIONAL_TEXT =
  "leave a model about people out, by its name and with exit code 0, where its keys are not set";

type People = Pick<ModelDefinition, "name" | "privacy">;

const KEYS = {
  DESPLIEGA_PSEUDONYM_KEYS: "pseudonym",
  DESPLIEGA_IDENTITY_KEYS: "identity",
} as const;

/** The first key setting that a model needs and that is not there. */
const lackingKey = (
  { privacy }: People,
  { personKeys }: Pick<TrainerSettings, "personKeys">,
): string | undefined =>
  privacy === "open"
    ? undefined
    : Object.entries(KEYS).find(([, kind]) => personKeys[kind].length === 0)?.[0];

/**
 * Whether a model is left out, as it is about people and its keys are not set. That is told, and its directory is made, so
 * that tools which expect one find it.
 *
 * @param optional whether the command was given {@link KEYS_OPTIONAL}
 * @throws `SETTING_INVALID` where keys are missing and the option was not given
 */
export const isLeftOut = async (
  { settings, progress }: CommandContext,
  model: People,
  optional: boolean,
  directory: string,
): Promise<boolean> => {
  const name = lackingKey(model, settings);
  if (name === undefined) return false;
  if (!optional)
    throw new SettingInvalid({ name, problem: `is needed, as ${model.name} is about people` });
  await mkdir(directory, { recursive: true });
  progress.result(`${model.name} is left out, as it is about people and ${name} is not set.`, {
    model: model.name,
    leftOut: true,
  });
  return true;
};

/**
 * Runs a command that changes nothing but a directory. That of a model about people is put on record all the same, and in
 * the audit where there is one.
 *
 * @param needsStore whether it reads from the container. Where it does not, its store is empty
 */
export const unpublished = <T>(
  context: CommandContext,
  { privacy }: People,
  begun: RunBegun,
  needsStore: boolean,
  work: (store: BlobStore, note: Note) => Promise<T>,
): Promise<T> => {
  if (privacy === "sensitive")
    return withAuditIfAny(context, begun, async (audit) => {
      await audit?.write({ decision: "exported", by: begun.verb });
      return recorded(context, begun, work);
    });
  const unnoted = (store: BlobStore): Promise<T> => work(store, () => {});
  return needsStore ? withStore(context.settings, unnoted) : unnoted(memoryBlobStore());
};
