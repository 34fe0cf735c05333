import { describe, expect, test } from "vitest";
import { longestOf, WORK } from "./work.ts";

describe("work on a megabyte of a stranger's text ends within seconds", () => {
	test.each(Object.entries(WORK))("%s", (_name, work) => {
		// What grows as the text's square takes minutes.
		expect(longestOf(work)).toBeLessThan(5000);
	});
});
