/** The public surface: adding or removing an export is a deliberate act. */
import * as library from "../mod.ts";
import * as handler from "../src/handler/mod.ts";
import * as sandbox from "../src/sandbox/mod.ts";
import { assertEquals } from "./support/assert.ts";

Deno.test("the library exports what it is documented to export", () => {
  assertEquals(Object.keys(library).sort(), [
    "AddCustomerError",
    "Address",
    "Attempt",
    "AuthError",
    "BatchCall",
    "CircuitBreaker",
    "Concurrency",
    "Customer",
    "CustomerLookup",
    "Journal",
    "LookupError",
    "LookupOnly",
    "Outcome",
    "RateLimit",
    "Reconcile",
    "RefusedError",
    "Retry",
    "Split",
    "StrictCustomer",
    "Timeout",
    "TransportError",
    "UnreadableRow",
    "addCustomer",
    "addCustomers",
    "batchErrorOf",
    "deliveryOf",
    "durablePolicies",
    "formatIssues",
    "importCustomers",
    "makeAddCustomer",
    "makeBatch",
    "makeBatchItem",
    "makeImportProgress",
    "makeReport",
    "outcomeOf",
    "planImport",
    "policy",
    "stack",
    "standardPolicies",
    "validateCustomer",
  ]);
});

Deno.test("the sandbox exports what it is documented to export", () => {
  assertEquals(Object.keys(sandbox).sort(), ["ListenError", "Sandbox", "allFaults"]);
});

Deno.test("the handler exports what it is documented to export", () => {
  assertEquals(Object.keys(handler).sort(), ["handlerVariables", "makeHandler"]);
});
