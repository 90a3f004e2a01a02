import { z } from "zod";

import { DecisionUnreadable } from "../../errors/errors.js";
import { About, Substance, type Decision } from "./decision.js";
import type { DecisionKey } from "./keys.js";
import { openSealed, type Seal } from "./seal.js";

/** A line as it is kept: in the clear, encrypted, or what is left of a decision that was erased. */
const Line = z.union([
  z.object({ ...About.shape, sealed: z.string() }),
  z.object({ ...About.shape, ...Substance.shape }),
  z.object({ id: z.string(), erased: z.iso.datetime() }),
]);
export type DecisionLine = z.infer<typeof Line>;

/** A line of a decision that was not erased. */
export type KeptLine = Exclude<DecisionLine, { readonly erased: string }>;

/** Whether a line is of a decision that was not erased. */
export const isKept = (line: DecisionLine): line is KeptLine => !("erased" in line);

/** Writes a decision as a line. @param seal encrypts it. Default: it is in the clear */
export const writeDecision = (decision: Decision, seal?: Seal): Buffer => {
  if (seal === undefined) return lineOf(decision);
  const { id, at, version, edition, person, ...substance } = decision;
  const about: About = {
    ...{ id, at, version },
    ...(edition === undefined ? {} : { edition }),
    ...(person === undefined ? {} : { person }),
  };
  return lineOf({ ...about, sealed: seal(about, JSON.stringify(substance)) });
};

/** Writes what is left of a decision that is erased. */
export const writeErased = (id: string, at: Date): Buffer =>
  lineOf({ id, erased: at.toISOString() });

/** Reads a line; undefined for one that is none, such as the torn last line of a process that was killed. */
export const readDecisionLine = (text: string): DecisionLine | undefined => {
  try {
    return Line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** The decision of a line. @throws `DECISION_KEY_UNKNOWN`, `DECISION_UNREADABLE` */
export const openLine = (keys: readonly DecisionKey[], model: string, line: KeptLine): Decision => {
  if (!("sealed" in line)) return line;
  const { sealed, ...about } = line;
  const text = openSealed(keys, model, about, sealed);
  const substance = Substance.safeParse(JSON.parse(text));
  if (substance.success) return { ...about, ...substance.data };
  throw new DecisionUnreadable({ key: sealed.split(".")[0] ?? "", id: about.id });
};

const lineOf = (line: object): Buffer => Buffer.from(`${JSON.stringify(line)}\n`);
