import { randomBytes } from "node:crypto";

import { DespliegaError, StoreUnreachable, type BlobStore } from "@despliega/storage";
import type { Logger } from "pino";

import { createAuditLog, type AuditLog } from "./audit-log.js";

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

interface Entry {
  readonly line: Buffer;
  readonly settle: (error?: unknown) => void;
}

/**
 * Makes the audit. While one block is on its way, the records that come in wait and go out together in the next, so
 * that it keeps as many records a second as it is asked for, whatever a write takes.
 */
export const createAudit = (options: AuditOptions): Audit => {
  const { store, logger, timeoutSeconds, now = () => new Date() } = options;
  const writer = randomBytes(8).toString("hex");
  const queues = new Map<string, (line: Buffer) => Promise<void>>();

  const queueOf = (model: string) => {
    let queue = queues.get(model);
    if (queue === undefined) {
      const log = createAuditLog({ store, folder: model, writer, now });
      const unkept = (problem: string) =>
        new StoreUnreachable({ url: store.url, name: "an audit record", problem });
      const maxWaiting = store.limits.appendBytes;
      queues.set(model, (queue = createQueue({ log, logger, timeoutSeconds, maxWaiting, unkept })));
    }
    return queue;
  };

  return {
    write: (model, record) =>
      queueOf(model)(Buffer.from(`${JSON.stringify({ at: now().toISOString(), ...record })}\n`)),
  };
};

interface QueueOptions {
  readonly log: AuditLog;
  readonly logger: Logger;
  readonly timeoutSeconds: number;
  /** Most bytes that wait, since all that wait go out in one append. */
  readonly maxWaiting: number;
  /** The error of a record that is not kept for another reason than the log's. */
  readonly unkept: (problem: string) => Error;
}

const createQueue = ({ log, logger, timeoutSeconds, maxWaiting, unkept }: QueueOptions) => {
  const waiting = new Set<Entry>();
  let bytes = 0;
  let writing = false;

  const takeAll = (): readonly Entry[] => {
    const all = [...waiting];
    waiting.clear();
    bytes = 0;
    return all;
  };

  const send = async (block: readonly Entry[]): Promise<void> => {
    try {
      await log.append(Buffer.concat(block.map(({ line }) => line)));
      for (const { settle } of block) settle();
    } catch (error) {
      const problem = error instanceof DespliegaError ? error.message : "unexpected";
      logger.error({ records: block.length, problem }, "audit records cannot be kept");
      for (const { settle } of block) settle(error);
    }
  };

  const drain = async (): Promise<void> => {
    if (writing) return;
    writing = true;
    while (waiting.size > 0) await send(takeAll());
    writing = false;
  };

  return (line: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      if (bytes + line.length > maxWaiting) return reject(unkept("too many of them wait"));
      const timer = setTimeout(() => {
        // What has not been sent never will be; what has been may arrive.
        if (waiting.delete(entry)) bytes -= line.length;
        reject(unkept(`not kept within ${timeoutSeconds} s`));
      }, timeoutSeconds * 1_000);
      const entry: Entry = {
        line,
        settle(error) {
          clearTimeout(timer);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      waiting.add(entry);
      bytes += line.length;
      void drain();
    });
};
