import type { InputReason, PruneReason, SurveyedInput, SurveyedVersion } from "@despliega/storage";

import { megabytes } from "./megabytes.js";

/** Of all, those that go. */
export const goneOf = <Of extends { readonly goes: boolean }>(all: readonly Of[]): readonly Of[] =>
  all.filter(({ goes }) => goes);

/** What becomes of a version or an input. */
export const fateOf = ({ goes }: { readonly goes: boolean }, dryRun: boolean): string => {
  if (!goes) return "stays";
  return dryRun ? "would go" : "deleted";
};

/** Why a version stays or goes. */
export const REASONS: Readonly<Record<PruneReason, string>> = {
  champion: "the champion",
  predecessor: "the champion's predecessor",
  challenger: "the challenger",
  newest: "one of the newest",
  "served within the grace": "served within the grace",
  "written within the grace": "written within the grace",
  "no champion yet": "no champion yet",
  "named by a decision": "a kept decision names it",
  "may be named by a decision": "served while decisions are kept, and may be named by one",
  unfinished: "left by a run that died",
  "half deleted": "left by a prune that died",
  old: "old",
};

/** Why a kept input stays or goes. */
export const INPUT_REASONS: Readonly<Record<InputReason, string>> = {
  needed: "a release needs it",
  "kept within the grace": "kept within the grace",
  unsure: "a release that may need it cannot be read",
  unneeded: "no release needs it",
  unfinished: "left by a run that died",
};

/** How many versions there are, and how many editions of their features. */
export const sizesOf = (
  surveyed: readonly SurveyedVersion[],
): { readonly versions: number; readonly editions: number } => {
  const editions = surveyed.filter(({ edition }) => edition !== undefined).length;
  return { versions: surveyed.length - editions, editions };
};

/** How many of the versions go and, where there are any, how many of the editions and of the kept inputs. */
export const countsOf = (
  surveyed: readonly SurveyedVersion[],
  inputs: readonly SurveyedInput[],
): string => {
  const [editions, versions] = [true, false].map((isEdition) =>
    surveyed.filter(({ edition }) => (edition !== undefined) === isEdition),
  ) as [SurveyedVersion[], SurveyedVersion[]];
  const counted = (of: readonly { readonly goes: boolean }[], what: string): string =>
    `${goneOf(of).length} of ${of.length} ${what}`;
  return [
    counted(versions, "versions"),
    ...(editions.length === 0 ? [] : [counted(editions, "editions")]),
    ...(inputs.length === 0 ? [] : [counted(inputs, "kept inputs")]),
  ].join(" and ");
};

/** A version as a line of a table for people. */
export const versionText = (
  { version, edition, reason, blobs, bytes }: SurveyedVersion,
  fate: string,
): string =>
  `${edition === undefined ? version : `└ edition ${edition}`}  ${fate.padEnd(8)}  ${`${blobs} blobs`.padStart(8)}  ${megabytes(bytes).padStart(9)}  ${REASONS[reason]}`;

/** A kept input as a line of the same table. */
export const inputText = (
  { content, dataset = "", reason, bytes }: SurveyedInput,
  fate: string,
): string =>
  `input ${content.slice(0, 12)}  ${fate.padEnd(8)}  ${dataset.padEnd(12)}  ${megabytes(bytes).padStart(9)}  ${INPUT_REASONS[reason]}`;

/** The decisions or recorded answers that go, as the end of a sentence; empty where there are none. */
export const daysText = (
  what: string,
  { days, bytes }: { readonly days: number; readonly bytes: number },
): string =>
  days === 0 ? "" : `, and ${what} of ${days} ${days === 1 ? "day" : "days"}, ${megabytes(bytes)}`;
