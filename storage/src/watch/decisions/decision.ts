import { z } from "zod";

const Numeric = z.union([z.number(), z.literal(["Infinity", "-Infinity"]), z.null()]);
const Label = z.union([z.string(), z.number()]);

/** What a line says in the clear of every decision. */
export const About = z.object({
  /** That of the answer, which the response names too. */
  id: z.string(),
  /** When it was made: UTC, with milliseconds. */
  at: z.iso.datetime(),
  /** The release that decided. */
  version: z.string(),
  /** The edition of the features. Default: those that the release was published with. */
  edition: z.string().optional(),
  /** The person, or another entity, as a keyed hash. Absent for a row about nobody. */
  person: z.string().optional(),
});
export type About = z.infer<typeof About>;

/** What is encrypted of a decision about people. */
export const Substance = z.object({
  /** Who asked, and how they were known. */
  caller: z.object({ name: z.string(), kind: z.string() }),
  /** The id of the request. */
  request: z.string(),
  /** The key that was asked about. */
  key: z.array(Label).optional(),
  /** The answered pseudonym of the person that the row is about; earlier versions kept that of the training table. */
  pseudonym: z.string().optional(),
  /** Present for an entity without history. */
  new: z.literal(true).optional(),
  /** In the manifest's order: a number, a category's text, or null for a missing value. */
  features: z.array(z.union([z.number(), z.string(), z.null()])),
  /** What the scorer gives: the number, the probability of class 1, or one for each class. */
  scores: z.array(Numeric),
  /** The class, or the number. */
  answer: Label.nullable(),
  /** The features that moved the answer toward the positive class, most first. Absent for a regression. */
  reasons: z.array(z.string()).optional(),
});
export type Substance = z.infer<typeof Substance>;

/** An answer that must be accounted for, with everything that it came from. */
export interface Decision extends About, Substance {}
