import { sources } from "./source-tree.ts";

/** What takes seconds: CDK's synthesis, a local stack, a process of its own. */
const HEAVY = /^(aws-cdk-lib|cdk-nag|esbuild|node:child_process)(\/|$)/;
/** What the tests' common set-up gives. */
const USES_SETUP = /\binject\(/;

const byPath = new Map(sources.map((source) => [source.path, source]));
const heavy = new Map<string, boolean>();

/** Whether a file, or one that it imports, starts a stack, synthesizes or starts a process. */
function isHeavy(path: string): boolean {
	const known = heavy.get(path);
	if (known !== undefined) return known;
	const source = byPath.get(path);
	if (source === undefined) return false;
	heavy.set(path, false);
	const found =
		path === "packages/local-aws/start.ts" ||
		USES_SETUP.test(source.text) ||
		source.packages.some((name) => HEAVY.test(name)) ||
		source.runtimeImports.some(isHeavy);
	heavy.set(path, found);
	return found;
}

const tests = [...byPath.keys()].filter((path) => path.endsWith(".test.ts"));

const SIMULATION = "test/simulation/";

/** Tests of what is computed: they need nothing but their own process. */
export const UNIT_TESTS = tests.filter(
	(path) => !isHeavy(path) && !path.startsWith(SIMULATION),
);
/** Days of simulated time. */
export const SIMULATION_TESTS = tests.filter((path) =>
	path.startsWith(SIMULATION),
);
/** All others. */
export const STACK_TESTS = tests.filter(isHeavy);
