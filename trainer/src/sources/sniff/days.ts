import { InputDateAmbiguous } from "../../errors/errors.js";
import { DATE_FORMATS, type DateFormat, type InputFormat } from "../../model/input-format.js";
import { dayReader, momentReader } from "../format/day.js";
import type { Orders, Tally } from "./tally.js";

/** Share of the fields that must be days or moments. */
const SHARE = 0.98;

/** The standard format is read strictly: two digits for a month, a day and an hour. */
const STANDARD =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,9})?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?)?$/;

const orderOf = (format: DateFormat): keyof Orders => {
  if (format === "YYYYMMDD") return "compact";
  if (format.startsWith("YYYY")) return "ymd";
  return format.startsWith("DD") ? "dmy" : "mdy";
};

/** What a column is by a format of days; undefined when it has none. */
export const dayKind = (tally: Tally, format: DateFormat): "date" | "timestamp" | undefined => {
  if (tally.isProse) return undefined;
  const [day, moment] = [dayReader(format), momentReader(format)];
  const fits = (shape: string): boolean =>
    format === "YYYY-MM-DD" ? STANDARD.test(shape) : moment(shape) !== undefined;
  let [all, fitting, days] = [0, 0, 0];
  for (const [shape, count] of tally.shapes) {
    all += count;
    if (!fits(shape)) continue;
    fitting += count;
    if (day(shape) !== undefined) days += count;
  }
  const valid = Math.min(fitting, tally.orders[orderOf(format)]);
  if (all === 0 || valid < SHARE * all) return undefined;
  return days === fitting ? "date" : "timestamp";
};

interface Column {
  readonly name: string;
  readonly tally: Tally;
}

/**
 * Finds the format of days that most columns have; undefined when no column holds days.
 *
 * @throws `INPUT_DATE_AMBIGUOUS` where two formats are as good, some field is another day by each, and no hint decides
 */
export const guessDateFormat = (
  file: string,
  columns: readonly Column[],
  hints: InputFormat,
): DateFormat | undefined => {
  if (hints.dateFormat !== undefined) return hints.dateFormat;
  const counted = DATE_FORMATS.map((format) => ({
    format,
    found: columns.filter(({ tally }) => dayKind(tally, format) !== undefined),
  }));
  const best = counted.reduce((one, other) =>
    other.found.length > one.found.length ? other : one,
  );
  if (best.found.length === 0) return undefined;
  const swapped = best.format.replace("DD", "XX").replace("MM", "DD").replace("XX", "MM");
  const other = counted.find(({ format }) => format === swapped && format !== best.format);
  const twoDays = best.found.find(({ tally }) => tally.orders.twoDays > 0);
  if (other?.found.length === best.found.length && twoDays !== undefined)
    throw new InputDateAmbiguous({
      file,
      column: twoDays.name,
      formats: [best.format, other.format],
    });
  return best.format;
};
