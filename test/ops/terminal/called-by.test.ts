import { expect, test } from "vitest";
import { calledBy } from "../../../ops/terminal/called-by.ts";

test.each([
	["/home/ann/shop/node_modules/.bin/sqs-gmail-sender", "npx sqs-gmail-sender"],
	["/usr/local/bin/sqs-gmail-sender", "npx sqs-gmail-sender"],
	[
		"C:\\shop\\node_modules\\sqs-gmail-sender\\dist\\ops\\cli.js",
		"npx sqs-gmail-sender",
	],
	["/home/ann/sqs-gmail-sender/ops/cli.ts", "npm run ops --"],
	[
		"/home/ann/sqs-gmail-sender/node_modules/vitest/vitest.mjs",
		"npm run ops --",
	],
	["", "npm run ops --"],
])("%s is called by %s", (program, name) => {
	expect(calledBy(program)).toBe(name);
});
