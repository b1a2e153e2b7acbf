// The importer without a library: reads NDJSON, sends batches concurrently, writes a report. It has no validation
// and no retries, and a lost answer ends it. deno run -A raw.ts FILE URL BATCH_SIZE CONCURRENCY REPORT
import { TextLineStream } from "@std/streams/text-line-stream";

const [file, url, size, concurrency, reportFile] = Deno.args;
const headers = {
  authorization: `Basic ${btoa("api_user:api_pass")}`,
  "content-type": "application/json",
};
const report = await Deno.open(reportFile, { write: true, create: true, truncate: true });
const encoder = new TextEncoder();

const post = async (first: number, customers: ReadonlyArray<unknown>): Promise<void> => {
  const body = JSON.stringify({ customers });
  const response = await fetch(`${url}/api/batch/customers`, { method: "POST", headers, body });
  if (response.status !== 200) throw new Error(String(response.status));
  const answer = await response.json();
  const lines = customers.map((_, i) => {
    const { customer_id, http_status, message } = answer[i];
    return JSON.stringify(
      http_status === 201
        ? { index: first + i, outcome: "created", customer_id }
        : { index: first + i, outcome: "rejected", status: http_status, message },
    );
  });
  await report.write(encoder.encode(`${lines.join("\n")}\n`));
};

const underWay = new Set<Promise<void>>();
const launch = async (first: number, customers: ReadonlyArray<unknown>): Promise<void> => {
  if (underWay.size >= Number(concurrency)) await Promise.race(underWay);
  const call = post(first, customers).finally(() => underWay.delete(call));
  underWay.add(call);
};

let read = 0;
let batch: Array<unknown> = [];
const lines: ReadableStream<string> = (await Deno.open(file)).readable
  .pipeThrough(new TextDecoderStream())
  .pipeThrough(new TextLineStream());
for await (const line of lines) {
  if (line === "") continue;
  batch.push(JSON.parse(line));
  read++;
  if (batch.length < Number(size)) continue;
  await launch(read - batch.length, batch);
  batch = [];
}
if (batch.length > 0) await launch(read - batch.length, batch);
await Promise.all(underWay);
