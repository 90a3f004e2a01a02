import type { DateFormat } from "../../model/input-format.js";
import type { FieldReader } from "./boolean.js";

const PARTS = {
  YYYY: "(?<year>[0-9]{4})",
  MM: "(?<month>[0-9]{1,2})",
  DD: "(?<day>[0-9]{1,2})",
} as const;

const patternOf = (format: DateFormat): string =>
  format === "YYYYMMDD"
    ? "(?<year>[0-9]{4})(?<month>[0-9]{2})(?<day>[0-9]{2})"
    : format
        .replaceAll(/[-/.]/g, String.raw`\$&`)
        .replaceAll(/YYYY|MM|DD/g, (part) => PARTS[part as keyof typeof PARTS]);

/** The digits of a day in a format as YYYY-MM-DD; whether the calendar has it is not asked. */
export const dayReader = (format: DateFormat): FieldReader => {
  const pattern = new RegExp(`^${patternOf(format)}$`);
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    return groups && isoDay(groups);
  };
};

/**
 * Reads a moment: a day in a format, and after a blank or T a time of 24 hours, or of 12 with AM or PM. The result
 * is a day, a blank and a time with seconds, and the zone as it was.
 */
export const momentReader = (format: DateFormat): FieldReader => {
  const pattern = new RegExp(
    `^${patternOf(format)}(?:(?: +|T)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2}(?:[.][0-9]{1,9})?))?` +
      `(?: ?(?<half>[AaPp])[Mm])?(?<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$`,
  );
  return (text) => {
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) return undefined;
    const { minute, second = "00", zone = "" } = groups;
    if (minute === undefined) return isoDay(groups);
    const hour = hourOf(Number(groups["hour"]), groups["half"]?.toLowerCase());
    return hour === undefined ? undefined : `${isoDay(groups)} ${hour}:${minute}:${second}${zone}`;
  };
};

const isoDay = ({ year, month, day }: Readonly<Record<string, string>>): string =>
  `${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}`;

/** Two digits from 00 to 23; undefined where a clock has no such hour. */
const hourOf = (hour: number, half: string | undefined): string | undefined => {
  if (half === undefined) return hour <= 23 ? String(hour).padStart(2, "0") : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return String((hour % 12) + (half === "p" ? 12 : 0)).padStart(2, "0");
};
