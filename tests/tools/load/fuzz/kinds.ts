import type { Random } from "../lib/random.js";
import { anyJson, binary, bytes, csv, encoding, json, large, tensors } from "./bodies.js";
import {
  badHead,
  expectation,
  headers,
  id,
  key,
  method,
  path,
  query,
  strangeTarget,
} from "./heads.js";
import type { FuzzRequest } from "./request.js";
import {
  chunked,
  garbage,
  good,
  left,
  packets,
  pipeline,
  silent,
  slow,
  wrongLength,
} from "./streams.js";

/** Makes a request of one kind. */
export type MakeRequest = (random: Random) => FuzzRequest;

/** What is sent, and how often beside the others. */
export const KINDS: Readonly<Record<string, readonly [MakeRequest, share: number]>> = {
  good: [good, 60],
  path: [path, 60],
  id: [id, 60],
  query: [query, 60],
  method: [method, 40],
  target: [strangeTarget, 30],
  headers: [headers, 80],
  "bad head": [badHead, 30],
  key: [key, 30],
  expectation: [expectation, 30],
  json: [json, 160],
  "any json": [anyJson, 60],
  bytes: [bytes, 60],
  encoding: [encoding, 60],
  csv: [csv, 50],
  tensors: [tensors, 70],
  binary: [binary, 70],
  large: [large, 4],
  packets: [packets, 40],
  slow: [slow, 15],
  silent: [silent, 1],
  pipeline: [pipeline, 40],
  chunked: [chunked, 40],
  "wrong length": [wrongLength, 30],
  garbage: [garbage, 30],
  left: [left, 40],
};

const TURNS = Object.entries(KINDS).flatMap(([kind, [, share]]) =>
  Array.from({ length: share }, () => kind),
);

/** Picks a kind and makes a request of it. */
export const makeRequest = (random: Random): { kind: string; request: FuzzRequest } => {
  const kind = random.pick(TURNS);
  return { kind, request: KINDS[kind]![0](random) };
};
