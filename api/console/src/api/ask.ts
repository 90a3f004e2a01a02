import { credentialHeaders } from "./credential.js";
import type { Problem } from "./types.js";

/** A request that got no answer, or an error. */
export class Fault extends Error {
  /** Status of the answer; 0 where none came. */
  readonly status: number;
  /** Code of the error in the api's catalogue; empty where there is none. */
  readonly code: string;
  /** How the api wants callers to prove who they are, after a 401. */
  readonly scheme: "key" | "bearer";
  /** What a token must say that the api did not find in it, as JSON; undefined where it asks for nothing. */
  readonly claims: string | undefined;
  /** Seconds after which to ask again, where the api says so. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Partial<Problem> = {}, headers = new Headers()) {
    super(problem.detail ?? "");
    this.status = status;
    this.code = problem.code ?? "";
    this.scheme = /^bearer/i.test(headers.get("www-authenticate") ?? "") ? "bearer" : "key";
    this.claims = claimsIn(headers.get("www-authenticate") ?? "");
    const after = Number(headers.get("retry-after") ?? Number.NaN);
    this.retryAfter = Number.isFinite(after) ? after : undefined;
  }
}

/** https://learn.microsoft.com/entra/identity-platform/claims-challenge */
const claimsIn = (challenge: string): string | undefined => {
  const encoded = /\bclaims="([\w+/=]+)"/.exec(challenge)?.[1];
  try {
    return encoded === undefined ? undefined : atob(encoded);
  } catch {
    return undefined;
  }
};

const SECONDS = 10;

/** What is asked beside the url. */
export interface AskOptions {
  readonly method?: "GET" | "POST";
  /** Sent as JSON. */
  readonly body?: object;
}

/** Asks the api and reads its JSON. @throws Fault */
export const ask = async <T>(url: string, options: AskOptions = {}): Promise<T> => {
  const response = await answered(url, options);
  const json = await response.json().catch(() => undefined);
  if (json === undefined) throw new Fault(response.status);
  return json as T;
};

/** Asks the api for a file. @throws Fault */
export const askFile = async (url: string): Promise<Blob> => {
  const response = await answered(url, {});
  return response.blob().catch(() => {
    throw new Fault(0);
  });
};

const answered = async (url: string, options: AskOptions): Promise<Response> => {
  const response = await send(url, options);
  if (response.ok) return response;
  const json = await response.json().catch(() => undefined);
  throw new Fault(response.status, problemOf(json), response.headers);
};

const send = async (url: string, { method = "GET", body }: AskOptions): Promise<Response> => {
  try {
    return await fetch(url, {
      method,
      headers: {
        accept: "application/json",
        ...credentialHeaders(),
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(SECONDS * 1_000),
    });
  } catch {
    throw new Fault(0);
  }
};

/** Errors at MLflow's and Triton's urls have other names for their text. */
const problemOf = (json: unknown): Partial<Problem> => {
  if (json === null || typeof json !== "object") return {};
  const { code, title, detail } = json as Readonly<Record<string, unknown>>;
  return {
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof detail === "string" ? { detail } : {}),
  };
};
