import type { KeyObject } from "node:crypto";

import {
  classAnswers,
  featureWriter,
  keyWriter,
  recordedNumber,
  type EntityKey,
  type Manifest,
  type ManifestFeature,
  type Release,
} from "@despliega/storage";

import { createRecent } from "../security/recent.js";
import { rowId, type Answered } from "../serving/observed/answered.js";

/** Writes the line of a row's answer, as `RecordedAnswer` of storage describes it, with the end of the line. */
export type WriteLine = (answered: Answered, row: number, challengeOf?: string) => string;

/**
 * Makes what writes the lines of a release.
 *
 * @param secret with which keys are hashed. Default: hashed keys are left out
 */
export const lineWriter = (
  { manifest, scorer, edition }: Release,
  secret: KeyObject | undefined,
): WriteLine => {
  const { features, version } = manifest;
  const { outputs } = scorer;
  const width = features.length;
  const writers = features.map(numberWriter);
  const answerOf = answerWriter(manifest);
  const keyOf = keyFieldWriter(manifest, secret);
  const isoOf = timeWriter();
  const release =
    `","version":${JSON.stringify(version)}` +
    (edition === undefined ? "" : `,"edition":${JSON.stringify(edition.edition)}`);

  return ({ id, at, rows, values, scores, keys, unknown }, row, challengeOf) => {
    let list = "";
    for (let i = 0, from = row * width; i < width; i++)
      list += (i === 0 ? "" : ",") + writers[i]!(values[from + i]!);
    let outcome = "";
    for (let i = 0, from = row * outputs; i < outputs; i++)
      outcome += (i === 0 ? "" : ",") + jsonOf(scores[from + i]!);
    return (
      `{"id":"${rowId(id.text, row, rows)}","at":"${isoOf(at)}${release}` +
      (keys === undefined ? "" : keyOf(keys[row]!)) +
      (unknown.has(row) ? ',"new":true' : "") +
      `,"features":[${list}],"scores":[${outcome}],"answer":${answerOf(scores, row * outputs)}` +
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
