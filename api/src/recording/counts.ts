/** What is counted of the answers of a release between two lines. */
export interface Counts {
  answers: number;
  recorded: number;
  dropped: number;
  /** By the code of the error. */
  readonly refused: Map<string, number>;
}

/** Counts by version. */
export type CountsByVersion = Map<string, Counts>;

/** The counts of a version, from zero on. */
export const countsOf = (all: CountsByVersion, version: string): Counts => {
  let counts = all.get(version);
  if (counts === undefined)
    all.set(version, (counts = { answers: 0, recorded: 0, dropped: 0, refused: new Map() }));
  return counts;
};

/** Counts one more refused request. */
export const countRefused = ({ refused }: Counts, code: string, by = 1): void => {
  refused.set(code, (refused.get(code) ?? 0) + by);
};

/** Adds counts whose lines were lost: what they had as recorded was dropped. */
export const addLost = (into: CountsByVersion, lost: CountsByVersion): void => {
  for (const [version, { answers, recorded, dropped, refused }] of lost) {
    const counts = countsOf(into, version);
    counts.answers += answers;
    counts.dropped += recorded + dropped;
    for (const [code, by] of refused) countRefused(counts, code, by);
  }
};

/** The line of a version's counts, as `CountLine` of storage describes it. */
export const countLine = (at: string, version: string, { refused, ...counts }: Counts): string =>
  `${JSON.stringify({ at, version, counts: { ...counts, refused: Object.fromEntries(refused) } })}\n`;
