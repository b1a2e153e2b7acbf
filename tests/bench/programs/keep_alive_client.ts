// Sends requests to a handler over kept-alive connections for some seconds, and prints how many were answered:
// keep_alive_client.ts URL CONNECTIONS SECONDS
//
// Uses sockets directly: the client shares the machine's cores with the server, and `fetch` would take more CPU
// time than the server does.
import { headers, path, sampleBody } from "../handler_request.ts";

const { hostname, port } = new URL(Deno.args[0]);
const [connections, seconds] = Deno.args.slice(1).map(Number);
const encoder = new TextEncoder();
const body = encoder.encode(sampleBody);
const head = encoder.encode(
  [
    `POST ${path} HTTP/1.1`,
    `host: ${hostname}:${port}`,
    `content-length: ${body.length}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "\r\n",
  ].join("\r\n"),
);
const request = new Uint8Array(head.length + body.length);
request.set(head);
request.set(body, head.length);

/** Whether a whole answer has been read. Throws if its status is not 200. */
const isWhole = (text: string): boolean => {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  if (!text.startsWith("HTTP/1.1 200 ")) throw new Error(text.slice(0, end));
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1];
  return length === undefined
    ? text.endsWith("\r\n0\r\n\r\n") // chunked
    : text.length >= end + 4 + Number(length);
};

const until = performance.now() + seconds * 1000;
let answered = 0;
const keepBusy = async (): Promise<void> => {
  using connection = await Deno.connect({ hostname, port: Number(port) });
  const buffer = new Uint8Array(65_536);
  // In Latin-1 one byte is one character, so that the length of a text is its length in bytes.
  const decoder = new TextDecoder("latin1");
  while (performance.now() < until) {
    for (let sent = 0; sent < request.length;) {
      sent += await connection.write(request.subarray(sent));
    }
    let text = "";
    while (!isWhole(text)) {
      const read = await connection.read(buffer);
      if (read === null) throw new Error("The server closed the connection");
      text += decoder.decode(buffer.subarray(0, read));
    }
    answered++;
  }
};

const began = performance.now();
await Promise.all(Array.from({ length: connections }, keepBusy));
console.log(
  JSON.stringify({ perSecond: answered / ((performance.now() - began) / 1000), answered }),
);
