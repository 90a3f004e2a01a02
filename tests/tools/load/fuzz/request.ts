/** A request, or what should look like one to a server, ready to be sent. */
export interface FuzzRequest {
  /** Bytes that are written one after the other. */
  readonly packets: readonly Buffer[];
  /** The methods of the requests in it, in their order. */
  readonly methods: readonly string[];
  /**
   * What is right: `answered`, as many answers as requests; `closed`, any number of answers, or none and the end of the
   * connection; `left`, nothing, as the caller hangs up.
   */
  readonly right: "answered" | "closed" | "left";
  /** Milliseconds before each further packet. Default 0. */
  readonly pauseMs?: number;
  /** The one right status. Default: any below 500, and 503. */
  readonly status?: number;
  /** Whether 503 is right too, as for all that may need a thread. Default false. */
  readonly mayBeBusy?: boolean;
}

/** Stands wherever a value of the caller's may be; no answer and no line of the log may hold it. */
export const MARK = "zqjxkv";

/** The key that the fuzzed api knows. */
export const KEY = "key-of-the-fuzz";

/** Lines of a head and a body as they go over the wire. */
export interface Message {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export const bytesOf = (text: string): Buffer => Buffer.from(text, "latin1");

/** The head of a message, without what says how long its body is. */
export const headOf = ({ method, target, headers }: Omit<Message, "body">): Buffer =>
  bytesOf(
    `${[`${method} ${target} HTTP/1.1`, "host: x", `x-api-key: ${KEY}`, ...headers].join("\r\n")}\r\n\r\n`,
  );

/** The bytes of a message with the right length. */
export const wire = (message: Message): Buffer => {
  const { headers, body, method } = message;
  const length = body.length > 0 || method === "POST" ? [`content-length: ${body.length}`] : [];
  return Buffer.concat([headOf({ ...message, headers: [...headers, ...length] }), body]);
};

/** A well-formed request, to be answered. */
export const whole = (message: Message, status?: number): FuzzRequest => ({
  packets: [wire(message)],
  methods: [message.method],
  right: "answered",
  ...(status === undefined ? {} : { status }),
});

export const getOf = (target: string, headers: readonly string[] = []): Message => ({
  method: "GET",
  target,
  headers,
  body: Buffer.alloc(0),
});

export const postOf = (
  target: string,
  body: string | Buffer,
  headers: readonly string[] = ["content-type: application/json"],
): Message => ({
  method: "POST",
  target,
  headers,
  body: typeof body === "string" ? Buffer.from(body) : body,
});
