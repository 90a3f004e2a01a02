import { finding, record, type Check } from "./check.js";

/** What the server says of itself. */
export const v2Server: readonly Check[] = [
  {
    name: "GET /v2/health/live",
    expected: '200 {"live":true}',
    run: async ({ ask }) => {
      const reply = await ask("/v2/health/live");
      return finding(reply.status === 200 && record(reply.json)["live"] === true, reply);
    },
  },
  {
    name: "GET /v2/health/ready",
    expected: '200 {"live":true,"ready":true}',
    run: async ({ ask }) => {
      const reply = await ask("/v2/health/ready");
      const { live, ready } = record(reply.json);
      return finding(reply.status === 200 && live === true && ready === true, reply);
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
