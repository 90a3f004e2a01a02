import { drawOf, rowId, type Answered, type PredictionId } from "../observed/answered.js";
import type { Observer } from "../observed/observer.js";
import type { OpenChallenger } from "./open-challenger.js";

/** Why a challenger did not score an answer that was drawn for it. */
export type Skipped = "busy" | "row" | "score";

/** What a challenger did since the start of the process. */
export interface TrialCounts {
  scored: number;
  readonly skipped: Record<Skipped, number>;
}

/** What scores challengers beside their champions. */
export interface Trial {
  readonly observer: Observer;
  /** By model. */
  readonly counts: () => ReadonlyMap<string, Readonly<TrialCounts>>;
  /** Resolves when nothing waits any more. */
  readonly settled: () => Promise<void>;
}

/** What a trial works with. */
export interface TrialOptions {
  readonly challengerOf: (model: string) => OpenChallenger | undefined;
  readonly nextId: () => PredictionId;
  /**
   * Takes the answer of a challenger to one row.
   *
   * @param challengeOf the id of the champion's answer to that row
   */
  readonly record: (answered: Answered, challengeOf: string) => void;
  /** A clock in milliseconds. Default: that of the process */
  readonly now?: () => number;
}

/** Rows that wait at most. */
const MOST_WAITING = 10_000;

/** Milliseconds of waiting from which on a row is left out: the event loop has no time for it. */
const LATE_MS = 100;

/** Milliseconds of a turn of the event loop in which rows are scored. */
const TURN_MS = 2;

/**
 * Scores challengers after the answers of their champions were sent, a few milliseconds in each turn of the event loop.
 * Rows that would have to wait long are left out and counted. Nothing that a challenger does reaches an answer.
 */
export const createTrial = ({
  challengerOf,
  nextId,
  record,
  now = () => performance.now(),
}: TrialOptions): Trial => {
  const counts = new Map<string, TrialCounts>();
  let waiting: Waiting[] = [];
  let rows = 0;

  const countsOf = (model: string): TrialCounts => {
    const known = counts.get(model) ?? { scored: 0, skipped: { busy: 0, row: 0, score: 0 } };
    counts.set(model, known);
    return known;
  };

  const scoreRow = ({ answered, challenger }: Waiting, row: number): Skipped | undefined => {
    const { release, readRow } = challenger;
    const { scorer } = release;
    const width = answered.values.length / answered.rows;
    const of = answered.values.subarray(row * width, (row + 1) * width);
    const taken = readRow(of, answered.keys?.[row]);
    if (taken === undefined) return "row";
    const scores = new Float64Array(scorer.outputs);
    scorer.scores(taken.values, scores);
    if (!scores.every(Number.isFinite)) return "score";
    const unknown = taken.isNew ? FIRST : NONE;
    const keys = answered.keys && [answered.keys[row]!];
    const tried = { release, id: nextId(), rows: 1, values: taken.values, scores, keys, unknown };
    record({ ...answered, ...tried }, rowId(answered.id.text, row, answered.rows));
    return undefined;
  };

  /** Scores the rows of an answer that are drawn, until the turn ends. @returns whether all are done */
  const advance = (of: Waiting, end: number): boolean => {
    const { answered, challenger } = of;
    const known = countsOf(challenger.release.manifest.model);
    for (; of.row < answered.rows; of.row++) {
      if (performance.now() > end) return false;
      rows--;
      if (drawOf(answered.id, of.row) >= challenger.share) continue;
      const skipped = now() - of.since > LATE_MS ? "busy" : tryRow(of);
      if (skipped === undefined) known.scored++;
      else known.skipped[skipped]++;
    }
    return true;
  };

  const tryRow = (of: Waiting): Skipped | undefined => {
    try {
      return scoreRow(of, of.row);
    } catch {
      return "score";
    }
  };

  const turn = (): void => {
    const end = performance.now() + TURN_MS;
    let done = 0;
    while (done < waiting.length && advance(waiting[done]!, end)) done++;
    waiting = waiting.slice(done);
    if (waiting.length > 0) setImmediate(turn);
  };

  return {
    observer: {
      wants: ({ model, version }) => challengerOf(model)?.champion === version,
      after(answered) {
        const { model, version } = answered.release.manifest;
        const challenger = challengerOf(model);
        // The champion or the challenger may have changed since the answer was made.
        if (challenger?.champion !== version) return;
        const { share } = challenger;
        if (answered.rows === 1 && drawOf(answered.id, 0) >= share) return;
        if (rows + answered.rows > MOST_WAITING) {
          countsOf(model).skipped.busy += Math.ceil(answered.rows * share);
          return;
        }
        rows += answered.rows;
        if (waiting.push({ answered, challenger, since: now(), row: 0 }) === 1) setImmediate(turn);
      },
    },
    counts: () => counts,
    async settled() {
      while (waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
};

interface Waiting {
  readonly answered: Answered;
  readonly challenger: OpenChallenger;
  readonly since: number;
  /** The next one to look at. */
  row: number;
}

const NONE: ReadonlySet<number> = new Set();
const FIRST: ReadonlySet<number> = new Set([0]);
