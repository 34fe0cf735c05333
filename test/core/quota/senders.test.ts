import { expect, test } from "vitest";
import {
	othersSend,
	type Senders,
	withSenders,
} from "../../../core/quota/senders.ts";

const NOW = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;
const sendersAt = (...asked: readonly (readonly [number, string])[]): Senders =>
	asked.reduce<Senders>(
		(known, [daysAgo, producer]) =>
			withSenders(known, [producer], NOW - daysAgo * DAY),
		[],
	);

test("withSenders() keeps two, the last ones, each once", () => {
	const senders = sendersAt([3, "a"], [2, "b"], [1, "c"], [0, "c"]);
	expect(senders.map(({ producer }) => producer)).toEqual(["b", "c"]);
	const both = withSenders(senders, ["d", "d", "e"], NOW);
	expect(both.map(({ producer }) => producer)).toEqual(["d", "e"]);
});

test.each<[string, Senders, boolean]>([
	["nobody is known", [], false],
	["it is alone", sendersAt([0, "a"]), false],
	["another has sent while it did", sendersAt([1, "b"], [0, "a"]), true],
	["another's mail may still wait", sendersAt([12, "b"], [0, "a"]), true],
	["it can't any more", sendersAt([13, "b"], [0, "a"]), false],
])("othersSend() when %s", (_when, senders, expected) => {
	expect(othersSend(senders, "a", NOW)).toBe(expected);
});
