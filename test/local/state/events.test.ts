import { afterAll, beforeAll, expect, test } from "vitest";
import { Harness } from "../../support/harness.ts";
import { mail } from "../../support/mail.ts";

let stack: Harness;
beforeAll(async () => {
	stack = await Harness.start();
});
afterAll(() => stack.stop());

/** What a page hears, as it comes. */
async function listen() {
	const leaving = new AbortController();
	const response = await fetch(`${stack.local.inbox.url}/local/events`, {
		signal: leaving.signal,
	});
	const heard: { readonly name: string; readonly data: unknown }[] = [];
	const reading = (async () => {
		let text = "";
		for await (const chunk of response.body ?? []) {
			text += Buffer.from(chunk).toString();
			const blocks = text.split("\n\n");
			text = blocks.pop() ?? "";
			for (const block of blocks) {
				const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
				if (name !== undefined && data !== undefined)
					heard.push({ name, data: JSON.parse(data) });
			}
		}
	})().catch(() => {});
	return {
		heard,
		async until(isSo: () => boolean) {
			while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
		},
		async leave() {
			leaving.abort();
			await reading;
		},
	};
}

test("a page hears of the state, of each mail, and that mails were deleted", async () => {
	const page = await listen();
	const states = () =>
		page.heard.filter(({ name }) => name === "state").map(({ data }) => data);
	await page.until(() => states().length > 0);
	expect(states()[0]).toMatchObject({ senders: [{ sending: true, used: 0 }] });
	await stack.send(mail());
	await page.until(() => page.heard.some(({ name }) => name === "mail"));
	const [first] = stack.local.inbox.store.list();
	expect(page.heard).toContainEqual({ name: "mail", data: first?.id });
	await page.until(() => JSON.stringify(states().at(-1)).includes('"used":1'));
	stack.local.inbox.store.delete([]);
	await page.until(() => page.heard.some(({ name }) => name === "deleted"));
	await page.leave();
});

test("nobody asks the breaker function while no page is open", async () => {
	const page = await listen();
	await page.until(() => page.heard.length > 0);
	await page.leave();
	// What was asked for before it left comes to its end.
	await stack.settle();
	const before = stack.breakerFunction.billedMs;
	await stack.send(mail());
	await stack.settle();
	await new Promise((resolve) => setTimeout(resolve, 1500));
	expect(stack.breakerFunction.billedMs).toBe(before);
});
