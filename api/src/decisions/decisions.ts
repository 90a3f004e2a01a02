import {
  blobNames,
  createAppendQueue,
  createDailyLog,
  DespliegaError,
  markDeciding,
  type BlobStore,
  type DecisionKey,
  type KeepLine,
  type Manifest,
  type Release,
} from "@despliega/storage";
import type { Logger } from "pino";

import { DecisionsUnservable } from "../errors/errors.js";
import { ProblemError } from "../http/problem/problem-error.js";
import type { Observer } from "../serving/observed/observer.js";
import { decisionLines, type WriteLines } from "./decision-lines.js";
import { personNamer, type PersonSecrets } from "./person.js";

/** Keeps the answers of models that account for them. */
export interface Decisions extends Observer {
  /**
   * Checks that a release can be served as its manifest demands, and marks that it decides.
   *
   * @throws `DECISIONS_UNSERVABLE`; the store's error
   */
  readonly checkRelease: (release: Release) => Promise<void>;
}

/** What decisions are kept with. */
export interface DecisionsOptions extends PersonSecrets {
  /** Of the container of decisions. */
  readonly store: BlobStore;
  readonly logger: Logger;
  /** Names the blobs of this process. */
  readonly instance: string;
  /** Time in which a decision must be kept. */
  readonly timeoutSeconds: number;
  /** Encrypt decisions, the current one first. */
  readonly keys: readonly DecisionKey[];
  /** Default: the clock. */
  readonly now?: () => Date;
}

/** Lines go out in pieces, since all that wait must fit into one append. */
const PIECE_BYTES = 1 << 20;

/** Makes what keeps decisions: the lines of a request are in storage before its answers are sent. */
export const createDecisions = (options: DecisionsOptions): Decisions => {
  const { store, logger, instance, timeoutSeconds, keys, now = () => new Date() } = options;
  const [key] = keys;
  const queues = new Map<string, KeepLine>();
  const writers = new WeakMap<Release, WriteLines>();
  const marks = new Map<string, Promise<void>>();

  const queueOf = (model: string): KeepLine => {
    let queue = queues.get(model);
    if (queue === undefined) {
      const folder = blobNames.decisions(model).slice(0, -1);
      const log = createDailyLog({ store, folder, writer: instance, now });
      const onFailure = (error: unknown, lines: number) =>
        logger.error({ lines, problem: problemOf(error) }, "decisions cannot be kept");
      queue = createAppendQueue({ log, store, name: "a decision", timeoutSeconds, onFailure });
      queues.set(model, queue);
    }
    return queue;
  };

  const writerOf = (release: Release): WriteLines => {
    let writer = writers.get(release);
    if (writer === undefined) {
      const { manifest } = release;
      if (manifest.privacy === "sensitive" && key === undefined) throw unencrypted(manifest);
      writer = decisionLines(release, { key, namePerson: personNamer(manifest, options) });
      writers.set(release, writer);
    }
    return writer;
  };

  /** Marks once a day that a release decides. */
  const marked = ({ manifest: { model, version }, edition }: Release): Promise<void> => {
    const day = now().toISOString().slice(0, 10);
    const deciding = { model, version, edition: edition?.edition };
    const name = blobNames.decidingRelease(model, version, deciding.edition, day);
    let mark = marks.get(name);
    if (mark === undefined) {
      mark = markDeciding(store, deciding, day);
      marks.set(name, mark);
      mark.catch(() => marks.delete(name));
    }
    return mark;
  };

  return {
    wants: isDurable,

    async checkRelease(release) {
      if (!isDurable(release.manifest)) return;
      writerOf(release);
      await marked(release);
    },

    async before(answered) {
      const { release } = answered;
      const lines = writerOf(release)(answered);
      try {
        await marked(release);
        const keep = queueOf(release.manifest.model);
        for (const piece of piecesOf(lines)) await keep(piece);
      } catch (error) {
        if (!(error instanceof DespliegaError)) throw error;
        throw new ProblemError("DECISION_UNAVAILABLE");
      }
    },
  };
};

const isDurable = ({ decisions }: Manifest): boolean => decisions !== undefined;

const unencrypted = ({ model, version }: Manifest) =>
  new DecisionsUnservable({
    model,
    version,
    problem: "decisions about people are encrypted; set DESPLIEGA_DECISION_KEYS",
  });

const problemOf = (error: unknown): string =>
  error instanceof DespliegaError ? error.message : "unexpected";

const piecesOf = (lines: readonly Buffer[]): readonly Buffer[] => {
  const pieces: Buffer[][] = [[]];
  let bytes = 0;
  for (const line of lines) {
    if (bytes + line.length > PIECE_BYTES && bytes > 0) {
      pieces.push([]);
      bytes = 0;
    }
    pieces.at(-1)!.push(line);
    bytes += line.length;
  }
  return pieces.map((piece) => Buffer.concat(piece));
};
