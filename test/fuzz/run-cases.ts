import { Random } from "../simulation/engine/random.ts";
import { mailCase } from "./mail-case.ts";
import { recordCase } from "./record-case.ts";

/** Runs so many cases, of each kind in turn. @returns how many came to what, and what is wrong, by seed. */
export async function runCases(from: number, cases: number) {
	const counts: Record<string, number> = {};
	const faults: string[] = [];
	for (let seed = from; seed < from + cases; seed += 1) {
		const random = new Random(seed);
		try {
			const { kind, faults: found } =
				seed % 2 === 0 ? await ofMail(random) : await recordCase(random);
			counts[kind] = (counts[kind] ?? 0) + 1;
			faults.push(...found.map((fault) => `seed ${seed}: ${fault}`));
		} catch (error) {
			faults.push(`seed ${seed}: throws ${String((error as Error).stack)}`);
		}
	}
	return { counts, faults: faults.map((fault) => fault.slice(0, 500)) };
}

async function ofMail(random: Random) {
	const { isWritten, faults } = await mailCase(random);
	return { kind: isWritten ? "mail written" : "mail refused", faults };
}
