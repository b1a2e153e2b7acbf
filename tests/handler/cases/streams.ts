/** NDJSON and CSV: rows stream in, outcomes stream out. */
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { basic, type Cases, inParts, lines, post, refusal, script } from "../given.ts";

export const streams: Cases = {
  "answers NDJSON line by line, with bad lines among good ones": async (given) => {
    const body = '{"surname":"A"}\r\nnot json\n\n{"name":"B"}\n{"surname":"C"}';
    const type = { "content-type": "application/x-ndjson" };
    const answers = await lines(await post(given, body, type));
    assertEquals(answers, [
      { index: 0, http_status: 201, customer_id: "13" },
      { index: 1, http_status: 400, message: "line 2 is not valid JSON" },
      { index: 2, http_status: 400, message: "surname: is required" },
      { index: 3, http_status: 201, customer_id: "14" },
      { total: 4, created: 2, updated: 0, unchanged: 0, rejected: 2, unknown: 0, not_sent: 0 },
    ]);
  },
  "answers the first lines before the last ones are sent": async (given) => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const encoder = new TextEncoder();
    const line = (i: number) => encoder.encode(`{"surname":"K${i}"}\n`);
    const body = new ReadableStream<Uint8Array>({
      start: async (controller) => {
        for (let i = 0; i < 100; i++) controller.enqueue(line(i));
        await mayEnd;
        controller.enqueue(line(100));
        controller.close();
      },
    });
    const type = { "content-type": "application/x-ndjson" };
    const response = await post(given, body, type);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = (await reader?.read())?.value ?? "";
    assertStringIncludes(seen, '"http_status":201');
    assert(!seen.includes('"total"'));
    end();
    for (let next; !(next = await reader?.read())?.done;) seen += next?.value;
    assertStringIncludes(seen, '{"total":101,"created":101');
  },
  "accepts CSV with a header": async (given) => {
    const body = "\uFEFFsurname;phone_number;address.city;vip\r\n" +
      '"Kowalska; Anna";600 100 200|600100201;Łódź;tak\r\nNowak\r\n';
    const answers = await lines(await post(given, body, { "content-type": "text/csv" }));
    assertEquals(answers.map(({ http_status }) => http_status), [201, 400, undefined]);
    const { fields } = given.thulium.customers[0];
    assertEquals(fields.surname, "Kowalska; Anna");
    assertEquals([fields.address, fields.vip], [{ city: "Łódź" }, true]);
  },
  "understands the usual Polish headers of CSV": async (given) => {
    const body = "Nazwisko;Imię;Nr telefonu;Kod pocztowy\nKowalska;Anna;600100200;90-001\n";
    const answers = await lines(await post(given, body, { "content-type": "text/csv" }));
    assertEquals(answers.map(({ http_status }) => http_status), [201, undefined]);
    const { fields } = given.thulium.customers[0];
    assertEquals([fields.surname, fields.name], ["Kowalska", "Anna"]);
    assertEquals(fields.address, { postcode: "90-001" });
  },
  "passes on columns of CSV that nobody knows, and puts several phone numbers into one list":
    async (
      given,
    ) => {
      const body =
        "Last Name,Phone 1 - Value,Phone 2 - Value,Nr faktury\n Kalina ,600100200,600100201,7\n,,,\n";
      const answers = await lines(await post(given, body, { "content-type": "text/csv" }));
      assertEquals(answers.map(({ http_status }) => http_status), [201, undefined]);
      assertEquals(given.thulium.customers[0].fields, {
        surname: "Kalina",
        phone_number: ["600100200", "600100201"],
        "Nr faktury": "7",
      });
    },
  "refuses a body of which no row can be read, and says why": async (given) => {
    const csv = { "content-type": "text/csv" };
    for (const body of ["Kowalski;Jan\nNowak;Ewa\n", "colour;size\nred;5\n"]) {
      const message = await refusal(await post(given, body, csv), 400);
      assertEquals(
        message,
        "no column is named surname: the first row must be a header; it has 2 columns with the delimiter semicolon",
      );
    }
    const latin = new Uint8Array([...new TextEncoder().encode("surname;Imi"), 0xea, 0x0a, 0x61]);
    assertStringIncludes(await refusal(await post(given, latin, csv), 400), "not UTF-8");
    assertEquals(given.thulium.requests, []);
  },
  "rejects a row of CSV that is not UTF-8, and reads the others": async (given) => {
    const rows = new TextEncoder().encode("surname\nKowalsk?\nŻuk\nW\uFFFDrbel\n");
    rows[rows.indexOf(0x3f)] = 0xb1;
    const answers = await lines(await post(given, rows, { "content-type": "text/csv" }));
    assertEquals(answers.map(({ http_status }) => http_status), [400, 201, 201, undefined]);
    assertStringIncludes(String(answers[0].message), "not UTF-8");
    assertEquals(given.thulium.customers.map(({ fields }) => fields.surname), [
      "Żuk",
      "W\uFFFDrbel",
    ]);
  },
  "answers 401 to a stream whose user Thulium refuses, like to any request": async (given) => {
    for (
      const [type, body] of Object.entries({ "application/x-ndjson": ndjson, "text/csv": csv })
    ) {
      const wrong = { "content-type": type, ...basic("api_user", "wrong") };
      const response = await post(given, body, wrong);
      assertStringIncludes(response.headers.get("www-authenticate") ?? "", "Basic");
      assertStringIncludes(await refusal(response, 401), "refused the user or password");
    }
    script(given, ...Array(3).fill({ kind: "status", status: 403, created: false }));
    const response = await post(given, ndjson, { "content-type": "application/x-ndjson" });
    assertStringIncludes(await refusal(response, 403), "does not let this user add customers");
    assertEquals(given.thulium.customers, []);
  },
  "answers every row when Thulium refuses the user of some calls and not of others": async (
    given,
  ) => {
    script(given, { kind: "status", status: 401, created: false });
    const response = await post(given, ndjson, { "content-type": "application/x-ndjson" });
    if (response.status === 200) {
      const answers = await lines(response);
      assertEquals(answers.at(-1)?.created, given.thulium.customers.length);
      assertEquals(answers[0].http_status, 401);
    } else {
      await refusal(response, 401);
      assertEquals(given.thulium.customers, []);
    }
  },
  "ends a stream whose user Thulium refuses later, and tells no row to come again": async (
    given,
  ) => {
    script(given, null, { kind: "status", status: 401, created: false });
    const rows = `${'{"surname":"K"}\n'.repeat(100)}`;
    // It never ends by itself.
    const body = inParts(Array(20).fill(rows), "stall");
    const answers = await lines(
      await post(given, body, { "content-type": "application/x-ndjson" }),
    );
    const statuses = new Set(answers.slice(0, -1).map(({ http_status }) => http_status));
    assertEquals(statuses, new Set([201, 401]));
    assertStringIncludes(answers.at(-1)?.message, "refused the user or password");
    assertEquals(answers.at(-1)?.created, given.thulium.customers.length);
  },
};

const ndjson = '{"surname":"K"}\n'.repeat(250);
const csv = `surname\n${"K\n".repeat(250)}`;
