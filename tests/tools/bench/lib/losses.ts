import type { Recorded } from "./record.js";
import type { Row } from "./row.js";

/** A row that is worse than it was. */
export interface Loss {
  readonly name: string;
  readonly before: number;
  readonly now: number;
}

/** What a ratio may lose: 15 %. */
const MOST = 0.15;

/** Finds the rows whose ratio is worse than the recorded one by more than 15 %. Rows without a record or a peer do not count. */
export const lossesOf = (rows: readonly Row[], recorded: Recorded): Loss[] => {
  const before = new Map(
    Object.values(recorded).flatMap((part) => part.rows.map((row) => [row.name, row.ratio])),
  );
  return rows.flatMap(({ name, ratio, better }) => {
    const earlier = before.get(name);
    if (ratio === undefined || earlier === undefined || better === undefined) return [];
    const lost = better === "higher" ? ratio < earlier * (1 - MOST) : ratio > earlier * (1 + MOST);
    return lost ? [{ name, before: earlier, now: ratio }] : [];
  });
};
