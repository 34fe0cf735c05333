import { parseArgs } from "node:util";
import { runCases } from "./run-cases.ts";

/** `npm run fuzz [-- --cases N] [--from SEED]`: hostile messages and records, and what is wrong with what becomes of them. */
const { values } = parseArgs({
	options: {
		cases: { type: "string", default: "100000" },
		from: { type: "string", default: "1" },
	},
});
const { counts, faults } = await runCases(
	Number(values.from),
	Number(values.cases),
);
for (const [what, count] of Object.entries(counts).toSorted())
	console.log(`${String(count).padStart(8)}  ${what}`);
for (const fault of faults.slice(0, 20)) console.log(fault);
console.log(`${values.cases} cases, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
