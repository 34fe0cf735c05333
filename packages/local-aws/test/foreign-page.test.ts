import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { foreignPage } from "../foreign-page.ts";

const refusal = (headers: object) =>
	foreignPage({
		headers,
		socket: { localPort: 4566 },
	} as unknown as IncomingMessage);

test.each([
	{ host: "127.0.0.1:4566" },
	{ host: "localhost:4566" },
	{ host: "[::1]:4566" },
	{ host: "LOCALHOST:4566", origin: "http://localhost:4566" },
	{ host: "localhost:4566", "sec-fetch-site": "same-origin" },
	{ host: "localhost:4566", "sec-fetch-site": "none" },
])("answers %j", (headers) => {
	expect(refusal(headers)).toBeUndefined();
});

test.each([
	{},
	{ host: "" },
	{ host: "localhost" },
	{ host: "localhost:4567" },
	{ host: "evil.example:4566" },
	{ host: "127.0.0.1.evil.example:4566" },
	{ host: "127.0.0.1:4566", origin: "http://evil.example" },
	{ host: "127.0.0.1:4566", origin: "http://127.0.0.1:8080" },
	{ host: "127.0.0.1:4566", origin: "null" },
	{ host: "127.0.0.1:4566", "sec-fetch-site": "cross-site" },
	{ host: "127.0.0.1:4566", "sec-fetch-site": "same-site" },
])("refuses %j", (headers) => {
	expect(refusal(headers)).toMatch(/^Cannot answer/);
});
