import { randomBytes } from "node:crypto";

import {
  ContainerMissing,
  createAuditLog,
  DespliegaError,
  ENDED,
  StoreRefused,
  type BlobStore,
  type ListedBlob,
  type SeenBlob,
} from "@despliega/storage";

import type { AskedBy } from "./asked-by.js";

/** What the records of one run have in common. */
export interface AuditSubject {
  readonly model: string;
  /** Names the blobs: `<model>/<day>/<verb>-<random>-<n>.jsonl`. */
  readonly verb: string;
  readonly asked: AskedBy;
  readonly now: () => Date;
  /** What its first line says of other blobs. Default: the lengths of the newest ones of the model */
  readonly seen?: readonly SeenBlob[];
}

/** Writes the audit records of one run. */
export interface AuditWriter {
  /** Resolves when a record is kept, with who asks. @throws the store's error, after which nothing may be shown */
  write(record: Readonly<Record<string, unknown>>): Promise<void>;
  /** Ends the log with a line that says so, if it has any. */
  end(): Promise<void>;
}

/** Makes the writer of a run, in blobs of its own beside those of the api; it writes nothing yet. */
export const openAuditWriter = (
  store: BlobStore,
  { model, verb, asked, now, seen }: AuditSubject,
): AuditWriter => {
  const open = async () => {
    const known = seen ?? (await newestBlobs(store, model, now()));
    const writer = `${verb}-${randomBytes(8).toString("hex")}`;
    return createAuditLog({ store, folder: model, writer, now, seen: known });
  };
  let log: ReturnType<typeof open> | undefined;
  const append = async (record: object): Promise<void> => {
    const line = Buffer.from(`${JSON.stringify({ at: now().toISOString(), ...record })}\n`);
    await (await (log ??= open())).append([line]);
  };
  return {
    write: (record) => append({ ...record, model, ...asked }),
    async end() {
      if (log !== undefined) await append({ decision: ENDED }).catch(() => {});
    },
  };
};

/**
 * Does work about people and writes its outcome, before anybody gets it: `decision`, or a refusal with the code of the
 * error.
 *
 * @throws the store's error, after which nothing may be shown; what the work throws
 */
export const audited = async <T>(
  audit: AuditWriter,
  record: Readonly<Record<string, unknown>> & { readonly decision: string },
  work: () => Promise<T>,
): Promise<T> => {
  let result;
  try {
    result = await work();
  } catch (error) {
    const why = error instanceof DespliegaError ? error.code : "BUG";
    await audit.write({ ...record, decision: "refused", asked: record.decision, why });
    throw error;
  }
  await audit.write(record);
  return result;
};

/** More blobs are not named: a day has few writers. */
const MOST_SEEN = 100;

/**
 * The newest blobs of a model of today and yesterday, with their lengths. A writer names them in its first line, so that
 * they are missed when they are gone or shorter.
 */
const newestBlobs = async (
  store: BlobStore,
  model: string,
  now: Date,
): Promise<readonly SeenBlob[]> => {
  const found: ListedBlob[] = [];
  try {
    for (const days of [1, 0]) {
      const day = new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
      for await (const blob of store.list(`${model}/${day}/`)) found.push(blob);
    }
  } catch (error) {
    // Who may only add sees nothing, and there may be no container yet.
    if (!(error instanceof StoreRefused || error instanceof ContainerMissing)) throw error;
  }
  return found
    .toSorted((a, b) => b.modified.getTime() - a.modified.getTime())
    .slice(0, MOST_SEEN)
    .map(({ name, bytes }) => ({ blob: name, bytes }));
};
