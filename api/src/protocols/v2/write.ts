import { PSEUDONYM_FIELD } from "@despliega/storage";

import { jsonNumbers } from "../../serving/json-number.js";
import type { Predictor } from "../../serving/predictor.js";
import { refuseToShow, type Call, type Written } from "../protocol.js";
import { BINARY_HEADER } from "./binary.js";
import { shapeOf, type OutputTensor } from "./names.js";
import type { InferenceRequest } from "./read.js";

/** The elements of an output, as JSON and as little-endian bytes. */
interface Output {
  /** As an array. */
  readonly json: () => string;
  readonly bytes: () => Uint8Array;
}

/** Writes the requested outputs, one or more elements per row, in JSON or as bytes behind it. */
export const writeInference = (
  predictor: Predictor,
  { id, outputs, batch: { pseudonyms } }: InferenceRequest,
  scores: Float64Array,
  { show = refuseToShow }: Call,
): Written => {
  const { manifest, scorer } = predictor;
  const rows = scores.length / scorer.outputs;
  const outputOf: Readonly<Record<OutputTensor["name"], () => Output>> = {
    class: () => classesOf(predictor, scores),
    probability: () => numbersOf(scores),
    probabilities: () => numbersOf(probabilitiesOf(predictor, scores)),
    prediction: () => numbersOf(scores),
    [PSEUDONYM_FIELD]: () => textsOf(pseudonyms!.map(show)),
  };

  const parts: Uint8Array[] = [];
  const written = outputs.map(({ tensor, binary }) => {
    const { name, datatype } = tensor;
    const head = `{"name":"${name}","datatype":"${datatype}","shape":[${shapeOf(tensor, rows).join()}]`;
    const output = outputOf[name]();
    if (!binary) return `${head},"data":${output.json()}}`;
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

/** The classes that are answered: their names, or 0 and 1. */
const classesOf = (
  { manifest, classes, scorer: { outputs } }: Predictor,
  scores: Float64Array,
): Output => {
  const { labels, codeOf } = classes!;
  const codes = new Uint8Array(scores.length / outputs);
  for (let row = 0; row < codes.length; row++) codes[row] = codeOf(scores, row * outputs);
  if (manifest.classes !== undefined)
    return textsOf(Array.from(codes, (code) => String(labels[code])));
  return {
    json: () => `[${codes.join()}]`,
    bytes: () => {
      const bytes = new Uint8Array(8 * codes.length);
      codes.forEach((label, i) => (bytes[8 * i] = label));
      return bytes;
    },
  };
};

/** The probability of each class, row after row. */
const probabilitiesOf = (
  { classes, scorer: { outputs } }: Predictor,
  scores: Float64Array,
): Float64Array => {
  if (outputs > 1) return scores;
  const { probabilityOf } = classes!;
  const both = new Float64Array(2 * scores.length);
  for (let row = 0; row < scores.length; row++)
    for (let code = 0; code < 2; code++) both[2 * row + code] = probabilityOf(scores, row, code);
  return both;
};

const numbersOf = (numbers: Float64Array): Output => ({
  json: () => jsonNumbers(numbers),
  bytes: () => doubles(numbers),
});

const doubles = (numbers: Float64Array): Uint8Array => {
  const bytes = new Uint8Array(8 * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, i) => view.setFloat64(8 * i, number, true));
  return bytes;
};

const textsOf = (texts: readonly string[]): Output => ({
  json: () => JSON.stringify(texts),
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
