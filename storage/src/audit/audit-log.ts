import type { BlobStore } from "../blob/blob-store.js";
import { createDailyLog, type DailyLog } from "../blob/daily-log.js";
import { createChain, type ChainHead } from "./chain.js";
import type { SeenBlob } from "./line.js";

/** A log of audit records whose lines are a chain. */
export interface AuditLog extends DailyLog {
  /** How far it is known to be kept; undefined until a line is. */
  readonly head: () => ChainHead | undefined;
}

/** What an audit log is made of. */
export interface AuditLogOptions {
  /** Of the container of the audit. */
  readonly store: BlobStore;
  /** The model that the records are about, or {@link NO_MODEL}. */
  readonly folder: string;
  /** Unlike that of every other process. */
  readonly writer: string;
  readonly now: () => Date;
  /** Blobs that the writer saw before it began. Default: none */
  readonly seen?: readonly SeenBlob[];
}

/** The folder of records that are about no model. No model has this name. */
export const NO_MODEL = "-";

/** Makes an audit log: the lines given to it are JSON objects. */
export const createAuditLog = (options: AuditLogOptions): AuditLog => {
  const chain = createChain(options);
  return { ...createDailyLog({ ...options, links: chain }), head: chain.head };
};
