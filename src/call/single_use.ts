/**
 * One request over an `HttpClient` that users bring, which may be sent once.
 *
 * Clients can be changed in many ways, so two guards count what really happens. The body counts how often it
 * is read, and fails at the second time. And the client asks before each attempt, with the request as it would go
 * out (`HttpClient.make` asks `TracerDisabledWhen`), whether it is traced: a second attempt fails there, whatever
 * the client did to the body, and so does a body that is no stream any more, which Deno's `fetch` could repeat by
 * itself.
 *
 * @module
 */
import type { HttpClientRequest } from "effect/http/HttpClientRequest";
import * as Stream from "effect/Stream";

/** Why an attempt was not made. */
export class AttemptRefused extends Error {
  /** The error's name. */
  override readonly name = "AttemptRefused";
}

/** The guards of one request. */
export class SingleUse {
  /** The body, to be read once; `undefined` if the request has none. */
  readonly body: Stream.Stream<Uint8Array, Error> | undefined;
  #attempts = 0;
  #readings = 0;
  #wasBuffered = false;

  /** Guards a request with this body. */
  constructor(body: Blob | undefined) {
    this.body = body &&
      Stream.suspend(() =>
        ++this.#readings > 1
          ? Stream.fail(new AttemptRefused("the body can be read once"))
          : Stream.fromReadableStream({
            evaluate: () => body.stream(),
            onError: () => new Error("the body could not be read"),
          })
      );
  }

  /** Must run before each attempt. Throws if the attempt must not be made, and otherwise says not to trace it. */
  begin({ body }: HttpClientRequest): true {
    if (this.#attempts > 0) {
      this.#attempts++;
      throw new AttemptRefused("the request must be sent once");
    }
    if (this.body !== undefined && body._tag !== "Stream") {
      this.#wasBuffered = true;
      throw new AttemptRefused("the client must not read the body before it sends the request");
    }
    this.#attempts++;
    return true;
  }

  /** Whether nothing can have been sent. */
  get isUnsent(): boolean {
    return this.#wasBuffered || this.body !== undefined && this.#readings === 0 &&
        this.#attempts <= 1;
  }

  /** Whether the request may have been sent before the attempt that failed. */
  get isRepeated(): boolean {
    return this.#attempts > 1 || !this.#wasBuffered && this.#readings > 1;
  }
}
