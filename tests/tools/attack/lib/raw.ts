import { connect, type Socket } from "node:net";

/** Opens a connection to a server; its errors are its end. */
export const connectTo = (url: string): Socket => {
  const { hostname, port } = new URL(url);
  return connect(Number(port), hostname)
    .setNoDelay()
    .on("error", () => {});
};

/**
 * Sends bytes as they are, and gives back what comes until the server closes the connection, or the seconds have passed.
 *
 * @param parts one write each
 */
export const exchange = (
  url: string,
  parts: readonly (string | Uint8Array)[],
  seconds = 5,
): Promise<string> =>
  new Promise((resolve) => {
    const socket = connectTo(url);
    let answer = "";
    const timer = setTimeout(() => socket.destroy(), seconds * 1_000);
    socket.setEncoding("latin1").on("data", (chunk: string) => (answer += chunk));
    socket.once("close", () => {
      clearTimeout(timer);
      resolve(answer);
    });
    for (const part of parts) socket.write(part);
  });

/** The status of every answer on a connection, in order. */
export const statusesOf = (answers: string): number[] =>
  [...answers.matchAll(/^HTTP\/1\.[01] (\d{3}) /gm)].map(([, status]) => Number(status));

/** The head of a request, with a blank line at its end. */
export const headOf = (line: string, headers: readonly string[] = []): string =>
  [`${line} HTTP/1.1`, "host: localhost", ...headers, "", ""].join("\r\n");
