import {
  isStored,
  type Figures,
  type Manifest,
  type ManifestFeature,
  type NameCounts,
  type NumberCounts,
  type Reference,
  type ReferenceFeature,
  type ReferenceScore,
} from "@despliega/storage";

import { coded } from "../dataset/coded.js";
import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { scoped } from "../engine/scoped.js";
import { identifier } from "../engine/sql.js";
import type { ScoringModel } from "../estimators/estimator.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { probabilityOf } from "../evaluate/class-answer.js";
import type { ScoredTable } from "../evaluate/scored.js";
import { score } from "../learn/score.js";
import { agreedFigures } from "../monitor/agreed.js";
import { binSql } from "../monitor/bins/bin-sql.js";
import { coarser, countBins } from "../monitor/bins/count-bins.js";
import { countValues, type CountedValues } from "../monitor/bins/counted-values.js";
import { agreedEdges, edgesOf, roundEdges, type BinEdges } from "../monitor/bins/edges.js";
import { mergedEdges, toldCount } from "../monitor/bins/kept-back.js";
import { expectedFigures } from "../monitor/performance/expected-figures.js";
import type { JudgedForm } from "../monitor/performance/judged.js";
import { readScores } from "../monitor/performance/read-scores.js";
import type { Run } from "./run.js";

/** What a reference is made of. */
export interface Referenced {
  readonly features: readonly ManifestFeature[];
  readonly classes?: readonly string[] | undefined;
  /** How the release answers. */
  readonly form: JudgedForm;
  readonly privacy: Manifest["privacy"];
  /** Observations with names as codes. */
  readonly training: CountedRows<ObservationTable>;
  /** Scored observations that the model did not learn from. */
  readonly tested: CountedRows<ScoredTable>;
  /** The entities that a release by key holds, as `features.sql` returns them. */
  readonly served?: CountedRows<ObservationTable> | undefined;
  readonly fitted: ScoringModel;
}

/** A relation and how many rows it has. */
interface CountedRows<Table extends Relation> {
  readonly table: Table;
  readonly rows: number;
}

/** What the reference of a run is made of. */
export const referencedBy = (run: Run): Referenced => {
  const { model, fitted, observations, split, training, scored } = run;
  const { features, scale } = fitted;
  const { task, classes, privacy, serving } = model;
  const { threshold, costs, interval } = run.evaluated;
  const { rows } = observations;
  const isServed = serving.by === "key" && rows.serving > 0;
  return {
    ...{ features, classes, privacy, fitted },
    form: { task, classes: classes && [...classes], scale, threshold, costs, interval },
    training: { table: training, rows: split.training.observations },
    tested: { table: scored, rows: split.test.observations },
    served: isServed ? { table: observations.serving, rows: rows.serving } : undefined,
  };
};

/**
 * Fixes bins of features and scores and counts the observations in them: what answers are compared with later. For a model by
 * key the entities that it serves are counted too, since a training observation is of an earlier time in the life of an entity.
 */
export const makeReference = (engine: Engine, referenced: Referenced): Promise<Reference> =>
  scoped(engine, async (own) => {
    const { features, classes, form, privacy, training, tested, served, fitted } = referenced;
    const sensitive = privacy === "sensitive";
    const serving = served && (await coded(own, served.table, features, "view"));
    const binned: ReferenceFeature[] = [];
    for (const feature of features) {
      const tables = {
        training: training.table,
        served: isStored(feature) ? serving : undefined,
      };
      binned.push(await featureOf(own, feature, tables, sensitive));
    }
    const answered =
      serving !== undefined && features.every(isStored)
        ? await score(own, serving, fitted)
        : undefined;
    const scores: ReferenceScore[] = [];
    const columns = scoreColumns({ classes });
    const expected = async ({ name }: Relation): Promise<Figures> =>
      agreedFigures(expectedFigures(await readScores(own, name, columns), form));
    for (const column of columns)
      scores.push(await scoreOf(own, column, { scored: tested.table, answered }, sensitive));
    return {
      format: "despliega-reference",
      formatVersion: 1,
      trainingRows: training.rows,
      testRows: tested.rows,
      ...(served === undefined ? {} : { servedRows: served.rows }),
      features: binned,
      scores,
      expected: {
        test: await expected(tested.table),
        ...(answered === undefined ? {} : { served: await expected(answered) }),
      },
    };
  });

/** The columns of a scored table that hold what a scorer gives. */
const scoreColumns = ({ classes = [] }: Pick<Referenced, "classes">): string[] =>
  classes.length > 2 ? classes.map((_, code) => probabilityOf(code)) : ["score"];

const featureOf = async (
  engine: Engine,
  feature: ManifestFeature,
  { training, served }: { readonly training: Relation; readonly served: Relation | undefined },
  sensitive: boolean,
): Promise<ReferenceFeature> => {
  const { name, type, categories = [], range } = feature;
  if (type === "category" || type === "boolean") {
    const names = type === "boolean" ? ["false", "true"] : [...categories];
    const count = async (table: Relation): Promise<NameCounts> => {
      const value = engine.dialect.cast(identifier(name), "integer");
      const counted = await countValues(engine, table, value);
      const { counts, missing } = await countBins(engine, counted, "value", names.length + 1);
      const told = sensitive ? toldCount : (n: number) => n;
      const [of, other] = [counts.slice(0, -1), counts.at(-1)!];
      return { counts: of.map(told), other: told(other), missing: told(missing) };
    };
    return {
      name,
      kind: "names",
      names,
      training: await count(training),
      ...(served === undefined ? {} : { served: await count(served) }),
    };
  }
  const counted = (table: Relation): Promise<CountedValues> =>
    countValues(engine, table, engine.dialect.cast(identifier(name), "double"));
  const learned = await counted(training);
  const bins = await binsOf(engine, learned, sensitive);
  return {
    name,
    kind: "numbers",
    ...edgesIn(bins),
    ...(range === undefined ? {} : { range }),
    training: await countNumbers(engine, learned, bins),
    ...(served === undefined
      ? {}
      : { served: await countNumbers(engine, await counted(served), bins) }),
  };
};

const scoreOf = async (
  engine: Engine,
  column: string,
  { scored, answered }: { readonly scored: Relation; readonly answered: Relation | undefined },
  sensitive: boolean,
): Promise<ReferenceScore> => {
  const tested = await countValues(engine, scored, column);
  const bins = agreed(await binsOf(engine, tested, sensitive));
  return {
    kind: "numbers",
    ...edgesIn(bins),
    test: await countNumbers(engine, tested, bins),
    ...(answered === undefined
      ? {}
      : {
          served: await countNumbers(engine, await countValues(engine, answered, column), bins),
        }),
  };
};

/** Edges, the fine ones of an open model only. */
type Bins = Pick<BinEdges, "edges"> & Partial<Pick<BinEdges, "fine">>;

const binsOf = async (engine: Engine, values: CountedValues, sensitive: boolean): Promise<Bins> => {
  const found = await edgesOf(engine, values);
  if (!sensitive) return found;
  const edges = roundEdges(found.edges);
  const { counts } = await countBins(engine, values, binSql("value", edges), edges.length + 1);
  return { edges: mergedEdges(edges, counts) };
};

/** The bins of scores; those of a sensitive model have few digits already. */
const agreed = ({ edges, fine }: Bins): Bins =>
  fine === undefined ? { edges } : { edges: agreedEdges(edges), fine: agreedEdges(fine) };

const edgesIn = ({ edges, fine }: Bins): Pick<ReferenceScore, "edges" | "fine"> => ({
  edges: [...edges],
  ...(fine === undefined ? {} : { fine: [...fine] }),
});

/** Counts by the widest bins, and of an open model by the narrow ones too. */
const countNumbers = async (
  engine: Engine,
  values: CountedValues,
  { edges, fine }: Bins,
): Promise<NumberCounts> => {
  const by = fine ?? edges;
  const { counts, missing } = await countBins(engine, values, binSql("value", by), by.length + 1);
  if (fine === undefined) return { counts: counts.map(toldCount), missing: toldCount(missing) };
  return { counts: coarser(counts, fine, edges), fine: [...counts], missing };
};
