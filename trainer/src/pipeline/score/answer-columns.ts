import {
  classAnswers,
  detailedAnswer,
  FAR_FIELD,
  INTERVAL_FIELD,
  NEW_FIELD,
  type ClassAnswers,
  type Manifest,
  type Scorer,
} from "@despliega/storage";

import { csvText } from "./csv-text.js";

/** A column of the output. */
export interface OutputColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "number";
}

/** The value of one column for a row, undefined where it has none. */
type Value = string | number | undefined;

/** The columns of an answer, and what writes them. */
export interface AnswerColumns {
  readonly columns: readonly OutputColumn[];
  /**
   * The fields of a row's answer as CSV, from the scores of many rows of which the row's begin at `at`.
   *
   * @param isNew whether it is about an entity without history
   */
  readonly write: (row: Float64Array, scores: Float64Array, at: number, isNew: boolean) => string;
}

/**
 * Makes the columns of an answer: what the api answers and, of a classification, the probability of class 1 or, where classes
 * have names, of each. With the detail they are followed by the fields of the api's detailed answer; its lists are in JSON.
 */
export const answerColumns = (
  manifest: Manifest,
  scorer: Scorer,
  detail: boolean,
): AnswerColumns => {
  const answers = classAnswers(manifest);
  const plain = answers === undefined ? numberColumn(manifest) : classColumns(manifest, answers);
  if (!detail) return plain;
  const more = detailColumns(manifest);
  const detailed = detailedAnswer(manifest, scorer, answers);
  return {
    columns: [...plain.columns, ...more.map(({ name, type }) => ({ name, type }))],
    write(row, scores, at, isNew) {
      const fields = { ...detailed(row, scores, at), ...(isNew ? { [NEW_FIELD]: true } : {}) };
      const texts = more.map(({ valueOf }) => csvText(valueOf(fields)));
      return `${plain.write(row, scores, at, isNew)},${texts.join(",")}`;
    },
  };
};

const numberColumn = ({ serving }: Manifest): AnswerColumns => ({
  columns: [{ name: serving.answer, type: "number" }],
  write: (_row, scores, at) => `${scores[at]!}`,
});

const classColumns = (
  { serving, classes }: Manifest,
  { labels, codeOf, probabilityOf }: ClassAnswers,
): AnswerColumns => {
  const shown = labels.map(csvText);
  const answer = {
    name: serving.answer,
    type: classes === undefined ? "integer" : "text",
  } as const;
  if (classes === undefined)
    return {
      columns: [answer, { name: PROBABILITY, type: "number" }],
      write: (_row, scores, at) => `${shown[codeOf(scores, at)]!},${probabilityOf(scores, at, 1)}`,
    };
  return {
    columns: [
      answer,
      ...classes.map((name) => ({ name: `${PROBABILITY}_${name}`, type: "number" }) as const),
    ],
    write(_row, scores, at) {
      let text = shown[codeOf(scores, at)]!;
      for (let code = 0; code < classes.length; code++)
        text += `,${probabilityOf(scores, at, code)}`;
      return text;
    },
  };
};

const PROBABILITY = "probabilidad";

type Fields = Readonly<Record<string, unknown>>;

/** A column of the detail, and its value in a detailed answer of the api. */
interface DetailColumn extends OutputColumn {
  readonly valueOf: (fields: Fields) => Value;
}

const detailColumns = ({
  task,
  features,
  interval,
  points,
  serving,
}: Manifest): readonly DetailColumn[] => [
  ...(interval === undefined
    ? []
    : ["nivel", "desde", "hasta"].map((end) =>
        numbers(`${INTERVAL_FIELD}_${end}`, (fields) => within(fields, INTERVAL_FIELD)[end]),
      )),
  numbers("base", (fields) => fields["base"]),
  ...features.map(({ name }) =>
    numbers(`contribucion_${name}`, (fields) => within(fields, "contribuciones")[name]),
  ),
  numbers("puntuacion", (fields) => fields["puntuacion"]),
  ...(task === "classification" ? [list("razones")] : []),
  ...(points === undefined ? [] : [numbers("puntos", (fields) => fields["puntos"])]),
  list(FAR_FIELD),
  ...(serving.by === "key" && serving.unknown === "new" ? [list(NEW_FIELD)] : []),
];

const numbers = (name: string, valueOf: (fields: Fields) => unknown): DetailColumn => ({
  name,
  type: "number",
  valueOf: (fields) => valueOf(fields) as number,
});

const list = (name: string): DetailColumn => ({
  name,
  type: "text",
  valueOf: (fields) => (fields[name] === undefined ? undefined : JSON.stringify(fields[name])),
});

const within = (fields: Fields, name: string): Fields => fields[name] as Fields;
