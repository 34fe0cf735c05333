import { cut } from "../../outside.ts";

const MOST = { text: 50_000, lines: 200, name: 60 };

/** The fields of a text that is lines such as `StackName='orders'`, as CloudFormation publishes; undefined for another. */
export function keyValues(
	text: string,
): Readonly<Record<string, string>> | undefined {
	const lines = cut(text, MOST.text)
		.split(/\r?\n/, MOST.lines)
		.filter((line) => line.trim() !== "");
	const pairs = lines.flatMap((line) => pairIn(line) ?? []);
	// A value of several lines, such as a policy, is none of its own.
	const isOne = pairs.length >= 3 && pairIn(lines[0] ?? "") !== undefined;
	return isOne
		? Object.fromEntries(pairs.map(({ name, value }) => [name, value]))
		: undefined;
}

function pairIn(
	line: string,
): readonly [{ readonly name: string; readonly value: string }] | undefined {
	const at = line.indexOf("='");
	const name = line.slice(0, Math.max(0, at));
	if (at > MOST.name || !/^[A-Za-z][A-Za-z0-9]*$/.test(name)) return undefined;
	const end = line.endsWith("'") ? -1 : line.length;
	return [{ name, value: line.slice(at + 2, end) }];
}
