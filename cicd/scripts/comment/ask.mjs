const DEADLINE_MS = 10_000;

/** An answer, or none, that another try may well turn into a good one. */
export class Passing extends Error {
  /** @param {string} message @param {number} [seconds] how long the host asks to wait */
  constructor(message, seconds) {
    super(message);
    this.seconds = seconds;
  }
}

/** Sends a request and returns the JSON that comes back; whatever goes wrong names the request, never its token. */
export const ask = async (url, { method, headers, body }) => {
  const { host, pathname } = new URL(url);
  const what = `${method} ${host}${pathname}`;
  const request = new Request(url, {
    method,
    headers: { "content-type": "application/json", "user-agent": "despliega", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: "error",
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  const sent = await fetch(request).catch((error) => {
    throw new Passing(`${what}: ${error.cause?.code ?? error.name}`);
  });
  if (sent.ok) {
    return sent.json().catch(() => {
      // To an unknown caller Azure DevOps sends a page to sign in, with a status of success.
      throw new Error(`${what}: the answer is not JSON: check the token`);
    });
  }
  const told = (await sent.text().catch(() => "")).slice(0, 300);
  const message = `${what}: ${sent.status} ${told}`;
  const wait = sent.headers.get("retry-after");
  if (sent.status === 429 || sent.status >= 500 || (sent.status === 403 && wait !== null))
    throw new Passing(message, wait === null ? undefined : Number(wait));
  throw new Error(message);
};
