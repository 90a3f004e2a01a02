import type { KeyObject } from "node:crypto";

import {
  classAnswers,
  featureWriter,
  keyWriter,
  recordedNumber,
  type EntityKey,
  type Manifest,
  type ManifestFeature,
} from "@despliega/storage";

import { createRecent } from "../security/recent.js";
import type { PackedRow } from "./packed-rows.js";

/** Writes the line of a row's answer, as `RecordedAnswer` of storage describes it, with the end of the line. */
export type WriteLine = (row: PackedRow, id: string) => string;

/** A release, as far as its lines show it. */
export interface WrittenRelease {
  readonly manifest: Manifest;
  /** Of its scorer. */
  readonly outputs: number;
  /** Of its features. */
  readonly edition: string | undefined;
}

/**
 * Makes what writes the lines of a release.
 *
 * @param secret with which keys are hashed. Default: hashed keys are left out
 */
export const lineWriter = (
  { manifest, outputs, edition }: WrittenRelease,
  secret: KeyObject | undefined,
): WriteLine => {
  const { features, version } = manifest;
  const width = features.length;
  const writers = features.map(numberWriter);
  const answerOf = answerWriter(manifest);
  const keyOf = keyFieldWriter(manifest, secret);
  const isoOf = timeWriter();
  const release =
    `","version":${JSON.stringify(version)}` +
    (edition === undefined ? "" : `,"edition":${JSON.stringify(edition)}`);

  return ({ at, numbers, features: from, scores, key, isNew, challengeOf }, id) => {
    let list = "";
    for (let i = 0; i < width; i++) list += (i === 0 ? "" : ",") + writers[i]!(numbers[from + i]!);
    let outcome = "";
    for (let i = 0; i < outputs; i++)
      outcome += (i === 0 ? "" : ",") + jsonOf(numbers[scores + i]!);
    return (
      `{"id":"${id}","at":"${isoOf(at)}${release}` +
      (key === undefined ? "" : keyOf(key)) +
      (isNew ? ',"new":true' : "") +
      `,"features":[${list}],"scores":[${outcome}],"answer":${answerOf(numbers, scores)}` +
      (challengeOf === undefined ? "" : `,"challengeOf":"${challengeOf}"`) +
      "}\n"
    );
  };
};

const jsonOf = (number: number): string =>
  Number.isFinite(number) ? `${number}` : JSON.stringify(recordedNumber(number));

/** Makes what writes the number of a feature as JSON; the texts of a category are written once. */
const numberWriter = (feature: ManifestFeature): ((number: number) => string) => {
  if (feature.type !== "category") return jsonOf;
  const write = featureWriter([feature]);
  const texts = new Map<number, string>();
  return (code) => {
    let text = texts.get(code);
    if (text === undefined) texts.set(code, (text = JSON.stringify(write([code])[0])));
    return text;
  };
};

const answerWriter = (manifest: Manifest): ((scores: Float64Array, at: number) => string) => {
  const classes = classAnswers(manifest);
  if (classes === undefined) return (scores, at) => jsonOf(scores[at]!);
  const texts = classes.labels.map((label) => JSON.stringify(label));
  return (scores, at) => texts[classes.codeOf(scores, at)]!;
};

/** Hashes of this many keys are remembered at least, since a hash costs as much as the rest of a line. */
const REMEMBERED = 10_000;

const keyFieldWriter = (
  { model, recording }: Manifest,
  secret: KeyObject | undefined,
): ((key: EntityKey) => string) => {
  const write = keyWriter(model, recording?.key ?? "hashed", secret);
  if (write === undefined) return () => "";
  const recent = createRecent<string>(REMEMBERED);
  return (key) => {
    const name = key.length === 1 ? `${key[0]!}` : JSON.stringify(key);
    let field = recent.get(name);
    if (field === undefined) recent.set(name, (field = `,"key":${JSON.stringify(write(key))}`));
    return field;
  };
};

/** Makes what writes times in ISO 8601; many answers are given in one millisecond. */
const timeWriter = (): ((at: number) => string) => {
  let [last, text] = [NaN, ""];
  return (at) => {
    if (at !== last) [last, text] = [at, new Date(at).toISOString()];
    return text;
  };
};
