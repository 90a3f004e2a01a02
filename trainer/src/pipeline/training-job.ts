import { machineToken } from "@despliega/storage";
import { z } from "zod";

import { TrainingNotStarted } from "../errors/errors.js";
import { unreachableBecause } from "../release/unreachable.js";

/** The job in Azure that trains a model. */
export interface TrainingJob {
  /** Its id as a resource, from `/subscriptions` on. */
  readonly id: string;
  /** Of the Azure Resource Manager. */
  readonly url: string;
}

const JOB =
  /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+\/providers\/Microsoft\.App\/jobs\/[\w-]+$/i;

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

const isSafe = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "https:" || (url?.protocol === "http:" && LOOPBACK.test(url.hostname));
};

/** The settings of the job that `monitor --act` starts. */
export const TrainingJobEnvironment = z.object({
  DESPLIEGA_TRAINING_JOB: z
    .string()
    .regex(JOB, { error: "must be the resource id of a Container Apps job" })
    .optional()
    .meta({
      description:
        "the Container Apps job that `despliega monitor --act` starts, as a resource id: [acting](act.md)",
      default: "it trains itself",
    }),
  DESPLIEGA_MANAGEMENT_URL: z
    .string()
    .refine(isSafe, { error: "must be an https url, or an http url of this machine" })
    .default("https://management.azure.com")
    .meta({ description: "the url of Azure Resource Manager, where it is that of another cloud" }),
});

/** Reads the job that trains; undefined where none is set. */
export const trainingJobOf = ({
  DESPLIEGA_TRAINING_JOB: id,
  DESPLIEGA_MANAGEMENT_URL: url,
}: z.output<typeof TrainingJobEnvironment>): TrainingJob | undefined =>
  id === undefined ? undefined : { id, url: new URL(url).origin };

const API_VERSION = "2024-03-01";

/** Milliseconds in which the job must have been started. */
const PATIENCE_MS = 60_000;

/**
 * Starts the job as it is, by the identity of this machine. Source: Azure REST API, Container Apps, "Jobs - Start".
 *
 * @param tokenFor gives a token for a scope. Default: that of the machine's identity
 * @throws `TRAINING_NOT_STARTED`
 */
export const startTrainingJob = async (
  { id, url }: TrainingJob,
  tokenFor: (scope: string) => Promise<string | undefined> = machineToken,
): Promise<void> => {
  const token = await tokenFor(`${url}/.default`);
  if (token === undefined)
    throw new TrainingNotStarted({
      job: id,
      problem: "this machine has no identity that can sign in",
    });
  const problem = await askToStart(`${url}${id}/start?api-version=${API_VERSION}`, token);
  if (problem !== undefined) throw new TrainingNotStarted({ job: id, problem });
};

/** @returns why it was not started; undefined where it was */
const askToStart = async (url: string, token: string): Promise<string | undefined> => {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { ok, status } = response;
    await response.body?.cancel();
    if (ok) return undefined;
    const cure = CURES[status];
    return `Azure answers ${status}${cure === undefined ? "" : `: ${cure}`}`;
  } catch (cause) {
    return `Azure ${unreachableBecause(cause)}`;
  }
};

const CURES: Readonly<Record<number, string>> = {
  401: "its identity is of another tenant",
  403: "the identity of this machine needs the right Microsoft.App/jobs/start/action on it",
  404: "there is no such job",
};
