import { type Mail, mailsOf } from "../parts/mail.ts";
import { rounded } from "../parts/spread.ts";
import { startLambda } from "../peers/lambda.ts";
import { startPool } from "../peers/pool.ts";
import type { RunnerSettings } from "../peers/runner.ts";
import type { Curve } from "../results.ts";
import { fileStore } from "./file-store.ts";
import { progress } from "./progress.ts";
import { sendAll } from "./send-all.ts";

const WARM_UP = 20;
/** The queue takes no more than a megabyte, so what is bigger lies in S3; the text alone is 2 kB. */
const TEXT_BYTES = 2_000;

export interface Load {
	readonly count: number;
	readonly bytes?: number;
	readonly recipients?: number;
}

/** The bare pool and this repository's sender, warm, for one load after another. */
export async function startPair(settings: RunnerSettings) {
	const ours = await startLambda("ours", settings);
	const pool = await startPool(settings).catch(async (error) => {
		await ours.stop();
		throw error;
	});
	const files = await fileStore(ours.deployed);
	for (const runner of [pool, ours])
		await sendAll(runner, mailsOf("warm", WARM_UP));
	return {
		async measure(
			over: Curve["over"],
			x: number,
			{ count, bytes = TEXT_BYTES, recipients = 1 }: Load,
		): Promise<Curve["points"][number]> {
			const mails = mailsOf(`${over}-${x}`, count).map((mail) =>
				recipients === 1 ? mail : { ...mail, to: addresses(mail, recipients) },
			);
			const extra = bytes - TEXT_BYTES;
			pool.attach(extra === 0 ? undefined : extra);
			const attached = extra === 0 ? mails : await files.attach(mails, extra);
			const one = await sendAll(pool, mails);
			const other = await sendAll(ours, attached);
			progress(
				`curve over ${over}, ${x}: pool ${one.perSecond.toFixed(1)}, ours ${other.perSecond.toFixed(1)} messages/s`,
			);
			return {
				x,
				pool: rounded(one.perSecond),
				ours: rounded(other.perSecond),
			};
		},
		async stop(): Promise<void> {
			files.stop();
			await pool.stop();
			await ours.stop();
		},
	};
}

function addresses({ id }: Mail, count: number): readonly string[] {
	return Array.from(
		{ length: count },
		(_, index) => `${id}-${index}@example.com`,
	);
}
