import { describe, expect, test } from "vitest";
import { code, plain } from "../../../ops/terminal/markdown.ts";

describe("Markdown", () => {
	test("masks addresses, and formats nothing that somebody typed", () => {
		expect(plain("ann@corp.example\nsays *so* | <b>")).toBe(
			"a\\*\\*\\*@corp.example says \\*so\\* \\| \\<b\\>",
		);
		expect(code("`rm` to bob@corp.example | x")).toBe(
			"`'rm' to b***@corp.example / x`",
		);
	});
});
