import { Agent, request } from "node:http";

/** A request that is sent many times. */
export interface Question {
  readonly path: string;
  /** Sent by POST as JSON. Default: the request is a GET. */
  readonly body?: string;
}

/** So many requests, each connection waiting for its answer before it asks again. */
export interface ClosedLoopOptions extends Question {
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requests: number;
  readonly connections: number;
}

/** Sends the requests. @throws for an answer other than 200 */
export const closedLoop = async ({
  origin,
  path,
  body,
  headers,
  requests,
  connections,
}: ClosedLoopOptions): Promise<void> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const options = {
    agent,
    method: body === undefined ? "GET" : "POST",
    headers:
      body === undefined
        ? headers
        : {
            ...headers,
            "content-type": "application/json",
            "content-length": Buffer.byteLength(body),
          },
  };
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const sent = request(origin + path, options, (response) => {
        response.resume();
        response.once("end", () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`${path} answers ${response.statusCode}`));
        });
      });
      sent.once("error", reject).end(body);
    });
  let left = requests;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await ask();
  };
  try {
    await Promise.all(Array.from({ length: connections }, worker));
  } finally {
    agent.destroy();
  }
};
