import { passOn } from "../../../support/faulty-proxy.js";
import type { Treatment } from "../../../support/treatment.js";

/** Holds requests back until as many as it waits for have come, and lets them go at once. */
export const gate = (count: number): Treatment => {
  const held: (() => void)[] = [];
  return async (exchange) => {
    await exchange.body();
    await new Promise<void>((go) => {
      held.push(go);
      if (held.length === count) for (const release of held) release();
    });
    await passOn(exchange);
  };
};
