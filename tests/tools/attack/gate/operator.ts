import { createHash } from "node:crypto";

import type { Attack } from "../lib/attack.js";
import { API_KEY, keyOf } from "../lib/field.js";

const OPERATOR_KEY = keyOf("operator").slice(0, 40);

/** Settings whose values are nobody's business, also not of those who operate the api. */
const SECRETS: NodeJS.ProcessEnv = {
  DESPLIEGA_PSEUDONYM_KEYS: `k1:${keyOf("secret 1")}`,
  DESPLIEGA_PREDICTION_KEY: keyOf("secret 2"),
  OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20SECRET-3",
  OTEL_EXPORTER_OTLP_ENDPOINT: "http://user:SECRET-4@127.0.0.1:9",
};

const URLS = [
  "/v1/operate",
  "/metrics",
  "/openapi.json",
  "/version",
  "/",
  "/v1/models/riesgo/report",
  "/v1/models/riesgo/releases",
  "/v1/models/riesgo/ledger",
  "/v1/models/riesgo/monitor",
] as const;

/** Looks for secrets where the api tells of itself, and at what only operators may see. */
export const operator: Attack = {
  tried: `${URLS.length} urls that tell of the api or a model, by a caller, by one without a key and by the operator`,
  aim: "a caller sees what only operators may, or anybody sees a secret of the settings",
  stopped:
    "`DESPLIEGA_OPERATOR`; values that may be secrets are never shown (`api/src/ops/settings-in-force.ts`)",
  async play({ keyed, connectionString }) {
    const digest = (key: string): string => createHash("sha256").update(key).digest("hex");
    const target = await keyed({
      ...SECRETS,
      DESPLIEGA_API_KEYS: `caller:${digest(API_KEY)},operator:${digest(OPERATOR_KEY)}`,
      DESPLIEGA_OPERATOR: "operator",
    });
    const accountKey = /AccountKey=([^;]+)/.exec(connectionString)![1]!;
    const secrets = [
      ...[accountKey, API_KEY, OPERATOR_KEY, digest(API_KEY), digest(OPERATOR_KEY)],
      ...[keyOf("secret 1"), keyOf("secret 2"), "SECRET-3", "SECRET-4"],
    ];
    const successes: string[] = [];
    let shown = 0;
    for (const path of URLS)
      for (const key of [OPERATOR_KEY, API_KEY, ""]) {
        const answer = await fetch(target.url + path, { headers: { "x-api-key": key } });
        const body = await answer.text();
        const by = key === "" ? "nobody" : key === API_KEY ? "a caller" : "the operator";
        if (secrets.some((secret) => body.includes(secret)))
          successes.push(`${path} shows a secret to ${by}`);
        if (path === "/v1/operate" && key !== OPERATOR_KEY && answer.status === 200)
          successes.push(`${path} answers ${by}`);
        if (answer.status === 200) shown++;
      }
    if (secrets.some((secret) => JSON.stringify(target.lines).includes(secret)))
      successes.push("the log shows a secret");
    return {
      tries: URLS.length * 3,
      successes,
      figures: `${shown} answers, searched for ${secrets.length} secrets`,
    };
  },
};
