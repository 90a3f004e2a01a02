import { z } from "zod";

import { blobNames } from "../release/blob-names.js";

const Count = z.number().int().nonnegative();
const Numeric = z.union([z.number(), z.literal(["Infinity", "-Infinity"]), z.null()]);

const Answer = z.object({
  /** Of this answer alone; the response names it too. */
  id: z.string().min(1),
  /** When the answer was given: UTC, with milliseconds. */
  at: z.iso.datetime(),
  /** The release that answered. */
  version: z.string(),
  /** The edition of the features, where it is not the published one. */
  edition: z.string().optional(),
  /** The key that was asked about: `h:` and its hash, or `c:` and its text. Absent where the model keeps none. */
  key: z.string().optional(),
  /** Present for an entity without history. */
  new: z.literal(true).optional(),
  /** In the manifest's order: a number, a category's text, or null for a missing value. */
  features: z.array(z.union([z.number(), z.string(), z.null()])),
  /** What the scorer gives: the number, the probability of class 1, or one probability for each class. */
  scores: z.array(Numeric),
  /** The class, or the number. */
  answer: z.union([z.string(), z.number(), z.boolean(), z.null()]),
  /** The id of the champion's answer, where a challenger scored the same row. */
  challengeOf: z.string().optional(),
});

const Counts = z.object({
  at: z.iso.datetime(),
  version: z.string().optional(),
  counts: z.object({
    /** All answers since the line before, recorded or not. */
    answers: Count,
    recorded: Count,
    /** Those that found no place in the buffer. */
    dropped: Count,
    /** Requests that got an error, by its code. */
    refused: z.record(z.string(), Count),
  }),
});

/** One answer, as a line of a day's blob keeps it. */
export type RecordedAnswer = z.infer<typeof Answer>;

/** What an instance of the api counted since its line before. */
export type CountLine = z.infer<typeof Counts>;

/**
 * What one process counted of the answers of a model about people on one day: how many values of each feature, and of each
 * score, fell into each bin of `reference.json`. Every count is rounded down to a multiple of ten, and absent at 0.
 */
export const BinLine = z.object({
  /** The day in UTC. */
  at: z.iso.date(),
  version: z.string(),
  bins: z.object({
    features: z.record(z.string(), z.record(z.string(), Count)),
    /** One for each score, as the scorer gives them. */
    scores: z.array(z.record(z.string(), Count)),
  }),
});
export type BinLine = z.infer<typeof BinLine>;

/** A line of a day's blob. */
export type AnswerLine = RecordedAnswer | CountLine;

const Line = z.union([Answer, Counts]);

/** The folder of a model's recorded answers of the day of a time, as `predictions/<model>/<day>/` names it. */
export const answerFolder = (model: string, at: Date): string =>
  blobNames.predictions(model, at.toISOString().slice(0, 10));

/** Reads a line; undefined for one that is none, such as the torn last line of a process that was killed. */
export const readAnswerLine = (text: string): AnswerLine | undefined => {
  try {
    return Line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
