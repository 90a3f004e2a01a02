/** A whole response. */
export interface WholeResponse {
  readonly status: number;
  /** By lower-case name; of several the last. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Whether the connection may be used for another request. */
  readonly keepsAlive: boolean;
}

const END_OF_HEAD = Buffer.from("\r\n\r\n");
const STATUS_LINE = /^HTTP\/1\.1 ([1-5]\d\d) [\x20-\x7e]+$/;
const HEADER = /^([!#$%&'*+.^`|~\w-]+):[ \t]*([\t\x20-\x7e]*)$/;

/**
 * Takes responses off a stream of bytes, strictly: what is not HTTP/1.1 with a stated length is an error. Interim
 * responses are passed over.
 */
export class ResponseReader {
  #bytes: Buffer = Buffer.alloc(0);

  /** Whether there are bytes of a response that is not whole yet. */
  get partial(): boolean {
    return this.#bytes.length > 0;
  }

  add(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
  }

  /**
   * The next response, once it is there.
   *
   * @param method of its request: the answer to HEAD has no body
   */
  next(method: string): WholeResponse | undefined {
    for (;;) {
      const end = this.#bytes.indexOf(END_OF_HEAD);
      if (end === -1) return undefined;
      const { status, headers } = headOf(this.#bytes.toString("latin1", 0, end));
      const body = bodyOf(this.#bytes.subarray(end + 4), status, headers, method);
      if (body === undefined) return undefined;
      this.#bytes = this.#bytes.subarray(end + 4 + body.taken);
      if (status >= 200)
        return {
          status,
          headers,
          body: body.content,
          keepsAlive: headers.get("connection")?.toLowerCase() !== "close",
        };
    }
  }
}

const headOf = (head: string) => {
  const [first = "", ...lines] = head.split("\r\n");
  const status = STATUS_LINE.exec(first)?.[1];
  if (status === undefined) throw new Error(`no status line: ${first}`);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`no header: ${line}`);
    headers.set(name.toLowerCase(), value);
  }
  return { status: Number(status), headers };
};

/** The content of a body and the bytes that it takes; undefined while it is not whole. */
const bodyOf = (
  bytes: Buffer,
  status: number,
  headers: ReadonlyMap<string, string>,
  method: string,
): { readonly content: Buffer; readonly taken: number } | undefined => {
  const nothing = { content: Buffer.alloc(0), taken: 0 };
  if (status < 200 || status === 204 || status === 304 || method === "HEAD") return nothing;
  // Node.js answers some requests itself, without a body: with an empty chunk, or with nothing before it closes.
  if (headers.get("transfer-encoding") === "chunked") {
    if (bytes.length < 5) return undefined;
    if (bytes.toString("latin1", 0, 5) !== "0\r\n\r\n") throw new Error("a body in chunks");
    return { ...nothing, taken: 5 };
  }
  const stated = headers.get("content-length");
  if (stated === undefined && headers.get("connection") === "close") return nothing;
  if (stated === undefined || !/^\d+$/.test(stated)) throw new Error("a body without a length");
  const length = Number(stated);
  return bytes.length < length ? undefined : { content: bytes.subarray(0, length), taken: length };
};
