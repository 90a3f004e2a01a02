import { randomUUID } from "node:crypto";

import { eachTogether } from "@despliega/storage";

import { deliver, type Patience } from "./deliver.js";
import type { WebhookEvent } from "./event.js";
import type { WebhookSettings } from "./settings.js";

/** Tells another service what happens in a run, beside the run. */
export interface Webhook {
  /** Begins to send an event, and returns at once. */
  readonly tell: (event: WebhookEvent) => void;
  /** Waits for the end of everything that was told. @returns why some of it was not delivered, once each */
  readonly settled: () => Promise<readonly string[]>;
}

/** The webhook of a run; one without settings sends nothing. */
export const openWebhook = (
  settings: WebhookSettings | undefined,
  patience?: Patience,
): Webhook => {
  const sent: Promise<string | undefined>[] = [];
  return {
    tell({ type, at, data }) {
      if (settings === undefined) return;
      const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
      sent.push(deliver(settings, { id: `msg_${randomUUID()}`, body }, patience));
    },
    async settled() {
      const problems = await eachTogether(sent, (delivery) => delivery);
      return [...new Set(problems.filter((problem) => problem !== undefined))];
    },
  };
};
