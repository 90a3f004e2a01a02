/** What a server answered. */
export interface Reply {
  readonly status: number;
  /** The media type, without parameters. */
  readonly type: string;
  readonly text: string;
  /** The body as JSON; undefined when it is not JSON. */
  readonly json: unknown;
}

/** A request. */
export interface Question {
  /** The body of a POST, written as JSON unless it is text. Default: a GET. */
  readonly body?: unknown;
  /** Default `application/json`. */
  readonly type?: string;
}

/**
 * Sends a request to the server under test. @throws `TypeError` without an answer, `TimeoutError` after the deadline
 */
export type Ask = (path: string, question?: Question) => Promise<Reply>;

/**
 * Makes the client.
 *
 * @param url of the server, before every path
 * @param headers sent with every request, and never shown
 */
export const askAt = (
  url: string,
  headers: Readonly<Record<string, string>>,
  deadlineMs: number,
): Ask => {
  const base = url.replace(/\/+$/, "");
  return async (path, { body, type = "application/json" } = {}) => {
    const sent = new Headers(headers);
    if (body !== undefined) sent.set("content-type", type);
    const response = await fetch(`${base}${path}`, {
      headers: sent,
      redirect: "manual",
      signal: AbortSignal.timeout(deadlineMs),
      ...(body === undefined
        ? {}
        : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const [mime = ""] = (response.headers.get("content-type") ?? "").split(";");
    return { status: response.status, type: mime.trim().toLowerCase(), text, json: parsed(text) };
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Why a server did not answer, in a few words. */
export const silence = (error: unknown): string => {
  const { name, cause } = Object(error) as {
    name?: unknown;
    cause?: Partial<NodeJS.ErrnoException>;
  };
  if (name === "TimeoutError") return "no answer in time";
  return `no answer (${cause?.code ?? cause?.message ?? String(name)})`;
};
