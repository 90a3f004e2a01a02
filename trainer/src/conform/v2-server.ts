import { finding, type Check } from "./check.js";
import { record } from "./record.js";
import { isYes } from "./yes.js";

/** Metadata of the server. */
export const v2Server: readonly Check[] = [
  {
    name: "GET /v2/health/live",
    expected: "200, and a body that does not deny it",
    run: async ({ ask }) => {
      const reply = await ask("/v2/health/live");
      return finding(isYes(reply, { live: true }), reply);
    },
  },
  {
    name: "GET /v2/health/ready",
    expected: "200, and a body that does not deny it",
    run: async ({ ask }) => {
      const reply = await ask("/v2/health/ready");
      return finding(isYes(reply, { live: true, ready: true }), reply);
    },
  },
  {
    name: "GET /v2",
    expected: "200 and name, version, extensions",
    run: async ({ ask }) => {
      const reply = await ask("/v2");
      const { name, version, extensions } = record(reply.json);
      const good = typeof name === "string" && typeof version === "string";
      return finding(reply.status === 200 && good && Array.isArray(extensions), reply);
    },
  },
];
