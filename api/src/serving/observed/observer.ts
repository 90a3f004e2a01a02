import type { Manifest } from "@despliega/storage";

import type { ProblemCode } from "../../errors/errors.js";
import type { Answered } from "./answered.js";

/** Looks on at answers: what records them, keeps decisions, or scores them by another release. */
export interface Observer {
  /** Whether it wants the answers of a release now. It is asked before each of them, so it only looks something up. */
  readonly wants: (manifest: Manifest) => boolean;
  /** Whether what it keeps of these answers holds their ids. Default: it does. */
  readonly keepsIds?: (manifest: Manifest) => boolean;
  /**
   * Called before the answers are sent, which wait for it.
   *
   * @throws ProblemError that the caller gets instead of the answers
   */
  readonly before?: (answered: Answered) => Promise<void>;
  /** Called in a later turn of the event loop than the one in which the answers were sent. What it throws is logged. */
  readonly after?: (answered: Answered) => void;
  /** Called when a release refuses a request for predictions. */
  readonly refused?: (manifest: Manifest, code: ProblemCode) => void;
}

/** The observers of the answers of a release. */
export interface Observation {
  /** The id of the next request's answers. It is known before they are written, since the detail holds it. */
  readonly nextId: () => Answered["id"];
  /** An id as callers are told it; undefined where nothing that is kept holds it, so that it would lead nowhere. */
  readonly toldId: (id: Answered["id"]) => string | undefined;
  /**
   * Takes the steps before answers are sent.
   *
   * @returns undefined where there is none to wait for
   * @throws what a step throws, as a rejection
   */
  readonly before: (answered: Answered) => Promise<void> | undefined;
  /** Has the steps taken that come after the answers, which were sent. */
  readonly after: (answered: Answered) => void;
  /** Tells of a refused request. */
  readonly refused: (manifest: Manifest, code: ProblemCode) => void;
}

/**
 * Finds the observers of a release's answers; undefined where there are none: then the answers have no id, and are sent as
 * ever.
 */
export type Observe = (manifest: Manifest) => Observation | undefined;
