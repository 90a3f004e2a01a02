import { finding, type Check } from "./check.js";

const answers = (path: string): Check => ({
  name: `GET ${path}`,
  expected: "200",
  run: async ({ ask }) => {
    const reply = await ask(path);
    return finding(reply.status === 200, reply);
  },
});

/** Requests of an orchestrator to a scoring server. */
export const mlflowHealth: readonly Check[] = [
  answers("/ping"),
  answers("/health"),
  {
    name: "GET /version",
    expected: "200 and a version",
    run: async ({ ask }) => {
      const reply = await ask("/version");
      return finding(reply.status === 200 && /\d/.test(reply.text), reply);
    },
  },
];
