import type { ColumnQuality } from "../../ingest/quality.js";
import type { Formats } from "@despliega/storage/language";
import type { Locale } from "../language/locale.js";
import type { InputReport, ModelReport } from "../report-data.js";
import type { Section } from "../section.js";
import { mayBeYears } from "../years.js";

/** How good the inputs are: their columns, and the rows that were rejected where there are any. */
export const qualitySections = (
  { quality, isSensitive }: ModelReport,
  locale: Locale,
): Section[] => [
  columnSection(quality, isSensitive, locale),
  ...(quality.some(({ causes }) => causes.length > 0) ? [rejectedSection(quality, locale)] : []),
];

const columnSection = (
  inputs: readonly InputReport[],
  isSensitive: boolean,
  { text, format }: Locale,
): Section => {
  const names = text.quality;
  const { count, percent } = format;
  const repeated = inputs.filter((input) => input.repeated > 0);
  return {
    heading: names.heading,
    reading: [
      names.reading,
      ...repeated.map((input) => names.repeated(count(input.repeated), input.name)),
    ].join(" "),
    table: {
      caption: names.caption,
      columns: [
        { name: names.column },
        { name: names.input },
        { name: names.type },
        { name: names.missing, numeric: true },
        ...(isSensitive ? [] : [{ name: names.range, numeric: true }]),
        { name: names.note },
      ],
      rows: inputs.flatMap(({ name: input, kept, columns }) =>
        columns.map(({ name, type, missing, range, isConstant }) => [
          name,
          input,
          names.types[type],
          missing === 0 ? count(0) : `${count(missing)} (${percent(missing / kept)})`,
          ...(isSensitive ? [] : [rangeText(range, format)]),
          missing === kept ? names.empty : isConstant ? names.constant : "",
        ]),
      ),
    },
  };
};

/** The ends of a column's values; nothing where they are not known. */
const rangeText = (range: ColumnQuality["range"], { number, year }: Formats): string => {
  const numbers = range?.filter((end) => typeof end === "number") ?? [];
  const format = mayBeYears(numbers) ? year : number;
  const texts = range?.map((end) =>
    typeof end === "number" ? format(end) : end.replace(" 00:00:00", ""),
  );
  return texts?.join(" – ") ?? "";
};

const MOST = 20;

const rejectedSection = (inputs: readonly InputReport[], { text, format }: Locale): Section => {
  const names = text.quality.rejected;
  const causes = inputs
    .flatMap(({ name: input, causes: own }) => own.map((cause) => ({ input, ...cause })))
    .toSorted((a, b) => b.rows - a.rows);
  const reasonOf = (reason: string): string =>
    Object.hasOwn(names.reasons, reason)
      ? names.reasons[reason as keyof typeof names.reasons]
      : reason;
  return {
    heading: names.heading,
    reading: names.reading,
    table: {
      caption: names.caption,
      columns: [
        { name: names.reason },
        { name: names.column },
        { name: names.input },
        { name: names.rows, numeric: true },
      ],
      rows: causes
        .slice(0, MOST)
        .map(({ input, column, reason, rows }) => [
          reasonOf(reason),
          column,
          input,
          format.count(rows),
        ]),
    },
  };
};
