import { askAt, silence } from "./ask.js";
import type { Check, Finding, Target } from "./check.js";
import { discover, type ConformOptions, type Protocol } from "./discover.js";
import { mlflowErrors } from "./mlflow-errors.js";
import { mlflowForms } from "./mlflow-forms.js";
import { mlflowHealth } from "./mlflow-health.js";
import { v2Errors } from "./v2-errors.js";
import { v2Infer } from "./v2-infer.js";
import { v2Model } from "./v2-model.js";
import { v2Server } from "./v2-server.js";

/** The checks of each protocol. */
export const CHECKS: Readonly<Record<Protocol, readonly Check[]>> = {
  mlflow: [...mlflowHealth, ...mlflowForms, ...mlflowErrors],
  v2: [...v2Server, ...v2Model, ...v2Infer, ...v2Errors],
};

/** The outcome of one check. */
export interface CheckResult {
  readonly protocol: Protocol;
  readonly check: string;
  readonly expected: string;
  readonly got: string;
  readonly verdict: "passed" | "failed" | "skipped";
}

/** The server to check. */
export interface ConformTarget extends ConformOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Time limit for each request. */
  readonly deadlineMs: number;
}

/**
 * Checks a server rule by rule. A failed check does not stop the next.
 *
 * @throws `SERVER_UNREACHABLE`, `SERVER_REFUSES`, `MODEL_NEEDED`, `ROW_NEEDED`
 */
export async function* conform(options: ConformTarget): AsyncGenerator<CheckResult> {
  const target = await discover(askAt(options.url, options.headers, options.deadlineMs), options);
  for (const protocol of options.protocols)
    for (const check of CHECKS[protocol]) {
      const { good, got } = await tried(check, target);
      const verdict = good === undefined ? "skipped" : good ? "passed" : "failed";
      yield { protocol, check: check.name, expected: check.expected, got, verdict };
    }
}

const tried = async (check: Check, target: Target): Promise<Finding> => {
  try {
    return await check.run(target);
  } catch (error) {
    return { good: false, got: silence(error) };
  }
};
