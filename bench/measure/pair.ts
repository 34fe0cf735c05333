import { type Mail, mailsOf } from "../parts/mail.ts";
import { rounded } from "../parts/spread.ts";
import { type LambdaRunner, startLambda } from "../peers/lambda.ts";
import { type PoolRunner, startPool } from "../peers/pool.ts";
import type { RunnerSettings } from "../peers/runner.ts";
import type { Curve } from "../results.ts";
import { fileStore } from "./file-store.ts";
import { progress } from "./progress.ts";
import { sendAll } from "./send-all.ts";

const WARM_UP = 20;
/** The queue takes no more than a megabyte, so what is bigger lies in S3; the text alone is 2 kB. */
const TEXT_BYTES = 2_000;
/** What a file is of a mail's bytes: base64 with line breaks. */
const FILE_SHARE = 0.73;

export interface Load {
	readonly count: number;
	/** Only so many are measured of ours, and sent by the pool. @default all */
	readonly most?: number;
	/** Of the mail. */
	readonly bytes?: number;
	readonly recipients?: number;
}

/** The bare pool and this repository's sender, warm, for one load after another. */
export async function startPair(settings: RunnerSettings) {
	const stops: (() => Promise<void>)[] = [];
	const stop = async () => {
		for (const end of stops.splice(0).reverse()) await end();
	};
	try {
		const ours = await startLambda("ours", settings);
		stops.push(() => ours.stop());
		const pool = await startPool(settings);
		stops.push(() => pool.stop());
		const files = await fileStore(ours.deployed);
		stops.push(async () => files.stop());
		for (const runner of [pool, ours])
			await sendAll(runner, mailsOf("warm", WARM_UP));
		return { measure: measureBoth({ ours, pool, files }), stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

interface Started {
	readonly ours: LambdaRunner;
	readonly pool: PoolRunner;
	readonly files: Awaited<ReturnType<typeof fileStore>>;
}

function measureBoth({ ours, pool, files }: Started) {
	return async (
		over: Curve["over"],
		x: number,
		{ count, most, bytes = TEXT_BYTES, recipients = 1 }: Load,
	): Promise<Curve["points"][number]> => {
		const mails = mailsOf(`${over}-${x}`, count).map((mail) =>
			recipients === 1 ? mail : { ...mail, to: addresses(mail, recipients) },
		);
		const extra = Math.round((bytes - TEXT_BYTES) * FILE_SHARE);
		pool.attach(extra === 0 ? undefined : extra);
		const attached = extra === 0 ? mails : await files.attach(mails, extra);
		// It has no queue: what it is not measured by would only keep its process busy beside ours.
		const one = await sendAll(pool, mails.slice(0, most));
		const other = await sendAll(ours, attached, most);
		progress(
			`curve over ${over}, ${x}: pool ${one.perSecond.toFixed(1)}, ours ${other.perSecond.toFixed(1)} messages/s`,
		);
		return {
			x,
			pool: rounded(one.perSecond),
			ours: rounded(other.perSecond),
		};
	};
}

function addresses({ id }: Mail, count: number): readonly string[] {
	return Array.from(
		{ length: count },
		(_, index) => `${id}-${index}@example.com`,
	);
}
