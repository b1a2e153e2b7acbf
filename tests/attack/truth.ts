/** What must be true of an answer, whatever was sent and whatever Thulium did. */
import type { StoredCustomer } from "../../src/sandbox/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { fits } from "../handler/contract.ts";
import type { Generated } from "./generated.ts";
import { isWholeNote } from "./rows.ts";

interface Item {
  readonly http_status: number;
  readonly customer_id?: string;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  /** Whether the caller read it to its end, and its end was no error. */
  readonly isWhole: boolean;
}

/** Checks the answer to one request against what the sandbox stored for it. `sent` is how many bytes of the body came. */
export const isTrue = (
  body: Generated,
  { isWhole, status, text, type }: Answer,
  stored: ReadonlyArray<StoredCustomer>,
  sent: number,
): void => {
  const ids = storedOnce(body, stored, sent);
  if (!isWhole) return;
  if (status !== 200) {
    assertEquals(stored.length, 0, `status ${status}, though customers were created`);
    // The server before the handler refuses in its own words what is no HTTP.
    if (!type.includes("json")) return assert(status >= 400);
    const problem = JSON.parse(text);
    return assert(fits("Problem", problem), `not a problem: ${text.slice(0, 200)}`);
  }
  const items = type.includes("ndjson") ? linesOf(text) : itemsOf(text);
  if (body.rows !== undefined && sent === body.bytes.length && !type.includes("ndjson")) {
    assertEquals(items.length, body.rows.length, "an outcome for each row");
  }
  tellTheTruth(items, ids, body.rows);
};

/** The stored identifiers by id. Nobody is stored twice, and nothing that was cut off is stored. */
const storedOnce = (
  { ends, rows }: Generated,
  stored: ReadonlyArray<StoredCustomer>,
  sent: number,
): ReadonlyMap<string, string> => {
  const ids = new Map<string, string>();
  const seen = new Set<string>();
  for (const { customer_id, fields } of stored) {
    const identifier = String(fields.identifier ?? "");
    if (rows !== undefined && identifier === "") {
      assert(rows.includes(""), "a row that was cut off is stored");
    } else if (rows !== undefined) {
      assert(!seen.has(identifier), "a customer is stored twice");
      assert(isWholeNote(fields.note), "a cut value is stored");
      const row = rows.indexOf(identifier);
      assert(row >= 0, "a row that nobody sent is stored");
      if (ends.length > 0) assert(ends[row] <= sent, "a row that was cut off is stored");
    }
    seen.add(identifier);
    ids.set(String(customer_id), identifier);
  }
  return ids;
};

const itemsOf = (text: string): ReadonlyArray<Item> => {
  const answer = JSON.parse(text);
  assert(fits("Answer", answer), "not an answer of the contract");
  const keys = Object.keys(answer);
  keys.forEach((key, i) => assertEquals(key, String(i)));
  return keys.map((key) => answer[key]);
};

const linesOf = (text: string): ReadonlyArray<Item> => {
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  const last = lines.pop();
  assert(fits("LastLine", last), "no last line");
  const counts: { [name: string]: number } = {};
  lines.forEach((line, i) => {
    assert(fits("AnswerLine", line), "not a line of an answer");
    assertEquals(line.index, i);
    const name = nameOf(line.http_status);
    counts[name] = (counts[name] ?? 0) + 1;
  });
  const { message: _, total, ...told } = last;
  assertEquals(total, lines.length);
  for (const [name, count] of Object.entries(told)) assertEquals(counts[name] ?? 0, count, name);
  return lines;
};

const nameOf = (status: number): string =>
  status === 201
    ? "created"
    : status === 200
    ? "unchanged"
    : status === 504
    ? "unknown"
    : status === 503 || status === 401 || status === 403
    ? "not_sent"
    : "rejected";

const tellTheTruth = (
  items: ReadonlyArray<Item>,
  ids: ReadonlyMap<string, string>,
  rows: ReadonlyArray<string> | undefined,
): void => {
  const told = new Set<string>();
  let unknown = 0;
  items.forEach(({ customer_id, http_status }, i) => {
    if (http_status === 504) unknown++;
    if (customer_id === undefined || http_status > 201) return;
    assert(ids.has(customer_id), "created, though it is not stored");
    assert(!told.has(customer_id), "one id for two rows");
    told.add(customer_id);
    if (rows !== undefined) assertEquals(ids.get(customer_id), rows[i], "the id of another row");
  });
  assert(ids.size - told.size <= unknown, "stored, though its row says that it was not created");
  if (rows === undefined) return;
  for (const [id, identifier] of ids) {
    if (told.has(id) || identifier === "") continue;
    assertEquals(items[rows.indexOf(identifier)]?.http_status, 504, "stored, and not told");
  }
};
