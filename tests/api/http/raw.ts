import { once } from "node:events";
import { connect } from "node:net";

/** Sends bytes as they are, one write a part, and gives back all that comes until the server closes the connection. */
export const exchangeRaw = async (url: string, ...parts: readonly string[]): Promise<string> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setNoDelay();
  let answer = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (answer += chunk));
  const closed = once(socket, "close");
  for (const part of parts) await new Promise((sent) => socket.write(part, sent));
  await closed;
  return answer;
};

/** The text of a request that asks for the connection to be closed afterwards. */
export const requestText = (
  line: string,
  headers: readonly string[] = [],
  body: string = "",
): string =>
  [
    `${line} HTTP/1.1`,
    "host: api.test:8080",
    "connection: close",
    ...headers,
    ...(body === "" ? [] : [`content-length: ${Buffer.byteLength(body)}`]),
    "",
    body,
  ].join("\r\n");
