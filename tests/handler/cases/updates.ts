/** PUT: updates, for callers of Thulium's own. */
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import {
  add,
  basic,
  type Cases,
  type Given,
  lines,
  people,
  post,
  refusal,
  script,
  update,
} from "../given.ts";

/** The requests to Thulium since the customers were added. */
const puts = ({ thulium }: Given) =>
  thulium.requests.filter(({ method }) => method === "PUT").length;
const notes = ({ thulium }: Given) => thulium.customers.map(({ fields }) => fields.note);
const put = { method: "PUT" };

export const updates: Cases = {
  "answers updates as Thulium does, and creates nobody": async (given) => {
    await add(given, people(2));
    const { answer } = await update(given, [
      { customer_id: "13", note: "x", name: null },
      { customer_id: 14, custom_fields: { Kampania: "zima" }, favourite_colour: "red" },
      { customer_id: "99", note: "x" },
      { note: "x" },
    ]);
    assertEquals(answer, {
      0: { http_status: 200, customer_id: "13" },
      1: { http_status: 200, customer_id: "14" },
      2: { http_status: 404, message: "Customer does not exist." },
      3: { http_status: 400, message: "customer_id: is required" },
    });
    assertEquals(notes(given), ["x", undefined]);
    const [, second] = given.thulium.customers;
    assertEquals([second.custom_fields, second.fields.favourite_colour], [
      { Kampania: "zima" },
      "red",
    ]);
    assertEquals(puts(given), 1);
  },
  "sends an update again whose answer was lost": async (given) => {
    await add(given, people(1));
    script(given, { kind: "cut", at: "body", created: true });
    assertEquals((await update(given, [{ customer_id: "13", note: "x" }])).statuses, [200]);
    assertEquals([puts(given), notes(given)], [2, ["x"]]);
  },
  "answers 504 for an update that stays in doubt, and says that it may be sent again": async (
    given,
  ) => {
    await add(given, people(1));
    script(given, ...Array(4).fill({ kind: "cut", at: "before-headers", created: true }));
    const { answer, statuses } = await update(given, [{ customer_id: "13", note: "x" }]);
    assertEquals(statuses, [504]);
    assertStringIncludes(answer[0].message, "may have been changed, the same update may be sent");
  },
  "refuses a wrong password for updates": async (given) => {
    const body = JSON.stringify({ customers: [{ customer_id: "13", note: "x" }] });
    await refusal(await post(given, body, basic("a", "b"), put), 401);
  },
  "streams updates of NDJSON and CSV": async (given) => {
    await add(given, people(2));
    const ndjson = '{"customer_id":"13","note":"a"}\n{"surname":"B"}\n{"customer_id":99}\n';
    const type = { "content-type": "application/x-ndjson" };
    assertEquals(await lines(await post(given, ndjson, type, put)), [
      { index: 0, http_status: 200, customer_id: "13" },
      { index: 1, http_status: 400, message: "customer_id: is required" },
      { index: 2, http_status: 404, message: "Customer does not exist." },
      { total: 3, created: 0, updated: 1, unchanged: 0, rejected: 2, unknown: 0, not_sent: 0 },
    ]);
    const csv = "customer_id;Notatka\n14;b\n";
    const [line] = await lines(await post(given, csv, { "content-type": "text/csv" }, put));
    assertEquals([line, notes(given)], [
      { index: 0, http_status: 200, customer_id: "14" },
      ["a", "b"],
    ]);
    const noId = await post(given, "surname\nK\n", { "content-type": "text/csv" }, put);
    assertStringIncludes(await refusal(noId, 400), "no column is named customer_id");
  },
};
