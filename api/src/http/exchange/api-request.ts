import type { IncomingMessage } from "node:http";

/** A request of this api. */
export interface ApiRequest extends IncomingMessage {
  /** The body, where it came together with the head; then the stream of the request holds nothing. */
  readonly whole: Uint8Array | undefined;
  /**
   * Goes on when the body is whole, and in this turn of the event loop in any case.
   *
   * @param length of the body, as the head states it
   */
  gather(length: number, goOn: () => void): void;
}
