import { describe, expect, test } from "vitest";
import {
	afterUnclear,
	NO_RUN,
	opensBreaker,
} from "../../../core/delivery/failure-run.ts";

/** A run of failures of these messages, each with how many were sent by then. */
const runOf = (...failures: readonly (readonly [string, number])[]) =>
	failures.reduce((run, [key, sent]) => afterUnclear(run, key, sent), NO_RUN);

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
