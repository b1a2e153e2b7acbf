/** JSON requests: one answer per customer, whatever Thulium does with the batch. */
import { readErrorForm } from "../../../src/call/error_form.ts";
import { allFaults } from "../../../src/sandbox/mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { add, basic, type Cases, people, post, posts, refusal, script } from "../given.ts";

export const outcomes: Cases = {
  "answers the sample of Thulium's own page as Thulium does": async (given) => {
    const { answer } = await add(given, [{ surname: "Kowalski" }, { phone_number: "333444555" }]);
    assertEquals(answer, {
      0: { http_status: 201, customer_id: "13" },
      1: { http_status: 400, message: "surname: is required" },
    });
  },
  "passes on fields that the contract does not know": async (given) => {
    await add(given, [{ surname: "K", favourite_colour: "zielony" }]);
    assertEquals(given.thulium.customers[0].fields.favourite_colour, "zielony");
  },
  "rejects a bad customer and adds the others": async (given) => {
    const { statuses } = await add(given, [{ surname: "A" }, 5, null, { surname: "" }, {
      surname: "B",
    }]);
    assertEquals(statuses, [201, 400, 400, 400, 201]);
  },
  "answers an empty list with an empty object": async (given) => {
    assertEquals((await add(given, [])).answer, {});
  },
  "accepts the media types of the samples on Thulium's page": async (given) => {
    for (
      const type of ["application/json", "application/json; charset=utf-8", "Application/JSON"]
    ) {
      const body = JSON.stringify({ customers: people(1) });
      assertEquals((await post(given, body, { "content-type": type })).status, 200);
    }
  },
  "sends a batch again after a 503 of Thulium, and answers 201": async (given) => {
    script(given, { kind: "status", status: 503, created: false });
    assertEquals((await add(given, people(3))).statuses, [201, 201, 201]);
    assertEquals(posts(given), 2);
  },
  "splits a batch that is too large for Thulium": async (given) => {
    script(given, { kind: "status", status: 413, created: false });
    assertEquals((await add(given, people(4))).statuses, [201, 201, 201, 201]);
    assertEquals(posts(given), 3);
  },
  "answers 504 for customers that may exist, and never sends them again": async (given) => {
    script(given, { kind: "cut", at: "body", created: true });
    const { answer, statuses } = await add(given, people(2));
    assertEquals(statuses, [504, 504]);
    assertStringIncludes(answer[0].message, "may have been created");
    assertEquals([posts(given), given.thulium.customers.length], [1, 2]);
  },
  "fails as a whole with Retry-After when nothing was created": async (given) => {
    script(given, { kind: "status", status: 429, created: false, retryAfter: "7200" });
    const response = await post(given, JSON.stringify({ customers: people(2) }));
    assertEquals(response.headers.get("retry-after"), "7200");
    assert(readErrorForm(JSON.stringify(await response.clone().json())) !== undefined);
    await refusal(response, 503);
    assertEquals(given.thulium.customers.length, 0);
  },
  "hands a Retry-After on as whole seconds of a day at most": async (given) => {
    const asked = {
      [`1${"0".repeat(26)}`]: "86400",
      "Fri, 31 Dec 9999 23:59:59 GMT": "86400",
      [`${"9".repeat(400)}`]: "86400",
      "1e26": null,
    };
    for (const [retryAfter, expected] of Object.entries(asked)) {
      script(given, ...Array(4).fill({ kind: "status", status: 429, created: false, retryAfter }));
      const response = await post(given, JSON.stringify({ customers: people(1) }));
      assertEquals(response.headers.get("retry-after"), expected, retryAfter);
      await refusal(response, 503);
    }
  },
  "fails with 502 when Thulium refuses the whole request": async (given) => {
    script(given, { kind: "status", status: 400, created: false });
    await refusal(await post(given, JSON.stringify({ customers: people(1) })), 502);
  },
  "answers 401 when Thulium refuses the caller's user, and stops sending": async (given) => {
    const response = await post(given, JSON.stringify({ customers: people(250) }), basic("a", "b"));
    assertStringIncludes(response.headers.get("www-authenticate") ?? "", "Basic");
    await refusal(response, 401);
    assertEquals(given.thulium.requests.length, 1);
  },
};

/** Run last: the faults may leave the circuit open. */
export const faults: Cases = {
  "keeps the laws under every fault": async (given) => {
    const faults = allFaults.filter(({ kind }) => kind !== "stall" && kind !== "late");
    for (let seed = 0; seed < 15; seed++) {
      given.thulium.reset();
      given.thulium.setFaults({ seed, rate: 0.5, faults });
      const { answer, response } = await add(given, [...people(12), { name: "bad" }]);
      const stored = new Map(
        given.thulium.customers.map(({ customer_id, fields }) => [fields.identifier, customer_id]),
      );
      assertEquals(stored.size, given.thulium.customers.length, `seed ${seed}: created twice`);
      if (response.status !== 200) {
        assertEquals(stored.size, 0, `seed ${seed}: failed, though customers were created`);
        continue;
      }
      assertEquals(Object.keys(answer).length, 13);
      people(12).forEach(({ identifier }, i) => {
        const { customer_id, http_status } = answer[i];
        const id = stored.get(identifier);
        if (http_status === 201) assertEquals(customer_id, String(id), `seed ${seed}`);
        else if (http_status !== 504) assertEquals(id, undefined, `seed ${seed}`);
      });
    }
  },
};
