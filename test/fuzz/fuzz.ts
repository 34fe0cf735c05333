import { parseArgs } from "node:util";
import { runCases } from "./run-cases.ts";
import { growthOf, WORK } from "./work.ts";

/** `npm run fuzz [-- --cases N] [--from SEED]`: hostile messages and records, and what is wrong with what becomes of them. `--work`: how work on 1 MB compares with that on 250 kB. */
const { values } = parseArgs({
	options: {
		cases: { type: "string", default: "100000" },
		from: { type: "string", default: "1" },
		/** How the work grows with the text, instead. */
		work: { type: "boolean", default: false },
	},
});
if (values.work) {
	for (const [name, work] of Object.entries(WORK)) {
		const [worst] = growthOf(work);
		const { piece = "", ms = 0, ratio = 0 } = worst ?? {};
		console.log(
			`${ratio.toFixed(1).padStart(5)}  ${ms.toFixed(0).padStart(5)} ms  ${name} of ${JSON.stringify(piece)}`,
		);
	}
	process.exit();
}
const { counts, faults } = await runCases(
	Number(values.from),
	Number(values.cases),
);
for (const [what, count] of Object.entries(counts).toSorted())
	console.log(`${String(count).padStart(8)}  ${what}`);
for (const fault of faults.slice(0, 20)) console.log(fault);
console.log(`${values.cases} cases, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
