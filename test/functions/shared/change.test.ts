import { describe, expect, test } from "vitest";
import { change } from "../../../functions/shared/change.ts";
import type { Written } from "../../../functions/shared/deps.ts";

interface Item {
	readonly version: number;
	readonly count: number;
	readonly writers?: readonly string[];
}

const more = ({ version, count }: Item): Item => ({
	version: version + 1,
	count: count + 1,
});

/** A table's item; `answers` are what its writes answer, one after another, before they work as they should. */
function table(answers: readonly ("lost" | "refused" | "overtaken")[] = []) {
	const left = [...answers];
	const state = { item: { version: 0, count: 0 } as Item, writes: 0 };
	const item = {
		read: async (): Promise<Item | "unavailable"> => state.item,
		async write(next: Item): Promise<Written> {
			state.writes += 1;
			const answer = left.shift();
			if (answer === "refused") return "unavailable";
			if (answer === "overtaken") {
				state.item = more(state.item);
				return "conflict";
			}
			if (next.version !== state.item.version + 1) return "conflict";
			state.item = next;
			return answer === "lost" ? "unavailable" : "written";
		},
	};
	return { item, state };
}

describe("change()", () => {
	test("writes what the event makes of the item", async () => {
		const { item, state } = table();
		await change(item, more, { writer: "a" });
		expect(state.item).toEqual({ version: 1, count: 1, writers: ["a"] });
	});

	test("writes nothing when the event changes nothing", async () => {
		const { item, state } = table();
		expect(await change(item, (same) => same, { writer: "a" })).toBe(
			state.item,
		);
		expect(state.writes).toBe(0);
	});

	test("decides again on what somebody else has written meanwhile", async () => {
		const { item, state } = table(["overtaken", "overtaken"]);
		await change(item, more, { writer: "a" });
		expect(state.item).toMatchObject({ count: 3 });
	});

	test("waits only before its third try, and not between what it reads and writes", async () => {
		const { item, state } = table(["overtaken", "overtaken"]);
		const done: string[] = [];
		const noted = {
			read: () => {
				done.push("read");
				return item.read();
			},
			write: (next: Item) => {
				done.push("write");
				return item.write(next);
			},
		};
		await change(noted, more, {
			writer: "a",
			pause: async () => void done.push("pause"),
		});
		expect(state.item).toMatchObject({ count: 3 });
		expect(done.join(" ")).toBe("read write read write pause read write");
	});

	test("counts a write whose answer was lost once", async () => {
		const { item, state } = table(["lost"]);
		const after = await change(item, more, { writer: "a" });
		expect(after).toMatchObject({ count: 1 });
		expect(state.writes).toBe(1);
	});

	test("does not repeat a write that was not done, and says so", async () => {
		const { item, state } = table(["refused"]);
		expect(await change(item, more, { writer: "a" })).toBe("unavailable");
		expect(state.writes).toBe(1);
	});

	test("gives up when somebody else is always first", async () => {
		const { item } = table(Array(20).fill("overtaken"));
		expect(await change(item, more, { writer: "a" })).toBe("unavailable");
	});

	test("starts from what was read before, without another read", async () => {
		const { item, state } = table();
		const read = async () => {
			throw new Error("nobody has to read");
		};
		await change({ ...item, read }, more, { writer: "a", from: state.item });
		expect(state.item).toMatchObject({ count: 1 });
	});

	test("keeps the names of the last ten writers", async () => {
		const { item, state } = table();
		for (let writer = 0; writer < 12; writer += 1)
			await change(item, more, { writer: String(writer) });
		expect(state.item.writers).toHaveLength(10);
		expect(state.item.writers?.at(-1)).toBe("11");
	});
});
