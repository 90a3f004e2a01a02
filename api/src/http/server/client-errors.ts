import { STATUS_CODES, type IncomingHttpHeaders, type Server } from "node:http";
import type { Socket } from "node:net";

import type { ProblemCode } from "../../errors/errors.js";
import type { ApiResponse } from "../exchange/api-response.js";
import type { FlatHeaders } from "../headers/flat-headers.js";
import { headerLines } from "../headers/header-lines.js";
import type { ErrorForm } from "../problem/error-form.js";
import { problemAnswer } from "../problem/problem.js";

/** How to answer requests that Node.js cannot hand over because they are malformed or never end. */
export interface ClientErrorsOptions {
  /** Sent with every response. */
  readonly headers: FlatHeaders;
  readonly nextId: (headers: IncomingHttpHeaders) => string;
  /** Called with the status and the id of a request that no handler saw. */
  readonly refused: (status: number, requestId: string) => void;
  /** How an error is written where the url is not known. */
  readonly errorForm: ErrorForm;
}

/** The problem of an error, by Node.js's code. Default: the request is malformed. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: "HEADERS_TOO_LARGE",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "BODY_TOO_LARGE",
  ERR_HTTP_REQUEST_TIMEOUT: "REQUEST_TIMEOUT",
};

/** Answers what Node.js would answer with a bare status, and ends the connection as Node.js does. */
export const answerClientErrors = (server: Server, options: ClientErrorsOptions): void => {
  const { headers, nextId, errorForm, refused } = options;
  const lines = headerLines(headers);

  server.on("clientError", (error: NodeJS.ErrnoException, stream) => {
    // Node.js keeps the response that is being written here, also to answer after it.
    const socket = stream as Socket & { readonly _httpMessage?: ApiResponse | null };
    const open = socket._httpMessage;
    // A response that has begun must not be interrupted by another head.
    if (socket.writable && open?.headersSent !== true) {
      const code = CODES[error.code ?? ""] ?? "REQUEST_INVALID";
      const { status, headers: own, body } = problemAnswer(code, {}, open?.errorForm ?? errorForm);
      const length = ["content-length", Buffer.byteLength(body), "connection", "close"];
      const id = open?.requestId ?? nextId({});
      // A handler that has the request notices its end, and is counted then.
      if (!open) refused(status, id);
      socket.write(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines}x-request-id: ${id}\r\n` +
          `${headerLines([...own, ...length])}\r\n${body}`,
      );
    }
    socket.destroy(error);
  });
};
