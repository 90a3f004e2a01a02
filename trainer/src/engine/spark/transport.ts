import type { SparkSession } from "./session.js";

/** One way to reach a Spark. */
export interface Transport {
  /** The Spark as `DESPLIEGA_ENGINE` names it, without anything that is secret. */
  readonly url: string;
  /** Opens a session with ANSI mode whose zone is UTC. */
  readonly open: () => Promise<SparkSession>;
  /** A statement after which no other reads a file by its path. Undefined: only rights of the identity limit that. */
  readonly confine?: string;
}
