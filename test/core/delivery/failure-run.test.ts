import { describe, expect, test } from "vitest";
import {
	afterUnclear,
	NO_RUN,
	opensBreaker,
} from "../../../core/delivery/failure-run.ts";

/** A run of failures of these messages, each with how many were sent by then. */
const runOf = (...failures: readonly (readonly [string, number])[]) =>
	failures.reduce(
		(run, [key, sent]) => afterUnclear(run, { key, producer: "shop" }, sent),
		NO_RUN,
	);

test("a run of failures tells whose they are, each once, since the last 250", () => {
	const whose = (...failures: readonly (readonly [string, number])[]) =>
		failures.reduce(
			(run, [producer, sent], index) =>
				afterUnclear(run, { key: `${index}`, producer }, sent),
			NO_RUN,
		).producers;
	expect(whose(["shop", 7], ["shop", 7])).toEqual(["shop"]);
	expect(whose(["shop", 7], ["billing", 7])).toEqual(["shop", "billing"]);
	expect(whose(["shop", 7], ["billing", 8])).toEqual(["billing"]);
});

describe("a run of failures", () => {
	test.each<[string, readonly (readonly [string, number])[], boolean]>([
		[
			"of three messages opens",
			[
				["a", 7],
				["b", 7],
				["c", 7],
			],
			true,
		],
		[
			"of two does not",
			[
				["a", 7],
				["b", 7],
			],
			false,
		],
		[
			"counts each message once",
			[
				["a", 7],
				["b", 7],
				["a", 7],
				["b", 7],
			],
			false,
		],
		[
			"ends with anybody's 250",
			[
				["a", 7],
				["b", 7],
				["c", 8],
			],
			false,
		],
		[
			"begins anew with it",
			[
				["a", 7],
				["b", 8],
				["c", 8],
				["d", 8],
			],
			true,
		],
	])("%s", (_name, failures, opens) => {
		expect(opensBreaker(runOf(...failures))).toBe(opens);
	});
});
