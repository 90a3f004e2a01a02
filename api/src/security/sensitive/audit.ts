import { randomBytes } from "node:crypto";

import {
  createAppendQueue,
  createDailyLog,
  DespliegaError,
  type BlobStore,
  type KeepLine,
} from "@despliega/storage";
import type { Logger } from "pino";

/** Keeps the audit records for good. */
export interface Audit {
  /**
   * Resolves when a record is kept.
   *
   * @param model names the folder
   * @throws the store's error, or `STORE_UNREACHABLE` when it takes too long; it may then be kept all the same
   */
  write(model: string, record: object): Promise<void>;
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

/** Makes the audit: a queue for each model, in front of a log of its own. */
export const createAudit = (options: AuditOptions): Audit => {
  const { store, logger, timeoutSeconds, now = () => new Date() } = options;
  const writer = randomBytes(8).toString("hex");
  const queues = new Map<string, KeepLine>();

  const onFailure = (error: unknown, records: number): void => {
    const problem = error instanceof DespliegaError ? error.message : "unexpected";
    logger.error({ records, problem }, "audit records cannot be kept");
  };

  const queueOf = (model: string): KeepLine => {
    const found = queues.get(model);
    if (found !== undefined) return found;
    const log = createDailyLog({ store, folder: model, writer, now });
    const name = "an audit record";
    const queue = createAppendQueue({ log, store, name, timeoutSeconds, onFailure });
    queues.set(model, queue);
    return queue;
  };

  return {
    write: (model, record) =>
      queueOf(model)(Buffer.from(`${JSON.stringify({ at: now().toISOString(), ...record })}\n`)),
  };
};
