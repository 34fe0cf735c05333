import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Prints what of a process other code can see, before and after a statement. */
const script = (statement: string) => `
// AWS's own clients leave a global.
await import("@aws-sdk/client-sqs");
const { Date: date } = globalThis;
const seen = () => JSON.stringify({
	globals: Object.getOwnPropertyNames(globalThis).toSorted(),
	isDate: globalThis.Date === date,
	environment: process.env,
	listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]).toSorted(),
	argv: process.argv,
	directory: process.cwd(),
	handles: process.getActiveResourcesInfo().toSorted(),
});
const before = seen();
${statement};
console.log(JSON.stringify([before, seen()]));
`;
const seenAround = (statement: string): readonly [string, string] =>
	JSON.parse(
		execFileSync(
			process.execPath,
			["--no-warnings", "--input-type=module", "-e", script(statement)],
			{ cwd: join(import.meta.dirname, ".."), encoding: "utf8" },
		),
	);

test("importing the package changes nothing in the importer's process", () => {
	const [before, after] = seenAround('await import("local-aws")');
	expect(after).toBe(before);
});

test("what was started and stopped leaves nothing behind", () => {
	const [before, after] = seenAround(
		'const aws = await (await import("local-aws")).startLocalAws(); aws.advance(9e9); await aws.stop()',
	);
	const { isDate, environment } = JSON.parse(after);
	expect({ isDate, environment }).toEqual({
		isDate: true,
		environment: JSON.parse(before).environment,
	});
});

test("a change would be seen", () => {
	const [before, after] = seenAround("process.env.LOCAL_AWS_TEST = '1'");
	expect(after).not.toBe(before);
});
