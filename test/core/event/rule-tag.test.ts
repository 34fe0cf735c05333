import { describe, expect, test } from "vitest";
import { takeWord, withoutWord } from "../../../core/event/rule-tag.ts";
import { jsonOf, read } from "../../support/events.ts";

const WORD = "5f3c2b1a-0000-4000-8000-1234567890ab";
const tagged = (...resources: unknown[]) =>
	read({ ...jsonOf("ec2-state-change"), resources });

describe("the word of a rule", () => {
	test("stands behind the rule's name", () => {
		expect(tagged(["arn:aws:s3:::a"], `mail-rule/Shop/${WORD}`)).toMatchObject({
			proof: { kind: "word", rule: "Shop", word: WORD },
			event: { resources: ["arn:aws:s3:::a", "mail-rule/Shop"] },
		});
	});

	test("is taken out of a body wherever it stands", () => {
		const body = {
			resources: [`arn:aws:cloudformation:a:1:stack/mail/${WORD}`],
			detail: { "stack-id": `x/${WORD}`, text: `It is ${WORD}!` },
			last: `mail-rule/Shop/${WORD}`,
		};
		expect(JSON.parse(withoutWord(JSON.stringify(body), WORD))).toEqual({
			resources: ["arn:aws:cloudformation:a:1:stack/mail"],
			detail: { "stack-id": "x", text: "It is …!" },
			last: "mail-rule/Shop",
		});
	});

	test("is none that the event itself brings along", () => {
		expect(tagged([`mail-rule/Shop/${WORD}`], "mail-rule/Shop")).toMatchObject({
			proof: undefined,
			event: { resources: ["mail-rule/Shop"] },
		});
	});

	test("counts behind the last resource alone", () => {
		const resources = [`mail-rule/Shop/${WORD}`, "arn:aws:s3:::a"];
		expect(takeWord(resources)).toEqual({ resources, proof: undefined });
	});

	test.each([
		"mail-rule/Shop",
		"mail-rule/Shop/",
		"mail-rule//word",
		`mail-rule/Shop/${"w".repeat(65)}`,
		`mail-rule/${"r".repeat(51)}/word`,
		"mail-rule/Shop/word/more",
		"x/mail-rule/Shop/word",
		"",
	])("is not in %o", (text) => {
		expect(takeWord([text])).toEqual({
			resources: [text],
			proof: undefined,
		});
	});

	test("within SNS's envelope proves nothing", () => {
		const inner = {
			...jsonOf("ec2-state-change"),
			resources: [[], `mail-rule/Shop/${WORD}`],
		};
		expect(
			read({ ...jsonOf("sns-json"), Message: JSON.stringify(inner) }),
		).toMatchObject({ kind: "event", proof: undefined });
	});
});
