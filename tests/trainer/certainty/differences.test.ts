import { describe, expect, test } from "@jest/globals";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import { areaDeviation } from "@despliega/trainer/learn/certainty/area-deviation.js";
import { differencesOf, type Answered } from "@despliega/trainer/learn/certainty/differences.js";
import { placementsOf } from "@despliega/trainer/learn/certainty/placements.js";

interface Row {
  readonly label: number;
  readonly entity: number;
  readonly scores: readonly [number, number];
}

/** Rows of two models with ties, of entities with one row, several rows, and rows of one class only. */
const drawn = (stream: number, entities: number): Row[] => {
  const draw = drawStream(3, stream);
  return Array.from({ length: entities }, (_, entity) =>
    Array.from({ length: 1 + draw(4) }, (): Row => {
      const label = Number(draw(10) < 3);
      const common = draw(12);
      return { label, entity, scores: [(common + draw(4) + label) / 20, (common + draw(9)) / 20] };
    }),
  ).flat();
};

/** 1 where a positive scores above a negative, half where they are tied. */
const wins = (positive: number, negative: number): number =>
  positive > negative ? 1 : Number(positive === negative) / 2;

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** What a model's area, and the less of another, is for each row: pair by pair. */
const byPairs = (rows: readonly Row[], models: readonly (readonly [0 | 1, 1 | -1])[]) => {
  const others = ({ label }: Row) => rows.filter((row) => row.label !== label);
  const won = (row: Row, other: Row, model: 0 | 1) =>
    row.label === 1
      ? wins(row.scores[model], other.scores[model])
      : wins(other.scores[model], row.scores[model]);
  return rows.map((row) =>
    models.reduce(
      (sum, [model, sign]) =>
        sum + sign * meanOf(others(row).map((other) => won(row, other, model))),
      0,
    ),
  );
};

/** The variance as Obuchowski writes it, with S10, S01 and S11. */
const varianceOf = (rows: readonly Row[], components: readonly number[]): number => {
  const of = (label: number) => rows.flatMap((row, i) => (row.label === label ? [i] : []));
  const [negatives, positives] = [of(0), of(1)];
  const area = meanOf(positives.map((i) => components[i]!));
  const entities = [...new Set(rows.map(({ entity }) => entity))];
  const ofEntity = (entity: number, chosen: readonly number[]) =>
    chosen.filter((i) => rows[i]!.entity === entity);
  const excess = (entity: number, chosen: readonly number[]) =>
    ofEntity(entity, chosen).reduce((sum, i) => sum + components[i]! - area, 0);
  const spread = (chosen: readonly number[]) => {
    const some = entities.filter((entity) => ofEntity(entity, chosen).length > 0);
    const squares = some.reduce((sum, entity) => sum + excess(entity, chosen) ** 2, 0);
    return (some.length / ((some.length - 1) * chosen.length)) * squares;
  };
  const together =
    (entities.length / (entities.length - 1)) *
    entities.reduce(
      (sum, entity) => sum + excess(entity, positives) * excess(entity, negatives),
      0,
    );
  return (
    spread(positives) / positives.length +
    spread(negatives) / negatives.length +
    (2 * together) / (positives.length * negatives.length)
  );
};

const inColumns = (rows: readonly Row[]) => ({
  labels: Float64Array.from(rows, ({ label }) => label),
  scores: ([0, 1] as const).map((model) => Float64Array.from(rows, (row) => row.scores[model])),
  entities: Uint32Array.from(rows, ({ entity }) => entity),
});

describe("the deviation of a ROC-AUC is that of a count of all pairs", () => {
  test.each([1, 2, 3, 4, 5])("of sample %d, and of the difference of two", (stream) => {
    const rows = drawn(stream, 30);
    const { labels, scores, entities } = inColumns(rows);
    const [one, other] = scores.map((each) => placementsOf(labels, each));
    const alone = byPairs(rows, [[0, 1]]);
    [...one!].forEach((placement, i) => expect(placement).toBeCloseTo(alone[i]!, 12));
    const on = { labels, entities, count: 30 };
    expect(areaDeviation(on, one!) ** 2).toBeCloseTo(varianceOf(rows, alone), 14);
    const both = byPairs(rows, [
      [0, 1],
      [1, -1],
    ]);
    const less = one!.map((value, i) => value - other![i]!);
    expect(areaDeviation(on, less) ** 2).toBeCloseTo(varianceOf(rows, both), 14);
  });

  test("which is none where one entity has all rows of a class", () => {
    const labels = Float64Array.of(1, 1, 0, 0);
    const placements = placementsOf(labels, Float64Array.of(4, 2, 3, 1));
    expect([...placements]).toEqual([1, 0.5, 0.5, 1]);
    const entities = Uint32Array.of(0, 0, 1, 2);
    expect(areaDeviation({ labels, entities, count: 3 }, placements)).toBeNaN();
  });
});

describe("the interval of a difference", () => {
  const answered = (rows: readonly Row[], model: 0 | 1, metrics: Answered["metrics"]): Answered => {
    const { labels, scores, entities } = inColumns(rows);
    const count = 1 + Math.max(...rows.map(({ entity }) => entity));
    return {
      ...{ form: { task: "classification" }, metrics },
      rows: { labels, entities, count, scores: [scores[model]!] },
    };
  };
  const rows = drawn(9, 200);

  test("is of metrics that both have, and narrower than chance moves either alone", () => {
    const one = answered(rows, 0, { roc_auc: 0.7, brier: 0.2, log_loss: 0.5 });
    const other = answered(rows, 1, { roc_auc: 0.65, brier: 0.3 });
    const found = differencesOf(one, other, rows.length);
    expect(Object.keys(found)).toEqual(["roc_auc", "brier"]);
    const [low, high] = found["roc_auc"]!;
    expect((low + high) / 2).toBeCloseTo(0.05, 12);
    const { labels, entities } = inColumns(rows);
    const alone = areaDeviation(
      { labels, entities, count: 200 },
      placementsOf(labels, one.rows.scores[0]!),
    );
    expect(high - low).toBeLessThan(2 * 1.96 * alone);
  });

  test("is nothing wide between a model and itself, and half as wide of four times the rows", () => {
    const one = answered(rows, 0, { roc_auc: 0.7, f1: 0.5 });
    expect(differencesOf(one, one, rows.length)).toEqual({ roc_auc: [0, 0], f1: [0, 0] });
    const other = answered(rows, 1, one.metrics);
    const width = ([low, high]: readonly [number, number]) => high - low;
    const [whole, part] = [1, 4].map(
      (times) => differencesOf(one, other, times * rows.length)["f1"]!,
    );
    expect(width(part!) / width(whole!)).toBeCloseTo(0.5, 12);
  });
});
