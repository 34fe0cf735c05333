import { expect, test } from "vitest";
import { painted } from "../../../ops/terminal/paint.ts";

const marked = (text: string) =>
	painted(text, (format, part) => `<${format}>${part}</>`);

test.each([
	["Sending: nothing stops mail.", "<green>Sending</>: nothing stops mail."],
	["Sending, but unattended: x", "<yellow>Sending, but unattended</>: x"],
	["Not sending since noon", "<red>Not sending</> since noon"],
	["On hold since noon", "<red>On hold</> since noon"],
	["✗ secret  it is empty", "<red>✗ secret</>  it is empty"],
	["✓ clock  is right", "<green>✓ clock</>  is right"],
	["? table  unknown", "<yellow>? table</>  unknown"],
	["2 of 17 checks found trouble.", "<red>2 of 17 checks found trouble</>."],
	["All 17 checks passed.", "All 17 checks passed."],
	["Check the status:", "<bold>Check the status:</>"],
	['{"message":"Sending: x"}', '{"message":"Sending: x"}'],
	["order-1  Not sending", "order-1  Not sending"],
	["a\nOn hold", "a\n<red>On hold</>"],
])("painted() shows %j as %j", (text, shown) => {
	expect(marked(text)).toBe(shown);
});

test("painted() changes nothing where standard output is no terminal", () => {
	expect(process.stdout.isTTY).not.toBe(true);
	expect(painted("Not sending")).toBe("Not sending");
});
