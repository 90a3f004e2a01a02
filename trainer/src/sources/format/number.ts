import type { InputFormat } from "../../model/input-format.js";
import type { FieldReader } from "./boolean.js";

/** A blank as a mark of thousands: the space, the no-break space and the narrow one that Excel writes; ' is also written ’. */
const THOUSANDS = {
  ",": ",",
  ".": String.raw`\.`,
  " ": "[ \u00a0\u202f]",
  "'": "['\u2019]",
} as const;

/**
 * Reads numbers with the marks of a format as numbers with a point and without groups. Groups have three digits each but
 * for the first, so that 1.5 is no number where the point groups digits.
 */
export const numberReader = ({
  decimal = ".",
  thousands,
}: Pick<InputFormat, "decimal" | "thousands">): FieldReader => {
  const group = thousands === undefined ? undefined : THOUSANDS[thousands];
  const whole = group === undefined ? "[0-9]+" : `[0-9]{1,3}(?:${group}[0-9]{3})+|[0-9]+`;
  const point = decimal === "." ? String.raw`\.` : decimal;
  const pattern = new RegExp(
    `^([+-]?)(?:(${whole})(?:${point}([0-9]*))?|${point}([0-9]+))((?:[eE][+-]?[0-9]+)?)$`,
  );
  const groups = group === undefined ? undefined : new RegExp(group, "g");
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, sign = "", written = "", part, fraction = part, exponent = ""] = match;
    const digits = groups === undefined ? written : written.replace(groups, "");
    return `${sign}${digits}${fraction === undefined ? "" : `.${fraction}`}${exponent}`;
  };
};
