import { readdirSync, readFileSync } from "node:fs";

/** Of a clock tick in /proc: USER_HZ is 100 on every architecture that Node.js runs on. */
const TICK_MS = 10;

/** CPU in ms by process id. */
export type CpuTimes = ReadonlyMap<number, number>;

/** CPU of processes so far, with that of their children which have ended. */
export function cpuTimes(pids: readonly number[]): CpuTimes {
	return new Map(
		pids.flatMap((pid) => {
			const stat = statOf(pid);
			return stat === undefined ? [] : [[pid, stat.cpuMs]];
		}),
	);
}

/** CPU in ms that was used between two looks. */
export function cpuBetween(before: CpuTimes, after: CpuTimes): number {
	let sum = 0;
	for (const [pid, ms] of after) sum += ms - (before.get(pid) ?? 0);
	return sum;
}

/** A process and all below it, by name. */
export function processTree(
	root: number,
): readonly { readonly pid: number; readonly name: string }[] {
	const all = readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => statOf(Number(name)) ?? []);
	const found = all.filter(({ pid }) => pid === root);
	for (const { pid } of found)
		found.push(...all.filter(({ parent }) => parent === pid));
	return found;
}

/** The most that a process has ever had in memory, in MiB. */
export function peakMiBOf(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, "latin1");
	const [, kilobytes = 0] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
	return Math.round(Number(kilobytes) / 1024);
}

function statOf(pid: number) {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, "latin1");
		const [, name = "", rest = ""] = /\((.*)\) (.*)/s.exec(text) ?? [];
		const fields = rest.split(" ");
		const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields
			.slice(11, 15)
			.map(Number);
		return {
			pid,
			name,
			parent: Number(fields[1]),
			cpuMs: (user + system + childUser + childSystem) * TICK_MS,
		};
	} catch {
		// It has ended meanwhile.
		return undefined;
	}
}
