import type { BlobStore, Release } from "@despliega/storage";
import type { Logger } from "pino";

import type { Guard } from "./sensitive/guard.js";
import type { Look } from "./serving/looks.js";

/** The singleton: the release that answers for each model. */
export interface Releases {
  /** What answers now: all models in their order, or none until {@link load} has opened them. */
  current(): readonly Release[];
  /** What answers now, and how sure it is that nothing newer was promoted. */
  status(): readonly ReleaseStatus[];
  /** Every model that was looked at, also one that cannot be served. */
  looks(): readonly ModelLook[];
  /** Whether there was a moment since the start at which every model answered. */
  ready(): boolean;
  /**
   * Opens the champion of every model; all of them begin to answer at once. Resolves when every model answers. What
   * cannot be opened ends it, unless a refresh may find something better: then the others answer meanwhile.
   */
  load(): Promise<void>;
  /**
   * Looks at a model's pointer again. A new champion takes over once it has been opened beside the old one and passed
   * its checks; when that fails, the old one goes on, and one line is logged for as long as the problem stays the same.
   * A model that nobody named is taken out when its pointer is gone.
   */
  refresh(model: string): Promise<void>;
  /** Looks for models that do not answer yet, and opens them. */
  discover(): Promise<void>;
  /** Calls back after every change of what answers. */
  onSwap(listener: (current: readonly Release[]) => void): void;
}

/** A release that answers. */
export interface ReleaseStatus extends Look {
  readonly release: Release;
}

/** What came of the looks at a model. */
export interface ModelLook extends Look {
  readonly model: string;
}

/** What the singleton needs. */
export interface ReleasesOptions {
  readonly store: BlobStore;
  readonly logger: Logger;
  /** Undefined: every model that has a champion. */
  readonly models: readonly string[] | undefined;
  /** Seconds after which pointers and models are looked for again; 0: never. */
  readonly refreshSeconds: number;
  /** Seconds for which a store that cannot be reached is tried again at the start. Default 0: not at all. */
  readonly startRetrySeconds?: number;
  /** Whom a release must pass. Default: one that lets no sensitive model pass. */
  readonly guard?: Guard;
}
