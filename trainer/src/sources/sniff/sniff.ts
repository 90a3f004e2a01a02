import { fieldTexts, headerRecord, recordShape } from "@despliega/storage";

import { InputEmpty, InputHeader } from "../../errors/errors.js";
import type { PlainColumn } from "../../model/columns.js";
import type { InputFormat } from "../../model/input-format.js";
import { marksOf } from "../format/marks.js";
import { headerNames } from "../header-names.js";
import { dayKind, guessDateFormat } from "./days.js";
import { guessNumberMarks, isNumeric, numberKind } from "./numbers.js";
import { addPerson, guessPerson, isOfPerson, newPersonTally, type PersonKind } from "./people.js";
import { sampleOf, type Sample } from "./sample.js";
import { addField, newTally, type Tally } from "./tally.js";
import { booleanWords, mayBeText } from "./words.js";

/** What a column seems to be. */
export interface SniffedColumn {
  readonly name: string;
  readonly type: Exclude<PlainColumn["type"], "decimal">;
  /** Why it is of that type. */
  readonly reason: string;
  /** What of a person it seems to hold, and why. */
  readonly person: { readonly kind: PersonKind; readonly reason: string } | undefined;
}

/** What a file seems to be. */
export interface Sniffed {
  /** Whether it is compressed by gzip. */
  readonly compressed: boolean;
  /** How it is written, as `input` in `model.yaml` says it: only what differs from the standard format. */
  readonly format: InputFormat;
  /** Why, by field of the format; also for what is standard. */
  readonly reasons: Readonly<Partial<Record<keyof InputFormat, string>>>;
  /** In the file's order. A column without a name is left out. */
  readonly columns: readonly SniffedColumn[];
  /** Places of columns without a name, from 1. */
  readonly unnamed: readonly number[];
}

/**
 * Finds out how a file is written and what its columns are, from its first 16 MiB of text.
 *
 * @param hints what is known of the format already
 * @param directory where the text of a Parquet file may be written
 * @param textual a column whose words for true and false stay texts. Default: none
 * @throws `INPUT_…` errors of opening the file, `INPUT_EMPTY`, `INPUT_HEADER`, and `INPUT_DATE_AMBIGUOUS`
 */
export const sniff = async (
  file: string,
  hints: InputFormat,
  directory: string,
  textual?: string,
): Promise<Sniffed> => {
  const sample = await sampleOf(file, hints, directory);
  const { names, columns } = tallied(file, sample);
  const fields = columns.map((column, at) => ({ ...column, name: names[at]! }));
  const tallies = columns.map(({ tally }) => tally);

  const numbers = guessNumberMarks(tallies, sample.marks.delimiter, hints);
  const dateFormat = guessDateFormat(file, fields, hints);
  const booleans = new Map<string, ReturnType<typeof booleanWords>>();
  const missing = new Set<string>(hints.missing);
  const found = fields.map(({ name, tally, person }): SniffedColumn => {
    const pair =
      tally.isProse || name === textual ? undefined : booleanWords([...tally.shapes.keys()]);
    if (pair !== undefined) booleans.set(name, pair);
    const typed = typeOf(tally, pair !== undefined, numbers, dateFormat);
    for (const word of tally.missing)
      if (typed.type !== "text" || !mayBeText(word)) missing.add(word);
    const looks = typed.type === "boolean" ? undefined : guessPerson(name, person);
    return { name, ...typed, person: looks };
  });

  const [yes, no] = wordsFor(found, booleans);
  const { decimal, thousands, columns: numeric } = numbers;
  const format: InputFormat = {
    ...sample.format,
    ...(decimal === "," && { decimal }),
    ...(thousands && { thousands }),
    ...(dateFormat && dateFormat !== "YYYY-MM-DD" && { dateFormat }),
    ...(missing.size > 0 && { missing: [...missing] }),
    ...(yes.length > 0 && { true: yes, false: no }),
  };
  const reasons = {
    ...sample.reasons,
    decimal: `${numeric} columns are numbers by it`,
    ...(dateFormat && { dateFormat: "the columns of days are written so" }),
    ...(missing.size > 0 && { missing: "these words are where values are missing elsewhere" }),
    ...(yes.length > 0 && { true: "a column has such words and no others" }),
  };
  const named = found.filter(({ name }) => name !== "");
  const unnamed = names.flatMap((name, at) => (name === "" ? [at + 1] : []));
  return { compressed: sample.compressed, format, reasons, columns: named, unnamed };
};

const typeOf = (
  tally: Tally,
  isBoolean: boolean,
  numbers: Pick<InputFormat, "decimal" | "thousands">,
  dateFormat: InputFormat["dateFormat"],
): Pick<SniffedColumn, "type" | "reason"> => {
  if (isBoolean) return { type: "boolean", reason: "it has a word for yes and one for no" };
  if (tally.zeros > 0 && tally.ones > 0 && tally.others === 0 && !tally.isProse)
    return { type: "boolean", reason: "all values are 0 or 1" };
  const kind = dateFormat && dayKind(tally, dateFormat);
  if (kind !== undefined) return { type: kind, reason: `all values are written ${dateFormat}` };
  if (isNumeric(tally, numbers)) return numberKind(tally, numbers);
  const isEmpty = tally.shapes.size === 0 && !tally.isProse;
  return { type: "text", reason: isEmpty ? "it has no value" : "its values are texts" };
};

/** The words of all columns of booleans; none where all have the standard ones. */
const wordsFor = (
  columns: readonly SniffedColumn[],
  pairs: ReadonlyMap<string, ReturnType<typeof booleanWords>>,
): readonly [yes: string[], no: string[]] => {
  const used = columns.flatMap(({ name, type }) =>
    type === "boolean" ? [pairs.get(name) ?? { yes: "1", no: "0" }] : [],
  );
  if (used.every(({ yes }) => yes === "true" || yes === "1")) return [[], []];
  return [[...new Set(used.map(({ yes }) => yes))], [...new Set(used.map(({ no }) => no))]];
};

const tallied = (file: string, { text, marks: { delimiter, quote } }: Sample) => {
  const marks = marksOf({ delimiter, quote });
  if (text.length === 0) throw new InputEmpty({ file, found: "is empty" });
  const header = headerRecord(text, marks);
  const names = headerNames(file, header, marks);
  const datum = names.findIndex(isOfPerson);
  if (datum >= 0)
    throw new InputHeader({
      file,
      problem: `field ${datum + 1} of line 1 is the datum of a person, not a name: name the columns there`,
    });
  const columns = names.map(() => ({ tally: newTally(), person: newPersonTally() }));
  for (let start = header.length; start < text.length;) {
    const { end, columns: found, fault } = recordShape(text, start, marks);
    const stop = text[end - 1] === 13 && end > start ? end - 1 : end;
    if (stop > start && fault === undefined && found === names.length)
      fieldTexts(text.subarray(start, stop), marks).forEach((field, at) => {
        addField(columns[at]!.tally, field);
        addPerson(columns[at]!.person, field);
      });
    start = end + 1;
  }
  return { names, columns };
};
