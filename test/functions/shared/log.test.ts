import { expect, test } from "vitest";
import { createLog } from "../../../functions/shared/log.ts";

function linesOf(entry: object): string[] {
	const lines: string[] = [];
	const log = createLog({
		sender: "s",
		requestId: () => "r",
		now: () => 0,
		write: (line) => lines.push(line),
	});
	log("info", entry as never);
	return lines;
}

test.each([
	"\\ann@example.com",
	'"ann@example.com"',
	"a\nann@example.com",
	"ann@example.com\\",
	"\u2028ann@example.com",
	"a@b@c\\n",
])("an id %j is masked, and its line is still JSON", (id) => {
	const [line = ""] = linesOf({ event: "sent", id, tags: { [id]: id } });
	expect(JSON.parse(line)).toMatchObject({ event: "sent", sender: "s" });
	expect(line).not.toContain("ann@");
});

test("no value of a line is longer than is worth reading", () => {
	const [line = ""] = linesOf({
		event: "dead-lettered",
		producer: "x".repeat(1_000_000),
		problems: [{ sentence: "y".repeat(1_000_000) }],
	});
	expect(line.length).toBeLessThan(5000);
});
