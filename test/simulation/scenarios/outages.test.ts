import { describe, expect, test } from "vitest";
import type { Login } from "../gmail/gmail.ts";
import { mailing } from "../mailings.ts";
import type { Trouble } from "../troubles.ts";
import { putEach, waitsOf } from "../waits.ts";
import { World } from "../world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LIMITS = { messages: 10_000, recipients: 10_000 };

function worldWith(count: number): World {
	const world = new World(5, { config: { limits: LIMITS } });
	world.gmail.limits = { ...LIMITS };
	for (let index = 0; index < count; index += 1)
		world.put(mailing(`order-${index}`));
	return world;
}

/** Every login from now on. */
function loginsOf({ gmail }: World): readonly Login[] {
	const logins: Login[] = [];
	const check = gmail.onLogin;
	gmail.onLogin = (login) => {
		logins.push(login);
		check(login);
	};
	return logins;
}

function receives({ account }: World): number {
	return Math.max(...account.source.messages.map((one) => one.receiveCount));
}

/** Nothing was given up and nothing charged; all of it goes out by itself, once. */
async function expectAllSent(world: World, count: number): Promise<void> {
	expect(world.account.dead.messages).toEqual([]);
	for (const label of world.mailings.keys())
		expect(world.row(label)?.attempts ?? 0).toBe(0);
	await world.drain(2);
	expect(world.gmail.accepted).toHaveLength(count);
}

describe.each([
	["connection refused", "transient", 2, 0],
	["connection times out", "transient", 2, 0],
	["454 at AUTH", "auth-throttle", 2, 8],
	["421 at the greeting", "transient", 2, 0],
	["421 at EHLO", "config", 2, 0],
	["421 at MAIL", "transient", 3, 120],
] as const)(
	"%s for hours",
	(kind: Trouble["kind"], cause, hours, mostLogins) => {
		test("opens the breaker for everybody, costs no attempt, and ends by itself", async () => {
			const world = worldWith(60);
			const logins = loginsOf(world);
			world.trouble(kind, hours);
			await world.pass(hours - 0.01);
			expect(world.breaker.state).toMatchObject({ cause });
			expect(world.gmail.accepted).toEqual([]);
			expect(logins.length).toBeLessThanOrEqual(mostLogins);
			expect(world.account.source.messages).toHaveLength(60);
			await expectAllSent(world, 60);
		});
	},
);

test("six hours of connections lost in DATA cost nobody an attempt", async () => {
	const world = worldWith(60);
	world.trouble("drops before the dot", 6);
	await world.pass(5.9);
	await expectAllSent(world, 60);
});

test("24 hours of 550 5.4.5 cost one attempt per probe and no message", async () => {
	const world = worldWith(60);
	world.gmail.limits = { messages: 0, recipients: 0 };
	await world.pass(24);
	// Each further connection of the first batch had one under way.
	expect(world.gmail.limitRefusals).toBeLessThanOrEqual(25 + 5);
	expect(world.gmail.limitRefusals).toBeGreaterThan(20);
	world.gmail.limits = { ...LIMITS };
	await expectAllSent(world, 60);
});

test("wrong, other wrong, right password with 5,000 waiting: a login per environment and probe, everything sent once", async () => {
	const world = worldWith(0);
	world.gmail.passwords.clear();
	const logins = loginsOf(world);
	for (let index = 0; index < 5000; index += 1)
		world.put(mailing(`order-${index}`));
	await world.pass(0.02);
	// One per environment at work, and the prober's.
	expect(logins.length).toBeLessThanOrEqual(3);
	expect(world.breaker.state).toMatchObject({ kind: "open", cause: "auth" });

	world.storePassword(false);
	const before = logins.length;
	await world.pass(72);
	expect(logins.length - before).toBeLessThanOrEqual(72 + 2);
	expect(logins.length - before).toBeGreaterThan(72 - 4);
	expect(world.account.mapping.enabled).toBe(false);
	expect(receives(world)).toBeLessThan(10);

	world.storePassword(true);
	await world.pass(2 / 60);
	expect(world.gmail.accepted.length).toBeGreaterThan(0);
	await expectAllSent(world, 5000);
});

test("a mapping that cannot be switched off, with the breaker open for seven days, costs fewer than 1,000 receives and no login", async () => {
	const world = worldWith(10);
	// Without its prober nobody may log in at all.
	world.weather.intercept = ({ process }) => {
		if (process.name.startsWith("prober")) process.die();
		return undefined;
	};
	world.gmail.passwords.clear();
	await world.pass(0.1);
	const logins = loginsOf(world);
	await world.pass(6.9 * 24);
	expect(logins).toEqual([]);
	expect(world.account.dead.messages).toEqual([]);
	expect(world.account.source.messages).toHaveLength(10);
	expect(receives(world)).toBeLessThan(1000);
	expect(receives(world)).toBeGreaterThan(300);
});

test("an unreachable state table stops everything, and everything goes on once it is back", async () => {
	const world = worldWith(20);
	const logins = loginsOf(world);
	world.trouble("table hangs", 0.5);
	await world.pass(0.4);
	expect(world.gmail.accepted).toEqual([]);
	expect(logins).toEqual([]);
	await expectAllSent(world, 20);
});

test("a tenth of all connections refused for 12 hours keeps no mail waiting for long", async () => {
	const world = worldWith(0);
	putEach(world, 60_000, 12);
	world.trouble("connection refused", 12, { share: 0.1 });
	await world.pass(13);
	const { median, longest } = waitsOf(world);
	expect(median).toBeLessThan(1);
	expect(longest).toBeLessThan(25);
});

test.each([
	"connection refused",
	"421 at the greeting",
	"421 at MAIL",
	"451 at the dot",
] as const)(
	"after two hours of %s mail flows within seven minutes, and as fast as ever",
	async (kind) => {
		const [world, well] = [worldWith(500), worldWith(500)];
		const begun = world.scheduler.now;
		world.trouble(kind, 2);
		await Promise.all([world.drain(4), well.drain(4)]);
		const tookMs = ({ gmail }: World, from: number) =>
			(gmail.accepted.at(-1)?.at ?? Infinity) - from;
		const [first] = world.gmail.accepted;
		const end = begun + 2 * HOUR_MS;
		expect(first?.at).toBeLessThan(end + 7 * MINUTE_MS);
		const rest = tookMs(world, first?.at ?? 0);
		// Each message comes back in its own time.
		expect(rest).toBeLessThan(tookMs(well, begun) + 6 * MINUTE_MS);
	},
);
