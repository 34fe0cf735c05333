import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { sources } from "../support/source-tree.ts";
import { UNIT_TESTS } from "../support/test-kinds.ts";
import { Copy } from "./copy.ts";
import type { Mutant } from "./mutant.ts";

/** `npm run mutants [-- [--seeds N] NAME …]`: puts one bug at a time into a copy, and tells who sees it. */
const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: { seeds: { type: "string", default: "2000" } },
});
const LONGEST_MS = 1_800_000;
const SCENARIOS = ["test/simulation/scenarios"];

const TO_THE_FIRST_FAILURE = [
	"--bail",
	"1",
	"--maxWorkers",
	"1",
	"--reporter",
	"dot",
];

interface Verdict {
	readonly name: string;
	readonly mutant: Mutant;
	/** By which rule and seed, or by which test; undefined: not seen. */
	readonly simulation: string | undefined;
	readonly test: string | undefined;
}

const files = globSync("list/*.ts", { cwd: import.meta.dirname })
	.toSorted()
	.map((file) => ({ file, name: basename(file, ".ts") }))
	.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
await checkUnmutated();
const verdicts: Verdict[] = [];
const left = [...files];
await Promise.all(Array.from({ length: availableParallelism() }, work));
report();

/** What fails without a bug would see every one. @throws Error */
async function checkUnmutated(): Promise<void> {
	const copy = new Copy();
	try {
		const { isWell, said } = await copy.run(
			["test/simulation/first-failure.ts", values.seeds],
			LONGEST_MS,
		);
		if (!isWell) throw new Error(`the simulation fails without a bug: ${said}`);
	} finally {
		copy.remove();
	}
}

async function work(): Promise<void> {
	const copy = new Copy();
	try {
		for (let next = left.shift(); next !== undefined; next = left.shift()) {
			const { default: mutant } = (await import(
				join(import.meta.dirname, next.file)
			)) as { readonly default: Mutant };
			const { name } = next;
			const verdict = await copy.with(mutant, () => judge(name, mutant, copy));
			verdicts.push(verdict);
			console.log(`${name}: ${seenBy(verdict)}`);
		}
	} finally {
		copy.remove();
	}
}

async function judge(
	name: string,
	mutant: Mutant,
	copy: Copy,
): Promise<Verdict> {
	const simulated = await copy.run(
		["test/simulation/first-failure.ts", values.seeds],
		LONGEST_MS,
	);
	const tested = await copy.run(
		[
			"node_modules/vitest/vitest.mjs",
			"run",
			...TO_THE_FIRST_FAILURE,
			...SCENARIOS,
			...testsThatName(mutant.path),
		],
		LONGEST_MS,
	);
	return {
		name,
		mutant,
		simulation: simulated.isWell
			? undefined
			: (/^.*seed \d+: .*$/m.exec(simulated.said)?.[0] ??
				"it crashes or hangs"),
		test: tested.isWell
			? undefined
			: (/FAIL .*?(test\/.*)$/m.exec(tested.said)?.[1] ?? "they crash or hang"),
	};
}

/** Those that import it, and those of its folder's mirror. Unit tests alone: a stack takes too long for each bug. */
function testsThatName(path: string): readonly string[] {
	return sources
		.filter(
			({ path: test, imports }) =>
				UNIT_TESTS.includes(test) &&
				(imports.includes(path) || dirname(test) === `test/${dirname(path)}`),
		)
		.map(({ path: test }) => test);
}

function seenBy({ simulation, test, mutant }: Verdict): string {
	const seen = [simulation, test].filter((by) => by !== undefined);
	if (seen.length > 0) return seen.join(" · ");
	return mutant.equivalent === undefined
		? "SURVIVES"
		: `survives: ${mutant.equivalent}`;
}

function report(): void {
	const survivors = verdicts.filter(
		({ simulation, test, mutant }) =>
			(simulation ?? test ?? mutant.equivalent) === undefined,
	);
	const bySimulation = verdicts.filter(
		({ simulation }) => simulation !== undefined,
	);
	console.log(
		`${verdicts.length} mutants: the simulation sees ${bySimulation.length}, ${survivors.length} survive${survivors.length === 0 ? "" : `: ${survivors.map(({ name }) => name).join(", ")}`}`,
	);
	if (survivors.length > 0) process.exitCode = 1;
}
