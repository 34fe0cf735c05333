import { describe, expect, test } from "vitest";
import { wrap } from "../../../ops/terminal/wrap.ts";

describe("wrap()", () => {
	test.each([
		["a short line", "a b", 10, "a b"],
		["words", "one two three", 8, "one two\nthree"],
		[
			"a word that is too long",
			"an extraordinary one",
			8,
			"an\nextraordinary\none",
		],
		["each line by itself", "a\n\none two three", 8, "a\n\none two\nthree"],
		[
			"what follows a label, below itself",
			"Hold          since noon by ann, who says",
			30,
			"Hold          since noon by\n              ann, who says",
		],
		["an indented line", "  one two three", 9, "  one two\n  three"],
		["a line without room", "a".repeat(9), 0, "a".repeat(9)],
	])("breaks %s", (_what, text, columns, lines) => {
		expect(wrap(text, columns)).toBe(lines);
	});

	test.each([
		"npm run ops -- resume --stack=GmailSender-mail --rule=r1",
		"aws logs tail /aws/lambda/mail --since 30m",
		"echo App Password: && read -rs P && aws secretsmanager put-secret-value",
		"npx cdk deploy GmailSender-mail --revert-drift",
	])("never breaks a command: %s", (command) => {
		expect(wrap(`Type: ${command}`, 20)).toBe(`Type:\n${command}`);
		expect(wrap(`✗ mapping     is off · type: ${command}`, 30)).toBe(
			`✗ mapping     is off · type:\n              ${command}`,
		);
	});

	test("takes a command only where a word begins", () => {
		expect(wrap("the raws grow old now", 9)).toBe("the raws\ngrow old\nnow");
	});
});
