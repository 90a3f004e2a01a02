import type { OnnxAnswer, OnnxCase } from "../onnx/ask.js";
import { takenNumber } from "../onnx/drawn-rows.js";

/** What an api answers to rows that it takes, as `/v1` and as MLflow's protocol write it. */
export interface ApiAnswers extends Pick<OnnxAnswer, "labels" | "numbers"> {
  /** The place of each among all rows. */
  readonly at: readonly number[];
  /** Labels or numbers at `/invocations`. */
  readonly predictions: readonly unknown[];
  /** The status for each of the first rows that a release refuses, asked alone. */
  readonly refusals: readonly number[];
}

const ROWS = 500;
const REFUSED = 20;

interface Detailed {
  readonly class?: readonly (string | number)[];
  readonly amount?: number;
  readonly probabilidad?: number;
  readonly probabilidades?: Readonly<Record<string, number>>;
}

/** Asks an api over HTTP. A batch with one row that is refused has no answer, so those are asked alone. */
export const askApi = async (
  url: string,
  model: string,
  { description: { features }, rows }: OnnxCase,
): Promise<ApiAnswers> => {
  const names = features.map(({ name }) => name);
  const record = (row: number) =>
    Object.fromEntries(names.map((name, i) => [name, rows[row]![i]!]));
  const isTaken = (row: number) =>
    features.every((feature, i) => takenNumber(feature, rows[row]![i]!) !== undefined);
  const all = [...rows.keys()];
  const at = all.filter(isTaken);
  const details: Detailed[] = [];
  const predictions: unknown[] = [];
  for (let from = 0; from < at.length; from += ROWS) {
    const some = at.slice(from, from + ROWS);
    const v1 = await post(`${url}/v1/models/${model}/prediction?detalle=true`, some.map(record));
    details.push(...((await v1.json()) as Detailed[]));
    const split = { columns: names, data: some.map((row) => rows[row]) };
    const path = `${url}/models/${model}/invocations`;
    const invoked = await post(path, { dataframe_split: split });
    predictions.push(...((await invoked.json()) as { predictions: unknown[] }).predictions);
  }
  const refusals: number[] = [];
  for (const row of all.filter((each) => !isTaken(each)).slice(0, REFUSED))
    refusals.push((await post(`${url}/v1/models/${model}/prediction`, record(row))).status);
  const labels = details.flatMap((detail) => detail.class ?? []);
  return {
    at,
    labels,
    numbers: Float64Array.from(details.flatMap(numbersOf)),
    predictions,
    refusals,
  };
};

const post = (url: string, body: unknown): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const numbersOf = ({ amount, probabilidad: one, probabilidades: named }: Detailed) => {
  if (amount !== undefined) return [amount];
  return named === undefined ? [1 - one!, one!] : Object.values(named);
};
