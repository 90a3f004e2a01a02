import { randomBytes } from "node:crypto";

import {
  createAppendQueue,
  createAuditLog,
  DespliegaError,
  ENDED,
  type AuditLog,
  type BlobStore,
  type KeepLine,
} from "@despliega/storage";
import type { Logger } from "pino";

/** Keeps the audit records for good. */
export interface Audit {
  /**
   * Resolves when a record is kept.
   *
   * @param folder the model, or that of records about none
   * @throws the store's error, or `STORE_UNREACHABLE` when it takes too long; it may then be kept all the same
   */
  write(folder: string, record: object): Promise<void>;
  /** Whether there is a record yet, as there is of each sensitive release that is served. */
  inUse(): boolean;
  /** Ends every log with a line that says so. A line that cannot be kept in time is given up. */
  close(): Promise<void>;
}

/** What the audit needs. */
export interface AuditOptions {
  /** Of a container of its own. */
  readonly store: BlobStore;
  readonly logger: Logger;
  /** Time in which a record must be kept. */
  readonly timeoutSeconds: number;
  /** Default: the clock. */
  readonly now?: () => Date;
}

/** Milliseconds between two lines of the log that say how far an audit log is kept. */
const HEAD_MS = 300_000;

/** Makes the audit: a queue for each folder, in front of a log of its own. */
export const createAudit = (options: AuditOptions): Audit => {
  const { store, logger, timeoutSeconds, now = () => new Date() } = options;
  const writer = randomBytes(8).toString("hex");
  const queues = new Map<string, { readonly keep: KeepLine; readonly tellHead: () => void }>();

  const onFailure = (error: unknown, records: number): void => {
    const problem = error instanceof DespliegaError ? error.message : "unexpected";
    logger.error({ records, problem }, "audit records cannot be kept");
  };

  const queueOf = (folder: string) => {
    const found = queues.get(folder);
    if (found !== undefined) return found;
    const log = createAuditLog({ store, folder, writer, now });
    // In another place than the audit, so that lines that are removed from its end are missed.
    const tellHead = () => logger.info({ audit: headOf(log) }, "audit head");
    const name = "an audit record";
    const queue = {
      keep: createAppendQueue({
        ...{ store, name, timeoutSeconds, onFailure },
        log: telling(log, tellHead),
      }),
      tellHead,
    };
    queues.set(folder, queue);
    return queue;
  };

  const write = (folder: string, record: object): Promise<void> =>
    queueOf(folder).keep(
      Buffer.from(`${JSON.stringify({ at: now().toISOString(), ...record })}\n`),
    );

  return {
    write,
    inUse: () => queues.size > 0,
    async close() {
      for (const [folder, { tellHead }] of queues)
        await write(folder, { decision: ENDED }).then(tellHead, () => {});
    },
  };
};

const headOf = (log: AuditLog) => {
  const { blob, bytes, head } = log.head() ?? {};
  return { blob, bytes, head };
};

/** Tells the head of a log after its first append, and at most every few minutes. */
const telling = (log: AuditLog, tell: () => void): AuditLog => {
  let next = 0;
  return {
    ...log,
    async append(lines) {
      await log.append(lines);
      const at = performance.now();
      if (at < next) return;
      next = at + HEAD_MS;
      tell();
    },
  };
};
