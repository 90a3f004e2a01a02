import { once } from "node:events";
import { connect, type Socket } from "node:net";

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
  readonly connections: number;
}

/** Connections that stay open from one load to the next. */
export interface ClosedLoop {
  /** Sends requests. @throws for an answer other than 200 */
  readonly send: (requests: number) => Promise<void>;
  readonly close: () => void;
}

/**
 * Opens a load of one request that is sent again and again. It writes and counts bytes: a client that reads answers would take
 * more of the machine than the server.
 */
export const openClosedLoop = async (options: ClosedLoopOptions): Promise<ClosedLoop> => {
  const { hostname, port } = new URL(options.origin);
  const request = Buffer.from(textOf(options));
  const sockets = await Promise.all(
    Array.from({ length: options.connections }, async () => {
      const socket = connect(Number(port), hostname).setNoDelay();
      await once(socket, "connect");
      return socket;
    }),
  );
  return {
    send: async (requests) => {
      let left = requests;
      const take = (): boolean => left-- > 0;
      await Promise.all(sockets.map((socket) => ask(socket, request, take)));
    },
    close: () => sockets.forEach((socket) => socket.destroy()),
  };
};

const textOf = ({ path, body, headers }: ClosedLoopOptions): string =>
  [
    `${body === undefined ? "GET" : "POST"} ${path} HTTP/1.1`,
    "host: localhost",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined
      ? []
      : ["content-type: application/json", `content-length: ${Buffer.byteLength(body)}`]),
    "",
    body ?? "",
  ].join("\r\n");

/** Sends requests over a connection for as long as there are some to take. */
const ask = (socket: Socket, request: Buffer, take: () => boolean): Promise<void> =>
  new Promise((resolve, reject) => {
    let answer: Buffer = Buffer.alloc(0);
    const settle = (error?: Error): void => {
      socket.off("data", read).off("error", settle);
      if (error === undefined) resolve();
      else reject(error);
    };
    const next = (): void => {
      if (take()) socket.write(request);
      else settle();
    };
    const read = (bytes: Buffer): void => {
      answer = answer.length === 0 ? bytes : Buffer.concat([answer, bytes]);
      const length = lengthOf(answer);
      if (length === undefined || answer.length < length) return;
      const status = answer.toString("latin1", 9, 12);
      answer = Buffer.alloc(0);
      if (status === "200") next();
      else settle(new Error(`an answer has the status ${status}`));
    };
    socket.on("data", read).on("error", settle);
    next();
  });

const END = "\r\n\r\n";

/** Bytes of an answer; undefined while its head is not whole. */
const lengthOf = (answer: Buffer): number | undefined => {
  const end = answer.indexOf(END);
  if (end === -1) return undefined;
  const head = answer.toString("latin1", 0, end);
  return end + END.length + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
};
