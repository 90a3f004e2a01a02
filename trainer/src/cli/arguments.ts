import { isVersion, NameInvalid, numberOf } from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";
import { requireKnown } from "../model/catalogue.js";
import type { TrainerSettings } from "../pipeline/settings.js";

/** A model as it was typed, whether its definition can be used or not. @throws `MODEL_UNKNOWN` */
export const knownModel = (
  name: string,
  settings: Pick<TrainerSettings, "modelsDirectory">,
): { readonly name: string } => ({ name: requireKnown(name, settings) });

/** A version as it was typed. @throws `NAME_INVALID` */
export const versionOf = (version: string): string => {
  if (isVersion(version)) return version;
  throw new NameInvalid({ kind: "version", rule: "one that `despliega releases` lists" });
};

/** A pseudonym as it was typed. @throws `NAME_INVALID` */
export const pseudonymTyped = (pseudonym: string): string => {
  if (/^[A-Za-z0-9][\w-]{0,31}\.[0-9a-f]{64}$/.test(pseudonym)) return pseudonym;
  throw new NameInvalid({
    kind: "pseudonym",
    rule: "a key's id, a dot and 64 digits; a handle leads to nobody",
  });
};

/** Collects the values of an option that may be given several times. */
export const collected = (text: string, others: readonly string[] = []): readonly string[] => [
  ...others,
  text,
];

/** A day of the calendar as it was typed. @throws `OPTION_INVALID` */
export const dayOf = (option: string, text: string): string => {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time))
    if (new Date(time).toISOString().startsWith(text)) return text;
  throw new OptionInvalid({ option, problem: "must be a day such as 2026-01-31" });
};

/** A reason for the ledger, as it was typed. @throws `OPTION_INVALID` */
export const reasonOf = (option: string, text: string): string => {
  if (text.trim() !== "") return text;
  throw new OptionInvalid({ option, problem: "must say why" });
};

/** A whole number as it was typed. @throws `OPTION_INVALID` */
export const countOf = (option: string, text: string, least: number): number => {
  const count = Number(text);
  if (/^\d{1,9}$/.test(text) && count >= least) return count;
  throw new OptionInvalid({ option, problem: `must be a whole number from ${least} on` });
};

/** A share as it was typed, above 0 and at most 1. @throws `OPTION_INVALID` */
export const shareOf = (option: string, text: string): number => {
  const share = numberOf(text) ?? 0;
  if (share > 0 && share <= 1) return share;
  throw new OptionInvalid({
    option,
    problem: "must be a number above 0 and at most 1, such as 0.1",
  });
};

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A duration as it was typed, in milliseconds. @throws `OPTION_INVALID` */
export const durationOf = (option: string, text: string): number => {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (unit !== undefined) return Number(count) * UNITS[unit as keyof typeof UNITS];
  throw new OptionInvalid({ option, problem: "must be a duration such as 7d, 12h, 30m or 0s" });
};

/** A time as it was typed, by its day or by its age. @throws `OPTION_INVALID` */
export const dayOrAge = (option: string, text: string, now: Date): Date =>
  /^\d{4}-/.test(text)
    ? new Date(`${dayOf(option, text)}T00:00:00Z`)
    : new Date(now.getTime() - durationOf(option, text));
