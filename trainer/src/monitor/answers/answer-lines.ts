import type { ManifestFeature } from "@despliega/storage";

import type { JsonType } from "../../engine/dialect.js";
import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";

/** A feature as recorded answers hold it: numbers and booleans as numbers, categories as text. */
export type RecordedFeature = Pick<ManifestFeature, "name" | "type">;

/** The column of a feature of a line, by its place. */
export const featureColumn = (place: number): string => `f${place}`;

/** The column of a score of a line, by its place. */
export const scoreColumn = (place: number): string => `s${place}`;

/** Columns of {@link AnswerLines} beside features and scores. */
export type LineColumn =
  | "day"
  | "answered_at"
  | "id"
  | "key"
  | "version"
  | "answer"
  /** Of a challenger's line: the id of the champion's answer. */
  | "challenge"
  /** How many features the line has. */
  | "width"
  | "answers"
  | "dropped"
  | "refused";

/** The lines of recorded answers, read as one release's features are. A line that cannot be read has no time. */
export type AnswerLines = Relation<LineColumn>;

const FIELDS: Readonly<Record<string, JsonType>> = {
  id: "text",
  at: "text",
  key: "text",
  version: "text",
  features: { list: "text" },
  scores: { list: "double" },
  answer: "text",
  challengeOf: "text",
  counts: { object: { answers: "bigint", dropped: "bigint", refused: "json" } },
};

/** How lines are read: the features and the number of outputs of the release that is looked at. */
export interface LineShape {
  readonly features: readonly RecordedFeature[];
  readonly outputs: number;
}

/** Files of lines, each with its day as YYYY-MM-DD. */
export type DayFiles = AsyncIterable<{ readonly day: string; readonly file: string }>;

/** Reads lines into one table, day by day. @param empty a file without lines, which gives the columns */
export const readAnswerLines = async (
  engine: Engine,
  files: DayFiles,
  shape: LineShape,
  empty: string,
): Promise<AnswerLines> => {
  const lines = await engine.table<LineColumn>(linesSql(engine, "", empty, shape));
  for await (const { day, file } of files)
    await engine.run(`INSERT INTO ${lines.name} ${linesSql(engine, day, file, shape)}`);
  return lines;
};

const linesSql = (
  { dialect }: Pick<Engine, "dialect">,
  day: string,
  file: string,
  { features, outputs }: LineShape,
): string => {
  const { cast, tryCast, item, length, jsonLines } = dialect;
  const columns = [
    `'${day}' AS day`,
    `${tryCast(`"at"`, "timestamp")} AS answered_at`,
    ...["id", "key", "version", "answer"],
    `"challengeOf" AS challenge`,
    `${length("features")} AS width`,
    "counts.answers AS answers",
    "counts.dropped AS dropped",
    `${cast("counts.refused", "text")} AS refused`,
    ...features.map(({ type }, i) => {
      const value = item("features", i);
      return `${type === "category" ? value : tryCast(value, "double")} AS ${featureColumn(i)}`;
    }),
    ...Array.from({ length: outputs }, (_, i) => `${item("scores", i)} AS ${scoreColumn(i)}`),
  ];
  return `SELECT ${columns.join(", ")} FROM ${jsonLines(file, FIELDS)}`;
};
