import { describe, expect, test } from "vitest";
import { BREAKER_GAUGE, METRIC } from "../../core/contract.ts";
import { ALARMS } from "../../infra/constructs/alarms/alarms.ts";
import {
	readText,
	type Source,
	sourcesIn,
	withoutComments,
} from "../support/source-tree.ts";

describe("every metric", () => {
	const textOf = (files: readonly Source[]) =>
		files.map(({ text }) => withoutComments(text)).join("\n");
	const gauges: readonly string[] = Object.values(BREAKER_GAUGE);
	const emitting = textOf(sourcesIn("functions/"));

	test.each(Object.keys(METRIC))("is emitted by a function: %s", (key) => {
		const isEmitted = new RegExp(
			// Called for, or a row of what settling a message counts.
			`\\.(add|set)\\(\\s*"${key}"|\\[\\s*"${key}",`,
		).test(emitting);
		expect(isEmitted || gauges.includes(key)).toBe(true);
	});

	test("has an alarm that looks at it, or it is how many were sent: each costs $0.30 a month", () => {
		const watched: readonly unknown[] = ALARMS.map(({ metric }) => metric);
		const others = Object.keys(METRIC).filter((key) => !watched.includes(key));
		expect(others).toEqual(["sent"]);
	});
});

describe("the runbook", () => {
	const runbook = readText("docs/runbook.md");
	const sections = new Map(
		[...runbook.matchAll(/^## (\S+)\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)].map(
			([, id = "", text = ""]) => [id, text],
		),
	);

	test("has a section for each alarm, and an alarm for each section", () => {
		expect([...sections.keys()].toSorted()).toEqual(
			ALARMS.map(({ id }) => id).toSorted(),
		);
	});

	test.each(ALARMS.map(({ id }) => id))(
		"says of %s what is seen, whether mail is lost, who acts, what to type and when it is over",
		(id) => {
			const section = sections.get(id) ?? "";
			for (const heading of [
				"**Symptom.**",
				"**Is mail lost?**",
				"**Who.**",
				"**Over when**",
			])
				expect(section).toContain(heading);
			const commands = section.match(/^\d+\. /gm) ?? [];
			expect(commands.length).toBeGreaterThan(0);
			expect(commands.length).toBeLessThanOrEqual(5);
		},
	);
});

describe("every prop of GmailSenderProps", () => {
	test("that is optional documents its default", () => {
		const props = readText("infra/constructs/gmail-sender-props.ts");
		const optional = [
			...props
				.slice(props.indexOf("export interface GmailSenderProps"))
				.matchAll(/\/\*\*([\s\S]*?)\*\/\s*readonly (\w+)\?:/g),
		];
		expect(optional).not.toEqual([]);
		for (const [, comment = "", name] of optional)
			expect(comment, name).toContain("@default");
	});
});
