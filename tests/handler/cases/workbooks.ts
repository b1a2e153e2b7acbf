/** Excel workbooks as bodies: their rows are read like those of CSV. */
import { writeXlsx } from "../../../src/format/xlsx/write.ts";
import { xlsxType } from "../../../src/handler/negotiation.ts";
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { bomb, digitsLost } from "../../support/workbooks.ts";
import { basic, type Cases, lines, post, refusal } from "../given.ts";

const header = ["Nazwisko", "Telefon", "Kod pocztowy"];
const type = { "content-type": xlsxType };
const bodyOf = (rows: ReadonlyArray<ReadonlyArray<string>>) =>
  new Uint8Array(writeXlsx(rows, { header }));

export const workbooks: Cases = {
  "reads a workbook, with bad rows among good ones": async (given) => {
    const body = bodyOf([["Żuk", "600 100 200", "00-950"], ["", "600100300"], ["Lis", "=1"]]);
    const answers = await lines(await post(given, body, type));
    assertEquals(answers.map(({ http_status }) => http_status), [201, 400, 400, undefined]);
    assertEquals(answers.at(-1)?.total, 3);
    const { fields } = given.thulium.customers[0];
    assertEquals([fields.surname, fields.address], ["Żuk", { postcode: "00-950" }]);
  },
  "names the sheet's own row and column of a cell that lost digits": async (given) => {
    const [first, second] = await lines(await post(given, digitsLost(), type));
    assertEquals([first.http_status, second.http_status], [201, 400]);
    assertStringIncludes(second.message, "row 5, column B is a number of more than 15 digits");
  },
  "updates customers from a workbook": async (given) => {
    await post(given, bodyOf([["A"]]), type);
    const rows = new Uint8Array(
      writeXlsx([["13", "600100200"]], { header: ["customer_id", "Telefon"] }),
    );
    const [line] = await lines(await post(given, rows, type, { method: "PUT" }));
    assertEquals(line, { index: 0, http_status: 200, customer_id: "13" });
    assertEquals(given.thulium.customers[0].fields.phone_number, "600100200");
  },
  "refuses a body that is no workbook, is damaged, is a bomb, or has no column with surnames":
    async (
      given,
    ) => {
      const good = bodyOf([["A"]]);
      const refused: ReadonlyArray<readonly [Uint8Array | string, string]> = [
        ["surname\nA\n", "the file is no Excel workbook"],
        [good.slice(0, -40), "the workbook is damaged or cut off"],
        [bomb(), "unpacks to more than is allowed"],
        [
          new Uint8Array(writeXlsx([["red"]], { header: ["colour"] })),
          "no column is named surname",
        ],
      ];
      for (const [body, message] of refused) {
        const sent = typeof body === "string" ? body : new Uint8Array(body);
        assertStringIncludes(await refusal(await post(given, sent, type), 400), message);
      }
      assertEquals(given.thulium.requests, []);
    },
  "answers 401 to a workbook whose sender Thulium refuses": async (given) => {
    const wrong = { ...type, ...basic("api_user", "wrong") };
    await refusal(await post(given, bodyOf([["A"], ["B"]]), wrong), 401);
    assertEquals(given.thulium.customers, []);
  },
};
