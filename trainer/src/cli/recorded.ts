import {
  currentSpan,
  DespliegaError,
  openStore,
  openTable,
  signedInTo,
  type BlobStore,
  type Champion,
  type StoreSettings,
  type TableStore,
} from "@despliega/storage";
import { ownPlace } from "@despliega/storage/local";

import { RunUnrecorded } from "../errors/errors.js";
import { readCatalogue } from "../model/catalogue.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import { RUNS_TABLE } from "../records/keys.js";
import { startRecorder, type Recorder } from "../records/recorder.js";
import type { Note } from "../records/run-record.js";
import { uuidV7 } from "../records/uuid-v7.js";
import type { OnlineTables } from "../release/online/online-tables.js";
import { afterMove } from "../release/after-move.js";
import { openMlflow } from "../release/mlflow/mlflow.js";
import { TRAINER_VERSION } from "../release/version.js";
import { openWebhook, type Webhook } from "../release/webhook/webhook.js";
import type { CommandContext } from "./command.js";
import { beforeStop } from "./stop.js";
import { withAccount } from "./store.js";

/** What is known of a run before it begins. */
export interface RunBegun {
  readonly verb: string;
  readonly model: string;
  /** As they were given. Never a value of a person. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a command reaches beside the blobs of its model. */
export interface Reach {
  readonly tables: OnlineTables;
  readonly webhook: Webhook;
  /** The id of the record of this run; undefined where it is not on record. */
  readonly run: string | undefined;
  /** Takes note of a release that MLflow is told of when the run ends. */
  readonly follow: (version: string) => void;
  /** {@link afterMove} of this run. */
  readonly afterMove: (champion: Champion) => Promise<void>;
}

/**
 * Runs a command's work with the blob store of the settings, and puts the run on record: when it begins, when it ends, and
 * with what error. Where the record cannot be written, a run on a model about people ends before it does anything; any
 * other goes on, with a notice. `DESPLIEGA_RECORDS` says otherwise.
 *
 * @throws `RUN_UNRECORDED`
 */
export const recorded = <T>(
  context: CommandContext,
  begun: RunBegun,
  work: (store: BlobStore, note: Note, reach: Reach) => Promise<T>,
): Promise<T> =>
  withAccount(context.settings, async (storage) => {
    currentSpan().add({ "despliega.model": begun.model });
    const recorder = await startRecord(context, storage, begun);
    const webhook = openWebhook(context.settings.webhook);
    const mlflow = openMlflow(context.settings.mlflow);
    let opened: BlobStore | undefined;
    const { container } = storage;
    const unsynced = async () =>
      opened && (await mlflow.settled({ store: opened, container, model: begun.model }));
    const end = async (...how: Parameters<Recorder["end"]>) => {
      // A run that is stopped waits for nobody.
      const problems = how[0] === "stopped" ? [] : await webhook.settled();
      if (problems.length > 0) {
        const undelivered = problems.join("; ");
        context.progress.notice(`the webhook has not all of this run: ${undelivered}`);
        recorder?.note({ undelivered });
      }
      const behind = how[0] === "stopped" ? undefined : await unsynced();
      if (behind !== undefined) {
        const cure = `\`despliega mlflow sync ${begun.model}\` sends it again`;
        context.progress.notice(`${behind}; ${cure}`);
        recorder?.note({ unsynced: behind });
      }
      await recorder?.end(...how).catch((error: unknown) => {
        context.progress.notice(`the end of this run is not on record: ${messageOf(error)}`);
      });
    };
    const forget = beforeStop((signal) => end("stopped", signal));
    try {
      const store = await openStore(storage);
      await store.ensureContainer();
      opened = store;
      const note = recorder?.note ?? (() => {});
      const tables = tablesOf(context.settings, storage);
      const result = await work(store, note, {
        ...{ tables, webhook, run: recorder?.run, follow: mlflow.follow },
        afterMove(champion) {
          mlflow.follow(champion.version);
          return afterMove(champion, { store, tables, webhook, note });
        },
      });
      await end("done");
      return result;
    } catch (error) {
      await end("failed", error instanceof DespliegaError ? error.code : "BUG");
      throw error;
    } finally {
      forget();
    }
  });

/** Opens the table of the records in an account. @throws `SETTING_INVALID` */
export const openRecords = (
  settings: TrainerSettings,
  storage: StoreSettings,
): Promise<TableStore> => tablesOf(settings, storage).open(RUNS_TABLE);

/** The tables of an account. */
export const tablesOf = (
  { records: { tableUrl } }: TrainerSettings,
  { account, container, timeoutSeconds }: StoreSettings,
): OnlineTables => ({
  container,
  open: (table) => openTable({ account, url: tableUrl, table, timeoutSeconds }),
});

const startRecord = async (
  { settings, progress, now }: CommandContext,
  storage: StoreSettings,
  begun: RunBegun,
): Promise<Recorder | undefined> => {
  const { recording = defaultFor(begun.model, settings), causedBy } = settings.records;
  if (recording === "off") return undefined;
  const start = now();
  const { commit } = settings;
  const record = {
    ...begun,
    run: uuidV7(start),
    container: storage.container,
    start,
    who: settings.actor,
    ...(await signedInTo(storage.account)),
    pid: process.pid,
    place: ownPlace(),
    trainer: TRAINER_VERSION,
    ...(commit === null ? {} : { commit }),
    ...(causedBy === undefined ? {} : { causedBy }),
  };
  try {
    return await startRecorder(await openRecords(settings, storage), record, now);
  } catch (cause) {
    if (!(cause instanceof DespliegaError)) throw cause;
    const { model } = begun;
    if (recording === "required")
      throw new RunUnrecorded({ model, problem: cause.message }, { cause });
    progress.notice(`this run is not on record: ${cause.message}`);
    return undefined;
  }
};

// A model that cannot be read may be about people.
const defaultFor = (model: string, settings: TrainerSettings) =>
  readCatalogue(settings).models.find(({ name }) => name === model)?.privacy === "open"
    ? "best-effort"
    : "required";

const messageOf = (error: unknown): string =>
  error instanceof DespliegaError ? error.message : String(error);
