/** Sends requests as bytes, because `fetch` neither lets a test choose the Host nor write what HTTP forbids. */

/** Sends a request's text to a server and returns the whole answer; "" if the server breaks the connection. */
export const sendRaw = async (url: string, request: string): Promise<string> => {
  const { hostname, port } = new URL(url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(new TextEncoder().encode(request));
  const decoder = new TextDecoder();
  let answer = "";
  try {
    for await (const bytes of connection.readable) {
      answer += decoder.decode(bytes, { stream: true });
      // A server may keep the connection open, whatever the request says.
      if (isWhole(answer)) break;
    }
  } catch {
    // What came before the connection broke is the answer.
  }
  return answer;
};

const isWhole = (answer: string): boolean => {
  const end = answer.indexOf("\r\n\r\n");
  const length = /^content-length: (\d+)/im.exec(answer.slice(0, end))?.[1];
  return length === undefined
    ? answer.endsWith("\r\n0\r\n\r\n")
    : new TextEncoder().encode(answer.slice(end + 4)).length >= Number(length);
};

/** The text of a request that asks the server to close the connection after its answer. */
export const rawRequest = (line: string, headers: ReadonlyArray<string>, body = ""): string =>
  [
    `${line} HTTP/1.1`,
    ...headers,
    `Content-Length: ${new TextEncoder().encode(body).length}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");

/** The status of an answer. */
export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
