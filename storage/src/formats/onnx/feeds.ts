import type { Feature } from "../feature.js";
import { OTHER } from "../value.js";
import type { OnnxInput } from "./json.js";
import type { Tensor } from "./runtime.js";

/** Makes what the runtime takes of rows. @param rows those of the first row, and then of the next */
export type FeedsOf = (
  rows: Float64Array,
  count: number,
) => Readonly<Record<string, Tensor & { readonly location: "cpu" }>>;

/** Makes the function that turns rows into inputs of a model. @throws RangeError for an input of other features */
export const feedsOf = (inputs: readonly OnnxInput[], features: readonly Feature[]): FeedsOf => {
  const columns = inputs.map((input) => ({ ...input, write: writerOf(input, features) }));
  return (rows, count) =>
    Object.fromEntries(
      columns.map(({ name, type, flat, features: { length }, write }) => [
        name,
        {
          type,
          data: write(rows, count),
          dims: flat === true ? [count] : [count, length],
          location: "cpu" as const,
        },
      ]),
    );
};

type Write = (rows: Float64Array, count: number) => Tensor["data"];

const writerOf = (
  { name, type, features: places }: OnnxInput,
  features: readonly Feature[],
): Write => {
  const asked = places.map((place) => {
    const feature = features[place];
    if (feature === undefined || (type === "string" && feature.type !== "category"))
      throw new RangeError(`The input ${name} takes features that are not there`);
    return feature;
  });
  const width = features.length;
  const fill =
    <T, Values extends { [at: number]: T }>(
      values: Values,
      of: (value: number, column: number) => T,
    ) =>
    (rows: Float64Array, count: number): Values => {
      for (let row = 0, at = 0; row < count; row++)
        for (let column = 0; column < places.length; column++, at++)
          values[at] = of(rows[row * width + places[column]!]!, column);
      return values;
    };
  const own = (value: number) => value;
  const texts = type === "string" ? asked.map(textOf) : [];
  const size = places.length;
  switch (type) {
    case "float32":
      return (rows, count) => fill(new Float32Array(count * size), own)(rows, count);
    case "float64":
      return (rows, count) => fill(new Float64Array(count * size), own)(rows, count);
    case "int32":
      return (rows, count) => fill(new Int32Array(count * size), own)(rows, count);
    case "bool":
      return (rows, count) => fill(new Uint8Array(count * size), own)(rows, count);
    case "int64":
      return (rows, count) => fill(new BigInt64Array(count * size), BigInt)(rows, count);
    case "string":
      return (rows, count) =>
        fill<string, string[]>([], (code, column) => texts[column]!(code))(rows, count);
  }
};

/** The text of a code: the name of a category, an empty text where it is missing, or a text that is no name of its own. */
const textOf = ({ categories = [] }: Feature): ((code: number) => string) => {
  let other: string = OTHER;
  while (categories.includes(other)) other += "_";
  return (code) => (Number.isNaN(code) ? "" : (categories[code] ?? other));
};
