import { JournalMemory } from "../../../mod.ts";
import { layerFile } from "../../support/journal_file.ts";
import { storeSuite } from "./store_suite.ts";

storeSuite("memory", () => JournalMemory.layer);
storeSuite("SQLite file", () => layerFile);
