/** Rows with one label in one half of a group. */
export interface ClassCell {
  /** The group; null where the value is missing. */
  readonly grouped: string | null;
  readonly half: number;
  readonly label: string;
  readonly n: number;
}

/** Rows of one half of a group, with the sums of labels from 0 to 1 and of their squares. */
export interface SumCell {
  readonly grouped: string | null;
  readonly half: number;
  readonly n: number;
  readonly total: number;
  readonly squares: number;
}

/** ROC-AUC of two classes, when each half is scored by the share of positives in the other half of its group. */
export const aucOf = (cells: readonly ClassCell[], positive: string): number => {
  const scored = sidesOf(cells).map(({ own, other }) => {
    const count = (of: readonly ClassCell[], isPositive: boolean): number =>
      sumOf(of.filter(({ label }) => (label === positive) === isPositive));
    const seen = sumOf(other);
    // Of a group that only one half has, nothing is known.
    const score = (count(other, true) + 0.5) / (seen + 1);
    return { score, positives: count(own, true), negatives: count(own, false) };
  });
  const total = (of: "positives" | "negatives"): number =>
    scored.reduce((sum, cell) => sum + cell[of], 0);
  const pairs = total("positives") * total("negatives");
  if (pairs === 0) return 0.5;
  let [area, below] = [0, 0];
  for (const tied of tiesOf(scored)) {
    const negatives = tied.reduce((sum, cell) => sum + cell.negatives, 0);
    const positives = tied.reduce((sum, cell) => sum + cell.positives, 0);
    area += positives * (below + negatives / 2);
    below += negatives;
  }
  return area / pairs;
};

/** Share of rows whose class is the most frequent one in the other half of their group. */
export const accuracyOf = (cells: readonly ClassCell[]): number => {
  let [hits, all] = [0, 0];
  for (const { own, other } of sidesOf(cells)) {
    const most = other.reduce<ClassCell | undefined>(
      (best, cell) => (best === undefined || cell.n > best.n ? cell : best),
      undefined,
    );
    hits += sumOf(own.filter(({ label }) => label === most?.label));
    all += sumOf(own);
  }
  return all === 0 ? 0 : hits / all;
};

/** Share of the variation that is explained, when each half is answered by the mean of the other half of its group. */
export const r2Of = (cells: readonly SumCell[]): number => {
  const rows = sumOf(cells);
  const mean = cells.reduce((sum, { total }) => sum + total, 0) / rows;
  const around = (of: readonly SumCell[], answer: number): number =>
    of.reduce(
      (sum, { n, total, squares }) => sum + squares - 2 * answer * total + n * answer * answer,
      0,
    );
  const left = sidesOf(cells).reduce((sum, { own, other }) => {
    const seen = sumOf(other);
    const answer = seen === 0 ? mean : other.reduce((all, { total }) => all + total, 0) / seen;
    return sum + around(own, answer);
  }, 0);
  const all = around(cells, mean);
  return all > 0 ? 1 - left / all : 0;
};

/** Each half of each group beside its other half. */
const sidesOf = <Cell extends Pick<SumCell, "grouped" | "half">>(
  cells: readonly Cell[],
): readonly { readonly own: readonly Cell[]; readonly other: readonly Cell[] }[] => {
  const groups = new Map<string | null, [Cell[], Cell[]]>();
  for (const cell of cells) {
    const halves = groups.get(cell.grouped) ?? [[], []];
    halves[cell.half % 2 === 0 ? 0 : 1].push(cell);
    groups.set(cell.grouped, halves);
  }
  return [...groups.values()].flatMap(([even, odd]) => [
    { own: even, other: odd },
    { own: odd, other: even },
  ]);
};

const sumOf = (cells: readonly { readonly n: number }[]): number =>
  cells.reduce((sum, { n }) => sum + n, 0);

const tiesOf = <Cell extends { readonly score: number }>(
  cells: readonly Cell[],
): readonly Cell[][] => {
  const ties = new Map<number, Cell[]>();
  for (const cell of cells) ties.set(cell.score, [...(ties.get(cell.score) ?? []), cell]);
  return [...ties].toSorted(([one], [other]) => one - other).map(([, tied]) => tied);
};
