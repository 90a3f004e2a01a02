import { maskPseudonym } from "@despliega/storage";

import { PSEUDONYM_FIELD } from "../../serving/answers.js";
import type { Predictor } from "../../serving/predictor.js";
import type { Call, Written } from "../protocol.js";
import { BINARY_HEADER } from "./binary.js";
import { OUTPUT_DATATYPES, type OutputName } from "./names.js";
import type { InferenceRequest } from "./read.js";

/** The elements of an output, as JSON and as little-endian bytes. */
interface Output {
  readonly json: () => string;
  readonly bytes: () => Uint8Array;
}

/** Writes the requested outputs, one element per row, in JSON or as bytes behind it. */
export const writeInference = (
  { manifest, classOf }: Predictor,
  { id, outputs, batch: { pseudonyms } }: InferenceRequest,
  scores: Float64Array,
  { show = maskPseudonym }: Call,
): Written => {
  const numbers: Output = { json: () => scores.join(), bytes: () => doubles(scores) };
  const outputOf: Readonly<Record<OutputName, () => Output>> = {
    class: () => classesOf(Array.from(scores, (score) => classOf!(score))),
    probability: () => numbers,
    prediction: () => numbers,
    [PSEUDONYM_FIELD]: () => textsOf(pseudonyms!.map(show)),
  };

  const parts: Uint8Array[] = [];
  const written = outputs.map(({ name, binary }) => {
    const head = `{"name":"${name}","datatype":"${OUTPUT_DATATYPES[name]}","shape":[${scores.length}]`;
    const output = outputOf[name]();
    if (!binary) return `${head},"data":[${output.json()}]}`;
    const bytes = output.bytes();
    parts.push(bytes);
    return `${head},"parameters":{"binary_data_size":${bytes.length}}}`;
  });
  const { model, version } = manifest;
  const head = JSON.stringify({
    model_name: model,
    model_version: version,
    id: id ?? undefined,
  });
  const json = `${head.slice(0, -1)},"outputs":[${written.join()}]}`;
  return parts.length === 0 ? { body: json } : withBinary(json, parts);
};

const withBinary = (text: string, parts: readonly Uint8Array[]): Written => {
  const json = new TextEncoder().encode(text);
  return {
    body: joined([json, ...parts]),
    headers: ["content-type", "application/octet-stream", BINARY_HEADER, json.length],
  };
};

// In a buffer of its own, which can be moved to another thread.
const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const classesOf = (classes: readonly (0 | 1)[]): Output => ({
  json: () => classes.join(),
  bytes: () => {
    const bytes = new Uint8Array(8 * classes.length);
    classes.forEach((label, i) => (bytes[8 * i] = label));
    return bytes;
  },
});

const doubles = (numbers: Float64Array): Uint8Array => {
  const bytes = new Uint8Array(8 * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, i) => view.setFloat64(8 * i, number, true));
  return bytes;
};

const textsOf = (texts: readonly string[]): Output => ({
  json: () => texts.map((text) => JSON.stringify(text)).join(),
  bytes: () =>
    joined(
      texts.flatMap((text) => {
        const bytes = new TextEncoder().encode(text);
        const length = new Uint8Array(4);
        new DataView(length.buffer).setUint32(0, bytes.length, true);
        return [length, bytes];
      }),
    ),
});
