/** Runs beside the suite of `without_fast_test.ts` and fails if the fast paths were not replaced. */
import { copyOfSureCustomer } from "../../src/customer/fast/check.ts";
import { CustomerScanner } from "../../src/customer/fast/scanner.ts";
import { scanBody } from "../../src/customer/fast/body.ts";
import { assertEquals } from "./assert.ts";

Deno.test("the fast paths recognize nothing", () => {
  const customer = new TextEncoder().encode('{"surname":"Nowak"}');
  const body = new TextEncoder().encode('{"customers":[{"surname":"Nowak"}]}');
  assertEquals(copyOfSureCustomer({ surname: "Nowak" }), undefined);
  assertEquals(new CustomerScanner().endOfCustomer(customer, 0, customer.length), 0);
  assertEquals(new CustomerScanner().endOfLoose(customer, 0, customer.length), 0);
  assertEquals(scanBody(body), undefined);
});
