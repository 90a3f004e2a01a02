import { decoderOf, encoderOf, type Coded } from "../formats/value.js";

/** A feature in a recorded answer: numbers and booleans as numbers, a category as its text, and null where it is missing. */
export type RecordedFeature = number | string | null;

/** A number as JSON holds it: those that are not finite as `Infinity`, `-Infinity` and null. */
export const recordedNumber = (number: number): number | "Infinity" | "-Infinity" | null => {
  if (Number.isFinite(number)) return number;
  if (Number.isNaN(number)) return null;
  return number > 0 ? "Infinity" : "-Infinity";
};

/** The number that {@link recordedNumber} wrote. */
export const numberRecorded = (recorded: RecordedFeature): number =>
  recorded === null ? NaN : Number(recorded);

/** Makes what writes a row of features as recorded answers hold it. */
export const featureWriter = (
  features: readonly Coded[],
): ((row: ArrayLike<number>) => RecordedFeature[]) => {
  const writers = features.map((feature) =>
    feature.type === "category"
      ? (decoderOf(feature) as (code: number) => string | null)
      : recordedNumber,
  );
  return (row) => writers.map((write, i) => write(row[i]!));
};

/** Makes what reads the row that {@link featureWriter} wrote; NaN for a category that the model does not have. */
export const featureReader = (
  features: readonly Coded[],
): ((recorded: readonly RecordedFeature[]) => Float64Array) => {
  const readers = features.map((feature) => {
    if (feature.type !== "category") return numberRecorded;
    const encode = encoderOf(feature);
    return (value: RecordedFeature) => encode(value) ?? NaN;
  });
  return (recorded) => Float64Array.from(readers, (read, i) => read(recorded[i] ?? null));
};
