/** `node bench/report/write.ts`: bench/README.md and its charts from what the last run left; prints what README.md is to say under "Measured". */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Results } from "../results.ts";
import { measuredParagraph } from "./measured.ts";
import { isMeasured } from "./parts.ts";
import { writeReport } from "./report.ts";

const file = join(import.meta.dirname, "..", "results.json");
if (!existsSync(file))
	throw new Error(
		"Cannot write the report: there is no bench/results.json; `npm run bench` measures it",
	);
const results: Results = JSON.parse(readFileSync(file, "utf8"));
writeReport(results);
if (isMeasured(results, "speed"))
	console.log(`For README.md, "Measured":\n\n${measuredParagraph(results)}`);
