import { Agent, request } from "node:http";

import type { Attack } from "../lib/attack.js";
import { API_KEY } from "../lib/field.js";

const PAIRS = 3_000;

/** A difference that an attacker could use, in microseconds; below it, noise hides all. */
const MOST_MICROSECONDS = 2;

/** Measures whether a key that is nearly right is refused later than one that is all wrong. */
export const keyTimes: Attack = {
  tried: `${PAIRS.toLocaleString("en")} pairs of a key that is right but for its last character and one that is all wrong, each timed`,
  aim: `the two take times that differ by more than ${MOST_MICROSECONDS} µs, in nearly all halves of the pairs alike`,
  stopped:
    "digests of the keys are compared, each to its end (`api/src/security/authentication/key.ts`)",
  async play({ keyed }, { short }) {
    const { url } = await keyed({ DESPLIEGA_ACCESS_LOG: "off" });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const timed = (key: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const started = process.hrtime.bigint();
        request(`${url}/v1/models`, { agent, headers: { "x-api-key": key } }, (answer) => {
          const taken = Number(process.hrtime.bigint() - started) / 1_000;
          answer.resume().once("end", () => resolve(taken));
        })
          .once("error", reject)
          .end();
      });
    const near = `${API_KEY.slice(0, -1)}${API_KEY.endsWith("a") ? "b" : "a"}`;
    const far = "!".repeat(API_KEY.length);
    const differences: number[] = [];
    for (let pair = 0; pair < (short ? PAIRS / 10 : PAIRS); pair++) {
      const first = pair % 2 === 0 ? near : far;
      const one = await timed(first);
      const other = await timed(first === near ? far : near);
      differences.push(first === near ? one - other : other - one);
    }
    agent.destroy();
    const sorted = differences.toSorted((a, b) => a - b);
    const middle = sorted[sorted.length >> 1]!;
    // How far the share of pairs in which the near key was slower is from a half, in standard errors.
    const slower = differences.filter((difference) => difference > 0).length;
    const errors = Math.abs(slower - differences.length / 2) / Math.sqrt(differences.length / 4);
    const found = Math.abs(middle) > MOST_MICROSECONDS && errors > 5;
    return {
      tries: differences.length,
      successes: found ? [`the near key takes ${middle.toFixed(1)} µs longer`] : [],
      figures: `the median of the differences is ${middle.toFixed(2)} µs, ${errors.toFixed(1)} standard errors from chance`,
    };
  },
};
