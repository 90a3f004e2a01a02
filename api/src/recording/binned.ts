import {
  binNamer,
  featureWriter,
  recordedNumber,
  type BinName,
  type Manifest,
  type Reference,
} from "@despliega/storage";

import { releaseName } from "../http/headers/release-header.js";
import type { Answered } from "../serving/observed/answered.js";
import { pagesIn, type Memory } from "./pages.js";
import { createSender, type Sender, type SenderOptions } from "./sender.js";

/** Counts the answers of models about people by bins, and keeps no answer. */
export interface Binned {
  add(answered: Answered): void;
  /** Writes the counts of days that have ended. */
  flush(): void;
  /** Writes all counts, and resolves when they are kept or given up. */
  finish(): Promise<void>;
}

/** What the counting needs. */
export interface BinnedOptions extends Omit<SenderOptions, "onDone" | "model"> {
  readonly memory: Memory;
  readonly now: () => number;
  /** The bins of a release; undefined for one without any, whose answers are not counted. */
  readonly referenceOf: (manifest: Manifest) => Promise<Reference | undefined>;
}

/** The bins of a feature or a score, each with its count. */
type Counts = Map<BinName, number>;

interface Day {
  readonly manifest: Manifest;
  readonly day: string;
  readonly features: readonly Counts[];
  readonly scores: readonly Counts[];
}

/** Finds the bins of a row's features and scores. */
interface Bins {
  readonly features: readonly ((value: number | string | null) => BinName)[];
  readonly scores: readonly ((value: number | string | null) => BinName)[];
  readonly valuesOf: ReturnType<typeof featureWriter>;
}

/** Answers that are held while the bins of their release are read. */
const MOST_HELD = 1_000;

/**
 * Makes the counting. Counts are written once, when their day has ended or the process stops, each rounded down to a
 * multiple of ten. So no count from 1 to 9 is written, and none follows from two lines or from the sums of two features.
 */
export const createBinned = (options: BinnedOptions): Binned => {
  const { memory, now, referenceOf, logger } = options;
  const senders = new Map<string, Sender>();
  const bins = new Map<string, Bins | "none" | "reading">();
  const days = new Map<string, Day>();
  let held: Answered[] = [];

  const senderOf = (model: string): Sender => {
    let sender = senders.get(model);
    if (sender === undefined)
      senders.set(model, (sender = createSender({ ...options, model, onDone: () => {} })));
    return sender;
  };

  const read = async (manifest: Manifest): Promise<void> => {
    const { model, version } = manifest;
    try {
      const reference = await referenceOf(manifest);
      if (reference === undefined)
        logger.warn({ model, version }, "the release has no bins, and its answers are not counted");
      bins.set(
        releaseName(manifest),
        reference === undefined ? "none" : binsOf(manifest, reference),
      );
    } catch {
      bins.set(releaseName(manifest), "none");
      logger.warn({ model, version }, "the bins of the release cannot be read");
    }
    const waiting = held;
    held = [];
    for (const answered of waiting) add(answered);
  };

  const write = (of: Day): void => {
    const lines = lineOf(of);
    if (lines === undefined) return;
    const { model } = of.manifest;
    senderOf(model).add({ day: of.day, pages: pagesIn(memory), counts: new Map(), lines });
  };

  const dayOf = (manifest: Manifest, day: string, { features, scores }: Bins): Day => {
    const before = days.get(releaseName(manifest));
    if (before?.day === day) return before;
    if (before !== undefined) write(before);
    const empty = (all: readonly unknown[]): Counts[] => all.map(() => new Map());
    const of = { manifest, day, features: empty(features), scores: empty(scores) };
    days.set(releaseName(manifest), of);
    return of;
  };

  const add = (answered: Answered): void => {
    const { release, at, rows, values, scores } = answered;
    const { manifest } = release;
    const found = bins.get(releaseName(manifest));
    if (found === "none") return;
    if (found === undefined || found === "reading") {
      if (held.length < MOST_HELD) held.push(answered);
      if (found !== undefined) return;
      bins.set(releaseName(manifest), "reading");
      return void read(manifest);
    }
    const day = dayOf(manifest, isoDay(at), found);
    const width = manifest.features.length;
    const { outputs } = release.scorer;
    for (let row = 0; row < rows; row++) {
      const of = found.valuesOf(values.subarray(row * width, (row + 1) * width));
      found.features.forEach((name, i) => count(day.features[i]!, name(of[i]!)));
      found.scores.forEach((name, i) =>
        count(day.scores[i]!, name(recordedNumber(scores[row * outputs + i]!))),
      );
    }
  };

  const writeThose = (ended: (day: string) => boolean): void => {
    for (const [name, of] of days)
      if (ended(of.day)) {
        days.delete(name);
        write(of);
      }
  };

  return {
    add,
    flush: () => writeThose((day) => day < isoDay(now())),
    async finish() {
      writeThose(() => true);
      for (const sender of senders.values()) await sender.finish();
    },
  };
};

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

const binsOf = ({ features }: Manifest, reference: Reference): Bins => ({
  features: reference.features.map(binNamer),
  scores: reference.scores.map(binNamer),
  valuesOf: featureWriter(features),
});

const count = (counts: Counts, name: BinName): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);

/** The line of a day, as `BinLine` of storage describes it; undefined where every count is below ten. */
const lineOf = ({ manifest, day, features, scores }: Day): string | undefined => {
  const shown = [...features, ...scores].map(rounded);
  if (shown.every((of) => Object.keys(of).length === 0)) return undefined;
  const names = manifest.features.map(({ name }, i) => [name, shown[i]!] as const);
  const line = {
    at: day,
    version: manifest.version,
    bins: { features: Object.fromEntries(names), scores: shown.slice(features.length) },
  };
  return `${JSON.stringify(line)}\n`;
};

const rounded = (counts: Counts): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...counts]
      .map(([name, of]) => [name, Math.floor(of / 10) * 10] as const)
      .filter(([, of]) => of > 0)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
