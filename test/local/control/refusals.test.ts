import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Harness } from "../../support/harness.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
});
afterAll(() => stack.stop());

async function ask(route: string, body?: unknown) {
	const [method = "", path = ""] = route.split(" ");
	const response = await fetch(`${stack.local.inbox.url}${path}`, {
		method,
		...(body === undefined
			? {}
			: { body: typeof body === "string" ? body : JSON.stringify(body) }),
	});
	const text = await response.text();
	return { status: response.status, text };
}

describe("a control of the local stack", () => {
	test.each<[string, unknown, RegExp]>([
		[
			"PUT /gmail/quota",
			{ mesages: 3 },
			/"mesages\\" \(did you mean messages\?\)/,
		],
		["PUT /gmail/quota", {}, /^Cannot set the quota as nothing is given/],
		[
			"PUT /gmail/quota",
			{ messages: "3" },
			/messages is \\"3\\": allowed is a/,
		],
		["PUT /gmail/quota", { messages: 1, mailbox: 7 }, /mailbox is 7: allowed/],
		["PUT /gmail/password", { pasword: "x" }, /did you mean password\?/],
		["PUT /gmail/password", { password: 7 }, /password is 7: allowed is an A/],
		["PUT /gmail/password", {}, /password is missing; for example/],
		["PUT /gmail/oauth", { clientid: "x" }, /^Cannot register this/],
		["DELETE /gmail/faults", { stage: "auth" }, /no field \\"stage\\"/],
		["POST /local/drills", {}, /alarm is missing; for example/],
		[
			"POST /local/drills",
			{ alarm: "x" },
			/^Cannot rehearse \\"x\\": there are/,
		],
		[
			"POST /local/drills",
			{ alarm: "auth-refused", sender: "no" },
			/sender \\"no\\": there is mail/,
		],
		["POST /local/drills", { name: "auth-refused" }, /no field \\"name\\"/],
		["DELETE /api/v1/messages", "{", /^Cannot read the request's body/],
		["DELETE /api/v1/messages", { ids: ["x"] }, /did you mean IDs\?/],
		[
			"DELETE /api/v1/messages",
			{ IDs: "x" },
			/IDs is \\"x\\": allowed is a list/,
		],
	])("%s with %j is refused with a sentence", async (route, body, sentence) => {
		const { status, text } = await ask(route, body);
		expect(status).toBe(400);
		expect(text.slice('{"Error":"'.length)).toMatch(sentence);
	});

	test.each([
		["GET /gmail/x", /has no GET \/gmail\/x; it has GET, PUT and DELETE/],
		["PUT /gmail/log", /has no PUT \/gmail\/log; it has/],
		["GET /gmail/constructor", /has no GET \/gmail\/constructor/],
		["PUT /local/clock", /no PUT \/local\/clock; .*POST \/local\/drills/],
		["GET /local/x", /no GET \/local\/x; there are GET \/local\/clock/],
	])(
		"%s is none, and the answer lists what there is",
		async (route, sentence) => {
			const { status, text } = await ask(route);
			expect(status).toBe(404);
			expect(text).toMatch(sentence);
		},
	);

	test("of a drill that is on already does not begin it again", async () => {
		await ask("POST /local/drills", { alarm: "quota-near" });
		const { status, text } = await ask("POST /local/drills", {
			alarm: "quota-near",
		});
		expect(status).toBe(400);
		expect(text).toMatch(
			/begun already. To end it: .*drill --end --local --port/,
		);
		await ask("DELETE /local/drills");
	});
});
