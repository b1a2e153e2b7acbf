/** A caller of the handler on a raw TCP socket, which may send what no client would, and leave when it wants. */

export interface RawCaller {
  readonly write: (text: string) => Promise<void>;
  readonly writeBytes: (bytes: Uint8Array) => Promise<void>;
  /** Ends its side of the connection, and still listens. */
  readonly end: () => Promise<void>;
  readonly leave: () => void;
  /** What was answered until the connection ended, or until a text came or all that is wanted. */
  readonly answer: (until?: string | ((seen: string) => boolean)) => Promise<string>;
}

export const callRaw = async (url: string): Promise<RawCaller> => {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const encoder = new TextEncoder();
  let seen = "";
  const writeBytes = async (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
  };
  return {
    write: (text) => writeBytes(encoder.encode(text)),
    writeBytes,
    end: () => connection.closeWrite(),
    leave: () => {
      try {
        connection.close();
      } catch {
        // The handler closed it before.
      }
    },
    answer: async (until) => {
      const decoder = new TextDecoder();
      const buffer = new Uint8Array(65_536);
      const isEnough = typeof until === "string"
        ? (seen: string) => seen.includes(until)
        : until ?? (() => false);
      while (!isEnough(seen)) {
        const count = await connection.read(buffer).catch(() => null);
        if (count === null) break;
        seen += decoder.decode(buffer.subarray(0, count), { stream: true });
      }
      return seen;
    },
  };
};

/** The head of a request with a body of this type. */
export const headOf = (id: string, type: string, framing: string): string =>
  [
    "POST /api/batch/customers HTTP/1.1",
    "host: handler.localhost",
    `authorization: Basic ${btoa("api_user:api_pass")}`,
    `content-type: ${type}`,
    `x-request-id: ${id}`,
    framing,
    "\r\n",
  ].join("\r\n");

export const chunked = "transfer-encoding: chunked";
export const chunk = (text: string): string =>
  `${new TextEncoder().encode(text).length.toString(16)}\r\n${text}\r\n`;
