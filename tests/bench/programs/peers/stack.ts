// The importer with libraries: zod validates, ky sends and retries, p-map limits the concurrency.
// deno run -A stack.ts FILE URL BATCH_SIZE CONCURRENCY REPORT
import ky from "ky";
import { pMapIterable } from "p-map";
import { TextLineStream } from "@std/streams/text-line-stream";
import { ZodCustomer } from "./zod_customer.ts";

const [file, url, size, concurrency, reportFile] = Deno.args;
const thulium = ky.create({
  prefixUrl: url,
  headers: { authorization: `Basic ${btoa("api_user:api_pass")}` },
  retry: { limit: 3, methods: ["post"] },
  timeout: 30_000,
});
interface Row {
  readonly index: number;
  readonly customer: unknown;
}
type Answer = {
  readonly [position: string]: {
    readonly http_status: number;
    readonly customer_id?: string;
    readonly message?: string;
  };
};

async function* batches(): AsyncGenerator<ReadonlyArray<Row>> {
  let batch: Array<Row> = [];
  let index = 0;
  const lines: ReadableStream<string> = (await Deno.open(file)).readable
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) {
    if (line === "") continue;
    const checked = ZodCustomer.safeParse(JSON.parse(line));
    if (checked.success) batch.push({ index, customer: checked.data });
    index++;
    if (batch.length < Number(size)) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

const post = async (rows: ReadonlyArray<Row>): Promise<string> => {
  const json = { customers: rows.map(({ customer }) => customer) };
  const answer = await thulium.post("api/batch/customers", { json }).json<Answer>();
  const lines = rows.map(({ index }, i) => {
    const { customer_id, http_status, message } = answer[i];
    return JSON.stringify(
      http_status === 201
        ? { index, outcome: "created", customer_id }
        : { index, outcome: "rejected", status: http_status, message },
    );
  });
  return `${lines.join("\n")}\n`;
};

const report = await Deno.open(reportFile, { write: true, create: true, truncate: true });
const encoder = new TextEncoder();
const options = { concurrency: Number(concurrency) };
for await (const text of pMapIterable(batches(), post, options)) {
  await report.write(encoder.encode(text));
}
