/** NDJSON and CSV: rows stream in, outcomes stream out. */
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { type Cases, lines, post } from "../given.ts";

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
      { total: 4, created: 2, unchanged: 0, rejected: 2, unknown: 0, not_sent: 0 },
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
  "tells in the last line why rows were not read": async (given) => {
    const body = "Kowalski;Jan\nNowak;Ewa\n";
    const answers = await lines(await post(given, body, { "content-type": "text/csv" }));
    assertEquals(answers.length, 1);
    assertStringIncludes(answers[0].message, "no column is named surname");
  },
};
