import { redriveAllByAws } from "./acts.ts";
import { mailing } from "./mailings.ts";
import type { Trouble } from "./troubles.ts";
import { isGood, putEach, type Waits, waitsOf } from "./waits.ts";
import { World } from "./world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HANGS = 40;

/** What one run of a scenario showed. */
export interface Finding {
	/** In words, with its numbers. */
	readonly figure: string;
	/** Whether it is as it should be. */
	readonly isWell: boolean;
}

/** A fault that is known, by the name under which it is spoken of. */
export interface KnownFault {
	readonly name: string;
	readonly run: () => Promise<Finding>;
}

/** The core's known faults. Each is to be well once the core is mended; until then it is expected to fail. */
export const KNOWN_FAULTS: readonly KnownFault[] = [
	...(
		["connection refused", "421 at the greeting", "534 at AUTH"] as const
	).map((kind) => ({
		name: `a: one of two environments meets ${kind}, the other and the prober are well`,
		run: () => oneSickEnvironment(kind),
	})),
	...[3, 6, 9].map((count) => ({
		name: `b: ${count} messages that always lose the connection, beside a mail each 10 minutes`,
		run: () => hopelessBesideGood(count),
	})),
	{ name: "b: nine such messages alone", run: hopelessAlone },
	{ name: "c: the table hangs for ten minutes", run: hangingTable },
	{ name: "d: v1 and v2 have failed, AWS redrives both", run: olderVersion },
	...(["resend", "hold"] as const).map((policy) => ({
		name: `e: a 250 in hand, SENT not recordable, Step Functions away, ${policy}`,
		run: () => unrecorded(policy),
	})),
	...[16, 10].map((count) => ({
		name: `f: ${count} files that take 12 s each`,
		run: () => slowFiles(count),
	})),
	{ name: "g: AWS redrives what is in doubt", run: redrivenDoubt },
	{ name: "h: a warm connection hangs at MAIL", run: hangsBeforeNotAfter },
	{
		name: "i: 30 % of connections are refused",
		run: () => waitsUnder("connection refused", { share: 0.3 }, 12, 1),
	},
	{
		name: "i: half of all mail is deferred for 6 h",
		run: () => waitsUnder("451 at the dot", { share: 0.5 }, 6, 2),
	},
	{ name: "i: one good mail, 451 for 12 h", run: deferredAlone },
	{
		name: "i: only the prober cannot connect",
		run: proberCutOff,
	},
	{ name: "j: Step Functions is away for eight days", run: tasksAway },
];

async function oneSickEnvironment(kind: Trouble["kind"]): Promise<Finding> {
	const world = new World(11);
	world.sender.coldStarts = 0;
	world.sender.idleMs = Number.POSITIVE_INFINITY;
	putEach(world, MINUTE, 12);
	// Both are at work before one of them falls sick.
	for (let index = 1000; index < 1030; index += 1)
		world.put(mailing(`order-${index}`));
	await world.pass(0.1);
	world.trouble(kind, 24, { only: "sender 1" });
	await world.pass(14);
	return findingOf(waitsOf(world, isGood), { median: 1, longest: 25 });
}

async function hopelessBesideGood(count: number): Promise<Finding> {
	const findings: Waits[] = [];
	for (let seed = 1; seed <= 4; seed += 1) {
		const world = new World(seed);
		for (let index = 0; index < count; index += 1)
			world.put(mailing(`order-${1000 + index}`, { fate: "drops" }));
		putEach(world, 10 * MINUTE, 48);
		await world.pass(72);
		findings.push(waitsOf(world, isGood));
	}
	return findingOf(findings.toSorted((a, b) => a.longest - b.longest).at(-1), {
		longest: count === 9 ? 45 : 15,
	});
}

async function hopelessAlone(): Promise<Finding> {
	const world = new World(13);
	for (let index = 0; index < 9; index += 1)
		world.put(mailing(`order-${index}`, { fate: "drops" }));
	const begun = world.scheduler.now;
	// SQS would drop them after seven days.
	await world.runUntil(begun + 7 * 24 * HOUR - HOUR, () => allSettled(world));
	const hours = Math.round((world.scheduler.now - begun) / HOUR);
	const isWell = allSettled(world) && hours <= 72;
	return {
		figure: allSettled(world) ? `settled after ${hours} h` : "never settled",
		isWell,
	};
}

function allSettled({ account }: World): boolean {
	return account.source.messages.length === 0;
}

async function hangingTable(): Promise<Finding> {
	let killed = 0;
	let doubles = 0;
	for (let seed = 1; seed <= HANGS; seed += 1) {
		const world = new World(seed);
		for (let index = 0; index < 40; index += 1)
			world.put(mailing(`order-${index}`));
		await world.pass(world.random.next() / 360);
		world.trouble("table hangs", 1 / 6);
		await world.drain();
		killed += world.counts.get("a batch dies") ?? 0;
		for (const { label } of world.mailings.values())
			doubles += Math.max(0, world.auditor.deliveriesOf(label).length - 1);
	}
	return {
		figure: `${killed} batches killed, ${doubles} mails twice in ${HANGS} runs`,
		isWell: killed === 0 && doubles === 0,
	};
}

async function olderVersion(): Promise<Finding> {
	let older = 0;
	for (let seed = 1; seed <= 20; seed += 1) {
		const world = new World(seed);
		const label = "order-1";
		world.put(mailing(label, { fate: "spam" }));
		await world.drain();
		world.put(mailing(label, { fate: "spam", subject: `${label} v2` }));
		await world.drain();
		world.gmail.healed.add("spam");
		redriveAllByAws(world);
		await world.pass(24);
		const [first] = world.auditor.deliveriesOf(label);
		if (first?.bytes.includes(`${label} v1`)) older += 1;
	}
	return { figure: `v1 goes out in ${older} of 20`, isWell: older === 0 };
}

async function unrecorded(onAmbiguous: "resend" | "hold"): Promise<Finding> {
	const world = new World(15, { config: { onAmbiguous } });
	const { gmail, auditor } = world;
	const check = gmail.onAccept;
	gmail.onAccept = (delivery) => {
		check(delivery);
		if (gmail.accepted.length > 0) return;
		world.trouble("table hangs", 0.1);
		world.trouble("tasks are away", 1);
	};
	world.put(mailing("order-1", { taskToken: "token" }));
	await world.pass(12);
	const sent = auditor.deliveriesOf("order-1").length;
	const state = world.row("order-1")?.state;
	return {
		figure: `sent ${sent} times, ends ${String(state)}`,
		isWell: sent === 1 && state !== "FAILED",
	};
}

async function slowFiles(count: number): Promise<Finding> {
	const world = new World(16);
	world.storage.readMs = 12_000;
	const attachments = Array.from({ length: count }, (_, index) => {
		world.storage.files.set(`file-${index}`, "PDF");
		return {
			filename: `${index}.pdf`,
			s3: { bucket: "files", key: `file-${index}` },
		};
	});
	world.put(mailing("order-1", { attachments }));
	await world.pass(7 * 24 - 1);
	const row = world.row("order-1");
	const cause = (row?.details as { readonly cause?: string })?.cause;
	const isSent = world.auditor.deliveriesOf("order-1").length === 1;
	return {
		figure: `ends ${String(row?.state)} ${cause ?? ""}`,
		isWell: isSent || (row?.state === "FAILED" && cause !== "in-doubt"),
	};
}

async function redrivenDoubt(): Promise<Finding> {
	const world = new World(17);
	world.gmail.takesUnheard = 1;
	world.put(mailing("order-1"));
	world.trouble("drops after the dot", 12);
	await world.drain();
	await world.pass(13);
	redriveAllByAws(world);
	await world.pass(24);
	const sent = world.auditor.deliveriesOf("order-1").length;
	return { figure: `sent ${sent} times`, isWell: sent <= 2 };
}

async function hangsBeforeNotAfter(): Promise<Finding> {
	const world = new World(18);
	world.sender.coldStarts = 0;
	world.put(mailing("order-0"));
	await world.pass(5 / 3600);
	const notAfter = world.scheduler.now + 10_000;
	world.trouble("hangs at MAIL", 5 / 3600);
	world.put(mailing("order-1", { notAfter: new Date(notAfter).toISOString() }));
	await world.pass(1);
	const [late] = world.auditor.deliveriesOf("order-1");
	const seconds = late === undefined ? 0 : (late.at - notAfter) / 1000;
	return {
		figure: `sent ${seconds.toFixed(1)} s after notAfter`,
		isWell: seconds <= 1,
	};
}

/** The worst of some seeds. */
async function waitsUnder(
	kind: Trouble["kind"],
	rest: Partial<Pick<Trouble, "share" | "only">>,
	hours: number,
	median: number,
): Promise<Finding> {
	const findings: Waits[] = [];
	for (let seed = 1; seed <= 4; seed += 1) {
		const world = new World(seed);
		putEach(world, MINUTE / 2, hours);
		world.trouble(kind, hours, rest);
		await world.pass(hours + 24);
		findings.push(waitsOf(world));
	}
	return findingOf(findings.toSorted((a, b) => a.median - b.median).at(-1), {
		median,
	});
}

async function deferredAlone(): Promise<Finding> {
	const world = new World(20);
	world.put(mailing("order-1"));
	world.trouble("451 at the dot", 12);
	await world.pass(48);
	const row = world.row("order-1");
	return {
		figure: `ends ${String(row?.state)} with ${String(row?.attempts)} attempts`,
		isWell: row?.state === "SENT" && row.attempts === 0,
	};
}

async function proberCutOff(): Promise<Finding> {
	const world = new World(21);
	putEach(world, MINUTE, 12);
	world.trouble("connection refused", 12, { only: "prober" });
	world.trouble("connection refused", 0.05);
	await world.pass(36);
	return findingOf(waitsOf(world), { median: 1 });
}

async function tasksAway(): Promise<Finding> {
	const world = new World(22);
	world.put(mailing("order-1", { fate: "spam", taskToken: "token" }));
	world.trouble("tasks are away", 8 * 24);
	await world.pass(9 * 24);
	const [breach] = world.auditor.breaches;
	return {
		figure: breach === undefined ? "kept" : breach.what,
		isWell: breach === undefined,
	};
}

function findingOf(
	{ median, longest }: Waits = { median: 0, longest: 0 },
	allowed: Partial<Waits>,
): Finding {
	return {
		figure: `median wait ${median.toFixed(1)} min, longest ${Math.round(longest)} min`,
		isWell:
			median < (allowed.median ?? Infinity) &&
			longest <= (allowed.longest ?? Infinity),
	};
}
