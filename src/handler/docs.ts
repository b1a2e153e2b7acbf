/**
 * `GET /docs`: a page for developers who call the handler.
 *
 * @module
 */
import type { HandlerConfig } from "./config.ts";
import { xlsxType } from "./negotiation.ts";
import type { Reply } from "./reply.ts";

/** The page for a configuration, with the address at which it was asked for. */
export const docsPage = (config: HandlerConfig, { url }: Request): Reply => ({
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: html(config, addressOf(url)),
});

/** A URL holds nothing that is markup. A handler that others reach is behind a proxy with TLS. */
const addressOf = (url: string): string =>
  new URL("api/batch/customers", url).href
    .replace(/^http:(?!..(localhost|127\.))/, "https:");

const html = (config: HandlerConfig, address: string): string => {
  const credentials = config.access.mode === "token"
    ? '-H "Authorization: Bearer <em>token</em>"'
    : "-u <em>user</em>:<em>password</em>";
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Thulium batch customers</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
pre, code { background: #eee } pre { padding: 1rem; overflow: auto }
td, th { text-align: left; padding: .2rem 1rem .2rem 0 }
</style>
<h1>Thulium batch customers</h1>
<p>Adds many customers to Thulium with one request, like Thulium's own
<code>POST /api/batch/customers</code>, and answers for each customer. This service never sends a customer
again that may have been created.</p>
<pre>curl ${credentials} -H "Content-Type: application/json" \\
  -d '{"customers":[{"surname":"Kowalski"}]}' ${address}</pre>
<pre>{"0":{"http_status":201,"customer_id":"13"}}</pre>
<table>
<tr><th>http_status<th>was the customer created?<th>send again?
<tr><td>201<td>yes, as <code>customer_id</code><td>no
<tr><td>200<td>yes, earlier, as <code>customer_id</code><td>no
<tr><td>400, other 4xx<td>no, because of its values<td>after correcting them
<tr><td>503<td>no<td>yes
<tr><td>504<td>perhaps<td>only after checking in Thulium
</table>
<p>To change customers that exist, send the same request as <code>PUT</code>, each with its
<code>customer_id</code> and the fields to change; fields that are left out keep their values, and lists are replaced.</p>
<pre>curl -X PUT ${credentials} -H "Content-Type: application/json" \\
  -d '{"customers":[{"customer_id":"13","note":"Call in May"}]}' ${address}</pre>
<table>
<tr><th>http_status<th>was the customer changed?<th>send again?
<tr><td>200<td>yes<td>no need
<tr><td>404<td>no, there is no such customer<td>no
<tr><td>400, other 4xx<td>no, because of its values<td>after correcting them
<tr><td>503<td>no<td>yes
<tr><td>504<td>perhaps<td>yes
</table>
<p>Up to ${config.maxCustomers} customers and ${config.maxBodyBytes} bytes in a JSON request. For more, send
<code>Content-Type: application/x-ndjson</code> (one customer per line) or <code>text/csv</code> (a header
row with field names). The outcomes come back line by line while you send, and the last line has the counts.
An Excel workbook (.xlsx) of up to ${config.maxBodyBytes} bytes is read like CSV: send it as
<code>${xlsxType}</code>.</p>
<p>For programs: <a href="openapi.json">openapi.json</a>.</p>
</html>
`;
};
