import { randomOf, type Random } from "../../load/lib/random.js";
import { corrupt, corruptWrite, FAULTS, type Fault } from "../../../support/faults.js";
import type { Choose } from "../../../support/faulty-proxy.js";
import type { Treatment } from "../../../support/treatment.js";

/** What a trainer or an api does while the storage misbehaves. */
export const WORKS = ["publish", "publish large", "open"] as const;
export type Work = (typeof WORKS)[number];

/** One way in which the storage misbehaves. */
export interface StorageCase {
  /** What to say of it when it fails. */
  readonly title: string;
  readonly work: Work;
  /** A new start for each trial. */
  readonly faults: () => Choose;
}

const names = Object.keys(FAULTS) as Fault[];

const treatmentOf = (fault: Fault, random: Random): Treatment => {
  const share = random.int(0, 9_999) / 10_000;
  if (fault === "corrupt") return corrupt(share);
  return fault === "corrupt write" ? corruptWrite(share) : FAULTS[fault];
};

/** Every fault at every operation: once, and from there on for good. */
export const casesInTurn = (
  requests: Readonly<Record<Work, number>>,
  seed: number,
): StorageCase[] =>
  WORKS.flatMap((work) =>
    names.flatMap((fault, kind) =>
      Array.from({ length: requests[work] }, (_, i) => i + 1).flatMap((at) =>
        [false, true].map((lasting): StorageCase => {
          const treatment = treatmentOf(fault, randomOf(seed, kind * 1_000 + at));
          return {
            title: `${work}: ${fault} ${lasting ? "from" : "at"} request ${at}${lasting ? " on" : ""}`,
            work,
            faults: () => (_request, number) =>
              number === at || (lasting && number > at) ? treatment : undefined,
          };
        }),
      ),
    ),
  );

/** A fault at every third request or so, of whatever kind. */
export const randomCase = (seed: number, index: number): StorageCase => ({
  title: `seed ${seed}, random ${index}`,
  work: index % 2 === 0 ? "publish" : "open",
  faults: () => {
    const random = randomOf(seed, 1_000_000 + index);
    const often = random.int(2, 8);
    return () => (random.once(often) ? treatmentOf(random.pick(names), random) : undefined);
  },
});
